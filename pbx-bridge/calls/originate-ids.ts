/** How a command of ours, its AMI action and the channel it makes find each other. */
const actionPrefix = 'tl-originate-';

/** ActionID of an originate: carries the command's id, so that a late OriginateResponse is understood after a restart. */
export const originateActionId = (commandId: string): string => `${actionPrefix}${commandId}`;

export const commandOfActionId = (actionId: string | undefined): string | null =>
  actionId?.startsWith(actionPrefix) === true ? actionId.slice(actionPrefix.length) : null;

/** Uniqueid of the agent's channel: known before the channel is there (Asterisk says nothing of it when it fails). */
export const originateChannelId = (bridgeId: string, commandId: string): string => `${bridgeId}-${commandId}-a`;

/** What a failed OriginateResponse says of the leg it rang: the device, and our command if it was ours. It has no uniqueid. */
export interface OriginatedLeg {
  readonly device: string;
  readonly command: string | null;
}

/** Whether this leg is the one. Two clicks can ring one device at once: ours are told apart by their command. */
export function isOriginatedLeg(leg: { id: string; interface: string } | undefined, wanted: OriginatedLeg): boolean {
  if (leg === undefined || leg.interface !== wanted.device) return false;
  return wanted.command === null || leg.id.endsWith(originateChannelId('', wanted.command));
}
