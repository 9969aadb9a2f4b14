import type { Directory } from '$contract/directories.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { firmLists } from '$lib/app/firm-lists.svelte.ts';
import { dealStateWords, modeWords } from '$lib/deals/stage-look.ts';
import { m } from '$lib/paraglide/messages.js';

/** Keys that are the same in every firm; states of deals and of missed calls share a name and no word. */
const keys: Record<string, Record<string, () => string>> = {
  mode: Object.fromEntries(Object.entries(modeWords).map(([mode, { label }]) => [mode, label])),
  state: {
    ...Object.fromEntries(Object.entries(dealStateWords).map(([state, { label }]) => [state, label])),
    trying: m.event_state_trying,
    resolved: m.due_resolved_list,
    archived: m.due_archived_list,
  },
  resolvedHow: {
    'our-call': m.event_how_our_call,
    'caller-got-through': m.event_how_caller,
    'by-hand': m.event_how_by_hand,
  },
};

/** What an id or a key in the audit stands for, in the reader's words; null: not known here. */
export function eventMeanings(console: Console): (field: string, value: string) => string | null {
  const lists = firmLists(console);
  const entryOf = (directory: Directory, id: string) => {
    const entry = lists.entries(directory).find((one) => one.id === id);
    return entry ? lists.label(entry) : null;
  };
  return (field, value) => {
    if (field === 'sourceId') return entryOf('source', value);
    if (field === 'typeId') return entryOf('deal-type', value);
    if (field === 'skillIds') return entryOf('skill', value);
    if (field === 'assigneeAgentId') return console.live.state?.presence[value]?.name ?? null;
    return keys[field]?.[value]?.() ?? null;
  };
}
