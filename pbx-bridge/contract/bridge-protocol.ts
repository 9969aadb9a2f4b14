/**
 * The whole wire language between a bridge and the server: JSON text frames over one WebSocket that the bridge opens at
 * `/bridge` with `Authorization: Bearer <bridge token>`. Recording files travel beside it, as
 * `PUT /bridge/recordings/:recordingId` (same token, body = the file, header `X-Call-Id`).
 *
 * Order: bridge sends `hello`; server answers `welcome` (what it has committed) or `refused` and closes; the bridge
 * then sends every event after `ackedSequence`, in order, in batches, plus state; the server answers each batch with
 * `ack` after its transaction has committed. Recovery is the same path as start.
 */
import { z } from 'zod';
import { commandResultSchema, pbxCommandSchema } from './pbx-commands.ts';
import { pbxEventSchema } from './pbx-events.ts';
import { pbxEndpointSchema, pbxLinkSchema, pbxQueueSchema, pbxStateSchema } from './pbx-state.ts';

/**
 * Every call that the bridge holds open, said when it is in step with Asterisk: after each resync, after each welcome and
 * every half minute. A call of this PBX that the server has open and that is not named here has ended unheard: its bridge was
 * killed and lost its disk, was replaced by one of another version, or the server's database is older than the journal.
 */
export const openCallsSchema = z.object({
  kind: z.literal('calls.open'),
  /** Last fact of the journal when the list was made. The facts up to it go before this frame; a call told later is newer. */
  afterSequence: z.number().int().nonnegative(),
  /** When the calls were last known to be open, by the PBX's clock. */
  at: z.iso.datetime(),
  callIds: z.array(z.string().max(64)).max(100_000),
});
export type OpenCalls = z.infer<typeof openCallsSchema>;

export const bridgeToServerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    contractVersion: z.number().int(),
    bridgeId: z.string().min(1).max(64),
    /** Name shown to people; defaults to the bridge id. */
    pbx: z.string(),
    /** Random id of this journal: a new one means that sequences begin again. */
    journalId: z.string(),
    lastSequence: z.number().int().nonnegative(),
  }),
  z.object({ kind: z.literal('events'), events: z.array(pbxEventSchema).min(1).max(500) }),
  openCallsSchema,
  z.object({ kind: z.literal('state'), state: pbxStateSchema }),
  z.object({ kind: z.literal('state.link'), link: pbxLinkSchema }),
  z.object({ kind: z.literal('state.endpoint'), endpoint: pbxEndpointSchema }),
  z.object({ kind: z.literal('state.queue'), queue: pbxQueueSchema }),
  z.object({ kind: z.literal('command.result'), commandId: z.string(), result: commandResultSchema }),
]);
export type BridgeToServer = z.infer<typeof bridgeToServerSchema>;

export const refusalCodes = ['contract-version', 'bridge-id-in-use', 'malformed'] as const;

export const serverToBridgeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('welcome'),
    ackedSequence: z.number().int().nonnegative(),
    /** Devices known to belong to agents and endpoints known to be trunks: they decide which leg is ours. */
    agentInterfaces: z.array(z.string()),
    trunkInterfaces: z.array(z.string()),
  }),
  z.object({ kind: z.literal('refused'), code: z.enum(refusalCodes), message: z.string() }),
  z.object({ kind: z.literal('ack'), sequence: z.number().int().positive() }),
  z.object({
    kind: z.literal('config'),
    agentInterfaces: z.array(z.string()),
    trunkInterfaces: z.array(z.string()),
  }),
  z.object({ kind: z.literal('command'), commandId: z.string(), command: pbxCommandSchema }),
]);
export type ServerToBridge = z.infer<typeof serverToBridgeSchema>;
