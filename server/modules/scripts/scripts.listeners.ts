/** Answers stay with their call and with whoever the call was with. */
import { listener } from '../../platform/outbox/fact.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import { followCalls, moveToCall } from './script-answers.repository.ts';

export const scriptListeners = () => [
  listener<Pick<CallFacts, 'call.merged'>>({
    name: 'move-script-answers.on-call-merged',
    on: ['call.merged'],
    handle: ({ payload: { callId, into } }, { tx }) => moveToCall(tx, callId, into),
  }),
  listener<Pick<CallFacts, 'call.relinked'>>({
    name: 'follow-person-of-answers.on-call-relinked',
    on: ['call.relinked'],
    handle: ({ payload: { contactIds } }, { tx }) => followCalls(tx, contactIds),
  }),
];
