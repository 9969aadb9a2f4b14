/** Settings over HTTP. */
import { settingsPatchSchema, settingsSchema } from '../../contract/settings.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeSettings, readSettings } from './settings.usecases.ts';

export const settingsRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/settings',
    permission: 'settings.read',
    summary: 'Read the firm-wide settings',
    response: settingsSchema,
    handler: () => readSettings(platform, platform.database.sql),
  }),
  route({
    method: 'patch',
    path: '/api/settings',
    permission: 'settings.manage',
    summary: 'Change some of the firm-wide settings',
    body: settingsPatchSchema,
    response: settingsSchema,
    handler: ({ principal, body, request }) => changeSettings(platform, { principal, patch: body, ip: request.ip }),
  }),
];
