/**
 * The heart of the bridge: raw AMI events in, facts about calls out. Pure and total: unknown, repeated, late, missing and
 * malformed events change nothing they should not and never throw. Time comes from the events only.
 * The rules are explained in docs/calls.md.
 */
import type { AmiEvent } from '../ami/ami-event.ts';
import type { CallFact } from './call-fact.ts';
import type { CallsState } from './call-state.ts';
import { CallsDraft } from './calls-draft.ts';
import { timeOf } from './event-fields.ts';
import { onBridgeDestroy, onBridgeEnter, onBridgeLeave, onHold, onUnhold } from './events/bridge-events.ts';
import {
  onHangup,
  onHangupRequest,
  onNewCallerid,
  onNewchannel,
  onNewstate,
  onRename,
} from './events/channel-events.ts';
import { onDialBegin, onDialEnd, onDialState } from './events/dial-events.ts';
import {
  isWatchedVariable,
  onLocalBridge,
  onLocalOptimization,
  onMixMonitorStart,
  onOriginateResponse,
  onUserEvent,
  onVarSet,
} from './events/other-events.ts';
import { onParkedCall, onUnparked } from './events/park-events.ts';
import {
  onAgentCalled,
  onAgentConnect,
  onQueueCallerAbandon,
  onQueueCallerJoin,
  onQueueCallerLeave,
} from './events/queue-call-events.ts';
import { onQueueMember } from './events/queue-member-events.ts';
import { onChanSpyStart } from './events/spy-events.ts';
import { onAttendedTransfer, onBlindTransfer, onPickup } from './events/transfer-events.ts';

type Handler = (draft: CallsDraft, event: AmiEvent) => void;

const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['Newchannel', onNewchannel],
  ['Newstate', onNewstate],
  ['NewCallerid', onNewCallerid],
  ['Rename', onRename],
  ['HangupRequest', onHangupRequest],
  ['Hangup', onHangup],
  ['DialBegin', onDialBegin],
  ['DialState', onDialState],
  ['DialEnd', onDialEnd],
  ['BridgeEnter', onBridgeEnter],
  ['BridgeLeave', onBridgeLeave],
  ['BridgeDestroy', onBridgeDestroy],
  ['Hold', onHold],
  ['Unhold', onUnhold],
  ['QueueCallerJoin', onQueueCallerJoin],
  ['QueueCallerLeave', onQueueCallerLeave],
  ['QueueCallerAbandon', onQueueCallerAbandon],
  ['AgentCalled', onAgentCalled],
  ['AgentConnect', onAgentConnect],
  ['QueueMember', onQueueMember],
  ['QueueMemberAdded', onQueueMember],
  ['QueueMemberStatus', onQueueMember],
  ['BlindTransfer', onBlindTransfer],
  ['AttendedTransfer', onAttendedTransfer],
  ['Pickup', onPickup],
  ['ParkedCall', onParkedCall],
  ['UnParkedCall', onUnparked],
  ['ParkedCallTimeOut', onUnparked],
  ['ParkedCallGiveUp', onUnparked],
  ['ChanSpyStart', onChanSpyStart],
  ['LocalBridge', onLocalBridge],
  ['LocalOptimizationBegin', onLocalOptimization],
  ['LocalOptimizationEnd', onLocalOptimization],
  ['VarSet', onVarSet],
  ['UserEvent', onUserEvent],
  ['MixMonitorStart', onMixMonitorStart],
  ['OriginateResponse', onOriginateResponse],
]);

const NOTHING: readonly CallFact[] = [];

export interface ReducedCalls {
  readonly state: CallsState;
  readonly events: readonly CallFact[];
}

/**
 * The state after one AMI event and what it says about calls. The given state is not changed.
 * @example const { state, events } = reduceCall(createCallsState('pbx1'), newchannel);
 */
export function reduceCall(state: CallsState, event: AmiEvent): ReducedCalls {
  const handler = HANDLERS.get(event.name);
  if (!handler || (event.name === 'VarSet' && state.seesVariables && !isWatchedVariable(event))) {
    return { state, events: NOTHING };
  }
  const draft = new CallsDraft(state, timeOf(event));
  handler(draft, event);
  return draft.finish();
}

/** Names of the events the reducer looks at; a decoder may skip every other one. */
export const CALL_EVENT_NAMES: ReadonlySet<string> = new Set(HANDLERS.keys());
