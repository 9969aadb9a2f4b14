/** Saving a debt together with what goes with every change: its facts and the audit entry. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { Debt } from './debt.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';
import type { MissedCallFacts } from './missed-calls.events.ts';
import { updateDebt } from './missed-calls.repository.ts';

export type MissedCallDeps = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts' | 'logger'> & {
  neighbours: MissedCallNeighbours;
};

/** Who does it, and from where. */
export interface Asker {
  principal: Principal;
  ip: string | null;
}
export const bySystem: Asker = { principal: systemPrincipal, ip: null };

type DebtFactType = Exclude<keyof MissedCallFacts, 'missed-call.not-callable'>;
/** A fact to tell; the id of the debt is filled in. */
export type DebtNews = {
  [Type in DebtFactType]: [type: Type, payload: Omit<MissedCallFacts[Type], 'missedCallId'>];
}[DebtFactType];

/** Fields that differ, for the audit. Versions and the bookkeeping of reminders say nothing to people. */
function differences(before: Debt | null, after: Debt) {
  const silent = new Set<keyof Debt>(['version', 'decidedAt', 'dueToldAt', 'tryingUntil', 'tryingOriginateId']);
  const keys = (Object.keys(after) as (keyof Debt)[]).filter(
    (key) => !silent.has(key) && JSON.stringify(before?.[key]) !== JSON.stringify(after[key]),
  );
  const only = (debt: Debt) => Object.fromEntries(keys.map((key) => [key, debt[key]]));
  return { before: before && only(before), after: only(after) };
}

async function tell(
  deps: Pick<MissedCallDeps, 'facts' | 'clock' | 'ids'>,
  tx: Tx,
  by: Asker,
  change: { before: Debt | null; after: Debt; news: readonly DebtNews[]; note?: string },
): Promise<void> {
  const { principal, ip } = by;
  const { before, after } = differences(change.before, change.after);
  const [first] = change.news;
  if (!first) return;
  const entry = {
    principal,
    ip,
    action: first[0],
    record: change.after.id,
    before,
    after: { ...after, note: change.note },
  };
  await createAudit(deps).record(tx, entry);
  const actor = { kind: principal.kind, id: principal.id, name: principal.name };
  for (const [type, payload] of change.news) {
    await deps.facts.append<MissedCallFacts>(tx, {
      type,
      subject: change.after.id,
      payload: { ...payload, missedCallId: change.after.id },
      actor,
    } as Parameters<typeof deps.facts.append<MissedCallFacts>>[1]);
  }
}

/** Whoever had the debt must see it go, whatever made it change hands. */
function withHands(before: Debt, after: Debt, news: readonly DebtNews[]): readonly DebtNews[] {
  const isSame = before.assigneeAgentId === after.assigneeAgentId && before.teamId === after.teamId;
  if (isSame || news.some(([type]) => type === 'missed-call.assigned')) return news;
  return [...news, assignedNews(before, after)];
}

export const assignedNews = (before: Debt, after: Debt): DebtNews => [
  'missed-call.assigned',
  {
    agentId: after.assigneeAgentId,
    teamId: after.teamId,
    previousAgentId: before.assigneeAgentId,
    previousTeamId: before.teamId,
  },
];

/** Writes a locked debt, tells it and audits it; returns it as it is now. */
export async function saveDebt(
  deps: MissedCallDeps,
  tx: Tx,
  by: Asker,
  change: { before: Debt; after: Debt; news: readonly DebtNews[]; note?: string },
): Promise<Debt> {
  const saved = await updateDebt(tx, change.after);
  await tell(deps, tx, by, { ...change, news: withHands(change.before, change.after, change.news) });
  return saved;
}

/** Tells and audits a change that was written by other means (the atomic claim). */
export const tellChange = tell;
