import type { Console } from '$lib/app/console.svelte.ts';
import { firmLists } from '$lib/app/firm-lists.svelte.ts';
import { firmSettings } from '$lib/app/firm-settings.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { type ChoicesByColumn, type EntryChoices, NO_OWNER } from './entry-columns.ts';

/** What may be chosen in the quick entry: sources, stages, owners. Owners are read only for whoever may give people away. */
export class EntryChoiceLists {
  readonly #console: Console;
  readonly #agents: Load<{ items: { id: string; name: string; active: boolean }[] }>;
  readonly mayGive: boolean;

  constructor(console: Console) {
    this.#console = console;
    this.mayGive = console.can('contacts.hand-over') && console.heldBack('contact', 'owner') === null;
    this.#agents = new Load(
      async () => (this.mayGive ? console.api.agents.list({ limit: 200 }) : { items: [] }),
      () => null,
    );
  }

  get all(): ChoicesByColumn {
    return { source: this.#source(), stage: this.#stage(), ...(this.mayGive && { owner: this.#owner() }) };
  }

  #source(): EntryChoices {
    const lists = firmLists(this.#console);
    const options = lists.choices('source').map((entry) => ({ value: entry.id, label: lists.label(entry) }));
    return { empty: '', options };
  }

  #stage(): EntryChoices {
    const lists = firmLists(this.#console);
    const others = lists.choices('lifecycle').filter(({ key }) => key !== 'lead');
    return {
      empty: lists.lifecycle('lead'),
      options: others.map((entry) => ({ value: entry.key, label: lists.label(entry) })),
    };
  }

  /** Whoever types has the person, unless the firm has the rules give such people out. */
  #owner(): EntryChoices {
    const { agentId } = this.#console.session;
    const leads = firmSettings(this.#console).value?.leads;
    const isMine = agentId !== null && leads?.handMade !== 'rules';
    const nobody = leads?.on ? m.entry_owner_rules() : m.people_no_owner();
    const agents = (this.#agents.value?.items ?? []).filter(({ id, active }) => active && !(isMine && id === agentId));
    return {
      empty: isMine ? m.entry_owner_you() : nobody,
      options: [
        ...(isMine ? [{ value: NO_OWNER, label: nobody }] : []),
        ...agents.map(({ id: value, name: label }) => ({ value, label })),
      ],
    };
  }
}
