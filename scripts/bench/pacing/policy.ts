/** What a way of pacing is to the simulator: it is asked how many lines to begin, and told what becomes of them. */
import type { PacingAgent, PacingCall } from '../../../server/modules/dialer/pacing.ts';
import type { PacingEvent } from '../../../server/modules/dialer/pacing-memory.ts';

export interface Moment {
  /** ms */
  now: number;
  agents: readonly PacingAgent[];
  calls: readonly PacingCall[];
}

/** Paces the only campaign. */
export interface Policy {
  name: string;
  /** Lines to begin now; asked again and again (`askEverySeconds`). */
  dial(moment: Moment): number;
  tell(event: PacingEvent): void;
}

/** Paces several campaigns that share agents and lines. */
export interface Dialler {
  /** Lines to begin now, by campaign; served in this order. */
  dial(moment: Moment): ReadonlyMap<string, number>;
  tell(event: PacingEvent, campaignId: string): void;
}

/** The campaign of a policy that knows one only. */
export const CAMPAIGN = 'campaign';

export const alone = (policy: Policy): Dialler => ({
  dial: (moment) => new Map([[CAMPAIGN, policy.dial(moment)]]),
  tell: (event) => policy.tell(event),
});

export const countAgents = ({ agents }: Moment, ...states: PacingAgent['state'][]): number =>
  agents.filter(({ state }) => states.includes(state)).length;

export const countCalls = ({ calls }: Moment, state: PacingCall['state']): number =>
  calls.filter((call) => call.state === state).length;
