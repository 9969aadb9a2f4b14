/** Deals: read, create, change, delete (soft) and take back. Moves between stages are in move-deal.usecases.ts. */
import type { z } from 'zod';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Deal, dealPatchSchema, newDealSchema } from '../../contract/deals.contract.ts';
import type { Pipeline, Stage } from '../../contract/pipelines.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseHeldBack, withNumbersBack } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { linkDealToCall, mayWorkOn, readCallForServer } from '../calls/calls-for-others.usecases.ts';
import { readContactRefs } from '../contacts/contact-refs.usecases.ts';
import { customAfter } from '../custom-fields/custom-fields.usecases.ts';
import { namesOfChange } from '../custom-fields/names-of-change.ts';
import { totalsOf } from '../products/line-totals.ts';
import {
  auditChange,
  checkContacts,
  fieldColumns,
  lockForChange,
  ownerColumnsOf,
  peopleOf,
  showDeal,
  tell,
} from './deal-change.ts';
import { insertPotentialChange, insertStageChange } from './deal-history.repository.ts';
import { type DealRow, ownershipOf, toDeal } from './deal-row.ts';
import { dealClosed, dealInvalid, dealNotDeleted, dealNotFound, dealStale } from './deals.errors.ts';
import {
  insertDeal,
  replaceContacts,
  replaceManagers,
  selectDeals,
  selectParts,
  selectTakingPart,
  updateDeal,
} from './deals.repository.ts';
import { bothLists, type CompleteLine, insertLines, type Kind, kinds, selectLines, settleLines } from './line-rows.ts';
import { holdPipeline, selectPipelines } from './pipelines.repository.ts';
import type { By } from './pipelines.usecases.ts';
import { enterStage, makeStageTasks } from './stage-entry.ts';

/** A deal in hand of somebody who may see it, or null. */
export async function findDealRow(sql: Sql, reader: Principal, dealId: string): Promise<DealRow | null> {
  const [row] = await selectDeals(sql, [dealId]);
  return row && row.deleted_at === null && canSee(reader, 'deals.read', ownershipOf(row)) ? row : null;
}

export async function readDeal({ database: { sql } }: Platform, reader: Principal, dealId: string): Promise<Deal> {
  const row = await findDealRow(sql, reader, dealId);
  if (!row) throw dealNotFound();
  return toDeal(row, await selectParts(sql, row), reader);
}

type NewDeal = z.output<typeof newDealSchema>;

/** Where a new deal begins. */
async function beginning(tx: Tx, body: NewDeal): Promise<{ pipeline: Pipeline; stage: Stage }> {
  const pipelines = body.pipelineId === undefined ? (await selectPipelines(tx)).filter(({ active }) => active) : [];
  const pipeline = await holdPipeline(tx, body.pipelineId ?? pipelines[0]?.id ?? '');
  if (!pipeline?.active) throw dealInvalid({ pipelineId: 'is no pipeline in use' });
  const open = pipeline.stages.filter(({ kind }) => kind === 'open');
  const stage = body.stageId === undefined ? open[0] : open.find(({ id }) => id === body.stageId);
  if (!stage) throw dealInvalid({ stageId: 'is no open stage of this pipeline' });
  if ((body.mode ?? pipeline.mode) !== 'manual' && stage !== open[0])
    throw dealInvalid({ stageId: 'must be the first stage: only a deal with manual stages begins further on' });
  return { pipeline, stage };
}

/** The person and the firm: as given, else those of the call; how the person came to the firm. */
async function client(tx: Tx, principal: Principal, body: NewDeal) {
  const call = body.callId === undefined ? null : await readCallForServer(tx, body.callId);
  if (body.callId !== undefined && (!call || !(await mayWorkOn(tx, principal, body.callId))))
    throw dealInvalid({ callId: 'is no call you can work on' });
  const contactId = body.contactId ?? call?.contactId ?? null;
  if (contactId === null) return { call, contactId, organisationId: body.organisationId, sourceId: null };
  await checkContacts(tx, principal, 'contactId', [contactId]);
  const ref = (await readContactRefs(tx, [contactId])).get(contactId);
  return {
    call,
    contactId,
    organisationId: body.organisationId ?? ref?.organisationId ?? null,
    sourceId: ref?.sourceId ?? null,
  };
}

const customOf = (tx: Tx, before: CustomValues, given: CustomValues) =>
  customAfter(tx, 'deal', { before, given }, dealInvalid);

/** What was sold counts, else what was offered. */
const worthOf = ({ offered, sold }: Record<Kind, CompleteLine[]>): string =>
  totalsOf(sold.length > 0 ? sold : offered).total;

/** Creates a deal; a title is enough. With products that are sold it is an order. */
export function createDeal(platform: Platform, { body, ...by }: By & { body: NewDeal }): Promise<Deal> {
  const { principal } = by;
  // No potential is none that was typed.
  const potential = Number(body.potential) === 0 ? '' : body.potential;
  refuseHeldBack(principal, 'deal', { potential, custom: body.custom }, { isNew: true });
  return platform.database.transaction(async (tx) => {
    const id = platform.ids('dea');
    const now = platform.clock.now();
    const { pipeline, stage } = await beginning(tx, body);
    const { call, contactId, organisationId, sourceId } = await client(tx, principal, body);
    const { managers, contacts, ownerId = principal.agentId, probability = stage.probability } = body;
    const custom = await customOf(tx, {}, body.custom);
    await checkContacts(
      tx,
      principal,
      'contacts',
      contacts.map((one) => one.contactId),
    );
    const mode = body.mode ?? pipeline.mode;
    const lines = await settleLines(platform, tx, { principal, wanted: body, before: [] });
    const worth = potential === '' ? worthOf(lines) : potential;
    const given = { ...body, potential: worth, contactId, organisationId: body.organisationId, mode };
    const fields = await fieldColumns(tx, principal, given);
    await insertDeal(
      tx,
      id,
      {
        ...fields,
        organisation_id: organisationId,
        ...(body.sourceId === undefined && { source_id: sourceId }),
        ...(await ownerColumnsOf(tx, ownerId, managers)),
        pipeline_id: pipeline.id,
        stage_id: stage.id,
        last_open_stage_id: stage.id,
        state: 'open',
        probability,
        call_ids: call ? [call.id] : [],
        stage_since: now,
      },
      custom,
      now,
    );
    await replaceManagers(tx, id, managers);
    await replaceContacts(tx, id, contacts);
    for (const kind of kinds)
      await insertLines(platform, tx, { dealId: id, kind, lines: lines[kind], known: new Set() });
    const to = { stageId: stage.id, state: stage.kind };
    await insertStageChange(tx, { id: platform.ids('dsc'), dealId: id, from: null, to, mode, principal, at: now });
    await insertPotentialChange(tx, { dealId: id, potential: worth, principal, at: now });
    const [row] = await selectDeals(tx, [id]);
    if (row) await makeStageTasks(platform, tx, { ...by, row, stage });
    if (call) await linkDealToCall(tx, platform, { callId: call.id, dealId: id, principal });
    const deal = await showDeal(tx, id, principal);
    if (kinds.some((kind) => lines[kind].length > 0))
      await createAudit(platform).record(tx, {
        ...by,
        action: 'deal.lines-changed',
        record: id,
        before: bothLists([]),
        after: bothLists(await selectLines(tx, id)),
      });
    await auditChange(platform, tx, { ...by, action: 'deal.created', before: null, after: deal });
    await tell(platform, tx, by, {
      type: 'deal.created',
      subject: id,
      payload: {
        dealId: id,
        version: deal.version,
        contactIds: peopleOf(contactId, ...contacts.map((one) => one.contactId)),
        contactId,
        organisationId,
        callId: call?.id ?? null,
      },
    });
    return deal;
  });
}

type Patch = z.output<typeof dealPatchSchema>;

/** Owner and managers, when one of them is given. */
async function wantedOwners(tx: Tx, row: DealRow, patch: Patch) {
  if (patch.ownerId === undefined && patch.managers === undefined) return {};
  const ownerId = patch.ownerId === undefined ? row.owner_agent_id : patch.ownerId;
  const managers = patch.managers ?? (await selectParts(tx, row)).managers.map(({ agent }) => ({ agentId: agent.id }));
  return ownerColumnsOf(tx, ownerId, managers, row.agent_ids);
}

/** People beside the main one: those the reader may not know of stay as they are. */
async function saveContacts(tx: Tx, row: DealRow, reader: Principal, wanted: NonNullable<Patch['contacts']>) {
  const { contacts } = await selectParts(tx, row);
  const hidden = contacts.filter(
    ({ ownerAgentId, teamId, isPrivate }) =>
      !canSee(reader, 'contacts.read', { ownerAgentIds: [ownerAgentId], teamIds: [teamId], isPrivate }),
  );
  const present = contacts.map((one) => one.contactId);
  await checkContacts(
    tx,
    reader,
    'contacts',
    wanted.map((one) => one.contactId),
    present,
  );
  const kept = hidden.filter((one) => !wanted.some(({ contactId }) => contactId === one.contactId));
  await replaceContacts(tx, row.id, [...wanted, ...kept]);
}

/** To the first stage of another pipeline. */
async function changePipelineOf(platform: Platform, tx: Tx, by: By, row: DealRow, pipelineId: string): Promise<void> {
  if (row.state !== 'open') throw dealClosed();
  const [from, to] = [await holdPipeline(tx, row.pipeline_id), await holdPipeline(tx, pipelineId)];
  const stage = to?.stages.find(({ kind }) => kind === 'open');
  if (!from || !to?.active || !stage) throw dealInvalid({ pipelineId: 'is no pipeline in use' });
  await enterStage(platform, tx, { ...by, row, pipeline: from, to: stage, columns: { pipeline_id: to.id } });
}

/** Changes what is given. `version` older than what is stored: refused with 409, so that nobody's work is overwritten. */
export function changeDeal(
  platform: Platform,
  { dealId, patch: written, ...by }: By & { dealId: string; patch: Patch },
): Promise<Deal> {
  const { principal } = by;
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, dealId, by);
    const patch = withNumbersBack(principal, written, {
      title: row.title,
      mainInterest: row.main_interest,
      advertisingChannel: row.advertising_channel,
    });
    refuseHeldBack(principal, 'deal', patch);
    if (patch.version !== undefined && patch.version !== row.version) throw dealStale();
    const before = await showDeal(tx, dealId, principal);
    const now = platform.clock.now();
    const { managers, contacts, custom, version: _version, pipelineId, ...fields } = patch;
    const columns = { ...(await fieldColumns(tx, principal, fields, row)), ...(await wantedOwners(tx, row, patch)) };
    await updateDeal(tx, dealId, columns, now, custom && (await customOf(tx, row.custom, custom)));
    if (managers) await replaceManagers(tx, dealId, managers);
    const tookPart = await selectTakingPart(tx, dealId);
    if (contacts) await saveContacts(tx, row, principal, contacts);
    const takePart = contacts ? await selectTakingPart(tx, dealId) : [];
    if (patch.potential !== undefined && Number(patch.potential) !== Number(row.potential))
      await insertPotentialChange(tx, { dealId, potential: patch.potential, principal, at: now });
    const changedRow = (await selectDeals(tx, [dealId]))[0] ?? row;
    if (pipelineId !== undefined && pipelineId !== row.pipeline_id)
      await changePipelineOf(platform, tx, by, changedRow, pipelineId);
    else if (patch.mode === 'strict' && row.mode !== 'strict') await beginStrict(platform, tx, by, changedRow);
    const after = await showDeal(tx, dealId, principal);
    const changed = await auditChange(platform, tx, { ...by, action: 'deal.changed', before, after });
    await tell(platform, tx, by, {
      type: 'deal.changed',
      subject: dealId,
      payload: {
        dealId,
        version: after.version,
        changed: namesOfChange(changed, before, after),
        contactIds: peopleOf(row.contact_id, changedRow.contact_id, ...tookPart, ...takePart),
      },
    });
    return after;
  });
}

/** A deal that is led strictly from now on goes on where it is, with the tasks of that stage. */
async function beginStrict(platform: Platform, tx: Tx, by: By, row: DealRow): Promise<void> {
  const pipeline = await holdPipeline(tx, row.pipeline_id);
  const stage = pipeline?.stages.find(({ id }) => id === row.stage_id);
  if (stage) await makeStageTasks(platform, tx, { ...by, row, stage });
}

function turn(platform: Platform, dealId: string, by: By, type: 'deal.deleted' | 'deal.restored'): Promise<Deal> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, dealId, by, 'deals.delete');
    const isDeleted = row.deleted_at !== null;
    if (type === 'deal.deleted' && isDeleted) throw dealNotFound();
    if (type === 'deal.restored' && !isDeleted) throw dealNotDeleted();
    const now = platform.clock.now();
    const version = await updateDeal(tx, dealId, { deleted_at: type === 'deal.deleted' ? now : null }, now);
    await createAudit(platform).record(tx, { ...by, action: type, record: dealId });
    const contactIds = peopleOf(row.contact_id, ...(await selectTakingPart(tx, dealId)));
    const payload = { dealId, version, contactIds };
    await tell(platform, tx, by, { type, subject: dealId, payload });
    return showDeal(tx, dealId, by.principal);
  });
}

/** Takes a deal out of every list and sum. Nothing is lost: `restoreDeal` brings it back. */
export const deleteDeal = (platform: Platform, { dealId, ...by }: By & { dealId: string }): Promise<Deal> =>
  turn(platform, dealId, by, 'deal.deleted');

export const restoreDeal = (platform: Platform, { dealId, ...by }: By & { dealId: string }): Promise<Deal> =>
  turn(platform, dealId, by, 'deal.restored');
