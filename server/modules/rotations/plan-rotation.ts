/** Pure: who calls whom on which day. */
import { Temporal } from 'temporal-polyfill';

export interface RotatedPerson {
  id: string;
  ownerAgentId: string | null;
  /** Has an open task already. */
  isBusy: boolean;
}

export interface RotationRules {
  agentIds: readonly string[];
  /** `2026-03-02` */
  from: string;
  perDay: number;
  weekends: boolean;
  skipBusy: boolean;
}

export interface PlannedCall {
  contactId: string;
  agentId: string;
  /** `2026-03-02` */
  day: string;
}

export interface RotationPlan {
  calls: PlannedCall[];
  busy: number;
  ofOthers: number;
}

/**
 * Clients stay with their owner; those of colleagues who do not take part are left alone; nobody's go to whoever has least
 * so far. Each colleague's calls fill one day after the other, in the order of the people.
 */
export function planRotation(people: readonly RotatedPerson[], rules: RotationRules): RotationPlan {
  const loads = new Map(rules.agentIds.map((agentId) => [agentId, 0]));
  const days = daysFrom(rules);
  const plan: RotationPlan = { calls: [], busy: 0, ofOthers: 0 };
  const give = (contactId: string, agentId: string) => {
    const load = loads.get(agentId) ?? 0;
    loads.set(agentId, load + 1);
    plan.calls.push({ contactId, agentId, day: days(Math.floor(load / rules.perDay)) });
  };
  const free: string[] = [];
  for (const { id, ownerAgentId, isBusy } of people) {
    if (isBusy && rules.skipBusy) plan.busy += 1;
    else if (ownerAgentId === null) free.push(id);
    else if (loads.has(ownerAgentId)) give(id, ownerAgentId);
    else plan.ofOthers += 1;
  }
  // After those who have an owner, so that nobody's clients even out what the owners have.
  for (const id of free) give(id, leastOf(loads));
  return plan;
}

function leastOf(loads: ReadonlyMap<string, number>): string {
  const [least] = [...loads].reduce((known, one) => (one[1] < known[1] ? one : known));
  return least;
}

const isWeekend = (day: Temporal.PlainDate) => day.dayOfWeek >= 6;

/** The nth day on which there are calls, 0 is the first. */
function daysFrom({ from, weekends }: RotationRules): (index: number) => string {
  const known: Temporal.PlainDate[] = [];
  return (index) => {
    while (known.length <= index) {
      let day = known.at(-1)?.add({ days: 1 }) ?? Temporal.PlainDate.from(from);
      while (!weekends && isWeekend(day)) day = day.add({ days: 1 });
      known.push(day);
    }
    return String(known[index]);
  };
}
