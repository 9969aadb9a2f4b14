/** Campaigns: set, started, paused, finished, cloned. Every change takes effect with the next decision, and is written down. */
import type { z } from 'zod';
import type {
  Campaign,
  CampaignSettings,
  CampaignState,
  campaignListQuerySchema,
  campaignListSchema,
  campaignPatchSchema,
  cloneCampaignSchema,
  newCampaignSchema,
} from '../../contract/campaigns.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import {
  campaignChanged,
  campaignFinished,
  campaignIsTemplate,
  campaignNameTaken,
  campaignNotFound,
  campaignNotReady,
} from './campaigns.errors.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import {
  countEntriesOf,
  insertCampaign,
  lockCampaign,
  moveCampaign,
  selectCampaigns,
  toCampaign,
  toSettings,
  updateCampaign,
  writeAgents,
} from './campaigns.repository.ts';
import { checkSettings, refuseLetters } from './check-settings.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export async function listCampaigns(
  { database }: Pick<Platform, 'database'>,
  { state, templates }: z.output<typeof campaignListQuerySchema>,
): Promise<z.input<typeof campaignListSchema>> {
  const { sql } = database;
  const rows = await selectCampaigns(sql, { ...(state && { states: [state] }), templates: templates === 'true' });
  const counts = await countEntriesOf(
    sql,
    rows.map(({ id }) => id),
  );
  return { items: rows.map((row) => ({ ...toCampaign(row), counts: counts.get(row.id)! })) };
}

export async function readCampaigns(sql: Sql, ids: readonly string[]): Promise<Map<string, Campaign>> {
  return new Map((await selectCampaigns(sql, { ids })).map((row) => [row.id, toCampaign(row)]));
}

export async function readCampaign({ database }: Pick<Platform, 'database'>, id: string): Promise<Campaign> {
  const campaign = (await readCampaigns(database.sql, [id])).get(id);
  if (!campaign) throw campaignNotFound();
  return campaign;
}

/** What a campaign says of recording its calls; one that is gone says nothing. */
export async function recordingOfCampaign(sql: Sql, campaignId: string): Promise<Campaign['recording']> {
  return (await readCampaigns(sql, [campaignId])).get(campaignId)?.recording ?? 'policy';
}

type Deps = Pick<Platform, 'config' | 'clock' | 'ids' | 'database' | 'facts'>;

async function tell(
  deps: Deps,
  tx: Tx,
  by: By,
  {
    action,
    id,
    state,
    ...values
  }: {
    action: 'created' | 'changed' | 'started' | 'paused' | 'finished' | 'deleted';
    id: string;
    state: CampaignState;
    before?: object;
    after?: object;
  },
): Promise<void> {
  await createAudit(deps).record(tx, { ...by, action: `campaign.${action}`, record: id, ...values });
  await deps.facts.append<CampaignFacts>(tx, {
    type: 'campaign.changed',
    subject: id,
    actor: actorOf(by.principal),
    payload: { campaignId: id, state },
  });
}

async function withFreeName<T>(tx: Tx, name: string, write: (sp: Tx) => Promise<T>): Promise<T> {
  try {
    return await tx.savepoint(write);
  } catch (error) {
    if (!isUniqueViolation(error, 'campaigns_name')) throw error;
    throw campaignNameTaken(name);
  }
}

export async function createCampaign(
  platform: Deps,
  { body, ...by }: By & { body: z.output<typeof newCampaignSchema> },
): Promise<Campaign> {
  const { isTemplate, ...settings } = body;
  const id = platform.ids('cmp');
  await platform.database.transaction(async (tx) => {
    refuseLetters(platform.config, { results: [] }, settings);
    await checkSettings(tx, settings);
    const now = platform.clock.now();
    await withFreeName(tx, settings.name, (sp) => insertCampaign(sp, id, { settings, isTemplate, now }));
    await tell(platform, tx, by, { action: 'created', id, state: 'draft', after: settings });
  });
  return readCampaign(platform, id);
}

/** Works while the campaign runs: what is under way goes on as it began, the next decision is made by the new settings. */
export async function changeCampaign(
  platform: Deps,
  { id, patch, ...by }: By & { id: string; patch: z.output<typeof campaignPatchSchema> },
): Promise<Campaign> {
  const { version, ...changes } = patch;
  await platform.database.transaction(async (tx) => {
    const row = await lockCampaign(tx, id);
    if (!row) throw campaignNotFound();
    if (version !== undefined && version !== row.version) throw campaignChanged();
    if (row.state === 'finished') throw campaignFinished();
    const before = toSettings(row);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const after = { ...before, ...given } as CampaignSettings;
    refuseLetters(platform.config, before, after);
    await checkSettings(tx, after);
    await withFreeName(tx, after.name, (sp) => updateCampaign(sp, id, after, platform.clock.now()));
    const changed = Object.keys(given) as (keyof CampaignSettings)[];
    const only = (from: CampaignSettings) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    await tell(platform, tx, by, { action: 'changed', id, state: row.state, before: only(before), after: only(after) });
  });
  return readCampaign(platform, id);
}

/** What is missing before it can call. */
async function problemsOf(tx: Tx, id: string, settings: CampaignSettings): Promise<Record<string, string>> {
  const [list] = await tx`select from call_lists where campaign_id = ${id} and deleted_at is null and active limit 1`;
  return {
    ...(list ? {} : { lists: 'has no call list that is switched on' }),
    ...(settings.agentIds.length + settings.teamIds.length > 0 ? {} : { agentIds: 'has nobody who calls' }),
  };
}

export type Move = 'start' | 'pause' | 'finish';
const movedTo = { start: 'running', pause: 'paused', finish: 'finished' } as const;
const told = { start: 'started', pause: 'paused', finish: 'finished' } as const;

/** Starts, pauses or finishes. Calls under way go on to their end; nothing new is dialled from this moment. */
export async function moveCampaignTo(
  platform: Deps,
  { id, move, ...by }: By & { id: string; move: Move },
): Promise<Campaign> {
  await platform.database.transaction(async (tx) => {
    const row = await lockCampaign(tx, id);
    if (!row) throw campaignNotFound();
    if (row.is_template) throw campaignIsTemplate();
    const state = movedTo[move];
    if (row.state === state) return;
    if (row.state === 'finished') throw campaignFinished();
    if (move === 'start') {
      const problems = await problemsOf(tx, id, toSettings(row));
      if (Object.keys(problems).length > 0) throw campaignNotReady(problems);
    }
    const now = platform.clock.now();
    const started = move === 'start' && row.started_at === null ? { started_at: now } : {};
    await moveCampaign(tx, id, { state, ...started, ...(move === 'finish' && { finished_at: now }) }, now);
    await tell(platform, tx, by, { action: told[move], id, state, before: { state: row.state }, after: { state } });
  });
  return readCampaign(platform, id);
}

/** A new draft, or a template, with the same settings and people; its lists are its own. */
export async function cloneCampaign(
  platform: Deps,
  { id, name, asTemplate, ...by }: By & { id: string } & z.output<typeof cloneCampaignSchema>,
): Promise<Campaign> {
  const { id: _id, state: _state, isTemplate: _is, version: _version, ...rest } = await readCampaign(platform, id);
  const { startedAt: _s, finishedAt: _f, createdAt: _c, updatedAt: _u, ...settings } = rest;
  return createCampaign(platform, { body: { ...settings, name, isTemplate: asTemplate }, ...by });
}

/** It is finished first when it is not yet. What was called stays for the reports. */
export async function deleteCampaign(platform: Deps, { id, ...by }: By & { id: string }): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const row = await lockCampaign(tx, id);
    if (!row) throw campaignNotFound();
    const now = platform.clock.now();
    const over = row.is_template ? {} : { state: 'finished' as const, finished_at: row.finished_at ?? now };
    await moveCampaign(tx, id, { ...over, deleted_at: now }, now);
    await writeAgents(tx, id, { agentIds: [], teamIds: [] });
    await tell(platform, tx, by, { action: 'deleted', id, state: 'finished', before: toSettings(row) });
  });
}
