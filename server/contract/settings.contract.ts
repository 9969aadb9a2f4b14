/** Firm-wide settings that are not a list of their own. */
import { z } from 'zod';
import { idSchema, timeSchema } from './common.contract.ts';
import { dialledNumberSchema, leadSettingsSchema } from './leads.contract.ts';
import { missedCallSettingsSchema } from './missed-calls.contract.ts';
import { marked } from './sensitive.ts';

/** A call is recorded when no rule of these says no. The PBX's dialplan starts the file; the policy stops it or keeps it. */
export const recordingPolicySchema = z.object({
  inbound: z.boolean(),
  outbound: z.boolean(),
  internal: z.boolean(),
  /** Interfaces never recorded. */
  exceptInterfaces: z.array(z.string().max(80)).max(500),
  retentionDays: z.number().int().min(1).max(3650),
});
export type RecordingPolicy = z.infer<typeof recordingPolicySchema>;

const percent = z.number().min(0).max(100);
export const dealSettingsSchema = z.object({
  /** ISO 4217 code of the money of deals and products. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters such as EUR'),
  /** Largest discount by the reach of the right `products.discount`. */
  maxDiscountPercent: z.object({ own: percent, team: percent, all: percent }),
  /** When a lead becomes a client by itself. */
  leadBecomesClient: z.enum(['deal-created', 'deal-won', 'never']),
});
export type DealSettings = z.infer<typeof dealSettingsSchema>;

/** Sticky routing: whom a caller who is known is offered before the queue, when the dialplan asks (docs/asterisk.md). */
export const routingSettingsSchema = z.object({
  /** Tried in this order; only who is ready. Empty: nobody. */
  order: z.array(z.enum(['owner', 'last-agent'])).max(2),
  /** A conversation longer ago does not count. */
  lastAgentDays: z.number().int().min(1).max(3650),
  /** How long their telephone rings before the queue. */
  ringSeconds: z.number().int().min(5).max(60),
  /** Place in the queue: a higher one comes first. 0: as everybody. */
  vipPriority: z.number().int().min(0).max(100),
  knownPriority: z.number().int().min(0).max(100),
});
export type RoutingSettings = z.infer<typeof routingSettingsSchema>;

export const queueCallbackSettingsSchema = z.object({
  on: z.boolean(),
  /** Callers of one queue who may wait for a call at the same time; whoever asks then goes on waiting. */
  maxPerQueue: z.number().int().min(1).max(1000),
  /** Nobody is called later than this after they asked; the missed call is chased by its ladder all the same. */
  expiresAfterMinutes: z.number().int().min(5).max(1440),
  /** Calls to somebody who does not pick up. */
  tries: z.number().int().min(1).max(10),
  againAfterMinutes: z.number().int().min(1).max(240),
});
export type QueueCallbackSettings = z.infer<typeof queueCallbackSettingsSchema>;

/** What the PBX and its trunks leave to campaigns. */
export const dialerSettingsSchema = z.object({
  /** Of all campaigns together, at the same time. */
  maxLines: z.number().int().min(1).max(5_000),
  /** Calls begun within a second; a trunk that gets more refuses them. */
  originatesPerSecond: z.number().int().min(1).max(500),
});

export const settingsSchema = z.object({
  companyName: z.string().max(200),
  defaultRegion: z.string().length(2),
  defaultTimeZone: z.string().max(64),
  recording: recordingPolicySchema,
  missedCalls: missedCallSettingsSchema,
  deals: dealSettingsSchema,
  leads: leadSettingsSchema,
  /** What callers of the firm's own numbers have come by; the first that fits counts, a whole number before a pattern. */
  dialledNumbers: z.array(dialledNumberSchema).max(500),
  routing: routingSettingsSchema,
  queueCallbacks: queueCallbackSettingsSchema,
  dialer: dialerSettingsSchema,
  wrapUpSeconds: z.number().int().min(0).max(3600),
  pauseReasons: z.array(z.string().min(1).max(80)).max(30),
  /** Kinds of tasks of the firm's own, beside call, meeting, letter and other. */
  taskKinds: z.array(z.string().min(1).max(40)).max(30),
});
export type Settings = z.infer<typeof settingsSchema>;
export const settingsPatchSchema = settingsSchema.partial();

export const auditEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  userId: idSchema.nullable(),
  userName: z.string().nullable(),
  action: z.string(),
  record: z.string(),
  before: marked(z.unknown(), { anything: true }),
  after: marked(z.unknown(), { anything: true }),
  ip: z.string().nullable(),
});
export const auditListSchema = z.object({ items: z.array(auditEntrySchema), nextCursor: z.string().nullable() });
