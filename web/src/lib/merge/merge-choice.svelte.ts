import type { Contact, Organisation } from '$contract/contacts.contract.ts';
import type { Merged, MergePreview } from '$contract/merges.contract.ts';
import type { Api, MergeKind } from '$lib/api/api.ts';

/** A merge that is being looked at: who stays, which value of each field, and what comes of it. */
export class MergeChoice {
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  preview = $state.raw<MergePreview | null>(null);
  readonly kind: MergeKind;
  /** In the order of the preview: the one that stays first. */
  people = $state.raw<readonly (Contact | Organisation)[]>([]);
  choices = $state.raw<Readonly<Record<string, string>>>({});
  #turn = 0;
  readonly #api: Api;

  constructor(api: Api, kind: MergeKind = 'contact') {
    this.kind = kind;
    this.#api = api;
  }

  /** @param survivorId who stays; left out: whom the server suggests. Choices that were made stay. */
  async open(ids: readonly string[], survivorId?: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const preview = await this.#api.merges.preview(this.kind, ids, survivorId);
      const people = await Promise.all(preview.records.map(({ id }) => this.#read(id)));
      if (turn !== this.#turn) return;
      this.preview = preview;
      this.people = people;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  #read(id: string): Promise<Contact | Organisation> {
    return this.kind === 'contact' ? this.#api.contacts.read(id) : this.#api.organisations.read(id);
  }

  keep(survivorId: string): Promise<void> {
    const ids = this.people.map(({ id }) => id);
    return this.open(ids, survivorId);
  }

  choose(field: string, recordId: string): void {
    this.choices = { ...this.choices, [field]: recordId };
  }

  /** Refused when one of them was changed since it was shown here. */
  merge(): Promise<Merged> {
    const [survivor, ...others] = this.preview?.records ?? [];
    if (!survivor) throw new Error('nothing to merge');
    const versions = Object.fromEntries([survivor, ...others].map(({ id, version }) => [id, version]));
    return this.#api.merges.merge(this.kind, survivor.id, {
      otherIds: others.map(({ id }) => id),
      choices: { ...this.choices },
      versions,
    });
  }
}
