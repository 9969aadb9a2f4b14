import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

type Records = { contactId: string | null; organisationId: string | null; dealId: string | null };

/** Where the message stands: at its deal, else with its person or organisation. */
export function pageOfMessage({ contactId, organisationId, dealId }: Records): string {
  if (dealId !== null) return `/deals/${encodeURIComponent(dealId)}`;
  if (contactId !== null) return `/people/${encodeURIComponent(contactId)}`;
  return `/people/organisations/${encodeURIComponent(organisationId ?? '')}`;
}

/** Says to whoever wrote a message that it did not go out, and leads there. @returns stops telling */
export function tellFailed({ live, session, toasts }: Console, go: (path: string) => void): () => void {
  return live.on('message.failed', ({ payload: { byUserId, ...records } }) => {
    if (byUserId !== session.userId) return;
    toasts.offer(m.message_failed_now(), { label: m.toast_open(), run: () => go(pageOfMessage(records)) });
  });
}
