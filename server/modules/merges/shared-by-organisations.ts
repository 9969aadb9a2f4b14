/** Pairs of organisations that share a name without its legal form, a number, or the domain of their e-mails: as rows of SQL. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { coreNameSql } from '../organisations/core-name-sql.ts';
import { everybodysDomains } from '../organisations/mail-domain.ts';

/**
 * `first_id, second_id, because`, the smaller id first.
 * @param most what more organisations share says nothing: a business centre has one number, a chain one name.
 */
export function sharedByOrganisations(sql: Sql, most: number): SqlQuery {
  const few = sql`between 2 and ${most}`;
  // Each in the order of its index (migration 0055), from which alone it is read.
  const numbers = sql`
    select array_agg(ph.organisation_id) as ids, 'phone' as because from phones ph
    where ph.e164 is not null and ph.organisation_id is not null and not ph.invalid
    group by ph.e164 having count(*) > 1`;
  const name = coreNameSql(sql, sql`o.name_key`);
  const names = sql`
    select array_agg(o.id), 'name' from organisations o
    where o.deleted_at is null group by ${name} having count(*) ${few} and length(${name}) > 2`;
  const mails = sql`
    select array_agg(told.id), 'email' from (
      select o.id, split_part(lower(m.mail), '@', 2) collate "C" as domain
      from organisations o cross join lateral unnest(o.emails) as m(mail)
      where o.deleted_at is null and o.emails <> '{}' offset 0
    ) as told where told.domain <> all(${[...everybodysDomains]}::text[]) and length(told.domain) > 2
    group by told.domain having count(*) > 1`;
  // Two numbers or addresses of one organisation are no reason to leave out another.
  const holders = sql`(select array_agg(distinct each) from unnest(told.ids) as each)`;
  return sql`
    select a.id as first_id, b.id as second_id, shared.because
    from (
      select ${holders} as ids, told.because from (${numbers} union all ${names} union all ${mails}) as told offset 0
    ) as shared
    cross join lateral unnest(ids) as a(id) cross join lateral unnest(ids) as b(id)
    where cardinality(ids) ${few} and a.id collate "C" < b.id collate "C"`;
}
