/** Own roles over HTTP. */
import { z } from 'zod';
import { newRoleSchema, ownRoleSchema, roleListSchema, rolePatchSchema } from '../../contract/access.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { changeRole, createRole, deleteRole, listRoles } from './roles.usecases.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema });

export const roleRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/roles',
    permission: 'roles.read',
    summary: 'Own roles, every right with what the built-in roles have of it, and the fields a role can hold back',
    response: roleListSchema,
    handler: () => listRoles(platform),
  }),
  route({
    method: 'post',
    path: '/api/roles',
    permission: 'roles.manage',
    summary: 'Make an own role from a built-in one',
    body: newRoleSchema,
    response: ownRoleSchema,
    status: 201,
    handler: ({ principal, body, request: { ip } }) => createRole(platform, { body, principal, ip }),
  }),
  route({
    method: 'patch',
    path: '/api/roles/{id}',
    permission: 'roles.manage',
    summary: 'Change an own role; whoever has it feels it at once',
    params,
    body: rolePatchSchema,
    response: ownRoleSchema,
    handler: ({ principal, params: { id }, body, request: { ip } }) =>
      changeRole(platform, { roleId: id, patch: body, principal, ip }),
  }),
  route({
    method: 'delete',
    path: '/api/roles/{id}',
    permission: 'roles.manage',
    summary: 'Delete an own role that nobody has',
    params,
    handler: ({ principal, params: { id }, request: { ip } }) => deleteRole(platform, { roleId: id, principal, ip }),
  }),
];
