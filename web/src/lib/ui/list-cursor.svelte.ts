/** Which row is current and which are selected, by id, so that rows may come, go and move underneath. */
export class ListCursor {
  current = $state<string | null>(null);
  selected = $state.raw<ReadonlySet<string>>(new Set());
  /** Where the current row stood, to fall on its neighbour when it goes away. */
  #index = 0;

  /** Moves by `by` rows and stays inside; the first move lands on the first row. */
  move(ids: readonly string[], by: number): void {
    if (ids.length === 0) return;
    const at = this.current === null ? -1 : ids.indexOf(this.current);
    const next = at === -1 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    this.#index = next;
    this.current = ids[next] ?? null;
  }

  /** After the rows changed: a current row that is gone gives way to the one now in its place; selections that are gone are dropped. */
  keep(ids: readonly string[]): void {
    if (this.current !== null) {
      const at = ids.indexOf(this.current);
      if (at >= 0) this.#index = at;
      else this.current = ids[Math.min(this.#index, ids.length - 1)] ?? null;
    }
    if ([...this.selected].some((id) => !ids.includes(id))) {
      this.selected = new Set([...this.selected].filter((id) => ids.includes(id)));
    }
  }

  toggle(id: string | null = this.current): void {
    if (id === null) return;
    const next = new Set(this.selected);
    if (!next.delete(id)) next.add(id);
    this.selected = next;
  }

  clear(): void {
    this.selected = new Set();
  }
}
