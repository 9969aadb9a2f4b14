/** Reactions of the recordings module: the policy is asked whenever something it looks at may have changed. */
import { listener } from '../../platform/outbox/fact.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import { applyPolicy, followPolicy, type PolicyDeps } from './apply-policy.usecases.ts';

type Watched = Pick<CallFacts, 'recording.started' | 'call.answered' | 'call.transferred' | 'call.ended'>;

export const recordingListeners = (deps: PolicyDeps) => [
  listener<Watched>({
    name: 'apply-recording-policy.on-call-changed',
    on: ['recording.started', 'call.answered', 'call.transferred', 'call.ended'],
    handle: async ({ payload }, { tx }) => {
      if ('call' in payload) await followPolicy(tx, deps, payload.call);
      else await applyPolicy(tx, deps, payload.callId);
    },
  }),
];
