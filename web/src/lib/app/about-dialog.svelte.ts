/** The one dialogue for a new record of a kind, which any page opens with what it knows. */
export class AboutDialog<Context extends object> {
  context = $state.raw<Context | null>(null);
  #about: readonly (() => Context | null)[] = [];
  readonly #nothing: Context;

  /** @param nothing what a dialogue is about that was asked for where nothing is known */
  constructor(nothing: Context) {
    this.#nothing = nothing;
  }

  open(context: Context = this.#nothing): void {
    this.context = context;
  }

  /** What the page in front is about: the key takes it along. The answer takes the offer back. */
  offer(about: () => Context | null): () => void {
    this.#about = [...this.#about, about];
    return () => {
      this.#about = this.#about.filter((each) => each !== about);
    };
  }

  /** By the key or the palette, with what that says itself: about what the page in front is about, if anything. */
  openHere(more: Partial<Context> = {}): void {
    const known = [...this.#about].reverse().map((about) => about());
    this.open({ ...(known.find((context) => context !== null) ?? this.#nothing), ...more });
  }

  close(): void {
    this.context = null;
  }
}
