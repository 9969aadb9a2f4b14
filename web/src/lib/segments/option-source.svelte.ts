import type { FieldDescription, FilterOperator } from '$contract/filters.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { firmLists } from '$lib/app/firm-lists.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { countries } from '$lib/i18n/countries.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { builtInWord } from './option-words.ts';

export interface Option {
  value: string;
  label: string;
}

/** What may stand beside a condition with a list: choices of the field, agents, teams, countries, or records found by typing. */
export class OptionSource {
  #people = $state.raw<readonly Option[]>([]);
  #turn = 0;
  readonly #console: Console;
  readonly #agents: Load<Option[]>;
  readonly #teams: Load<Option[]>;

  constructor(console: Console) {
    this.#console = console;
    this.#agents = new Load(async () =>
      (await console.api.agents.list({ limit: 200 })).items.map(({ id, name }) => ({ value: id, label: name })),
    );
    this.#teams = new Load(async () =>
      (await console.api.teams.list()).items.map(({ id, name }) => ({ value: id, label: name })),
    );
  }

  /** Reads what the type of a field needs, once. */
  open({ type }: Pick<FieldDescription, 'type'>): void {
    const load = type === 'agent' ? this.#agents : type === 'team' ? this.#teams : null;
    if (load && load.value === null) void load.again();
  }

  of(field: FieldDescription, is: FilterOperator | ''): readonly Option[] {
    if (is === 'country') return countries(locale.current).map(({ code, name }) => ({ value: code, label: name }));
    if (field.options)
      return field.options
        .filter(({ active }) => active)
        .map((one) => ({ value: one.id, label: this.#word(field, one) }));
    if (field.type === 'agent') return this.#agents.value ?? [];
    if (field.type === 'team') return this.#teams.value ?? [];
    return this.#people;
  }

  #word(field: FieldDescription, { id, label }: { id: string; label: string | null }): string {
    return label ?? builtInWord(field, id, firmLists(this.#console)) ?? id;
  }

  /** True when the options of such a field are found by typing. */
  isSearched = ({ type }: Pick<FieldDescription, 'type'>): boolean => type === 'organisation' || type === 'person';

  /** Organisations or people whose name fits; what was found before stays, so that chosen ones keep their names. */
  async search({ type }: Pick<FieldDescription, 'type'>, text: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { api } = this.#console;
    const query = { q: text.trim() || undefined, limit: 20 };
    const page = await (type === 'person' ? api.contacts.list(query) : api.organisations.list(query)).catch(() => null);
    if (!page || turn !== this.#turn) return;
    this.#add(page.items);
  }

  /** Names of those that a saved filter chose. */
  async name({ type }: Pick<FieldDescription, 'type'>, ids: readonly string[]): Promise<void> {
    const { api } = this.#console;
    const unknown = ids.filter((id) => !this.#people.some(({ value }) => value === id));
    const read = (id: string) => (type === 'person' ? api.contacts.read(id) : api.organisations.read(id));
    const found = await Promise.all(unknown.map((id) => read(id).catch(() => null)));
    this.#add(found.filter((one) => one !== null));
  }

  #add(items: readonly { id: string; name: string }[]): void {
    const known = new Map(this.#people.map((one) => [one.value, one]));
    for (const { id, name } of items) known.set(id, { value: id, label: name });
    this.#people = [...known.values()];
  }
}
