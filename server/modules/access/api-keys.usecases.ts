/** API keys: shown once, kept as a hash, bound to a role, revocable. */
import { createHash } from 'node:crypto';
import type { Role } from '../../contract/access.contract.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import { randomToken } from '../../platform/ids/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { keyNotFound } from './access.errors.ts';
import type { AccessFacts } from './access.events.ts';
import type { By, Principal } from './principal.ts';
import { meaningOf, readMeaning, refuseMore, roleToGive } from './roles.usecases.ts';

type Needs = Pick<Platform, 'clock' | 'ids' | 'facts'>;

/** Keys are random and long: a plain hash can be looked up by index and cannot be turned back. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

interface KeyRow {
  id: string;
  name: string;
  role: Role;
  role_id: string | null;
  created_at: Date;
  last_used_at: Date | null;
}

const toKey = (row: KeyRow) => ({
  id: row.id,
  name: row.name,
  role: row.role,
  roleId: row.role_id,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

export async function listKeys({ sql }: Pick<Database, 'sql'>) {
  const rows = await sql<KeyRow[]>`
    select id, name, role, role_id, created_at, last_used_at from api_keys where revoked_at is null order by created_at, id`;
  return rows.map(toKey);
}

/** A new key; `key` given: that one, which then must be a secret already (TRUNKLINE_API_KEY). */
export async function createKey(
  tx: Tx,
  needs: Needs,
  {
    name,
    key = `tlk_${randomToken(32)}`,
    ...wanted
  }: { name: string; role: Role; roleId?: string | null; key?: string },
  by: By,
) {
  const own = wanted.roleId ? await roleToGive(tx, wanted.roleId) : null;
  const role = own?.base ?? wanted.role;
  refuseMore(by.principal, { role, ...(await meaningOf(tx, role, own)) });
  const row = {
    id: needs.ids('key'),
    name,
    role,
    role_id: own?.id ?? null,
    created_at: needs.clock.now(),
    last_used_at: null,
  };
  await tx`insert into api_keys ${tx({ ...row, key_hash: hashKey(key), created_by: by.principal.id })}`;
  await createAudit(needs).record(tx, {
    ...by,
    action: 'api-key.created',
    record: row.id,
    after: { name, role, roleId: row.role_id },
  });
  return { ...toKey(row), key };
}

export async function revokeKey(tx: Tx, needs: Needs, id: string, by: By): Promise<void> {
  const { count } = await tx`
    update api_keys set revoked_at = ${needs.clock.now()} where id = ${id} and revoked_at is null`;
  if (count === 0) throw keyNotFound();
  await createAudit(needs).record(tx, { ...by, action: 'api-key.revoked', record: id });
  await needs.facts.append<AccessFacts>(tx, { type: 'api-key.revoked', payload: { keyId: id }, subject: id });
}

/** Written at most once a minute per key: last use is a hint, not a journal. */
const usedEveryMs = 60_000;

/** Who this key is, or null. Notes that it was used. */
export async function principalOfKey({ sql }: Database, key: string, now: Date): Promise<Principal | null> {
  const [row] = await sql<KeyRow[]>`
    select id, name, role, role_id, created_at, last_used_at from api_keys
    where key_hash = ${hashKey(key)} and revoked_at is null`;
  if (!row) return null;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > usedEveryMs) {
    await sql`update api_keys set last_used_at = ${now} where id = ${row.id}`;
  }
  const { id, name, role } = row;
  return {
    ...(await readMeaning(sql, row)),
    kind: 'api-key',
    id,
    name,
    role,
    userId: null,
    agentId: null,
    teamId: null,
    sessionId: null,
  };
}
