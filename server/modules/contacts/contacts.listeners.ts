/** What people learn from calls. The calls module stands above: only the name of its fact and what is read of it are known. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { noteLastCall } from './contact-refs.usecases.ts';

type CallEnded = { 'call.ended': { call: { contactId: string | null; endedAt: string | null } } };

export const contactListeners = (_platform: Platform) => [
  listener<CallEnded>({
    name: 'note-last-call.on-call-ended',
    on: ['call.ended'],
    handle: async ({ payload: { call } }, { tx }) => {
      if (call.contactId && call.endedAt)
        await noteLastCall(tx, { contactId: call.contactId, at: new Date(call.endedAt) });
    },
  }),
];
