/** Session, users, teams, keys over HTTP. */
import { z } from 'zod';
import {
  apiKeySchema,
  createdApiKeySchema,
  createdUserSchema,
  newApiKeySchema,
  newTeamSchema,
  newUserSchema,
  sessionSchema,
  signInSchema,
  teamSchema,
  userListSchema,
  userPatchSchema,
  userSchema,
} from '../../contract/access.contract.ts';
import { idSchema, listQuerySchema, timeSchema } from '../../contract/common.contract.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { sessionNotFound, userNotFound } from './access.errors.ts';
import type { Access } from './access.usecases.ts';
import { createKey, listKeys, revokeKey } from './api-keys.usecases.ts';
import { permissionsOf } from './permissions.ts';
import type { Principal, RoleRights } from './principal.ts';
import { roleRoutes } from './roles.routes.ts';
import { readMeaning } from './roles.usecases.ts';
import { route } from './route.ts';
import { createTeam, listTeams, renameTeam } from './teams.usecases.ts';
import { findUser, readSessions, readUsers, toUser, type UserRow } from './users.repository.ts';
import { changeUser, createUser, endSessions, preparePassword } from './users.usecases.ts';

const idParams = z.object({ id: idSchema });

export const ownSessionSchema = z.object({
  id: idSchema,
  createdAt: timeSchema,
  lastSeenAt: timeSchema,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
});

export const accessRoutes = (platform: Platform, access: Access) => [
  ...sessionRoutes(platform, access),
  ...userRoutes(platform),
  ...teamRoutes(platform),
  ...keyRoutes(platform),
  ...roleRoutes(platform),
];

const sessionOf = (platform: Platform, user: UserRow, rights?: RoleRights): z.input<typeof sessionSchema> => ({
  userId: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  ownRole: ownRoleOf(rights),
  fields: rights?.fields ?? {},
  agentId: user.agent_id,
  teamId: user.team_id,
  language: user.language,
  permissions: permissionsOf({ role: user.role, rights }),
  defaultRegion: platform.config.defaultRegion,
});

const ownRoleOf = (rights?: RoleRights) => (rights ? { id: rights.roleId, name: rights.name } : null);

/** A key has no user; it sees itself as one, so that programs can ask what they may do. */
const sessionOfKey = (platform: Platform, { id, name, role, rights }: Principal): z.input<typeof sessionSchema> => ({
  userId: id,
  name,
  email: '',
  role,
  ownRole: ownRoleOf(rights),
  fields: rights?.fields ?? {},
  agentId: null,
  teamId: null,
  language: 'en',
  permissions: permissionsOf({ role, rights }),
  defaultRegion: platform.config.defaultRegion,
});

const sessionRoutes = (platform: Platform, access: Access) => [
  route({
    method: 'post',
    path: '/api/session',
    permission: 'public',
    summary: 'Sign in; the answer sets the session cookie',
    body: signInSchema,
    response: sessionSchema,
    handler: async ({ body, request }) => {
      const { user, cookies } = await access.signIn(body.email, body.password, request);
      for (const cookie of cookies) request.setHeader('set-cookie', cookie);
      return sessionOf(platform, user, (await readMeaning(platform.database.sql, user)).rights);
    },
  }),
  route({
    method: 'get',
    path: '/api/session',
    permission: 'signed-in',
    summary: 'Who is signed in, and what they may do',
    response: sessionSchema,
    handler: async ({ principal, request }) => {
      const user = principal.userId && (await findUser(platform.database.sql, principal.userId));
      if (!user) return sessionOfKey(platform, principal);
      for (const cookie of await access.prolong(request.headers)) request.setHeader('set-cookie', cookie);
      return sessionOf(platform, user, principal.rights);
    },
  }),
  route({
    method: 'delete',
    path: '/api/session',
    permission: 'signed-in',
    summary: 'Sign out',
    handler: async ({ principal, request }) => {
      for (const cookie of await access.signOut(principal, request.headers)) request.setHeader('set-cookie', cookie);
    },
  }),
  route({
    method: 'get',
    path: '/api/sessions',
    permission: 'signed-in',
    summary: 'Own sessions',
    response: z.object({ items: z.array(ownSessionSchema) }),
    handler: async ({ principal }) => {
      const rows = await readSessions(platform.database.sql, principal.userId ?? '', platform.clock.now());
      return {
        items: rows.map((row) => ({
          id: row.id,
          createdAt: row.created_at.toISOString(),
          lastSeenAt: row.updated_at.toISOString(),
          ip: row.ip_address || null,
          userAgent: row.user_agent,
          current: row.id === principal.sessionId,
        })),
      };
    },
  }),
  route({
    method: 'delete',
    path: '/api/sessions/{id}',
    permission: 'signed-in',
    summary: 'End one of the own sessions',
    params: idParams,
    handler: async ({ principal, params }) => {
      const ended = await platform.database.transaction((tx) =>
        endSessions(tx, platform, principal.userId ?? '', { only: params.id }),
      );
      if (ended === 0) throw sessionNotFound();
    },
  }),
];

const userRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/users',
    permission: 'users.read',
    summary: 'Users by name',
    query: listQuerySchema,
    response: userListSchema,
    handler: async ({ query }) => {
      const rows = await readUsers(platform.database.sql, query.limit + 1, cursorOf(query.cursor, 2));
      return pageOf(rows, query.limit, (row) => [row.name.toLowerCase(), row.id], toUser);
    },
  }),
  route({
    method: 'get',
    path: '/api/users/{id}',
    permission: 'users.read',
    summary: 'One user',
    params: idParams,
    response: userSchema,
    handler: async ({ params }) => {
      const row = await findUser(platform.database.sql, params.id);
      if (!row) throw userNotFound();
      return toUser(row);
    },
  }),
  route({
    method: 'post',
    path: '/api/users',
    permission: 'users.manage',
    summary: 'Make a user',
    body: newUserSchema,
    response: createdUserSchema,
    isSecret: true,
    status: 201,
    handler: async ({ principal, body: { password, ...user }, request: { ip } }) => {
      const prepared = await preparePassword(password);
      return await platform.database.transaction((tx) => createUser(tx, platform, user, prepared, { principal, ip }));
    },
  }),
  route({
    method: 'patch',
    path: '/api/users/{id}',
    permission: 'users.manage',
    summary: 'Change a user; a new password ends the other sessions',
    params: idParams,
    body: userPatchSchema,
    response: userSchema,
    handler: async ({ principal, params, body: { password, ...patch }, request: { ip } }) => {
      const prepared = password === undefined ? null : await preparePassword(password);
      return await platform.database.transaction((tx) =>
        changeUser(tx, platform, params.id, patch, prepared, { principal, ip }),
      );
    },
  }),
];

const teamRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/teams',
    permission: 'teams.read',
    summary: 'Teams by name',
    response: z.object({ items: z.array(teamSchema) }),
    handler: async () => ({ items: await listTeams(platform) }),
  }),
  route({
    method: 'post',
    path: '/api/teams',
    permission: 'teams.manage',
    summary: 'Make a team',
    body: newTeamSchema,
    response: teamSchema,
    status: 201,
    handler: ({ principal, body, request: { ip } }) => createTeam(platform, body.name, { principal, ip }),
  }),
  route({
    method: 'patch',
    path: '/api/teams/{id}',
    permission: 'teams.manage',
    summary: 'Rename a team',
    params: idParams,
    body: newTeamSchema,
    response: teamSchema,
    handler: ({ principal, params, body, request: { ip } }) =>
      renameTeam(platform, params.id, body.name, { principal, ip }),
  }),
];

const keyRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/api-keys',
    permission: 'api-keys.manage',
    summary: 'API keys that work',
    response: z.object({ items: z.array(apiKeySchema) }),
    handler: async () => ({ items: await listKeys(platform.database) }),
  }),
  route({
    method: 'post',
    path: '/api/api-keys',
    permission: 'api-keys.manage',
    summary: 'Make an API key; it is shown this once',
    body: newApiKeySchema,
    response: createdApiKeySchema,
    isSecret: true,
    status: 201,
    handler: ({ principal, body, request: { ip } }) =>
      platform.database.transaction((tx) => createKey(tx, platform, body, { principal, ip })),
  }),
  route({
    method: 'delete',
    path: '/api/api-keys/{id}',
    permission: 'api-keys.manage',
    summary: 'Revoke an API key',
    params: idParams,
    handler: ({ principal, params, request: { ip } }) =>
      platform.database.transaction((tx) => revokeKey(tx, platform, params.id, { principal, ip })),
  }),
];
