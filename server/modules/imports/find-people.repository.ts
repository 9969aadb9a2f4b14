/** Who is meant by a person in a file: looked up for all rows of an import at once, or for the few of a preview. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import type { WrittenPerson } from './row-draft.ts';

/** People that this importer may see, by id, number, e-mail or whole name: one row per text, `times` above 1: several. */
const found = (sql: Sql, principal: Principal, asked: SqlQuery): SqlQuery => sql`
  asked as materialized (${asked}),
  hits as (
    select a.person, c.id from asked a join contacts c on c.id = a.person and ${seen(sql, principal)}
    union select a.person, c.id from asked a join phones p on p.e164 = a.e164
      join contacts c on c.id = p.contact_id and ${seen(sql, principal)}
    union select a.person, c.id from asked a join contacts c on c.emails @> array[lower(a.person)] and ${seen(sql, principal)}
      where a.person like '%@%'
    union select a.person, c.id from asked a join contacts c on c.name_key = search_text(a.person) and ${seen(sql, principal)}
  ),
  found as (select person, min(id) as id, count(distinct id)::int as times from hits group by person)`;

const seen = (sql: Sql, principal: Principal): SqlQuery =>
  sql`c.deleted_at is null and ${visiblePredicate(sql, principal, 'contacts.read', {
    ownerAgent: 'c.owner_agent_id',
    team: 'c.team_id',
    isPrivate: 'c.is_private',
  })}`;

/** Why nobody can be told by this text; null: one person is. */
export const personProblem = (times: number): string | null =>
  times === 1 ? null : times > 1 ? 'several-people' : 'unknown-person';

/** How many people each text means. */
export async function countPeople(
  sql: Sql,
  principal: Principal,
  written: readonly WrittenPerson[],
): Promise<Map<string, number>> {
  if (written.length === 0) return new Map();
  const asked = sql`
    select distinct u.person, u.e164
    from unnest(${written.map(({ person }) => person)}::text[], ${written.map(({ e164 }) => e164)}::text[]) as u(person, e164)`;
  const rows = await sql<{ person: string; times: number }[]>`
    with ${found(sql, principal, asked)} select person, times from found`;
  return new Map(rows.map(({ person, times }) => [person, times]));
}

/** Puts the ids of people in the place of their names, and makes a problem of rows whose person is not one. May run again. */
export async function resolvePeople(
  tx: Tx,
  { importId, principal, keys }: { importId: string; principal: Principal; keys: readonly string[] },
): Promise<void> {
  for (const key of keys) {
    const unknown = `custom.${key}:unknown-person`;
    const several = `custom.${key}:several-people`;
    // Somebody may have been added, or told apart from a namesake, since the last look.
    await tx`
      update import_rows set problem = null where import_id = ${importId} and problem = any(${[unknown, several]})`;
    const asked = tx`
      select distinct r.custom->${key}->>'person' as person, r.custom->${key}->>'e164' as e164
      from import_rows r where r.import_id = ${importId} and r.problem is null and jsonb_typeof(r.custom->${key}) = 'object'`;
    await tx`
      with ${found(tx, principal, asked)}
      update import_rows r set
        custom = case when f.times = 1 then r.custom || jsonb_build_object(${key}::text, f.id) else r.custom end,
        problem = case when f.times = 1 then null when f.times > 1 then ${several} else ${unknown} end
      from asked a left join found f on f.person = a.person
      where r.import_id = ${importId} and r.problem is null and jsonb_typeof(r.custom->${key}) = 'object'
        and r.custom->${key}->>'person' = a.person`;
  }
}
