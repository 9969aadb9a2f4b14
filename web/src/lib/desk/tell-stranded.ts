import type { Call } from '$contract/calls.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { formatPhone } from '$lib/i18n/format-phone.ts';
import { m } from '$lib/paraglide/messages.js';

/** Where the customer is called back: their card, else the list of what is owed. */
export const cardOf = ({ contactId }: Pick<Call, 'contactId'>): string =>
  contactId === null ? '/due' : `/?contact=${encodeURIComponent(contactId)}`;

/** Says to whoever passed a customer on that nobody took them, and leads to calling back. @returns stops telling */
export function tellStranded({ api, live, session, toasts }: Console, go: (path: string) => void): () => void {
  return live.on('call.stranded', async ({ payload: { callId } }) => {
    try {
      const call = await api.calls.read(callId);
      const name = call.contactName ?? formatPhone(call.from, session.defaultRegion) ?? m.withheld_number();
      toasts.offer(m.work_transfer_lost({ name }), { label: m.work_transfer_lost_open(), run: () => go(cardOf(call)) });
    } catch (error) {
      toasts.fail(error);
    }
  });
}
