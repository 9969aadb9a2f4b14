/** The recording policy at work: a call that must not be recorded is told to the PBX at once, and its file is not kept. */

import type { RecordingPolicy } from '../../contract/settings.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { readCalls } from '../calls/calls.usecases.ts';
import { setRecordingState } from '../calls/recording-state.ts';
import { decideRecording, type RecordingDecision } from './recording-policy.ts';

export const stopRecordingJob = 'recordings.stop';

export interface PolicyNeighbours {
  policy(sql: Sql): Promise<RecordingPolicy>;
  /** What the campaign of a call says of recording. */
  recordingOfCampaign(sql: Sql, campaignId: string): Promise<'policy' | 'always' | 'never'>;
  /** Whether calls of these queues are recorded; a queue nobody knows is. */
  queuesRecorded(sql: Sql, bridgeId: string, queues: readonly string[]): Promise<Map<string, boolean>>;
}

export type PolicyDeps = Pick<Platform, 'facts' | 'jobs' | 'clock' | 'ids'> & { neighbours: PolicyNeighbours };

async function decideFor(sql: Sql, { neighbours }: PolicyDeps, call: StoredCall): Promise<RecordingDecision> {
  const names = call.queue === null ? [] : [call.queue];
  const recorded = await neighbours.queuesRecorded(sql, call.bridgeId, names);
  return decideRecording(await neighbours.policy(sql), {
    direction: call.direction,
    queues: names.map((name) => ({ name, recorded: recorded.get(name) ?? true })),
    campaign: call.campaignId === null ? 'policy' : await neighbours.recordingOfCampaign(sql, call.campaignId),
    interfaces: call.agents.filter((agent) => agent.tookPart).map((agent) => agent.interface),
  });
}

const isRunning = ({ state }: StoredCall['recordings'][number]) => state === 'recording' || state === 'paused';

/**
 * The policy for a call as a fact tells of it. Most calls may be recorded: for them nothing is read. Whatever changes of the
 * call afterwards has a fact of its own.
 */
export async function followPolicy(tx: Tx, deps: PolicyDeps, call: StoredCall): Promise<void> {
  if (!call.recordings.some(isRunning)) return;
  if ((await decideFor(tx, deps, call)).kind !== 'record') await applyPolicy(tx, deps, call.id);
}

/** Asks the policy about a call and, when it says no, stops and erases what is being recorded. The audit says which rule. */
export async function applyPolicy(tx: Tx, deps: PolicyDeps, callId: string): Promise<RecordingDecision | null> {
  const [call] = await readCalls(tx, [callId]);
  const running = call?.recordings.filter(isRunning) ?? [];
  if (!call || running.length === 0) return null;
  const decision = await decideFor(tx, deps, call);
  if (decision.kind === 'record') return decision;
  const because = `policy: ${decision.because} ${decision.detail}`;
  for (const { id } of running) await setRecordingState(tx, deps, id, { state: 'erased', because });
  await createAudit(deps).record(tx, {
    principal: systemPrincipal,
    action: 'recording.stopped',
    record: call.id,
    after: { because: decision.because, detail: decision.detail, recordingIds: running.map(({ id }) => id) },
  });
  if (call.state !== 'ended') {
    await deps.jobs.add(tx, stopRecordingJob, { bridgeId: call.bridgeId, callId: call.id });
  }
  return decision;
}
