export interface Undoable {
  /** What was done, for the toast. */
  text: string;
  undo: () => Promise<void> | void;
}

/** The last change that can be taken back, for the key Z and the button in the toast. One at a time; a new one replaces it. */
export class UndoStore {
  last = $state.raw<Undoable | null>(null);

  offer(change: Undoable): void {
    this.last = change;
  }

  /** The offer is over, unless a newer one has taken its place. */
  forget(change: Undoable): void {
    if (this.last === change) this.last = null;
  }

  /** Takes it back once; false when there is nothing, or it was another change already. */
  async run(change: Undoable | null = this.last): Promise<boolean> {
    if (!change || this.last !== change) return false;
    this.last = null;
    await change.undo();
    return true;
  }
}
