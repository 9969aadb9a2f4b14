/** Who is asking, signing in and out. One `Access` per server; it remembers principals for a few seconds. */

import { randomToken } from '../../platform/ids/ids.ts';
import type { Fact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { invalidKey, wrongCredentials } from './access.errors.ts';
import type { AccessFacts } from './access.events.ts';
import { hashKey, principalOfKey } from './api-keys.usecases.ts';
import { type Principal, systemPrincipal } from './principal.ts';
import { createPrincipalMemory } from './principal-memory.ts';
import { readMeaning } from './roles.usecases.ts';
import { createSessionLibrary } from './session-library.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { findUser, findUserByEmail, principalOfUser, type UserRow } from './users.repository.ts';
import { endSessions } from './users.usecases.ts';

export interface Client {
  ip: string;
  userAgent: string;
}

export interface Access {
  /** By API key, else by cookie; null: nobody. Throws `access.invalid_key`. */
  authenticate(headers: Headers): Promise<Principal | null>;
  signIn(email: string, password: string, client: Client): Promise<{ user: UserRow; cookies: string[] }>;
  /** Ends the session of the cookie and returns the lines that remove it. */
  signOut(principal: Principal, headers: Headers): Promise<string[]>;
  prolong(headers: Headers): Promise<string[]>;
  /** To be told of every fact: forgets whom it concerns. Returns whose rights must be asked again, if anybody's. */
  forget(fact: Fact): { principalId?: string } | null;
}

const isOfOwnFields = ({ type, payload }: Fact): boolean =>
  type === 'settings.changed' && (payload as { what?: string }).what === 'custom-fields';

/** One secret for all servers of a database, made by the first. */
export async function sharedSecret({ database }: Pick<Platform, 'database'>, name: string): Promise<string> {
  await database.sql`
    insert into server_secrets (name, value) values (${name}, ${randomToken(48)}) on conflict (name) do nothing`;
  const [row] = await database.sql<{ value: string }[]>`select value from server_secrets where name = ${name}`;
  if (!row) throw new Error(`the secret ${name} is missing`);
  return row.value;
}

const bearer = (headers: Headers): string | null => {
  const given = headers.get('authorization');
  if (given === null) return null;
  const [, key] = /^Bearer ([\x21-\x7e]{1,300})$/i.exec(given) ?? [];
  if (key === undefined) throw invalidKey();
  return key;
};

/** The session cookie alone, so that other cookies of the browser do not make it another memory. */
const sessionCookie = (headers: Headers): string | null =>
  /(?:^|;\s*)((?:__Secure-)?trunkline\.session_token=[^;]+)/.exec(headers.get('cookie') ?? '')?.[1] ?? null;

export async function createAccess(platform: Platform): Promise<Access> {
  const { database, clock, facts } = platform;
  const library = createSessionLibrary(platform, await sharedSecret(platform, 'sessions'));
  const limits = createSignInLimits(database);
  const memory = createPrincipalMemory(clock);

  const byCookie = async (cookie: string): Promise<Principal | null> => {
    const session = await library.read(new Headers({ cookie }));
    const user = session && (await findUser(database.sql, session.userId));
    if (!user?.active) return null;
    return principalOfUser(user, session?.sessionId ?? null, await readMeaning(database.sql, user));
  };
  const refuse = async (email: string, client: Client, userId: string | null): Promise<never> => {
    await limits.failed(email, client.ip);
    await database.transaction((tx) =>
      createAudit(platform).record(tx, {
        principal: { ...systemPrincipal, userId },
        action: 'session.refused',
        record: userId ?? 'unknown user',
        ip: client.ip,
      }),
    );
    throw wrongCredentials();
  };

  return {
    async authenticate(headers) {
      const key = bearer(headers);
      if (key !== null) {
        const principal = await memory.recall(`key ${hashKey(key)}`, () => principalOfKey(database, key, clock.now()));
        if (!principal) throw invalidKey();
        return principal;
      }
      const cookie = sessionCookie(headers);
      return cookie === null ? null : await memory.recall(`cookie ${cookie}`, () => byCookie(cookie));
    },
    async signIn(email, password, client) {
      await limits.check(email, client.ip);
      const signedIn = await library.signIn(email, password, client);
      if (!signedIn) {
        const known = await findUserByEmail(database.sql, email);
        return await refuse(email, client, known?.id ?? null);
      }
      const user = await findUser(database.sql, signedIn.userId);
      if (!user?.active) {
        await database.transaction((tx) => endSessions(tx, { facts }, signedIn.userId, {}));
        return await refuse(email, client, signedIn.userId);
      }
      await limits.succeeded(email, client.ip);
      const principal = principalOfUser(user, null);
      await database.transaction(async (tx) => {
        await createAudit(platform).record(tx, { principal, action: 'session.began', record: user.id, ip: client.ip });
        const payload = { userId: user.id, agentId: user.agent_id };
        await facts.append<AccessFacts>(tx, { type: 'session.began', payload, subject: user.id });
      });
      return { user, cookies: signedIn.cookies };
    },
    async signOut(principal, headers) {
      const cookies = await library.signOutCookies(headers);
      const { userId, sessionId } = principal;
      if (userId === null || sessionId === null) return cookies;
      await database.transaction(async (tx) => {
        await endSessions(tx, { facts }, userId, { only: sessionId });
        await facts.append<AccessFacts>(tx, { type: 'session.ended', payload: { userId, sessionId }, subject: userId });
        await createAudit(platform).record(tx, { principal, action: 'session.ended', record: userId });
      });
      return cookies;
    },
    prolong: (headers) => library.prolong(headers),
    forget(fact) {
      if (fact.type === 'role.changed') {
        memory.forgetAll();
        return {};
      }
      if (isOfOwnFields(fact)) {
        // A role may hold a new field back: whoever asks next is read anew. Nobody's rooms change.
        memory.forgetAll();
        return null;
      }
      const { userId, keyId } = fact.payload as { userId?: string; keyId?: string };
      const isOurs = ['user.changed', 'session.ended', 'api-key.revoked'].includes(fact.type);
      const principalId = userId ?? keyId;
      if (!isOurs || principalId === undefined) return null;
      memory.forget(principalId);
      return { principalId };
    },
  };
}
