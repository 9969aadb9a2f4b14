/** Accounts, roles and teams in the audit, and how old values come back. Passwords are not kept. */
import { newTeamSchema, rolePatchSchema, userPatchSchema } from '../../contract/access.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { selectRoles, toOwnRole } from './roles.repository.ts';
import { changeRole } from './roles.usecases.ts';
import { renameTeam, type Team } from './teams.usecases.ts';
import { findUser, toUser } from './users.repository.ts';
import { changeUser } from './users.usecases.ts';

export const auditedAccess: AuditedKind[] = [
  auditedFirmThing({
    kind: 'user',
    prefix: 'usr',
    rights: { read: 'users.read', write: 'users.manage' },
    fields: restorableKeys('user.changed'),
    patch: userPatchSchema.omit({ password: true }),
    async find(sql, ids) {
      const rows = await Promise.all(ids.map((id) => findUser(sql, id)));
      return foundIn(
        rows.flatMap((row) => (row ? [toUser(row)] : [])),
        ids,
      );
    },
    change: ({ database, ...needs }, by, userId, patch) =>
      database.transaction((tx) => changeUser(tx, needs, userId, patch, null, by)),
  }),
  auditedFirmThing({
    kind: 'role',
    prefix: 'rol',
    rights: { read: 'roles.read', write: 'roles.manage' },
    fields: restorableKeys('role.changed'),
    patch: rolePatchSchema,
    find: async (sql, ids) => foundIn((await selectRoles(sql)).map(toOwnRole), ids),
    change: (platform, by, roleId, patch) => changeRole(platform, { roleId, patch, ...by }),
  }),
  auditedFirmThing({
    kind: 'team',
    prefix: 'team',
    rights: { read: 'teams.read', write: 'teams.manage' },
    fields: restorableKeys('team.changed'),
    patch: newTeamSchema,
    find: async (sql, ids) => foundIn(await sql<Team[]>`select id, name from teams where id = any(${[...ids]})`, ids),
    change: (platform, by, id, { name }) => renameTeam(platform, id, name, by),
  }),
];
