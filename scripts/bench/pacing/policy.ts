/** What every way of pacing is to the simulator: it is asked how many lines to begin, and told what becomes of them. */
import type { PacingAgent, PacingCall } from '../../../server/modules/dialer/pacing.ts';
import type { PacingEvent } from '../../../server/modules/dialer/pacing-memory.ts';

export interface Moment {
  /** ms */
  now: number;
  agents: readonly PacingAgent[];
  calls: readonly PacingCall[];
}

export interface Policy {
  name: string;
  /** Lines to begin now; asked again and again (`askEverySeconds`). */
  dial(moment: Moment): number;
  tell(event: PacingEvent): void;
}

export const countAgents = ({ agents }: Moment, ...states: PacingAgent['state'][]): number =>
  agents.filter(({ state }) => states.includes(state)).length;

export const countCalls = ({ calls }: Moment, state: PacingCall['state']): number =>
  calls.filter((call) => call.state === state).length;
