/**
 * What is true on the PBX now, as opposed to what happened: sent whole after each connect and then object by object.
 * Nothing of it needs a journal, because the PBX can always be asked again.
 */
import { z } from 'zod';

export const deviceStates = [
  'unknown',
  'not-in-use',
  'in-use',
  'busy',
  'invalid',
  'unavailable',
  'ringing',
  'ring-in-use',
  'on-hold',
] as const;
export type DeviceState = (typeof deviceStates)[number];

export const pbxEndpointSchema = z.object({
  /** `PJSIP/101` */
  interface: z.string(),
  kind: z.enum(['agent', 'trunk']),
  callerIdName: z.string().nullable(),
  deviceState: z.enum(deviceStates),
});
export type PbxEndpoint = z.infer<typeof pbxEndpointSchema>;

export const pbxQueueMemberSchema = z.object({
  /** The device, so that it can be found among the endpoints: `PJSIP/101`. */
  interface: z.string(),
  /** What the queue itself calls the member when that is another name (`Local/101@from-queue/n`): commands need it. */
  queueInterface: z.string().optional(),
  name: z.string().nullable(),
  paused: z.boolean(),
  pausedReason: z.string().nullable(),
  penalty: z.number().int(),
  deviceState: z.enum(deviceStates),
  inCall: z.boolean(),
});
export type PbxQueueMember = z.infer<typeof pbxQueueMemberSchema>;

export const pbxQueueSchema = z.object({
  name: z.string(),
  strategy: z.string().nullable(),
  members: z.array(pbxQueueMemberSchema),
  waiting: z.array(
    z.object({
      legId: z.string(),
      callId: z.string().nullable(),
      number: z.string().nullable(),
      name: z.string().nullable(),
      position: z.number().int(),
      joinedAt: z.iso.datetime(),
    }),
  ),
});
export type PbxQueue = z.infer<typeof pbxQueueSchema>;

/**
 * up: logged in and in step. connecting: trying. refused: nobody listens or the network says no. rejected: wrong user or
 * secret. lacking-rights: logged in, but without a right we need (`detail` names it and how to grant it).
 */
export const linkStates = ['up', 'connecting', 'refused', 'rejected', 'lacking-rights'] as const;

export const pbxLinkSchema = z.object({
  state: z.enum(linkStates),
  /** One sentence for the administrator; null when up. */
  detail: z.string().nullable(),
  asteriskVersion: z.string().nullable(),
  since: z.iso.datetime(),
});
export type PbxLink = z.infer<typeof pbxLinkSchema>;

export const pbxStateSchema = z.object({
  link: pbxLinkSchema,
  endpoints: z.array(pbxEndpointSchema),
  queues: z.array(pbxQueueSchema),
});
export type PbxState = z.infer<typeof pbxStateSchema>;
