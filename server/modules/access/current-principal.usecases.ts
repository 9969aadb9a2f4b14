/** Who asked for work that goes on in the background, with the rights of now: they may have changed since it was asked for. */
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from './principal.ts';
import { findUser, principalOfUser } from './users.repository.ts';

/** Null: the person does not work here any more, or the key was revoked. */
export async function currentPrincipal(sql: Sql, asked: Principal): Promise<Principal | null> {
  if (asked.kind === 'system') return asked;
  if (asked.kind === 'user') {
    const user = await findUser(sql, asked.id);
    return user?.active ? principalOfUser(user, null) : null;
  }
  const [key] = await sql`select from api_keys where id = ${asked.id} and revoked_at is null`;
  return key ? asked : null;
}
