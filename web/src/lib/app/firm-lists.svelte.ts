import type { CustomRecord, ShownField } from '$contract/custom-fields.contract.ts';
import type { Directory, DirectoryEntry } from '$contract/directories.contract.ts';
import { dealTypeWords, lifecycleWords, sourceWords } from '$lib/words/state-words.ts';
import type { Console } from './console.svelte.ts';
import { Load } from './load.svelte.ts';

const wordsOf: Record<Directory, Readonly<Record<string, () => string>>> = {
  lifecycle: lifecycleWords,
  source: sourceWords,
  'deal-type': dealTypeWords,
  // Every skill is a word of the firm.
  skill: {},
};

/** The lists that a firm extends by itself: life-cycles, sources, fields. Read once per console and again when changed. */
export class FirmLists {
  #directories: Load<{ items: DirectoryEntry[] }>;
  #fields: Load<{ items: ShownField[] }>;

  constructor(console: Console) {
    this.#directories = new Load(() => console.api.directories.list());
    this.#fields = new Load(() => console.api.customFields.list());
    void this.#directories.again();
    void this.#fields.again();
    console.live.on('settings.changed', ({ payload: { what } }) => {
      if (what === 'directories') void this.#directories.again();
      if (what === 'custom-fields') void this.#fields.again();
    });
  }

  /** Every entry of a directory in its order, switched-off ones included. */
  entries(directory: Directory): DirectoryEntry[] {
    return (this.#directories.value?.items ?? []).filter((entry) => entry.directory === directory);
  }

  /** The word of an entry in the reader's language, or the firm's own. */
  label(entry: DirectoryEntry): string {
    return entry.label ?? wordsOf[entry.directory][entry.key]?.() ?? entry.key;
  }

  /** The word of a life-cycle by its key; its key while the list is on its way. */
  lifecycle(key: string): string {
    const entry = this.entries('lifecycle').find((one) => one.key === key);
    return entry ? this.label(entry) : (lifecycleWords[key]?.() ?? key);
  }

  /** What may be chosen for a record that has `current` now: everything switched on, and what it has. */
  choices(directory: Directory, current: string | null = null): DirectoryEntry[] {
    return this.entries(directory).filter((entry) => entry.active || entry.key === current || entry.id === current);
  }

  /** A field by its key, also one that is switched off: old values are told by its label. */
  field(record: CustomRecord, key: string): ShownField | undefined {
    return (this.#fields.value?.items ?? []).find((field) => field.record === record && field.key === key);
  }

  /** The fields of a kind of record that are asked for and that the reader may know, in their order. */
  fields(record: CustomRecord): ShownField[] {
    return (this.#fields.value?.items ?? []).filter(
      (field) => field.record === record && field.active && field.right !== 'hidden',
    );
  }
}

const known = new WeakMap<Console, FirmLists>();

export function firmLists(console: Console): FirmLists {
  let lists = known.get(console);
  if (!lists) {
    lists = new FirmLists(console);
    known.set(console, lists);
  }
  return lists;
}
