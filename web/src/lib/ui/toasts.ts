import { toast } from 'svelte-sonner';
import { describeError } from '$lib/api/error-words.ts';
import type { Undoable, UndoStore } from '$lib/keyboard/undo.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Short notices at the foot of the screen. Never for what is visible anyway. */
export interface Toasts {
  say(text: string): void;
  /** Says something that has a next step; the step stays reachable elsewhere. */
  offer(text: string, action: { label: string; run: () => void }): void;
  /** What went wrong in words; the retry button appears when trying again can help. */
  fail(error: unknown, retry?: () => void): void;
  /** Says what was done and offers to take it back, by its button or the key Z. */
  undoable(change: Undoable): void;
}

const UNDO_MS = 8_000;
/** One at a time. */
const UNDO_ID = 'undo';
const OFFER_MS = 12_000;

export function createToasts(undo: UndoStore): Toasts {
  const fail = (error: unknown, retry?: () => void) => {
    const words = describeError(error);
    const show = words.severity === 'error' ? toast.error : words.severity === 'warning' ? toast.warning : toast.info;
    const action = retry && words.action === 'retry' ? { label: m.retry(), onClick: retry } : undefined;
    // The text is the key: the same trouble ten times is one toast.
    show(words.text, { id: words.text, action, duration: 8_000 });
  };
  return {
    say: (text) => void toast(text, { id: text }),
    offer: (text, { label, run }) =>
      void toast(text, { id: text, duration: OFFER_MS, action: { label, onClick: () => run() } }),
    fail,
    undoable({ text, undo: takeBack }) {
      const change: Undoable = {
        text,
        undo: () => {
          // By Z as well: what it says is no longer true.
          toast.dismiss(UNDO_ID);
          return takeBack();
        },
      };
      undo.offer(change);
      const take = () => undo.run(change).catch((error: unknown) => fail(error));
      // Z takes back what can be seen: long after the notice has gone it must not undo something nobody thinks of.
      const forget = () => undo.forget(change);
      toast(text, {
        id: UNDO_ID,
        duration: UNDO_MS,
        onAutoClose: forget,
        onDismiss: forget,
        action: { label: `${m.undo()} · Z`, onClick: take },
      });
    },
  };
}
