/** HTTP of ladders and calling hours. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  callingHoursListSchema,
  callingHoursPatchSchema,
  callingHoursSchema,
  ladderListSchema,
  ladderPatchSchema,
  ladderSchema,
  newLadderSchema,
} from '../../contract/missed-calls.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import {
  changeCallingHours,
  changeLadder,
  createCallingHours,
  createLadder,
  deleteLadder,
  type LadderUser,
  listCallingHours,
  listLadders,
} from './retry-rules.usecases.ts';

const params = z.object({ id: idSchema });

export const retryRuleRoutes = (platform: Platform, { ladderUsers }: { ladderUsers: readonly LadderUser[] }) => [
  route({
    method: 'get',
    path: '/api/retry-ladders',
    permission: 'settings.read',
    summary: 'Retry ladders',
    response: ladderListSchema,
    handler: async () => ({ items: await listLadders(platform.database.sql) }),
  }),
  route({
    method: 'post',
    path: '/api/retry-ladders',
    permission: 'settings.manage',
    summary: 'Make a retry ladder',
    body: newLadderSchema,
    response: ladderSchema,
    status: 201,
    handler: ({ principal, body, request }) => createLadder(platform, { principal, ip: request.ip }, body),
  }),
  route({
    method: 'patch',
    path: '/api/retry-ladders/{id}',
    permission: 'settings.manage',
    summary: 'Change a retry ladder; open debts that climb it are planned anew',
    params,
    body: ladderPatchSchema,
    response: ladderSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeLadder(platform, { principal, ip: request.ip }, id, body),
  }),
  route({
    method: 'delete',
    path: '/api/retry-ladders/{id}',
    permission: 'settings.manage',
    summary: 'Delete a retry ladder; one in use needs `substituteId`',
    params,
    query: z.object({ substituteId: idSchema.optional() }),
    handler: ({ principal, params: { id }, query, request }) =>
      deleteLadder(
        platform,
        ladderUsers,
        { principal, ip: request.ip },
        { ladderId: id, substituteId: query.substituteId ?? null },
      ),
  }),
  route({
    method: 'get',
    path: '/api/calling-hours',
    permission: 'settings.read',
    summary: 'Calling hours',
    response: callingHoursListSchema,
    handler: async () => ({ items: await listCallingHours(platform.database.sql, platform.config.defaultRegion) }),
  }),
  route({
    method: 'post',
    path: '/api/calling-hours',
    permission: 'settings.manage',
    summary: 'Make calling hours; what is left out is as in a new house',
    body: callingHoursPatchSchema.required({ name: true }),
    response: callingHoursSchema,
    status: 201,
    handler: ({ principal, body, request }) => createCallingHours(platform, { principal, ip: request.ip }, body),
  }),
  route({
    method: 'patch',
    path: '/api/calling-hours/{id}',
    permission: 'settings.manage',
    summary: 'Change calling hours; open debts are moved into them',
    params,
    body: callingHoursPatchSchema,
    response: callingHoursSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeCallingHours(platform, { principal, ip: request.ip }, id, body),
  }),
];
