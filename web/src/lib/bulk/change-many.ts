import type { BulkAnswer } from '$contract/bulk.contract.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import { describeError } from '$lib/api/error-words.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

interface Change<Item> {
  /** How the list of records is sent. */
  send: (items: Item[]) => Promise<BulkAnswer>;
  items: readonly Item[];
  /** What takes one of them back; its version after the change is given, so that nobody's later work is overwritten. */
  back: (item: Item, version: number) => Item;
  /** What was done, for so many. */
  text: (count: number) => string;
  /** After anything has changed, also by taking back: whoever shows it reads again. */
  ondone: () => void;
}

/** What some of them were refused for: how many, and the first reason in words. Empty: none was. */
export function refusedWords({ failed, items }: BulkAnswer): string {
  const first = items.find((item) => !item.ok);
  if (!first || first.ok) return '';
  const { code, message, fields } = first.error;
  const { text } = describeError(new ApiFailure(code, 409, message, fields));
  return m.bulk_refused({ count: failed, why: text });
}

/** Changes many records in one request, tells what was refused, and offers to take the rest back. */
export async function changeMany<Item>(
  { toasts }: Pick<Console, 'toasts'>,
  { send, items, back, text, ondone }: Change<Item>,
): Promise<void> {
  try {
    const answer = await send([...items]);
    const undo = answer.items.flatMap((one) => {
      const item = items[one.index];
      return one.ok && item !== undefined ? [back(item, one.version)] : [];
    });
    ondone();
    const refused = refusedWords(answer);
    if (refused !== '') toasts.say(refused);
    if (undo.length === 0) return;
    toasts.undoable({
      text: text(undo.length),
      undo: async () => {
        const left = refusedWords(await send(undo));
        if (left !== '') toasts.say(left);
        ondone();
      },
    });
  } catch (error) {
    toasts.fail(error);
  }
}
