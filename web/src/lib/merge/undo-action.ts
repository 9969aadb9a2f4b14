import type { Undone } from '$contract/reversible-actions.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { fieldWords } from '$lib/words/field-words.ts';
import { partWords } from './part-words.ts';

/** What was left as it is, because people have gone on with it since. */
const keptWords = ({ kept }: Undone): string =>
  kept
    .map(({ part, what }) =>
      part === 'fields' ? (fieldWords[what]?.() ?? what) : `${partWords[part]?.() ?? part} ${what}`,
    )
    .join(', ');

/** Takes a merge or a hand-over back and says what could not be. Throws what the server refuses. */
export async function undoAction({ api, toasts }: Console, actionId: string, done: string): Promise<void> {
  const undone = await api.reversibleActions.undo(actionId);
  toasts.say(undone.kept.length > 0 ? m.merge_undone_kept({ what: keptWords(undone) }) : done);
}
