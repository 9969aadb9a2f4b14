/** Words of choices that every firm has: the server sends their ids only. */
import type { FieldDescription } from '$contract/filters.contract.ts';
import type { FirmLists } from '$lib/app/firm-lists.svelte.ts';
import { dealStateWords } from '$lib/deals/stage-look.ts';
import { kindLabel, priorityWords, taskStateWords } from '$lib/tasks/task-words.ts';
import { directionWords, lifecycleWords, outcomeWords } from '$lib/words/state-words.ts';

type Labels = Readonly<Record<string, { label: () => string } | undefined>>;
type Words = Readonly<Record<string, (() => string) | undefined>>;

/** Undefined: an id that this console does not know. */
export function builtInWord({ key, group }: Pick<FieldDescription, 'key' | 'group'>, id: string, lists: FirmLists) {
  switch (key.split('.').at(-1)) {
    case 'lifecycle':
      return (lifecycleWords as Words)[id]?.();
    case 'source':
      return entryWord(lists, 'source', id);
    case 'type':
      return entryWord(lists, 'deal-type', id);
    case 'kind':
      return kindLabel(id);
    case 'priority':
      return (priorityWords as Words)[id]?.();
    case 'direction':
      return (directionWords as Labels)[id]?.label();
    case 'outcome':
      return (outcomeWords as Labels)[id]?.label();
    case 'state':
      return ((group === 'task' ? taskStateWords : dealStateWords) as Labels)[id]?.label();
    default:
      return undefined;
  }
}

function entryWord(lists: FirmLists, directory: 'source' | 'deal-type', id: string): string | undefined {
  const entry = lists.entries(directory).find((one) => one.id === id);
  return entry && lists.label(entry);
}
