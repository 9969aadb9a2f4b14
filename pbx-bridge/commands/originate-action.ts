/** PURE: the AMI words of click-to-call, and what Asterisk's answer means. */
import type { AmiAction } from '../ami/ami-encoder.ts';
import { originateChannelId } from '../calls/originate-ids.ts';
import type { PbxCommand } from '../contract/pbx-commands.ts';

export type OriginateCommand = Extract<PbxCommand, { type: 'call.originate' }>;

/**
 * The agent's device rings first; when it answers, the dialplan dials `to` as if that device had.
 *
 * The caller id that the agent's phone shows has the dialled number as its name and the agent's own extension as its
 * number: FreePBX and most dialplans know the user by it. When the command asks for a caller id of its own, that is the number,
 * and the dialplan finds it in TRUNKLINE_CALLER_ID as well.
 */
export const originateAction = (
  command: OriginateCommand,
  ids: { readonly commandId: string; readonly bridgeId: string; readonly dialContext: string },
): AmiAction => {
  const extension = command.interface.slice(command.interface.indexOf('/') + 1);
  // The number stands in no field of the agent's leg: a bridge that was restarted meanwhile reads it here.
  const variables: Record<string, string> = {
    __TRUNKLINE_COMMAND_ID: ids.commandId,
    __TRUNKLINE_NUMBER: command.to,
  };
  for (const [name, value] of Object.entries(command.variables)) variables[`__TRUNKLINE_${name}`] = value;
  if (command.callerId !== null) variables.__TRUNKLINE_CALLER_ID = command.callerId;
  return {
    name: 'Originate',
    fields: {
      Channel: command.interface,
      Context: ids.dialContext,
      Exten: command.to,
      Priority: '1',
      CallerID: `"${command.to}" <${command.callerId ?? extension}>`,
      Timeout: String(command.ringTimeoutSeconds * 1000),
      Async: 'true',
      ChannelId: originateChannelId(ids.bridgeId, ids.commandId),
      OtherChannelId: `${ids.bridgeId}-${ids.commandId}-b`,
    },
    variables,
  };
};

export type DialCommand = Extract<PbxCommand, { type: 'call.dial' }>;

/**
 * The customer first: a Local channel whose far end dials out as an agent's telephone would, whose near end runs what
 * dialplan/trunkline.conf does once somebody picks up. `/n`: the pair stays, because the near end is where an agent is put.
 */
export const dialAction = (
  command: DialCommand,
  ids: { readonly commandId: string; readonly bridgeId: string; readonly dialContext: string },
): AmiAction => {
  const variables: Record<string, string> = {
    __TRUNKLINE_COMMAND_ID: ids.commandId,
    __TRUNKLINE_NUMBER: command.to,
    __TRUNKLINE_DIAL_CONTEXT: ids.dialContext,
  };
  for (const [name, value] of Object.entries(command.variables)) variables[`__TRUNKLINE_${name}`] = value;
  if (command.callerId !== null) variables.__TRUNKLINE_CALLER_ID = command.callerId;
  return {
    name: 'Originate',
    fields: {
      Channel: `Local/${command.to}@trunkline-dial/n`,
      Context: 'trunkline-picked-up',
      Exten: 's',
      Priority: '1',
      // What the agent's telephone will show: the customer.
      CallerID: `"${command.to}" <${command.to}>`,
      Timeout: String(command.ringTimeoutSeconds * 1000),
      Async: 'true',
      ChannelId: originateChannelId(ids.bridgeId, ids.commandId),
      OtherChannelId: `${ids.bridgeId}-${ids.commandId}-b`,
    },
    variables,
  };
};

const reasons: Readonly<Record<string, string>> = {
  '0': 'The agent’s phone could not be rung: it is not registered, does not exist or refused.',
  '1': 'The agent’s phone hung up.',
  '3': 'The agent did not pick up in time.',
  '5': 'The agent’s phone is busy.',
  '8': 'The agent’s phone could not be reached: the network is congested.',
};

/** Why an originate failed, from OriginateResponse's `Reason` (0 also stands for busy, measured on Asterisk 22). */
export const originateFailure = (reason: string | undefined): string =>
  reasons[reason ?? ''] ?? `Asterisk could not make the call (reason ${reason ?? 'unknown'}).`;
