import { colourWords, dealStateWords, modeWords } from '$lib/deals/stage-look.ts';
import { m } from '$lib/paraglide/messages.js';
import { attemptWords } from '$lib/parts/attempt-words.ts';
import { kindLabel, priorityWords, taskStateWords } from '$lib/tasks/task-words.ts';
import { fieldWord } from '$lib/words/field-words.ts';
import { roleWords } from '$lib/words/state-words.ts';

type Words = Readonly<Record<string, () => string>>;

const labelsOf = (table: Readonly<Record<string, { label: () => string }>>): Words =>
  Object.fromEntries(Object.entries(table).map(([key, { label }]) => [key, label]));

const missedStates: Words = {
  open: m.due_open,
  trying: m.event_state_trying,
  resolved: m.due_resolved_list,
  archived: m.due_archived_list,
};

/** Keys that are the same in every firm, by kind of record where a field means something else of each. */
const ofKind: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  deal: { state: labelsOf(dealStateWords) },
  task: { state: labelsOf(taskStateWords) },
  'missed-call': { state: missedStates },
  user: { role: roleWords },
  agent: { role: roleWords },
  webhook: { role: roleWords },
  role: { base: roleWords },
};
const ofAll: Readonly<Record<string, Words>> = {
  mode: labelsOf(modeWords),
  colour: colourWords,
  priority: priorityWords,
  resolvedHow: {
    'our-call': m.event_how_our_call,
    'caller-got-through': m.event_how_caller,
    'by-hand': m.event_how_by_hand,
  },
};

/** The word of a key that the server keeps; undefined: it is no key. @example keyWord('deal', 'state', 'won') // 'Won' */
export function keyWord(kind: string, field: string, value: string): string | undefined {
  if (field === 'kind' && kind === 'task') return kindLabel(value);
  if (field === 'outcome') return attemptWords(value);
  if (field === 'requiredFields') return fieldWord(value);
  const words = ofKind[kind]?.[field] ?? ofAll[field];
  return words && Object.hasOwn(words, value) ? words[value]?.() : undefined;
}
