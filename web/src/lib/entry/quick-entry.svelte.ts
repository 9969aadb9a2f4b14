import { untrack } from 'svelte';
import type { Contact } from '$contract/contacts.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import { describeError } from '$lib/api/error-words.ts';
import type { EntryColumnId } from './entry-columns.ts';
import {
  attachment,
  bodyOf,
  type Cells,
  carriedFrom,
  changeOf,
  type EntryRow,
  emptyRow,
  isFilled,
  needsSaving,
  refusedBecause,
  savedAs,
  saving,
  takenBack,
  typedIn,
} from './entry-row.ts';

export type EntryApi = Pick<Api['contacts'], 'create' | 'change' | 'takeBack' | 'read'>;

const KEPT = 'quick-entry';
/** So many rows of a paste are on their way at once: the people who take calls meanwhile must not notice. */
const AT_ONCE = 3;

/** What is kept on this computer, so that a reload loses nothing that was typed. */
export interface EntryKeeper {
  read<T>(key: string, fallback: T): T;
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

/** The grid of the quick entry: rows that save themselves, a paste that is worked off in the background. */
export class QuickEntry {
  rows = $state.raw<readonly EntryRow[]>([]);
  /** The row that has the keyboard. */
  activeKey = $state<string | null>(null);
  /** Rows of the last paste: all, and those whose turn has been. */
  pasted = $state.raw<{ all: number; done: number } | null>(null);
  readonly #api: EntryApi;
  readonly #keeper: EntryKeeper;
  readonly #newKey: () => string;
  /** The request of a row: sent again with the same key it makes no second person. */
  #requests = new Map<string, { key: string; cells: Cells }>();
  #undo = new Map<string, () => Promise<void>>();
  #running = 0;

  constructor(api: EntryApi, keeper: EntryKeeper, newKey: () => string) {
    this.#api = api;
    this.#keeper = keeper;
    this.#newKey = newKey;
    const kept = keeper.read<Cells[]>(KEPT, []);
    this.rows = kept.map((cells) => ({ ...emptyRow(newKey(), cells), state: 'typing' as const }));
    this.#keepOneEmpty();
  }

  get counts() {
    const of = (state: EntryRow['state']) => this.rows.filter((row) => row.state === state).length;
    return { saved: of('saved'), refused: of('refused'), waiting: of('waiting') + of('saving') };
  }

  row(key: string | null): EntryRow | undefined {
    return this.rows.find((row) => row.key === key);
  }

  type(key: string, column: EntryColumnId, text: string): void {
    this.#put(key, (row) => typedIn(row, column, text));
    this.#keepOneEmpty();
  }

  /** The keyboard is in this row now; whatever was typed in others is saved. */
  enter(key: string): void {
    if (this.activeKey === key) return;
    this.activeKey = key;
    for (const row of this.rows) if (row.key !== key && row.state === 'typing') void this.save(row.key);
  }

  /** The keyboard has left the row, and the grid. */
  leave(key: string): void {
    if (this.activeKey === key) this.activeKey = null;
    const row = this.row(key);
    if (row?.state === 'typing') void this.save(key);
  }

  copyAbove(key: string, column: EntryColumnId): void {
    const above = this.rows[this.rows.findIndex((row) => row.key === key) - 1];
    if (above) this.type(key, column, above.cells[column]);
  }

  /** Sends a row; harmless when it is on its way or nothing is to be saved. */
  async save(key: string): Promise<void> {
    const row = this.row(key);
    if (!row || !needsSaving(row)) return;
    const sent = { ...row.cells };
    this.#put(key, saving);
    try {
      const contact = await this.#send(row, sent);
      this.#requests.delete(key);
      this.#put(key, (now) => savedAs(now, contact, sent, now.attachedTo));
    } catch (error) {
      const fields = error instanceof ApiFailure ? error.fields : {};
      this.#put(key, (now) => refusedBecause(now, describeError(error).text, fields));
    }
    if (this.row(key)?.state === 'typing' && this.activeKey !== key) await this.save(key);
  }

  /** Makes a saved row undone: a person who was made goes, one who was there already gets back what they had. */
  async takeBack(key: string): Promise<void> {
    const row = this.row(key);
    if (!row) return;
    if (row.contactId === null) {
      this.rows = this.rows.filter((one) => one.key !== key);
      return this.#keepOneEmpty();
    }
    const undo = this.#undo.get(key) ?? (() => this.#api.takeBack(row.contactId as string));
    await undo();
    this.#undo.delete(key);
    this.#put(key, takenBack);
  }

  /** Uses somebody who is there already instead of a new person: adds the number and address they lack. */
  async attach(key: string, contactId: string): Promise<void> {
    const row = this.row(key);
    if (!row || row.contactId !== null) return;
    const sent = { ...row.cells };
    this.#put(key, saving);
    try {
      const known = await this.#api.read(contactId);
      const added = attachment(known, sent);
      const contact = added ? await this.#api.change(contactId, added.patch) : known;
      this.#undo.set(key, async () => {
        if (added) await this.#api.change(contactId, { ...added.undo, version: contact.version });
      });
      this.#put(key, (now) => savedAs(now, contact, sent, known.name));
    } catch (error) {
      this.#put(key, (now) => refusedBecause(now, describeError(error).text, {}));
    }
  }

  /** Adds rows and saves them one after the other, while one goes on typing. */
  paste(cells: readonly Cells[]): void {
    const added = cells.map((one) => ({ ...emptyRow(this.#newKey(), one), state: 'waiting' as const }));
    const typed = this.rows.filter((row) => row.state !== 'empty');
    this.rows = [...typed, ...added];
    this.#keepOneEmpty();
    this.pasted = { all: added.length, done: 0 };
    while (this.#running < AT_ONCE) {
      this.#running += 1;
      void this.#workOff().finally(() => {
        this.#running -= 1;
      });
    }
  }

  /** Rows that are done leave the list; what is refused or being typed stays. */
  clearDone(): void {
    this.rows = this.rows.filter(({ state }) => state !== 'saved' && state !== 'taken-back');
    this.pasted = null;
    this.#keepOneEmpty();
  }

  async #workOff(): Promise<void> {
    for (;;) {
      const next = this.rows.find(({ state }) => state === 'waiting');
      if (!next) return;
      await this.save(next.key);
      if (this.pasted) this.pasted = { ...this.pasted, done: this.pasted.done + 1 };
    }
  }

  #send(row: EntryRow, sent: Cells): Promise<Contact> {
    if (row.contactId !== null && row.savedCells !== null) {
      // A person who was there already keeps their own name: the row only brought what they lacked.
      const patch = changeOf(sent, row.savedCells);
      return this.#api.change(row.contactId, { ...patch, version: row.version ?? undefined });
    }
    const known = this.#requests.get(row.key);
    const isSame = known !== undefined && JSON.stringify(known.cells) === JSON.stringify(sent);
    const request = isSame ? known : { key: this.#newKey(), cells: sent };
    this.#requests.set(row.key, request);
    return this.#api.create(bodyOf(sent), request.key);
  }

  #put(key: string, change: (row: EntryRow) => EntryRow): void {
    this.rows = this.rows.map((row) => (row.key === key ? change(row) : row));
    this.#keep();
  }

  /** The next row is there before one needs it, with the source, the stage and the owner of the last. */
  #keepOneEmpty(): void {
    const rows = untrack(() => this.rows);
    const last = rows.at(-1);
    if (last?.state !== 'empty') this.rows = [...rows, emptyRow(this.#newKey(), carriedFrom(last))];
    this.#keep();
  }

  #keep(): void {
    const unsaved = untrack(() => this.rows).filter((row) => row.contactId === null && isFilled(row));
    const kept = unsaved.filter(({ state }) => state !== 'taken-back').map(({ cells }) => cells);
    if (kept.length > 0) this.#keeper.write(KEPT, kept);
    else this.#keeper.remove(KEPT);
  }
}
