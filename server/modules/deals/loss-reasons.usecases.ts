/** Reasons for losing a deal. One that is not used any more is turned off: lost deals name it. */
import type { z } from 'zod';
import type { LossReason, lossReasonPatchSchema, newLossReasonSchema } from '../../contract/pipelines.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { lossReasonNotFound, lossReasonStale, lossReasonTaken } from './deals.errors.ts';
import type { DealFacts } from './deals.events.ts';
import type { By } from './pipelines.usecases.ts';

const columns = 'id, name, position, active, version';

export const listLossReasons = async (sql: Sql): Promise<LossReason[]> =>
  sql<LossReason[]>`select ${sql.unsafe(columns)} from loss_reasons order by position, id`;

/** Null when there is none, or none in use. */
export async function readLossReason(sql: Sql, id: string): Promise<LossReason | null> {
  const [row] = await sql<LossReason[]>`select ${sql.unsafe(columns)} from loss_reasons where id = ${id} and active`;
  return row ?? null;
}

async function lock(tx: Tx, id: string): Promise<LossReason> {
  const [row] = await tx<LossReason[]>`select ${tx.unsafe(columns)} from loss_reasons where id = ${id} for update`;
  if (!row) throw lossReasonNotFound();
  return row;
}

async function tell(platform: Platform, tx: Tx, by: By, id: string, before?: LossReason): Promise<LossReason> {
  const after = await lock(tx, id);
  const action = before ? 'loss-reason.changed' : 'loss-reason.created';
  await createAudit(platform).record(tx, { ...by, action, record: id, before, after });
  await platform.facts.append<DealFacts>(tx, {
    type: 'loss-reason.changed',
    payload: { lossReasonId: id },
    subject: id,
    actor: actorOf(by.principal),
  });
  return after;
}

/** One reason of a name: whoever loses a deal must not choose between two that read the same. Switched-off ones count. */
async function refuseTaken(tx: Tx, id: string, name: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('loss_reasons'), 0)`;
  const [other] = await tx`select from loss_reasons where lower(name) = lower(${name}) and id <> ${id} limit 1`;
  if (other) throw lossReasonTaken(name);
}

export const createLossReason = (
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newLossReasonSchema> },
): Promise<LossReason> =>
  platform.database.transaction(async (tx) => {
    const id = platform.ids('lsr');
    await refuseTaken(tx, id, oneLine(body.name));
    await tx`
      insert into loss_reasons (id, name, position)
      select ${id}, ${oneLine(body.name)}, coalesce(max(position), 0) + 1 from loss_reasons`;
    return tell(platform, tx, by, id);
  });

export const changeLossReason = (
  platform: Platform,
  { id, patch, ...by }: By & { id: string; patch: z.output<typeof lossReasonPatchSchema> },
): Promise<LossReason> =>
  platform.database.transaction(async (tx) => {
    const before = await lock(tx, id);
    const { version, ...given } = patch;
    const change = { ...given, ...(given.name !== undefined && { name: oneLine(given.name) }) };
    if (version !== undefined && version !== before.version) throw lossReasonStale();
    if (change.name !== undefined && change.name !== before.name) await refuseTaken(tx, id, change.name);
    if (Object.keys(change).length > 0)
      await tx`update loss_reasons set ${tx(change)}, version = version + 1 where id = ${id}`;
    return tell(platform, tx, by, id, before);
  });
