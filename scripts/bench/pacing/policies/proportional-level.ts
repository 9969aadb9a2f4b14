/**
 * The adaptive dial level of VICIdial, written from its description (dial methods ADAPT_HARD_LIMIT and ADAPT_AVERAGE of the
 * manager manual): a level of lines per agent at work grows and shrinks in proportion to the agents who wait; when more
 * than the allowed share of the day's answered calls was dropped, it falls to one, or by half.
 */
import type { PacingEvent } from '../../../../server/modules/dialer/pacing-memory.ts';
import { countAgents, countCalls, type Moment, type Policy } from '../policy.ts';

const DIAL_EVERY_MS = 2500;
const ADAPT_EVERY_MS = 15_000;
const MOST_LEVEL = 3;
const DROP_SHARE = 0.03;
/** Drops are judged from so many calls of the day on. */
const CALLS_BEFORE_JUDGING = 50;
const DAY_MS = 86_400_000;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

export function proportionalLevel(name: string, overLimit: 'hard-limit' | 'average'): Policy {
  let level = 1;
  let dialledAt = 0;
  let adaptedAt = 0;
  let samples: { ready: number; waiting: number; agents: number }[] = [];
  let today = { day: -1, answered: 0, dropped: 0 };
  const adapt = () => {
    const agents = mean(samples.map((sample) => sample.agents));
    const difference = mean(samples.map(({ ready }) => ready)) - mean(samples.map(({ waiting }) => waiting));
    level *= 1 + (agents === 0 ? 0 : difference / agents);
    level = Math.min(MOST_LEVEL, Math.max(1, level));
    if (today.answered > CALLS_BEFORE_JUDGING && today.dropped / today.answered > DROP_SHARE) {
      level = overLimit === 'hard-limit' ? 1 : Math.max(1, level / 2);
    }
  };
  return {
    name,
    dial: (moment: Moment) => {
      const agents = countAgents(moment, 'ready', 'ringing', 'on-call', 'wrap-up');
      const sample = { ready: countAgents(moment, 'ready'), waiting: countCalls(moment, 'answered'), agents };
      samples = [...samples.slice(-14), sample];
      if (moment.now - adaptedAt >= ADAPT_EVERY_MS) {
        adaptedAt = moment.now;
        adapt();
      }
      if (moment.now - dialledAt < DIAL_EVERY_MS) return 0;
      dialledAt = moment.now;
      return Math.round(level * agents) - moment.calls.length;
    },
    tell: (event: PacingEvent) => {
      const day = Math.floor(event.at / DAY_MS);
      if (day !== today.day) today = { day, answered: 0, dropped: 0 };
      if (event.kind === 'live-answer') today.answered += 1;
      if (event.kind === 'abandoned') today.dropped += 1;
    },
  };
}
