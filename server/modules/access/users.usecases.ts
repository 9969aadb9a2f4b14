/** Users: made, changed, closed. The agents module makes people at telephones through `createUser`. */

import type { Language, Role } from '../../contract/access.contract.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation, sqlState } from '../../platform/database/database-errors.ts';
import { randomToken } from '../../platform/ids/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { emailTaken, lastAdministrator, unknownTeam, userNotFound } from './access.errors.ts';
import type { AccessFacts } from './access.events.ts';
import { hashPassword } from './passwords.ts';
import { actorOf, type By } from './principal.ts';
import { isFullAdministrator } from './role-rights.ts';
import { meaningOf, readMeaning, refuseMore, roleToGive } from './roles.usecases.ts';
import { deleteSessions, findUser, lockAdministrators, lockUser, toUser, type UserRow } from './users.repository.ts';

type Needs = Pick<Platform, 'clock' | 'ids' | 'facts'>;

export interface NewUser {
  name: string;
  email: string;
  role: Role;
  roleId?: string | null;
  teamId?: string | null;
  language?: Language;
  /** Left out: one is made and returned once. */
  password?: string | undefined;
}

export interface UserPatch {
  name?: string;
  email?: string;
  role?: Role;
  roleId?: string | null;
  teamId?: string | null;
  language?: Language;
  active?: boolean;
  password?: string | undefined;
}

export type CreatedUser = ReturnType<typeof toUser> & { initialPassword: string | null };

/** A password that can be read out: 4 groups of 4, about 80 bits. */
export const makePassword = (): string =>
  randomToken(32)
    .replaceAll(/[^a-hj-km-np-z2-9]/g, '')
    .padEnd(16, 'x')
    .slice(0, 16)
    .replaceAll(/(.{4})(?=.)/g, '$1-');

/** Hashing takes tens of milliseconds: done before the transaction that stores it. */
export interface PreparedPassword {
  hash: string;
  /** Set when it was made here and is to be shown once. */
  initialPassword: string | null;
}

export async function preparePassword(given: string | undefined): Promise<PreparedPassword> {
  const password = given ?? makePassword();
  return { hash: await hashPassword(password), initialPassword: given === undefined ? password : null };
}

/**
 * A user with a password, in the caller's transaction. Throws `access.email_taken`, `access.unknown_team`.
 * @param prepared from `preparePassword(user.password)`
 */
export async function createUser(
  tx: Tx,
  needs: Needs,
  user: Omit<NewUser, 'password'>,
  prepared: PreparedPassword,
  by: By,
): Promise<CreatedUser> {
  const { clock, ids } = needs;
  const now = clock.now();
  const id = ids('usr');
  const row = {
    id,
    name: user.name,
    email: user.email.toLowerCase(),
    ...(await roleColumns(tx, by, user)),
    team_id: user.teamId ?? null,
    language: user.language ?? 'en',
    created_at: now,
    updated_at: now,
  };
  await refusing(tx, (sql) => sql`insert into users ${sql(row)}`);
  const account = { provider_id: 'credential', account_id: id, user_id: id, password: prepared.hash };
  await tx`insert into accounts ${tx({ id: ids('acc'), ...account, created_at: now, updated_at: now })}`;
  const created = toUser((await findUser(tx, id)) as UserRow);
  await tell(tx, needs, { action: 'user.created', userId: id, after: created }, by);
  return { ...created, initialPassword: prepared.initialPassword };
}

/**
 * The built-in role and the own one that a user is to have. An own role brings its base along. Nobody gives more than they
 * have, nor touches the account of somebody who has more: a new password would do as well.
 * @param before the user as they are; left out: a new one
 */
async function roleColumns(tx: Tx, { principal }: By, wanted: Pick<UserPatch, 'role' | 'roleId'>, before?: UserRow) {
  if (before) {
    const held = { role: before.role, ...(await readMeaning(tx, before)) };
    if (principal.userId !== before.id) refuseMore(principal, held);
  }
  const kept = before && wanted.role !== undefined && wanted.role !== before.role ? null : (before?.role_id ?? null);
  const roleId = wanted.roleId === undefined ? kept : wanted.roleId;
  if (before && roleId === before.role_id && (wanted.role ?? before.role) === before.role) return {};
  const own = roleId === null ? null : await roleToGive(tx, roleId);
  const role = own?.base ?? wanted.role ?? before?.role ?? 'operator';
  refuseMore(principal, { role, ...(await meaningOf(tx, role, own)) });
  return { role, role_id: own?.id ?? null };
}

/** Who loses rights, a password or the account is signed out everywhere else. */
export async function changeUser(
  tx: Tx,
  needs: Needs,
  userId: string,
  patch: UserPatch,
  prepared: PreparedPassword | null,
  by: By,
): Promise<ReturnType<typeof toUser>> {
  const before = await lockUser(tx, userId);
  if (!before) throw userNotFound();
  const given = await roleColumns(tx, by, patch, before);
  const willBe = { ...before, ...given, active: patch.active ?? before.active };
  if (isFullAdministrator(before) && !isFullAdministrator(willBe)) {
    const others = (await lockAdministrators(tx)).filter((id) => id !== userId);
    if (others.length === 0) throw lastAdministrator();
  }
  const changes = {
    name: patch.name,
    email: patch.email?.toLowerCase(),
    ...given,
    team_id: patch.teamId,
    language: patch.language,
    active: patch.active,
    updated_at: needs.clock.now(),
  };
  await refusing(tx, (sql) => sql`update users set ${sql(changes)} where id = ${userId}`);
  if (prepared) {
    await tx`update accounts set password = ${prepared.hash}, updated_at = ${needs.clock.now()}
      where user_id = ${userId} and provider_id = 'credential'`;
  }
  if (prepared || patch.active === false) await endSessions(tx, needs, userId, { except: by.principal.sessionId });
  const after = toUser((await findUser(tx, userId)) as UserRow);
  const told = prepared ? { ...after, passwordChanged: true } : after;
  await tell(tx, needs, { action: 'user.changed', userId, before: toUser(before), after: told }, by);
  return after;
}

/** Says which agent this user is at the telephone; null: none. For the agents module. */
export async function setUserAgent(
  tx: Tx,
  needs: Pick<Needs, 'facts'>,
  userId: string,
  agentId: string | null,
): Promise<void> {
  await tx`update users set agent_id = ${agentId} where id = ${userId}`;
  await needs.facts.append<AccessFacts>(tx, { type: 'user.changed', payload: { userId }, subject: userId });
}

/** Ends sessions of a user: `{ only }` one, `{ except }` all others, `{}` all. Returns how many. */
export async function endSessions(
  tx: Tx,
  { facts }: Pick<Needs, 'facts'>,
  userId: string,
  which: { only?: string; except?: string | null },
): Promise<number> {
  const ended = await deleteSessions(tx, userId, which);
  for (const sessionId of ended) {
    const payload = { userId, sessionId };
    await facts.append<AccessFacts>(tx, { type: 'session.ended', payload, subject: userId });
  }
  return ended.length;
}

async function tell(
  tx: Tx,
  needs: Needs,
  change: { action: AuditAction; userId: string; before?: unknown; after: unknown },
  by: By,
): Promise<void> {
  const { userId, action, before, after } = change;
  await createAudit(needs).record(tx, { ...by, action, record: userId, before, after });
  await needs.facts.append<AccessFacts>(tx, {
    type: 'user.changed',
    payload: { userId },
    subject: userId,
    actor: actorOf(by.principal),
  });
}

/** Turns what the constraints say into refusals; in a savepoint, so that the caller's transaction lives on. */
async function refusing(tx: Tx, work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  try {
    await tx.savepoint(async (sp) => void (await work(sp)));
  } catch (error) {
    if (isUniqueViolation(error, 'users_email')) throw emailTaken();
    if (sqlState(error) === '23503') throw unknownTeam();
    throw error;
  }
}
