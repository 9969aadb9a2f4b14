/** Pairs of organisations that share a name without its legal form, a number, or the domain of their e-mails: as rows of SQL. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { coreNameSql } from '../organisations/core-name-sql.ts';
import { everybodysDomains } from '../organisations/mail-domain.ts';

/**
 * `first_id, second_id, because`, the smaller id first.
 * @param most what more organisations share says nothing: a business centre has one number, a chain one name.
 */
export function sharedByOrganisations(sql: Sql, most: number): SqlQuery {
  const numbers = sql`
    select distinct ph.organisation_id, ph.e164, 'phone' from phones ph
    where ph.e164 is not null and ph.organisation_id is not null and not ph.invalid`;
  const mails = sql`
    select distinct o.id, split_part(lower(m.mail), '@', 2) as domain, 'email'
    from organisations o cross join lateral unnest(o.emails) as m(mail)
    where o.deleted_at is null and split_part(lower(m.mail), '@', 2) <> all(${[...everybodysDomains]}::text[])`;
  const names = sql`
    select o.id, ${coreNameSql(sql, sql`o.name_key`)}, 'name' from organisations o where o.deleted_at is null`;
  // Grouped by hashes: in the order of a language, which nobody needs here, it would take twice as long.
  return sql`
    select a.id as first_id, b.id as second_id, shared.because from (
      select array_agg(id) as ids, because
      from (${numbers} union all ${mails} union all ${names}) as told(id, what, because)
      where length(what) > 2 group by because, what collate "C" having count(*) between 2 and ${most}
    ) as shared cross join lateral unnest(ids) as a(id) cross join lateral unnest(ids) as b(id)
    where a.id collate "C" < b.id collate "C"`;
}
