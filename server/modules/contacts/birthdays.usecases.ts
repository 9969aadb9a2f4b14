/** Whose birthday it is on the days of a range. */
import type { z } from 'zod';
import type { birthdayListSchema, birthdayQuerySchema } from '../../contract/contacts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { isAsking, isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { ageOn, birthdayDays, mostBirthdayDays } from './birthday-days.ts';
import { contactOwner } from './contact-row.ts';
import { fieldInvalid } from './contacts.errors.ts';

/** A list nobody reads to its end is cut, soonest first. */
const mostBirthdays = 200;

interface Row {
  id: string;
  name: string;
  organisation_name: string | null;
  owner_agent_id: string | null;
  owner_name: string | null;
  birthday: string;
  date: string;
}

/** People the reader may see, soonest first. The range is a year at most. */
export async function listBirthdays(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  { from, to, ownerId }: z.output<typeof birthdayQuerySchema>,
): Promise<z.input<typeof birthdayListSchema>> {
  const days = birthdayDays(from, to);
  if (days.length > mostBirthdayDays) throw fieldInvalid('to', 'must lie within a year of from');
  if (isHidden(reader, 'contact', 'birthday') || isAsking(reader, 'contact', { owner: ownerId })) return { items: [] };
  const mine = ownerId === undefined ? null : sql`c.owner_agent_id = ${ownerId}`;
  const rows = await sql<Row[]>`
    select c.id, c.name, o.name as organisation_name, c.owner_agent_id, a.name as owner_name, c.birthday, w.date
    from unnest(${days.map(({ date }) => date)}::text[], ${days.map(({ month }) => month)}::int[],
      ${days.map(({ day }) => day)}::int[]) as w(date, month, day)
    join contacts c on extract(month from c.birthday) = w.month and extract(day from c.birthday) = w.day
      and c.birthday is not null and c.deleted_at is null
    left join organisations o on o.id = c.organisation_id and o.deleted_at is null
    left join agents a on a.id = c.owner_agent_id
    where ${sql.and([visiblePredicate(sql, reader, 'contacts.read', contactOwner), mine])}
    order by w.date, c.name_key, c.id limit ${mostBirthdays}`;
  return {
    items: rows.map((row) => ({
      contactId: row.id,
      name: row.name,
      organisationName: row.organisation_name,
      owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
      date: row.date,
      age: ageOn(row.birthday, row.date),
    })),
  };
}
