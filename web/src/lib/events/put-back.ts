import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { changedFieldWord } from './event-meanings.ts';

export interface PuttingBack {
  entryId: string;
  /** Kind of the record, whose own fields have labels. */
  kind: string;
  /** Keys of old values; `deleted`: the whole of a deletion. */
  fields: readonly string[];
  onchange: () => void;
}

/** Puts old values back and says so, with the way forward again; a refusal is told in words. */
export async function putBack(console: Console, { entryId, kind, fields, onchange }: PuttingBack): Promise<void> {
  const isDeletion = fields.includes('deleted');
  const asked = isDeletion ? undefined : fields;
  const restored = await console.attempt(() => console.api.events.restore(entryId, asked), { retry: false });
  if (!restored) return;
  onchange();
  const words = restored.fields.map((name) => changedFieldWord(console, kind, name));
  const text = m.events_restored({ fields: [...new Set(words)].join(', ') });
  // What a deletion took away comes back as it was: there is no older state to return to.
  if (isDeletion) return console.toasts.say(text);
  console.toasts.undoable({
    text,
    undo: async () => {
      await console.api.events.restore(restored.entryId);
      onchange();
    },
  });
}
