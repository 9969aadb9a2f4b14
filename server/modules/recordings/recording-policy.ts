/** Pure: whether a call is recorded, and which rule says so. */
import type { Direction } from '../../../pbx-bridge/contract/call-record.ts';
import type { RecordingPolicy } from '../../contract/settings.contract.ts';

export type RecordingDecision =
  | { kind: 'record'; because: 'no-rule-says-no' }
  | { kind: 'do-not-record'; because: 'direction' | 'queue' | 'interface' | 'campaign'; detail: string };

export interface RecordingQuestion {
  direction: Direction;
  /** Queues the call has been in, with their flag. */
  queues: readonly { name: string; recorded: boolean }[];
  /** What the campaign of the call says; `policy`: nothing of its own, or it is of none. */
  campaign: 'policy' | 'always' | 'never';
  /** Devices of ours that talked or are talking. */
  interfaces: readonly string[];
}

/**
 * A call is recorded when no rule says no: its campaign, its direction, the last queue it was in, or a device that is never
 * recorded. A campaign that says "always" overrules the direction, not a device that is never recorded.
 * @example decideRecording(policy, { direction: 'internal', queues: [], campaign: 'policy', interfaces: [] }) // { kind: 'do-not-record', because: 'direction', … }
 */
export function decideRecording(policy: RecordingPolicy, call: RecordingQuestion): RecordingDecision {
  if (call.campaign === 'never') return { kind: 'do-not-record', because: 'campaign', detail: 'never' };
  if (call.campaign !== 'always' && !policy[call.direction])
    return { kind: 'do-not-record', because: 'direction', detail: call.direction };
  const queue = call.queues.at(-1);
  if (queue && !queue.recorded) return { kind: 'do-not-record', because: 'queue', detail: queue.name };
  const excepted = call.interfaces.find((device) => policy.exceptInterfaces.includes(device));
  if (excepted) return { kind: 'do-not-record', because: 'interface', detail: excepted };
  return { kind: 'record', because: 'no-rule-says-no' };
}
