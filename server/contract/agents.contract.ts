/** Agents (people at telephones), their presence, and what was found on the PBX. */
import { z } from 'zod';
import { roleSchema } from './access.contract.ts';
import { idSchema, listOf, nameSchema, patchOf, timeSchema } from './common.contract.ts';

/**
 * One truth of presence per agent, reduced on the server from the device, the calls and what the agent asked for.
 * off: not signed in · ready · ringing · on-call · wrap-up (after-call work) · paused (with a reason) · phone-offline.
 */
export const presenceStates = ['off', 'ready', 'ringing', 'on-call', 'wrap-up', 'paused', 'phone-offline'] as const;
export type PresenceState = (typeof presenceStates)[number];

export const presenceSchema = z.object({
  agentId: idSchema,
  name: z.string(),
  interface: z.string().nullable(),
  teamId: idSchema.nullable(),
  state: z.enum(presenceStates),
  since: timeSchema,
  pauseReason: z.string().nullable(),
  /** A pause was asked for and begins when the call and its after-call work are over. */
  pauseAsked: z.boolean(),
  /** Calls this agent's devices are in now. */
  callIds: z.array(idSchema),
  version: z.number().int(),
});
export type Presence = z.infer<typeof presenceSchema>;

export const interfaceSchema = z.string().regex(/^[A-Za-z0-9]+\/[A-Za-z0-9_.@+-]{1,80}$/, 'must look like PJSIP/101');

export const agentSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  userId: idSchema.nullable(),
  interface: z.string().nullable(),
  role: roleSchema,
  teamId: idSchema.nullable(),
  active: z.boolean(),
  /** Entries of the directory `skill`: what this agent is good at. */
  skillIds: z.array(idSchema),
});
export type Agent = z.infer<typeof agentSchema>;
export const agentListSchema = listOf(agentSchema);

/** Creates the user (sign-in) and the agent in one step; `interface` may stay empty for people without a telephone. */
export const newAgentSchema = z.object({
  name: nameSchema,
  email: z.email().max(200),
  interface: interfaceSchema.nullable().default(null),
  role: roleSchema.default('operator'),
  teamId: idSchema.nullable().default(null),
  password: z.string().min(10).max(200).optional(),
  skillIds: z.array(idSchema).max(100).default([]),
});
export const createdAgentSchema = agentSchema.extend({ initialPassword: z.string().nullable() });
export const agentPatchSchema = patchOf(newAgentSchema.omit({ password: true }).extend({ active: z.boolean() }));

export const presenceCommandSchema = z.object({
  state: z.enum(['ready', 'paused']),
  pauseReason: z.string().max(80).nullable().default(null),
});

export const endpointSchema = z.object({
  pbx: z.string(),
  interface: z.string(),
  kind: z.enum(['agent', 'trunk']),
  callerIdName: z.string().nullable(),
  deviceState: z.string(),
  agentId: idSchema.nullable(),
});
export type Endpoint = z.infer<typeof endpointSchema>;
export const endpointListSchema = z.object({ items: z.array(endpointSchema) });

export const queueSchema = z.object({
  name: z.string(),
  pbx: z.string(),
  /** Shown instead of the PBX name when set. */
  title: z.string().nullable(),
  strategy: z.string().nullable(),
  /** Team that gets this queue's missed calls; null: everybody. */
  teamId: idSchema.nullable(),
  recorded: z.boolean(),
  ladderId: idSchema.nullable(),
  members: z.array(
    z.object({
      interface: z.string(),
      agentId: idSchema.nullable(),
      name: z.string().nullable(),
      paused: z.boolean(),
      deviceState: z.string(),
    }),
  ),
  waiting: z.array(
    z.object({
      callId: idSchema.nullable(),
      number: z.string().nullable(),
      name: z.string().nullable(),
      position: z.number().int(),
      joinedAt: timeSchema,
    }),
  ),
  version: z.number().int(),
});
export type Queue = z.infer<typeof queueSchema>;
export const queueListSchema = z.object({ items: z.array(queueSchema) });
export const queuePatchSchema = z
  .object({
    title: nameSchema.nullable(),
    teamId: idSchema.nullable(),
    recorded: z.boolean(),
    ladderId: idSchema.nullable(),
  })
  .partial();

export const pbxSchema = z.object({
  pbx: z.string(),
  bridgeId: z.string(),
  /** `offline`: the bridge itself is not connected to the server. */
  state: z.enum(['up', 'connecting', 'refused', 'rejected', 'lacking-rights', 'offline']),
  detail: z.string().nullable(),
  asteriskVersion: z.string().nullable(),
  since: timeSchema,
  version: z.number().int(),
});
export type Pbx = z.infer<typeof pbxSchema>;
export const pbxListSchema = z.object({ items: z.array(pbxSchema) });
