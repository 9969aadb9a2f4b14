/** Who is signed in, users, teams, roles, API keys. */
import { z } from 'zod';
import { idSchema, listOf, nameSchema, patchOf, timeSchema } from './common.contract.ts';

export const roles = ['operator', 'supervisor', 'manager', 'administrator'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** How far a right reaches: none of the records, one's own, those of the team too, all. */
export const grantedScopes = ['none', 'own', 'team', 'all'] as const;
export type GrantedScope = (typeof grantedScopes)[number];

/** hidden: never sent · read-only: sent, and a change of it is refused. */
export const fieldRights = ['hidden', 'read-only'] as const;
export type FieldRight = (typeof fieldRights)[number];

/** Kind of record (`contact`) → field (`notes`) → what is held back. */
export const fieldRightsSchema = z.record(z.string().max(40), z.record(z.string().max(40), z.enum(fieldRights)));
export type FieldRights = z.infer<typeof fieldRightsSchema>;

export const ownRoleSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Built-in role it begins from: a right that is not named in `scopes` is as that role has it. */
  base: roleSchema,
  /** Permission → how far it reaches; only what differs from the base. */
  scopes: z.record(z.string().max(80), z.enum(grantedScopes)),
  fields: fieldRightsSchema,
  /** How many users and API keys have it. */
  holders: z.number().int(),
  version: z.number().int(),
});
export type OwnRole = z.infer<typeof ownRoleSchema>;

export const newRoleSchema = z.object({
  name: nameSchema,
  base: roleSchema,
  scopes: ownRoleSchema.shape.scopes.default({}),
  fields: fieldRightsSchema.default({}),
});
/** `version` older than the stored one: refused with 409. */
export const rolePatchSchema = patchOf(newRoleSchema.omit({ base: true })).extend({
  version: z.number().int().optional(),
});

export const roleListSchema = z.object({
  items: z.array(ownRoleSchema),
  /** Every right there is, with what the built-in roles have of it and how far it can reach. */
  permissions: z.array(
    z.object({
      name: z.string(),
      builtIn: z.record(z.string(), z.enum(grantedScopes)),
      choices: z.array(z.enum(grantedScopes)),
    }),
  ),
  /** Fields that a role can hold back; those that a record cannot be shown without can only be made read-only. */
  fields: z.array(z.object({ kind: z.string(), field: z.string(), canHide: z.boolean() })),
});
export type RoleList = z.infer<typeof roleListSchema>;

export const languages = ['en', 'ru', 'fr', 'it'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

export const sessionSchema = z.object({
  userId: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  /** The own role, when the person has one; `role` is its base. */
  ownRole: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** What the own role holds back of records. */
  fields: fieldRightsSchema,
  /** The agent this user is at the telephone, if any. */
  agentId: idSchema.nullable(),
  teamId: idSchema.nullable(),
  language: languageSchema,
  /** Names of permissions of the table in modules/access; the console hides what is not in it. */
  permissions: z.array(z.string()),
  /** Country for numbers written without one. */
  defaultRegion: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;

export const signInSchema = z.object({ email: z.email().max(200), password: z.string().min(1).max(200) });

export const userSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  /** An own role; `role` is its base then. */
  roleId: idSchema.nullable(),
  teamId: idSchema.nullable(),
  agentId: idSchema.nullable(),
  language: languageSchema,
  active: z.boolean(),
  createdAt: timeSchema,
});
export type User = z.infer<typeof userSchema>;
export const userListSchema = listOf(userSchema);

export const newUserSchema = z.object({
  name: nameSchema,
  email: z.email().max(200),
  role: roleSchema,
  /** An own role; it brings its base along, whatever `role` says. Left out of a change of `role`: kept while the base fits. */
  roleId: idSchema.nullable().default(null),
  teamId: idSchema.nullable().default(null),
  language: languageSchema.default('en'),
  /** At least 10 characters; left out: one is made and returned once. */
  password: z.string().min(10).max(200).optional(),
});
export const createdUserSchema = userSchema.extend({ initialPassword: z.string().nullable() });
export const userPatchSchema = patchOf(newUserSchema.extend({ active: z.boolean() }));

export const teamSchema = z.object({ id: idSchema, name: z.string() });
export const newTeamSchema = z.object({ name: nameSchema });

export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  roleId: idSchema.nullable(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
});
export const newApiKeySchema = z.object({
  name: nameSchema,
  role: roleSchema,
  roleId: idSchema.nullable().default(null),
});
export const createdApiKeySchema = apiKeySchema.extend({ key: z.string().describe('shown once') });
