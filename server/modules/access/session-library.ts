/**
 * better-auth behind three functions: sign in, who is this cookie, sign out. Its own HTTP endpoints, rate limit and
 * address detection are not used: ours stand in front (sign-in.ts, platform/http).
 */
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Platform } from '../../platform/platform.ts';
import * as tables from './better-auth-tables.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

const password = {
  hash: (text: string) => hashPassword(text),
  verify: ({ hash, password: text }: { hash: string; password: string }) => verifyPassword(hash, text),
};
/** Long enough that nobody is signed out in a shift; revocation does not wait for it. */
const sessionSeconds = 14 * 86_400;
const addressHeader = 'x-trunkline-client-address';
const prefixes: Record<string, string> = { user: 'usr', session: 'ses', account: 'acc' };

export interface SessionLibrary {
  /** Null when address or password is wrong; takes the same time for an address that nobody has. */
  signIn(email: string, password: string, client: { ip: string; userAgent: string }): Promise<SignedIn | null>;
  /** Null when the cookie is missing, forged, expired or revoked. */
  read(headers: Headers): Promise<{ userId: string; sessionId: string } | null>;
  /** Set-Cookie lines that prolong the session when it is due. */
  prolong(headers: Headers): Promise<string[]>;
  /** Set-Cookie lines that remove the cookie. The session itself is deleted by `endSessions`. */
  signOutCookies(headers: Headers): Promise<string[]>;
}

export interface SignedIn {
  userId: string;
  token: string;
  cookies: string[];
}

export function createSessionLibrary(
  { config, database, ids, logger }: Pick<Platform, 'config' | 'database' | 'ids' | 'logger'>,
  secret: string,
): SessionLibrary {
  const isHttps = config.publicUrl?.startsWith('https:') ?? false;
  const auth = betterAuth({
    secret,
    baseURL: config.publicUrl ?? `http://localhost:${config.port}`,
    database: drizzleAdapter(database.drizzle, { provider: 'pg', schema: tables }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength: 200, password },
    session: { expiresIn: sessionSeconds, updateAge: 86_400, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message) => logger.debug({ level }, `sign-in library: ${message}`) },
    advanced: {
      cookiePrefix: 'trunkline',
      useSecureCookies: isHttps,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: ({ model }) => ids(prefixes[model] ?? 'auth') },
    },
  });
  return {
    async signIn(email, password, { ip, userAgent }) {
      const headers = new Headers({ [addressHeader]: ip, 'user-agent': userAgent });
      const response = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
      if (response.status === 401) return null;
      if (!response.ok) throw new Error(`sign-in failed with ${response.status}`);
      const { token, user } = (await response.json()) as { token: string; user: { id: string } };
      return { userId: user.id, token, cookies: response.headers.getSetCookie() };
    },
    async read(headers) {
      if (!headers.has('cookie')) return null;
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return found ? { userId: found.session.userId, sessionId: found.session.id } : null;
    },
    async prolong(headers) {
      const { headers: answer } = await auth.api.getSession({ headers, returnHeaders: true });
      return answer.getSetCookie();
    },
    async signOutCookies(headers) {
      const response = await auth.api.signOut({ headers, asResponse: true });
      return response.headers.getSetCookie();
    },
  };
}
