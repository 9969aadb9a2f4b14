/** SQL: what is asked of people before they become entries. */
import type { Sql } from '../../platform/database/database.ts';

export interface CandidateRow {
  id: string;
  lifecycle: string;
  /** Chosen for the person. */
  time_zone: string | null;
  /** Chosen for the organisation. */
  organisation_zone: string | null;
  last_call_at: Date | null;
  on_call: boolean;
  in_other_list: boolean;
  phones: {
    e164: string | null;
    country: string | null;
    invalid: boolean;
    zone: string | null;
    dnc: boolean;
    taken: boolean;
  }[];
}

/**
 * People of whom `contactIds` tell, without those who are deleted and those who are in the list already. A number counts as one that
 * asked not to be called when anybody who has it said so.
 */
export async function readCandidates(
  sql: Sql,
  { callListId, contactIds, now }: { callListId: string | null; contactIds: readonly string[]; now: Date },
): Promise<CandidateRow[]> {
  return sql<CandidateRow[]>`
    select c.id, c.lifecycle, c.time_zone, o.time_zone as organisation_zone, c.last_call_at,
      exists (
        select from calls k where k.contact_id = c.id and k.state <> 'ended' and k.started_at > ${now}::timestamptz - interval '1 day'
      ) as on_call,
      exists (
        select from entries e join call_lists l on l.id = e.call_list_id and l.deleted_at is null
        join campaigns g on g.id = l.campaign_id and g.deleted_at is null and g.state <> 'finished'
        where e.contact_id = c.id and e.state <> 'finished' and l.id is distinct from ${callListId}
      ) as in_other_list,
      coalesce((
        select json_agg(json_build_object(
          'e164', p.e164, 'country', p.country, 'invalid', p.invalid, 'zone', p.time_zone,
          'dnc', p.do_not_call or exists (select from phones q where q.e164 = p.e164 and q.do_not_call)
            or exists (select from do_not_call d where d.e164 = p.e164),
          'taken', exists (select from entries e where e.next_e164 = p.e164 and e.call_list_id = ${callListId} and e.contact_id <> c.id)
        ) order by p.invalid, not p.is_primary, p.position)
        from phones p where p.contact_id = c.id
      ), '[]') as phones
    from contacts c left join organisations o on o.id = c.organisation_id
    where c.id = any(${[...contactIds]}::text[]) and c.deleted_at is null
      and not exists (select from entries e where e.call_list_id = ${callListId} and e.contact_id = c.id)
    order by c.id`;
}

/** Those of the numbers that asked not to be called, whoever has them. */
export async function readForbidden(sql: Sql, numbers: readonly string[]): Promise<Set<string>> {
  const list = [...numbers];
  const rows = await sql<{ e164: string }[]>`
    select e164 from phones where e164 = any(${list}::text[]) and do_not_call
    union select e164 from do_not_call where e164 = any(${list}::text[])`;
  return new Set(rows.map(({ e164 }) => e164));
}
