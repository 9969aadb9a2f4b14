/** SQL: what is known of a person before the telephone is touched: numbers that may be dialled, and every call to them. */
import type { Sql } from '../../platform/database/database.ts';

export interface CustomerRow {
  deleted: boolean;
  time_zone: string | null;
  organisation_zone: string | null;
  phones: { id: string; e164: string; country: string | null; zone: string | null; dnc: boolean; invalid: boolean }[];
  /** Calls of anybody to the person: attempts, and calls by hand. Newest first; for life when a limit asks so, else 400 days. */
  calls: { at: string; e164: string | null; abandoned: boolean }[];
}

/** Null: there is no such person. */
export async function readCustomer(sql: Sql, contactId: string, since: Date): Promise<CustomerRow | null> {
  const [row] = await sql<CustomerRow[]>`
    select c.deleted_at is not null as deleted, c.time_zone, o.time_zone as organisation_zone,
      coalesce((
        select json_agg(json_build_object(
          'id', p.id, 'e164', p.e164, 'country', p.country, 'zone', p.time_zone, 'invalid', p.invalid,
          'dnc', p.do_not_call or exists (select from phones q where q.e164 = p.e164 and q.do_not_call)
            or exists (select from do_not_call d where d.e164 = p.e164)
        ) order by not p.is_primary, p.position)
        from phones p where p.contact_id = c.id and p.e164 is not null
      ), '[]') as phones,
      coalesce((
        select json_agg(json_build_object('at', k.at, 'e164', k.e164, 'abandoned', k.abandoned) order by k.at desc) from (
          select a.dialled_at as at, a.e164, coalesce(a.outcome = 'abandoned', false) as abandoned from attempts a
          where a.contact_id = c.id and a.dialled_at > ${since}
          union all
          select k.started_at, k.customer_e164, false from calls k
          where k.contact_id = c.id and k.started_at > ${since} and k.attempt_id is null
            and (k.direction = 'outbound' or k.answered_at is not null)
        ) as k
      ), '[]') as calls
    from contacts c left join organisations o on o.id = c.organisation_id
    where c.id = ${contactId}`;
  return row ?? null;
}

/** Why nothing may be dialled at this moment, as the database sees it; null: it may. */
export async function readRefusal(
  sql: Sql,
  asked: { e164: string; contactId: string; attemptId: string; at: Date; gapSeconds: number },
): Promise<string | null> {
  const [row] = await sql<{ because: string | null }[]>`
    select refuse_dial(${asked.e164}, ${asked.contactId}, ${asked.attemptId}, ${asked.at}, ${asked.gapSeconds}) as because`;
  return row?.because ?? null;
}
