/** Reactions of queue callbacks to calls. All of them look at the whole of a call, so repetition is harmless. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import { askCallback } from './ask-callback.usecases.ts';
import { callbackNotPlaced, followCallbackCall } from './follow-callback.usecases.ts';

export const queueCallbackListeners = (platform: Platform) => [
  listener<Pick<CallFacts, 'call.asked'>>({
    name: 'ask-callback.on-call-asked',
    on: ['call.asked'],
    handle: async ({ payload: { call, question } }, { tx }) => {
      if (question === 'callback') await askCallback(platform, tx, call);
    },
  }),
  listener<Pick<CallFacts, 'call.answered' | 'call.ended' | 'call.corrected'>>({
    name: 'follow-callback.on-call',
    on: ['call.answered', 'call.ended', 'call.corrected'],
    handle: ({ payload: { call } }, { tx }) => followCallbackCall(platform, tx, call),
  }),
  listener<Pick<CallFacts, 'originate.failed'>>({
    name: 'follow-callback.on-originate-failed',
    on: ['originate.failed'],
    handle: ({ payload }, { tx }) => callbackNotPlaced(platform, tx, payload.originateId),
  }),
];
