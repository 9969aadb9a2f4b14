import type { Console } from '$lib/app/console.svelte.ts';
import { isTypingNow } from '$lib/desk/is-typing.ts';
import { m } from '$lib/paraglide/messages.js';
import { deskPath } from './desk-path.ts';

const words = { calling: m.cti_calling, called: m.cti_called, lead: m.leads_got };

/**
 * Opens the card of somebody of whom another service told: at once on the desk when the reader is in no call and types
 * nothing, otherwise as a notice that can be opened, so that nothing is taken away from under the hands.
 * @param go opens a page
 * @returns stops listening
 */
export function openOffered({ api, live, session, toasts }: Console, go: (path: string) => void): () => void {
  return live.on('contact.offered', async ({ payload: { contactId, event } }) => {
    const open = () => go(deskPath({ kind: 'contact', id: contactId }));
    try {
      const { name } = await api.contacts.read(contactId);
      const calls = Object.values(live.state?.calls ?? {});
      const isBusy = calls.some(({ agents }) => agents.some(({ agentId }) => agentId === session.agentId));
      const opensNow = event === 'calling' && !isBusy && !isTypingNow(document.activeElement);
      if (!opensNow) return toasts.offer(words[event]({ name }), { label: m.toast_open(), run: open });
      open();
      toasts.say(words[event]({ name }));
    } catch (error) {
      toasts.fail(error);
    }
  });
}
