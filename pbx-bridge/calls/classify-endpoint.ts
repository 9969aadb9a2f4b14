/** Whose device a channel belongs to: one decision, so that every reducer agrees. */
import type { ChannelName } from './channel-name.ts';

export type EndpointKind = 'agent' | 'external' | 'local' | 'service';

export interface KnownEndpoints {
  /** What an administrator mapped. */
  isAgent(iface: string): boolean;
  isTrunk(iface: string): boolean;
  /** Seen as a member of a queue. */
  isQueueMember(iface: string): boolean;
}

/** Helpers that Asterisk makes for itself: announcers, recorders, paging, the stand-in of a masquerade. */
const SERVICES = new Set([
  'AsyncGoto',
  'Announcer',
  'Bridge',
  'CBAnn',
  'CBRec',
  'ConfBridge',
  'Message',
  'MulticastRTP',
  'Parked',
  'Recorder',
  'Snoop',
  'Surrogate',
  'UnicastRTP',
  '',
]);
/** Lines to the world by their nature, even though their devices have numbers for names. */
const LINES = new Set(['DAHDI', 'Zap', 'OOH323', 'H323', 'mISDN', 'Khomp', 'Dongle', 'Quectel', 'CAPI', 'Motif']);

/**
 * agent: a device of ours. external: a party behind a trunk. Settings win; then queue membership; then the context the
 * endpoint lives in; then its name: a short number is an extension, anything else a trunk.
 */
export function classifyEndpoint(name: ChannelName, context: string | null, known: KnownEndpoints): EndpointKind {
  if (name.local || name.technology === 'Local') return 'local';
  if (SERVICES.has(name.technology)) return 'service';
  if (known.isAgent(name.interface)) return 'agent';
  if (known.isTrunk(name.interface)) return 'external';
  if (known.isQueueMember(name.interface)) return 'agent';
  if (LINES.has(name.technology)) return 'external';
  if (context && /trunk|pstn|\bdid\b|inbound|incoming|carrier|provider/i.test(context)) return 'external';
  if (/^\d{2,6}$/.test(name.resource)) return 'agent';
  if (context && /internal|agent|phones?\b|users?\b|extensions?\b|sip-?phones/i.test(context)) return 'agent';
  return 'external';
}
