/**
 * What a result brings about by the rules of its campaign, in the transaction of the result: a task, a deal, an e-mail, "do not
 * call", a stage of life, an owner, another list. Each is written down, so that another result takes it back: what people have gone on with
 * since stays.
 */
import type { Consequence } from '../../contract/campaign-rules.contract.ts';
import { newDealSchema } from '../../contract/deals.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { withinTransaction } from '../../platform/database/within-transaction.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { readContactForServer } from '../contacts/contact-refs.usecases.ts';
import { changeContact } from '../contacts/contacts.usecases.ts';
import { createDeal, deleteDeal, readDeal } from '../deals/deals.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { addTasksAtOnce, removeUntouchedTasks } from '../tasks/tasks-at-once.usecases.ts';
import type { AttemptRow } from './attempts.repository.ts';
import { takeLetterBack, writeLetter } from './letter-of-result.ts';
import { addToList, takeFromList } from './other-list.ts';

/** By rule, so in the name of the house; whose the task or the deal is, the rule says. */
const by = { principal: systemPrincipal, ip: '' };

type Kind = Consequence['kind'];
interface Made {
  recordId: string | null;
  before: unknown;
}
const changed = (before: unknown): Made => ({ recordId: null, before });

async function makeTask(
  platform: Platform,
  tx: Tx,
  attempt: AttemptRow,
  rule: Extract<Consequence, { kind: 'task' }>,
): Promise<Made> {
  const contact = await readContactForServer(platform, tx, attempt.contact_id);
  const agentId = rule.to === 'owner' ? (contact?.owner?.id ?? attempt.agent_id) : attempt.agent_id;
  const [agent] = await tx<{ team_id: string | null }[]>`select team_id from agents where id = ${agentId}`;
  const { defaultTimeZone: timeZone } = await readSettings(platform, tx);
  const due_at = new Date(platform.clock.now().getTime() + rule.afterSeconds * 1000);
  const row = { contact_id: attempt.contact_id, agent_id: agentId, team_id: agent?.team_id ?? null, due_at };
  const [id] = await addTasksAtOnce(platform, tx, [row], { ...by, title: rule.title, kind: 'call', timeZone });
  return { recordId: id ?? null, before: { title: rule.title, agentId, dueAt: due_at.toISOString() } };
}

async function makeDeal(
  platform: Platform,
  tx: Tx,
  attempt: AttemptRow,
  rule: Extract<Consequence, { kind: 'deal' }>,
): Promise<Made> {
  const contact = await readContactForServer(platform, tx, attempt.contact_id);
  const title = rule.title === '' ? (contact?.name ?? '') : rule.title;
  const body = newDealSchema.parse({
    title,
    contactId: attempt.contact_id,
    ownerId: attempt.agent_id,
    ...(rule.pipelineId !== null && { pipelineId: rule.pipelineId }),
    ...(attempt.call_id !== null && { callId: attempt.call_id }),
  });
  const made = await createDeal(withinTransaction(platform, tx), { body, ...by });
  return { recordId: made.id, before: { title: made.title, stageId: made.stageId } };
}

async function changePerson(
  platform: Platform,
  tx: Tx,
  contactId: string,
  patch: Parameters<typeof changeContact>[1]['patch'],
) {
  await changeContact(withinTransaction(platform, tx), { contactId, patch, ...by });
}

/** Every number of the person: whoever says "do not call me" does not mean one telephone. */
async function forbidCalls(platform: Platform, tx: Tx, contactId: string): Promise<Made> {
  const contact = await readContactForServer(platform, tx, contactId);
  const free = contact?.phones.filter(({ doNotCall }) => !doNotCall) ?? [];
  if (!contact || free.length === 0) return changed([]);
  const phones = contact.phones.map((phone) => ({ ...phone, doNotCall: true }));
  await changePerson(platform, tx, contactId, { phones } as never);
  return changed(free.map(({ id }) => id));
}

function make(platform: Platform, tx: Tx, attempt: AttemptRow, rule: Consequence): Promise<Made> {
  const { contact_id: contactId } = attempt;
  switch (rule.kind) {
    case 'do-not-call':
      return forbidCalls(platform, tx, contactId);
    case 'task':
      return makeTask(platform, tx, attempt, rule);
    case 'deal':
      return makeDeal(platform, tx, attempt, rule);
    case 'lifecycle':
      return changeField(platform, tx, contactId, 'lifecycle', rule.to);
    case 'owner':
      return changeField(platform, tx, contactId, 'ownerId', attempt.agent_id);
    case 'call-list':
      return addToList(platform, tx, rule.callListId, attempt);
    case 'message':
      return writeLetter(platform, tx, attempt, rule);
  }
}

async function changeField(
  platform: Platform,
  tx: Tx,
  contactId: string,
  key: 'lifecycle' | 'ownerId',
  to: string | null,
): Promise<Made> {
  const contact = await readContactForServer(platform, tx, contactId);
  const before = key === 'lifecycle' ? contact?.lifecycle : (contact?.owner?.id ?? null);
  if (!contact || before === to) return changed({ from: to, to });
  await changePerson(platform, tx, contactId, { [key]: to });
  return changed({ from: before, to });
}

interface LedgerRow {
  id: string;
  kind: Kind;
  record_id: string | null;
  before: unknown;
}

/** Undefined: it is taken back, or was gone on with; else why it stays. */
async function unmake(platform: Platform, tx: Tx, attempt: AttemptRow, row: LedgerRow): Promise<string | undefined> {
  const contactId = attempt.contact_id;
  const contact = await readContactForServer(platform, tx, contactId);
  switch (row.kind) {
    case 'task': {
      const made = row.before as { title: string; agentId: string | null; dueAt: string };
      const ids = row.record_id === null ? [] : [row.record_id];
      await removeUntouchedTasks(
        platform,
        tx,
        ids,
        by,
        (task) =>
          !task.done &&
          task.title === made.title &&
          task.agent_id === made.agentId &&
          task.due_at?.toISOString() === made.dueAt,
      );
      return;
    }
    case 'deal': {
      if (row.record_id === null) return;
      const made = row.before as { title: string; stageId: string };
      const inTx = withinTransaction(platform, tx);
      const deal = await readDeal(inTx, systemPrincipal, row.record_id);
      const isUntouched = deal.title === made.title && deal.stageId === made.stageId && Number(deal.potential) === 0;
      if (isUntouched) await deleteDeal(inTx, { dealId: row.record_id, ...by });
      return;
    }
    case 'do-not-call': {
      const ids = new Set(row.before as string[]);
      if (!contact || ids.size === 0) return;
      const phones = contact.phones.map((phone) => (ids.has(phone.id) ? { ...phone, doNotCall: false } : phone));
      await changePerson(platform, tx, contactId, { phones } as never);
      return;
    }
    case 'lifecycle':
    case 'owner': {
      const { from, to } = row.before as { from: string | null; to: string | null };
      const now = row.kind === 'lifecycle' ? contact?.lifecycle : (contact?.owner?.id ?? null);
      // Somebody has changed it again since: theirs stays.
      if (!contact || now !== to || from === to) return;
      await changePerson(platform, tx, contactId, { [row.kind === 'lifecycle' ? 'lifecycle' : 'ownerId']: from });
      return;
    }
    case 'call-list':
      if (row.record_id !== null) await takeFromList(tx, row.record_id, platform.clock.now());
      return;
    case 'message':
      return takeLetterBack(platform, tx, attempt, row);
  }
}

/** A refusal of one rule (its pipeline is gone) must not keep the result from being given: it is noted. */
async function attempted<T>(
  platform: Platform,
  tx: Tx,
  work: (sp: Tx) => Promise<T>,
): Promise<{ done: T } | { problem: string }> {
  try {
    return { done: await tx.savepoint(work) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    platform.logger.warn({ err: error }, 'a consequence of a result was refused');
    return { problem: error.code };
  }
}

/** Takes back what an earlier result of this attempt brought about, then does what the new one says. */
export async function followConsequences(
  platform: Platform,
  tx: Tx,
  attempt: AttemptRow,
  rules: readonly Consequence[],
): Promise<void> {
  const now = platform.clock.now();
  const made = await tx<LedgerRow[]>`
    select id, kind, record_id, before from attempt_consequences
    where attempt_id = ${attempt.id} and undone_at is null and problem is null order by made_at desc, id desc`;
  for (const row of made) {
    const answer = await attempted(platform, tx, (sp) => unmake(platform, sp, attempt, row));
    const problem = 'problem' in answer ? answer.problem : (answer.done ?? null);
    await tx`update attempt_consequences set undone_at = ${now}, problem = ${problem} where id = ${row.id}`;
  }
  if (attempt.disposition_id === null) return;
  for (const rule of rules) {
    const answer = await attempted(platform, tx, (sp) => make(platform, sp, attempt, rule));
    const result = 'done' in answer ? answer.done : { recordId: null, before: null };
    await tx`insert into attempt_consequences ${tx({
      id: platform.ids('csq'),
      attempt_id: attempt.id,
      disposition_id: attempt.disposition_id,
      kind: rule.kind,
      record_id: result.recordId,
      before: result.before === null ? null : tx.json(result.before as object),
      made_at: now,
      problem: 'problem' in answer ? answer.problem : null,
    })}`;
  }
}
