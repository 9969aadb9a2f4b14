/** What must be there before anybody can sign in: an administrator, and the key of TRUNKLINE_API_KEY. */
import type { Platform } from '../../platform/platform.ts';
import { createKey, hashKey } from './api-keys.usecases.ts';
import { systemPrincipal } from './principal.ts';
import { createUser, preparePassword } from './users.usecases.ts';

export interface FirstAdministrator {
  email: string;
  /** Null when it came from TRUNKLINE_ADMIN_PASSWORD: whoever set it knows it. */
  password: string | null;
}

/**
 * Makes the first administrator when there is no user at all, and returns it for the one line that is printed. Servers
 * that start together take turns, so there is one.
 */
export async function ensureAdministrator(platform: Platform): Promise<FirstAdministrator | null> {
  const { config, database } = platform;
  if ((await database.sql`select 1 from users limit 1`).count > 0) return null;
  const prepared = await preparePassword(config.adminPassword ?? undefined);
  return await database.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('first administrator'))`;
    if ((await tx`select 1 from users limit 1`).count > 0) return null;
    const email = config.adminEmail ?? 'admin@trunkline.local';
    const user = { name: 'Administrator', email, role: 'administrator' as const };
    const { initialPassword } = await createUser(tx, platform, user, prepared, { principal: systemPrincipal });
    return { email, password: initialPassword };
  });
}

/** Shorter ones are accepted, since whoever sets one on a machine of their own may know why. */
const safeKeyLength = 20;

/** The key of the environment works from the first start; one that was revoked by hand stays revoked. */
export async function ensureConfiguredKey(platform: Platform): Promise<void> {
  const { config, database, logger } = platform;
  const { apiKey } = config;
  if (apiKey === null) return;
  if (apiKey.length < safeKeyLength)
    logger.warn(`TRUNKLINE_API_KEY has fewer than ${safeKeyLength} characters: whoever guesses it is an administrator`);
  await database.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('configured key'))`;
    if ((await tx`select 1 from api_keys where key_hash = ${hashKey(apiKey)}`).count > 0) return;
    const key = { name: 'TRUNKLINE_API_KEY', role: 'administrator' as const, key: apiKey };
    await createKey(tx, platform, key, { principal: systemPrincipal });
  });
}
