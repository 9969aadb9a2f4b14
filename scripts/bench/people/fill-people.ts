/** A base of any size in a minute or two: rows as the usecases write them, by COPY, indexes made afterwards. */
import pg from 'pg';
import { systemClock } from '../../../server/platform/clock/clock.ts';
import { createIds } from '../../../server/platform/ids/ids.ts';
import { copyRows, fillWithoutIndexes } from './copy-rows.ts';
import { organisationCount, personOf } from './person-of.ts';

/** Puts people 0 to `count` into an empty base. The server may be running; nobody should be writing. */
export async function fillPeople(databaseUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    say(`writing ${count} people…`);
    await fillWithoutIndexes(client, ['contacts', 'phones', 'organisations'], () => copyPeople(client, count), say);
  } finally {
    await client.end();
  }
}

async function copyPeople(client: pg.Client, count: number): Promise<void> {
  const ids = createIds(systemClock);
  const now = systemClock.now().toISOString();
  const organisations = Array.from({ length: organisationCount }, () => ids('org'));
  const contacts = Array.from({ length: count }, () => ids('ctc'));
  await copyRows(client, 'organisations (id, name, created_at, updated_at)', organisationCount, (index) => [
    [organisations[index] ?? null, `Organisation ${index}`, now, now],
  ]);
  await copyRows(
    client,
    'contacts (id, name, role, organisation_id, lifecycle, emails, notes, created_at, updated_at)',
    count,
    (index) => {
      const { name, role, organisation, lifecycle, emails, notes } = personOf(index);
      const organisationId = organisation === null ? null : (organisations[organisation] ?? null);
      return [[contacts[index] ?? null, name, role, organisationId, lifecycle, `{${emails.join()}}`, notes, now, now]];
    },
  );
  await copyRows(
    client,
    'phones (id, contact_id, position, raw, e164, digits, country, line_kind, kind, is_primary, created_at)',
    count,
    (index) => {
      const { raw, e164, country, lineKind } = personOf(index).phone;
      const kind = lineKind === 'mobile' ? 'mobile' : 'work';
      return [[ids('phn'), contacts[index] ?? null, 0, raw, e164, e164.slice(1), country, lineKind, kind, true, now]];
    },
  );
}
