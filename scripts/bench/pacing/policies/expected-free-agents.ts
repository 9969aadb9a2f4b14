/**
 * The predictive mode of OMniLeads' dialler, written from its description ("dialer modes" in the documentation of
 * omnidialer): lines for the agents who are free and for those expected to be, over the hit rate, braked by a factor that
 * follows an exponential average of the dropped calls.
 */
import type { PacingEvent } from '../../../../server/modules/dialer/pacing-memory.ts';
import { countAgents, countCalls, type Moment, type Policy } from '../policy.ts';

const AVERAGE_ALPHA = 0.1;
const LEAST_HIT_RATE = 0.05;
const DROP_SHARE = 0.03;
const WARM_UP_ANSWERS = 50;
const BOOST = 1;
const SOFT_FACTOR = 0.2;
/** Ticks over the limit before it dials strictly one per agent, and the share of the limit at which that ends. */
const TICKS_TO_LATCH = 5;
const UNLATCH_AT = 0.8;
/** Until a line dialled now needs an agent. The description adds 5 s of machine detection; there is none in this world. */
const RING_SECONDS = 15;

const follow = (average: number, value: number) => average + AVERAGE_ALPHA * (value - average);

export function expectedFreeAgents(name: string): Policy {
  const seen = { answers: 0, hitRate: 0.3, drops: 0, handleSeconds: 120 };
  let ticksOver = 0;
  let isLatched = false;
  /** The brake γ: full up to half of the limit, then evenly down to the soft factor at the limit. */
  const brake = () => {
    const over = (seen.drops - DROP_SHARE / 2) / (DROP_SHARE / 2);
    return BOOST - (BOOST - SOFT_FACTOR) * Math.min(1, Math.max(0, over));
  };
  const latch = () => {
    ticksOver = seen.drops >= DROP_SHARE ? ticksOver + 1 : 0;
    if (ticksOver >= TICKS_TO_LATCH) isLatched = true;
    if (seen.drops < UNLATCH_AT * DROP_SHARE) isLatched = false;
  };
  const expectedFree = ({ agents, now }: Moment) =>
    agents
      .filter(({ state }) => state === 'on-call')
      .reduce((sum, { since }) => {
        const left = Math.max(1, seen.handleSeconds - (now - since) / 1000);
        return sum + 1 - Math.exp(-RING_SECONDS / left);
      }, 0);
  return {
    name,
    dial: (moment: Moment) => {
      latch();
      const free = countAgents(moment, 'ready');
      const ringing = countCalls(moment, 'dialling');
      const waiting = countCalls(moment, 'answered');
      if (seen.answers < WARM_UP_ANSWERS || isLatched) return Math.max(0, Math.ceil(free * BOOST) - ringing - waiting);
      const hit = Math.max(LEAST_HIT_RATE, seen.hitRate);
      return Math.max(0, Math.floor(((free + expectedFree(moment) - ringing * hit) / hit) * brake()));
    },
    tell: (event: PacingEvent) => {
      if (event.kind === 'live-answer') {
        seen.answers += 1;
        seen.drops = follow(seen.drops, 0);
      }
      // The answer counted as 0 before; with this it counts as 1.
      if (event.kind === 'abandoned') seen.drops += AVERAGE_ALPHA;
      if (event.kind === 'finished')
        seen.handleSeconds = follow(seen.handleSeconds, event.talkSeconds + event.wrapUpSeconds);
      if (event.kind === 'live-answer' || event.kind === 'machine' || event.kind === 'unanswered') {
        seen.hitRate = follow(seen.hitRate, event.kind === 'live-answer' ? 1 : 0);
      }
    },
  };
}
