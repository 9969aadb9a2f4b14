/** An agent and the next entry: given, looked at for a while, dialled or given back. */
import type { Sql } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Principal } from '../access/principal.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { campaignsOfAgent, worksIn } from './agent-campaigns.ts';
import { type AttemptRow, lockAttempt, selectAttemptOfAgent, selectUnused } from './attempts.repository.ts';
import { type CampaignContext, readContext, readTakingContexts, type TakingContext } from './campaign-context.ts';
import {
  agentBusy,
  attemptNotFound,
  attemptOver,
  campaignNotRunning,
  entryNotCallable,
  notInCampaign,
} from './campaigns.errors.ts';
import { type ClaimNext, CustomerHeld, claimEntry, takeEntry } from './claim-entry.usecases.ts';
import { contextMemoryOf } from './context-memory.ts';
import { type DialPlatform, deviceOf, markDialled, sendDial } from './dial-attempt.usecases.ts';
import { lockEntry, selectNextDue } from './entries.repository.ts';
import { finishAttempt } from './finish-attempt.usecases.ts';

const byHand = ['manual', 'preview'] as const;

function agentOf(principal: Principal): string {
  if (principal.agentId === null) throw notInCampaign();
  return principal.agentId;
}

const lookUntil = ({ campaign }: CampaignContext, now: Date) =>
  new Date(now.getTime() + campaign.previewSeconds * 1000);

export interface Given {
  attempt: AttemptRow | null;
  /** When somebody is due next, if nobody is now. */
  nextDueAt: Date | null;
}

/** The attempt that the agent has; else the next entry of their campaigns by hand, locked for them for a while. */
export async function nextEntry(
  platform: DialPlatform,
  principal: Principal,
  { campaignId }: { campaignId?: string | undefined },
): Promise<Given> {
  const agentId = agentOf(principal);
  const { database } = platform;
  const [own, all] = await Promise.all([
    selectAttemptOfAgent(database.sql, agentId),
    campaignsOfAgent(database.sql, agentId, byHand),
  ]);
  if (own) return { attempt: own, nextDueAt: null };
  const wanted = all.filter(({ id }) => campaignId === undefined || id === campaignId);
  if (campaignId !== undefined && wanted.length === 0) throw campaignNotRunning();
  const contexts: CampaignContext[] = [];
  for (const { id } of wanted) {
    const { context, attempt } = await claimIn(platform, agentId, id);
    if (attempt) return { attempt, nextDueAt: null };
    if (context) contexts.push(context);
  }
  return { attempt: null, nextDueAt: await earliestDue(database.sql, contexts, agentId) };
}

/** The next entry of one campaign. That nobody is left is not believed of what was only remembered. */
async function claimIn(platform: DialPlatform, agentId: string, campaignId: string) {
  const { database, clock } = platform;
  const read = () => readTakingContexts(platform, database.sql, [campaignId]).then(([context]) => context ?? null);
  const memory = contextMemoryOf(platform.config);
  const isRunning = (context: TakingContext | null): context is TakingContext => context?.campaign.state === 'running';
  const claim = (context: TakingContext) => {
    const { mode } = context.campaign;
    const claimedUntil = lookUntil(context, clock.now());
    return claimOnce(platform, { context, agentId, claimedUntil, mode, first: 'agent' });
  };
  const remembered = (await memory?.recall(campaignId, read)) ?? null;
  if (isRunning(remembered)) {
    const attempt = await claim(remembered);
    if (attempt) return { context: remembered, attempt };
  }
  const context = await read();
  return isRunning(context) ? { context, attempt: await claim(context) } : { context: null, attempt: null };
}

/**
 * The next entry for the agent; when another window, or the dialler, took one at the same moment, that one: an agent has one
 * attempt, says the database.
 */
async function claimOnce(platform: DialPlatform, claim: ClaimNext & { agentId: string }): Promise<AttemptRow | null> {
  try {
    return await claimEntry(platform, claim);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'campaigns.agent_busy') throw error;
    return selectAttemptOfAgent(platform.database.sql, claim.agentId);
  }
}

async function earliestDue(sql: Sql, contexts: readonly CampaignContext[], agentId: string): Promise<Date | null> {
  const lists = contexts.flatMap(({ lists }) => lists.map(({ id }) => id));
  return lists.length === 0 ? null : selectNextDue(sql, lists, agentId);
}

/** A chosen entry of a manual campaign, for whoever works in it. */
export async function claimChosen(platform: DialPlatform, principal: Principal, entryId: string): Promise<AttemptRow> {
  const agentId = agentOf(principal);
  const { database, clock } = platform;
  return database.transaction(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    const [list] = entry
      ? await tx<{ campaign_id: string | null }[]>`select campaign_id from call_lists where id = ${entry.call_list_id}`
      : [];
    const context = list?.campaign_id ? await readContext(platform, tx, list.campaign_id) : null;
    if (!entry || !context) throw attemptNotFound();
    if (!(await worksIn(tx, agentId, context.campaign.id))) throw notInCampaign();
    if (context.campaign.state !== 'running') throw campaignNotRunning();
    if (entry.state !== 'open') throw entryNotCallable(entry.state);
    const { mode } = context.campaign;
    const claim = { context, agentId, claimedUntil: lookUntil(context, clock.now()), mode, first: 'agent' as const };
    const taken = await takeEntry(platform, tx, claim, entry);
    if (!('writing' in taken)) throw entryNotCallable('not-due');
    return taken.writing.catch((error: unknown) => {
      throw error instanceof CustomerHeld ? entryNotCallable('held') : error;
    });
  });
}

/** Dials a claimed attempt: the agent's telephone rings first, then the customer's. */
export async function dialClaimed(
  platform: DialPlatform,
  commands: PbxCommands,
  principal: Principal,
  attemptId: string,
): Promise<AttemptRow> {
  const agentId = agentOf(principal);
  const { database } = platform;
  const { device, bridgeId } = await deviceOf(platform, agentId);
  const { attempt, context } = await database.transaction(async (tx) => {
    const dialled = await markDialled(platform, tx, attemptId, agentId);
    const read = await readContext(platform, tx, dialled.campaign_id);
    // A campaign that was paused while the agent looked dials nobody any more.
    if (read?.campaign.state !== 'running') throw campaignNotRunning();
    return { attempt: dialled, context: read };
  });
  await sendDial(platform, commands, { campaign: context.campaign, attempt, device, bridgeId });
  return attempt;
}

/** Gives an entry back undialled: it takes its old place. */
export async function returnClaimed(platform: DialPlatform, principal: Principal, attemptId: string): Promise<void> {
  const agentId = agentOf(principal);
  await platform.database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (!attempt || attempt.state === 'ended') throw attemptOver();
    if (attempt.agent_id !== agentId || attempt.state !== 'claimed') throw agentBusy();
    await finishAttempt(platform, tx, attempt, { outcome: 'returned' });
  });
}

/** Whose time to look is over: their entries take their old places. Asked once a second, harmless to repeat. */
export async function returnUnused(platform: DialPlatform): Promise<void> {
  const { database, clock } = platform;
  for (const id of await selectUnused(database.sql, clock.now())) {
    await database.transaction(async (tx) => {
      const attempt = await lockAttempt(tx, id);
      if (attempt?.state !== 'claimed') return;
      await finishAttempt(platform, tx, attempt, { outcome: 'returned' });
    });
  }
}
