/** Table of contents: every HTTP route, and every WebSocket address beside the live link. */
import { accessRoutes } from '../modules/access/access.routes.ts';
import { auditRoutes } from '../modules/audit/audit.routes.ts';
import type { Upgrade } from '../platform/http/http-server.ts';
import type { App, AppRoute } from './app.ts';

export const routes = (app: App): AppRoute[] => [
  ...accessRoutes(app.platform, app.access),
  ...auditRoutes(app.platform),
];

export const upgrades = (_app: App): Upgrade[] => [];
