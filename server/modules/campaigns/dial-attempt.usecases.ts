/**
 * The telephone: an attempt that was written as dialled is handed to the PBX, under its own id, which the bridge carries out
 * once however often it is sent. What the PBX does not take was never dialled.
 */
import type { PbxCommand } from '../../../pbx-bridge/contract/pbx-commands.ts';
import type { Campaign } from '../../contract/campaigns.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { bridgeOfInterface } from '../queues/pbx-endpoints.usecases.ts';
import { type AttemptRow, lockAttempt, updateAttempt } from './attempts.repository.ts';
import { agentBusy, attemptOver, entryNotCallable, noTelephone } from './campaigns.errors.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import { attemptChanged } from './claim-entry.usecases.ts';
import { type AttemptPlatform, finishAttempt } from './finish-attempt.usecases.ts';

export type DialPlatform = AttemptPlatform;

/** How long an agent's telephone rings when it is rung first. */
const agentRingSeconds = 20;

const yes = (is: boolean, name: string): Record<string, string> => (is ? { [name]: 'yes' } : {});
const given = (value: string | null, name: string): Record<string, string> => (value === null ? {} : { [name]: value });

/** What the dialplan (pbx-bridge/dialplan/trunkline.conf) and the call log are told of an attempt. */
export function variablesOf(campaign: Campaign, attempt: Pick<AttemptRow, 'id' | 'campaign_id' | 'contact_id'>) {
  return {
    ATTEMPT: attempt.id,
    CAMPAIGN: attempt.campaign_id,
    CONTACT: attempt.contact_id,
    WRAP_UP: String(campaign.resultSeconds),
    ...yes(campaign.recording === 'always', 'RECORD'),
  };
}

/** @param device of the agent: rung first, or put to the customer as soon as they pick up; null: chosen then */
export function dialCommand(campaign: Campaign, attempt: AttemptRow, device: string | null): PbxCommand {
  const variables = variablesOf(campaign, attempt);
  const { callerId } = campaign;
  if (attempt.first === 'agent') {
    if (device === null) throw new Error(`attempt ${attempt.id} rings an agent first and has none`);
    return {
      type: 'call.originate',
      interface: device,
      to: attempt.e164,
      callerId,
      ringTimeoutSeconds: agentRingSeconds,
      variables,
    };
  }
  const { ringSeconds, connectWithinSeconds } = campaign.pacing;
  return {
    type: 'call.dial',
    to: attempt.e164,
    callerId,
    ringTimeoutSeconds: ringSeconds,
    variables: {
      ...variables,
      WAIT_TENTHS: String(Math.round(connectWithinSeconds * 10)),
      AGENT_SECONDS: String(agentRingSeconds),
      ...given(device, 'AGENT'),
      ...yes(campaign.autoAnswer, 'AUTO_ANSWER'),
      ...yes(campaign.detectMachines, 'DETECT'),
      ...given(campaign.voicemailSound, 'VOICEMAIL'),
      ...given(campaign.abandonedSound, 'ANNOUNCEMENT'),
    },
  };
}

const isUnknownOutcome = (error: unknown): boolean => error instanceof DomainError && error.code === 'pbx.timed_out';

/**
 * Hands a dialled attempt to the PBX. When it says no, the entry waits for its turn again. When it says nothing, the call may
 * go on all the same: its facts, or the sweep, will tell.
 */
export async function sendDial(
  platform: DialPlatform,
  commands: PbxCommands,
  {
    campaign,
    attempt,
    device,
    bridgeId,
  }: { campaign: Campaign; attempt: AttemptRow; device: string | null; bridgeId: string | null },
): Promise<void> {
  try {
    await commands.send(bridgeId, dialCommand(campaign, attempt, device), { commandId: attempt.id });
  } catch (error) {
    if (isUnknownOutcome(error)) return;
    await platform.database.transaction(async (tx) => {
      const current = await lockAttempt(tx, attempt.id);
      if (current?.state === 'dialling' && current.call_id === null)
        await finishAttempt(platform, tx, current, { outcome: 'refused' });
    });
    throw error;
  }
}

/** Device and PBX of an agent; refuses when there is none. */
export async function deviceOf(
  platform: DialPlatform,
  agentId: string,
): Promise<{ device: string; bridgeId: string | null }> {
  const { sql } = platform.database;
  const device = (await readAgentRecords(sql, [agentId])).get(agentId)?.interface ?? null;
  if (device === null) throw noTelephone();
  return { device, bridgeId: await bridgeOfInterface(sql, device) };
}

/** The refusal of the database's last word, in the words of an error; everything else is thrown on. */
function refusalOf(error: unknown): unknown {
  const { code, detail, constraint } = error as { code?: string; detail?: string; constraint?: string };
  if (code === 'TL001') return entryNotCallable(detail ?? 'the database says no');
  if (constraint === 'attempts_within_hours') return entryNotCallable('outside-hours');
  return error;
}

/** Writes a claimed attempt as dialled, when nothing has come to speak against it meanwhile. */
export async function markDialled(
  platform: DialPlatform,
  tx: Tx,
  attemptId: string,
  agentId: string,
): Promise<AttemptRow> {
  const attempt = await lockAttempt(tx, attemptId);
  if (!attempt || attempt.state === 'ended') throw attemptOver();
  if (attempt.agent_id !== agentId || attempt.state !== 'claimed') throw agentBusy();
  try {
    const columns = { state: 'dialling' as const, dialled_at: platform.clock.now(), claimed_until: null };
    const dialled = await tx.savepoint((sp) => updateAttempt(sp, attemptId, columns));
    await platform.facts.append<CampaignFacts>(tx, attemptChanged(dialled));
    return dialled;
  } catch (error) {
    throw refusalOf(error);
  }
}
