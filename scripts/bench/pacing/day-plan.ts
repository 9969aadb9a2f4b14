/** A working day as it comes: who works when, how many people answer, how long they talk. All of it drawn from a seed. */
import { type Random, seededRandom } from '../../pbx-lab/seeded-random.ts';

export interface DayShape {
  agents: number;
  /** Length of the day. */
  hours: number;
  /** When it begins, ms. */
  startsAt: number;
  /** What is dialled for; everybody works for all of them. */
  campaignIds: readonly string[];
}

/** Times are ms after the begin of the day. */
export interface Absence {
  agent: number;
  from: number;
  until: number;
}

export interface DayPlan extends DayShape {
  seed: number;
  endsAfter: number;
  absences: readonly Absence[];
  /** Share of lines that a person answers, at ms after the begin. */
  answerRateAt(after: number): number;
  /** Length of conversations, 1 as usual. */
  talkFactorAt(after: number): number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A slow wave and one sudden step: another list, another region, lunch time of those who are called. */
function swings(random: Random, dayMs: number, wave: number, step: { low: number; high: number }) {
  const period = random.between(0.4, 1.2) * dayMs;
  const phase = random.between(0, 2 * Math.PI);
  const stepAt = random.between(0.2, 0.8) * dayMs;
  const stepBy = random.between(step.low, step.high);
  return (after: number) =>
    (1 + wave * Math.sin((2 * Math.PI * after) / period + phase)) * (after < stepAt ? 1 : stepBy);
}

/** Late comers, early leavers, and a break of ten minutes every hour and a half or so. */
function absencesOf(random: Random, agent: number, dayMs: number): Absence[] {
  const absences: Absence[] = [];
  if (random.chance(0.2)) absences.push({ agent, from: 0, until: random.between(0.05, 0.2) * dayMs });
  if (random.chance(0.2)) absences.push({ agent, from: random.between(0.7, 0.95) * dayMs, until: dayMs });
  for (let from = random.between(0.5, 2) * HOUR_MS; from < dayMs; from += random.between(1, 2) * HOUR_MS) {
    absences.push({ agent, from, until: from + random.between(5, 15) * MINUTE_MS });
  }
  return absences;
}

export function planDay(seed: number, shape: DayShape): DayPlan {
  const random = seededRandom(seed);
  const dayMs = shape.hours * HOUR_MS;
  const base = random.between(0.18, 0.45);
  const answers = swings(random, dayMs, 0.3, { low: 0.6, high: 1.5 });
  const talks = swings(random, dayMs, 0.2, { low: 0.7, high: 1.4 });
  return {
    ...shape,
    seed,
    endsAfter: dayMs,
    absences: Array.from({ length: shape.agents }, (_, agent) => absencesOf(random, agent, dayMs)).flat(),
    answerRateAt: (after) => Math.min(0.9, base * answers(after)),
    talkFactorAt: talks,
  };
}
