/**
 * Who asked for work that goes on in the background, with the rights of now, those of an own role among them: they may have
 * changed since it was asked for.
 */
import type { Role } from '../../contract/access.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from './principal.ts';
import { readMeaning } from './roles.usecases.ts';
import { findUser, principalOfUser } from './users.repository.ts';

/** Null: the person does not work here any more, or the key was revoked. */
export async function currentPrincipal(sql: Sql, asked: Principal): Promise<Principal | null> {
  if (asked.kind === 'system') return asked;
  if (asked.kind === 'user') {
    const user = await findUser(sql, asked.id);
    return user?.active ? principalOfUser(user, null, await readMeaning(sql, user)) : null;
  }
  const [key] = await sql<{ role: Role; role_id: string | null }[]>`
    select role, role_id from api_keys where id = ${asked.id} and revoked_at is null`;
  return key
    ? { ...asked, rights: undefined, ownFields: undefined, role: key.role, ...(await readMeaning(sql, key)) }
    : null;
}
