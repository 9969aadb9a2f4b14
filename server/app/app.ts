/** What the tables of contents of this folder are given: the machinery, and the services that several modules share. */
import { type Access, createAccess } from '../modules/access/access.usecases.ts';
import type { Principal } from '../modules/access/principal.ts';
import type { Route } from '../platform/http/route.ts';
import type { Platform } from '../platform/platform.ts';

export interface App {
  platform: Platform;
  access: Access;
}

export type AppRoute = Route<Principal>;

/** Builds the shared services. Add here what more than one module needs made once. */
export async function createApp(platform: Platform): Promise<App> {
  return { platform, access: await createAccess(platform) };
}

/** Ends what modules hold open (the bridges' connections), before the database goes. */
export async function stopApp(_app: App): Promise<void> {
  // No module holds anything open yet.
}

/** What modules add to `GET /healthz`. */
export async function moduleHealth(_app: App): Promise<Record<string, unknown>> {
  return { bridges: [] };
}
