/** Reactions of campaigns to calls. All of them look at the whole of a call, so repetition is harmless. */
import { listener } from '../../platform/outbox/fact.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import type { AttemptPlatform } from './finish-attempt.usecases.ts';
import { followCall, originateFailed } from './follow-call.usecases.ts';
import { followResult } from './give-result.usecases.ts';

export const campaignListeners = (platform: AttemptPlatform) => [
  listener<Pick<CallFacts, 'call.started' | 'call.picked-up' | 'call.answered' | 'call.ended' | 'call.corrected'>>({
    name: 'follow-attempt.on-call',
    on: ['call.started', 'call.picked-up', 'call.answered', 'call.ended', 'call.corrected'],
    handle: ({ payload: { call } }, { tx }) => followCall(platform, tx, call),
  }),
  listener<Pick<CallFacts, 'call.worked'>>({
    name: 'take-result.on-call-worked',
    on: ['call.worked'],
    handle: async ({ payload: { call, changed } }, { tx }) => {
      if (changed.includes('dispositionId') || changed.includes('nextStep')) await followResult(platform, tx, call);
    },
  }),
  listener<Pick<CallFacts, 'originate.failed'>>({
    name: 'free-entry.on-originate-failed',
    on: ['originate.failed'],
    handle: ({ payload }, { tx }) => originateFailed(platform, tx, payload.originateId),
  }),
];
