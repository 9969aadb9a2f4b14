/** Controlling a live call from the console: hang up, transfer, pause and resume the recording. */

import type { PbxCommand } from '../../../pbx-bridge/contract/pbx-commands.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import type { StoredCall } from './call-row.ts';
import { callHasEnded, callNotYours, noRecording, notDiallable, notInCall, whichAgent } from './calls.errors.ts';
import { type CallsDeps, findCall } from './calls.usecases.ts';
import { diallable } from './diallable.ts';
import { setRecordingState } from './recording-state.ts';

export interface ControlCall {
  principal: Principal;
  callId: string;
  ip: string;
}

type Deps = CallsDeps & { commands: PbxCommands };

async function liveCall(
  deps: Deps,
  { principal, callId }: ControlCall,
  permission: 'calls.control' | 'recordings.control',
) {
  const call = await findCall(deps.database.sql, principal, callId);
  if (call.state === 'ended') throw callHasEnded();
  const owner = { ownerAgentIds: call.agentIds, teamIds: call.teamIds };
  if (!canSee(principal, permission, owner)) throw callNotYours();
  return call;
}

const audited = (deps: Deps, { principal, ip }: ControlCall, call: StoredCall, action: AuditAction, after?: unknown) =>
  deps.database.transaction((tx) => createAudit(deps).record(tx, { principal, action, record: call.id, after, ip }));

const myDevice = (call: StoredCall, principal: Principal): string | null =>
  call.agents.find((agent) => agent.live && agent.agentId !== null && agent.agentId === principal.agentId)?.interface ??
  null;

/** Ends the asker's own part when they are in the call, else the whole call. */
export async function hangUpCall(deps: Deps, asked: ControlCall): Promise<void> {
  const call = await liveCall(deps, asked, 'calls.control');
  const device = myDevice(call, asked.principal);
  await deps.commands.send(call.bridgeId, { type: 'call.hangup', callId: call.id, interface: device });
  await audited(deps, asked, call, 'call.hung-up', { interface: device });
}

/** Blind transfer of the customer to an extension, a queue or an outside number. */
export async function transferCall(deps: Deps, asked: ControlCall & { to: string }): Promise<void> {
  const call = await liveCall(deps, asked, 'calls.control');
  const { defaultRegion } = await deps.neighbours.settings(deps.database.sql);
  const number = diallable(asked.to, defaultRegion);
  if (!number.ok) throw notDiallable(number.because);
  const live = call.agents.filter((agent) => agent.live);
  const device = myDevice(call, asked.principal) ?? (live.length === 1 ? live[0]!.interface : null);
  if (device === null) throw live.length === 0 ? notInCall() : whichAgent();
  await deps.commands.send(call.bridgeId, { type: 'call.transfer', callId: call.id, interface: device, to: number.to });
  await audited(deps, asked, call, 'call.transferred', { interface: device, to: number.to });
}

/** Silences the recording while a card number is read out, and goes on with it. */
export async function pauseRecording(deps: Deps, asked: ControlCall, paused: boolean): Promise<void> {
  const call = await liveCall(deps, asked, 'recordings.control');
  const from = paused ? 'recording' : 'paused';
  const running = call.recordings.filter((recording) => recording.state === from);
  if (running.length === 0) throw noRecording();
  const type: PbxCommand['type'] = paused ? 'recording.pause' : 'recording.resume';
  await deps.commands.send(call.bridgeId, { type, callId: call.id });
  await deps.database.transaction(async (tx) => {
    const state = paused ? 'paused' : 'recording';
    for (const { id } of running) await setRecordingState(tx, deps, id, { state });
    const action = paused ? 'recording.paused' : 'recording.resumed';
    await createAudit(deps).record(tx, { principal: asked.principal, action, record: call.id, ip: asked.ip });
  });
}
