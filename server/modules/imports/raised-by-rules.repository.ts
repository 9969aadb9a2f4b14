/** What the firm's own rules did with records that an import made: no person has touched them by that. */
import type { Sql } from '../../platform/database/database.ts';

/**
 * How often the rules of leads gave each of these people to somebody, which raised the version each time. What a person
 * asked for counts as a person's change.
 */
export async function versionsRaisedByRules(sql: Sql, contactIds: readonly string[]): Promise<Map<string, number>> {
  if (contactIds.length === 0) return new Map();
  const rows = await sql<{ id: string; times: number }[]>`
    select contact_id as id, count(*)::int as times from lead_hand_overs
    where contact_id = any(${[...contactIds]}::text[]) and why in ('new', 'untouched') group by contact_id`;
  return new Map(rows.map(({ id, times }) => [id, times]));
}
