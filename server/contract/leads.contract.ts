/** Leads: who gets which and why, and what came of each source. */
import { z } from 'zod';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  nameSchema,
  textOf,
  timeSchema,
} from './common.contract.ts';
import { marked } from './sensitive.ts';

/**
 * Rules by which a lead finds its owner, tried in the order of the firm. `organisation-owner` and `round-robin` decide;
 * the others leave out those whom they do not mean, unless that would leave out everybody.
 */
export const leadRules = ['organisation-owner', 'region', 'skill', 'present', 'load', 'round-robin'] as const;
export const leadRuleSchema = z.enum(leadRules);
export type LeadRule = z.infer<typeof leadRuleSchema>;

const whoSchema = z.object({ agentIds: z.array(idSchema).max(200), teamIds: z.array(idSchema).max(50) });
export type LeadTakers = z.infer<typeof whoSchema>;

/** Countries of numbers. */
const countriesSchema = z.array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters such as RU')).max(60);
/** IANA zones in force for the lead. */
const timeZonesSchema = z.array(z.string().min(1).max(64)).max(60);

export const leadRegionSchema = whoSchema.extend({
  name: nameSchema,
  countries: countriesSchema,
  timeZones: timeZonesSchema,
});
export type LeadRegion = z.infer<typeof leadRegionSchema>;

/**
 * What somebody must be good at, told by where the lead came from and where its number is from. When both are given, both
 * must fit; when nothing is, it is about no lead. It means whoever has the skill, and whoever is named.
 */
export const leadSkillSchema = whoSchema.extend({
  name: nameSchema,
  sourceIds: z.array(idSchema).max(60),
  /** Advertising channels, as they are written on the lead. */
  channels: z.array(textOf(200)).max(60),
  countries: countriesSchema.default([]),
  timeZones: timeZonesSchema.default([]),
  /** Entry of the directory `skill`; null: only whoever is named. */
  skillId: idSchema.nullable().default(null),
});
export type LeadSkill = z.infer<typeof leadSkillSchema>;

/**
 * Whose somebody is whom a person types in without naming an owner. keep: of whoever typed · rules: nobody's, so that the
 * rules give the lead out. Imports, forms, keys and people made of a missed call always go by the rules.
 */
export const handMadeLeads = ['keep', 'rules'] as const;

export const leadSettingsSchema = z.object({
  /** Off: a lead without an owner stays everybody's. */
  on: z.boolean(),
  handMade: z.enum(handMadeLeads).default('keep'),
  order: z
    .array(z.object({ rule: leadRuleSchema, on: z.boolean() }))
    .refine(
      (order) => new Set(order.map(({ rule }) => rule)).size === leadRules.length && order.length === leadRules.length,
      'must name each rule once',
    ),
  /** Nobody named: everybody who works here. */
  takers: whoSchema,
  regions: z.array(leadRegionSchema).max(50),
  skills: z.array(leadSkillSchema).max(50),
  /** A lead that its owner did not touch goes to somebody who is there. */
  untouched: z.object({
    on: z.boolean(),
    afterMinutes: z.number().int().min(5).max(43_200),
    /** How often one lead is passed on at most. */
    most: z.number().int().min(1).max(10),
  }),
});
export type LeadSettings = z.infer<typeof leadSettingsSchema>;

/** A pattern as in the dialplan of Asterisk, after `_`: X any digit, Z 1 to 9, N 2 to 9, [15-7], `.` or `!` for the rest. */
const dialledPattern = /^_(?=.)(?:[\dXZN+-]|\[[\d-]+\])*[.!]?$/i;
const plainNumber = /^\+?[\d\s().-]*\d[\d\s().-]*$/;

/** One of the firm's own numbers, and what whoever calls it has come by. */
export const dialledNumberSchema = z.object({
  /** In any form in which the number is written, or as the trunk tells it; or a pattern. */
  number: textOf(60).refine((text) => plainNumber.test(text) || dialledPattern.test(text), {
    message: 'must be a number, or a pattern such as _495123XXXX',
  }),
  /** Entry of the directory `source`; null: only the channel is known. */
  sourceId: idSchema.nullable(),
  /** Advertising channel, as it is written on the lead. */
  channel: textOf(200),
  /** For whoever answers: what the caller has read or heard. */
  note: textOf(300).default(''),
});
export type DialledNumber = z.infer<typeof dialledNumberSchema>;

/** Why somebody has a lead: the rules that were of use, in their order, and the one that decided. */
export const leadReasonSchema = z.object({
  /** `only-one`: nobody else takes leads · `first`: no rule told them apart, the first by name. */
  decidedBy: z.enum([...leadRules, 'only-one', 'first']),
  steps: z.array(
    z.object({
      rule: leadRuleSchema,
      /** How many were left after it. */
      left: z.number().int(),
      /** Name of the region or the skill rule, number of open leads. */
      detail: z.string().nullable(),
      /** Skill that was asked for, by its word at that time; left out: none. */
      skill: z.string().optional(),
    }),
  ),
});
export type LeadReason = z.infer<typeof leadReasonSchema>;

/** new: it had just come · asked: somebody had it given again · untouched: the owner before did nothing with it. */
export const leadGivenWhy = ['new', 'asked', 'untouched'] as const;

export const nextLeadQuerySchema = z.object({
  /** What the lead that is thought of would bring along. */
  number: z.string().max(60).optional(),
  sourceId: idSchema.optional(),
  channel: z.string().max(200).optional(),
});
export const nextLeadSchema = z.object({
  owner: agentRefSchema.nullable(),
  reason: leadReasonSchema.nullable(),
  takers: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      present: z.boolean(),
      openLeads: z.number().int(),
      /** Entries of the directory `skill`. */
      skillIds: z.array(idSchema),
    }),
  ),
});
export type NextLead = z.infer<typeof nextLeadSchema>;

export const distributeLeadsSchema = z.object({ contactIds: z.array(idSchema).min(1).max(200) });
export const distributedLeadsSchema = z.object({
  items: z.array(
    z.object({
      contactId: idSchema,
      /** Null: nobody else takes leads, or it is no open lead any more. */
      owner: agentRefSchema.nullable(),
      /** Whose it was. */
      from: agentRefSchema.nullable(),
      reason: leadReasonSchema.nullable(),
    }),
  ),
});
export type DistributedLeads = z.infer<typeof distributedLeadsSchema>;

const sourceOfContact = () => marked(z.string().nullable(), { copyOf: 'contact.source' });
export const leadSchema = z.object({
  contactId: idSchema,
  name: z.string(),
  organisationId: marked(idSchema.nullable(), { copyOf: 'contact.organisation' }),
  organisationName: marked(z.string().nullable(), { copyOf: 'contact.organisation' }),
  owner: marked(agentRefSchema.nullable(), { copyOf: 'contact.owner' }),
  /** Null: somebody chose the owner by hand, or there is none. */
  given: z.object({ at: timeSchema, why: z.enum(leadGivenWhy), reason: leadReasonSchema }).nullable(),
  sourceId: sourceOfContact(),
  channel: sourceOfContact(),
  cameAt: timeSchema,
  lastCallAt: timeSchema.nullable(),
  reached: z.boolean(),
});
export type Lead = z.infer<typeof leadSchema>;
export const leadListSchema = listOf(leadSchema);
export const leadListQuerySchema = listQuerySchema.extend({
  ownerId: idSchema.optional(),
  sourceId: idSchema.optional(),
  /** Words of the name or the e-mail, or a part of the number. */
  q: z.string().max(200).optional(),
});

export const sourceGroups = ['source', 'channel', 'number'] as const;
export const leadSourcesQuerySchema = z.object({
  /** First moment, and the one after the last. */
  from: timeSchema,
  to: timeSchema,
  by: z.enum(sourceGroups).default('source'),
});
export const leadSourcesSchema = z.object({
  currency: z.string(),
  items: z.array(
    z.object({
      /** Entry of the directory `source`, advertising channel or dialled number; null: not known. */
      key: sourceOfContact(),
      /** People who came as leads in this time. */
      leads: z.number().int(),
      /** Of them those with whom somebody has spoken. */
      reached: z.number().int(),
      /** Of them those with a deal, and with a deal that was won, as far as the reader may see deals. */
      withDeal: z.number().int(),
      won: z.number().int(),
      /** Sum of the deals that were won, in the currency of the settings. */
      wonSum: marked(z.string(), { copyOf: 'deal.money' }),
    }),
  ),
});
export type LeadSources = z.infer<typeof leadSourcesSchema>;
