import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Leads of one import come within this time; they are told together. */
const GATHER_MS = 700;

/**
 * Says that leads came to the reader, or went from them to a colleague. The name is read, so that nothing of a person is
 * told to whoever may not see them.
 * @param go opens a page
 * @returns stops telling
 */
export function tellLeads({ api, clock, live, session, toasts }: Console, go: (path: string) => void): () => void {
  let got: string[] = [];
  let cancel: () => void = () => undefined;

  async function say() {
    const [only] = got;
    const count = got.length;
    got = [];
    if (only === undefined) return;
    if (count > 1)
      return toasts.offer(m.leads_n_got({ count }), { label: m.toast_open(), run: () => go('/people/leads') });
    try {
      const { name } = await api.contacts.read(only);
      toasts.offer(m.leads_got({ name }), {
        label: m.toast_open(),
        run: () => go(`/people/${encodeURIComponent(only)}`),
      });
    } catch (error) {
      toasts.fail(error);
    }
  }
  const stop = live.on('lead.given', ({ payload: { contactId, agentId } }) => {
    if (agentId !== session.agentId) return toasts.say(m.leads_went());
    got = [...got.filter((known) => known !== contactId), contactId];
    cancel();
    cancel = clock.after(GATHER_MS, () => void say());
  });
  return () => {
    stop();
    cancel();
  };
}
