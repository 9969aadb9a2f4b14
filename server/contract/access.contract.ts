/** Who is signed in, users, teams, API keys. */
import { z } from 'zod';
import { idSchema, listOf, nameSchema, patchOf, timeSchema } from './common.contract.ts';

export const roles = ['operator', 'supervisor', 'manager', 'administrator'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const languages = ['en', 'ru', 'fr', 'it'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

export const sessionSchema = z.object({
  userId: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
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
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
});
export const newApiKeySchema = z.object({ name: nameSchema, role: roleSchema });
export const createdApiKeySchema = apiKeySchema.extend({ key: z.string().describe('shown once') });
