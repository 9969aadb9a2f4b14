/** Writes the messy base by COPY: the rows that the usecases would have written, a million people in a minute or two. */
import pg from 'pg';
import type { PhoneRow } from '../../../server/modules/phones/phone-rows.ts';
import { systemClock } from '../../../server/platform/clock/clock.ts';
import { createIds } from '../../../server/platform/ids/ids.ts';
import { type Cell, copyRows, fillWithoutIndexes } from '../people/copy-rows.ts';
import type { BaseIds } from './callers.ts';
import { messyOrganisationOf, messyPersonOf, organisationCountFor } from './messy-people.ts';

const phoneColumns =
  'id, contact_id, organisation_id, position, raw, e164, extension, digits, country, line_kind, kind, is_primary, created_at';

/** Fills an empty base with people 0 to `count` and their organisations. */
export async function fillMessy(databaseUrl: string, count: number, say: (line: string) => void): Promise<BaseIds> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ids = idsOf(count);
    say(`writing ${count} people…`);
    await fillWithoutIndexes(client, ['contacts', 'phones', 'organisations'], () => copyAll(client, ids), say);
    return ids;
  } finally {
    await client.end();
  }
}

const newId = createIds(systemClock);

const idsOf = (count: number): BaseIds => ({
  organisations: Array.from({ length: organisationCountFor(count) }, () => newId('org')),
  contacts: Array.from({ length: count }, () => newId('ctc')),
});

async function copyAll(client: pg.Client, { contacts, organisations }: BaseIds): Promise<void> {
  const now = systemClock.now().toISOString();
  const idOf = (list: readonly string[], index: number | null): Cell => (index === null ? null : (list[index] ?? null));
  const phone = (row: PhoneRow, position: number, contact: Cell, organisation: Cell): Cell[] => [
    newId('phn'),
    contact,
    organisation,
    position,
    row.raw,
    row.e164,
    row.extension,
    row.digits,
    row.country,
    row.lineKind,
    row.kind,
    row.isPrimary,
    now,
  ];
  await copyRows(client, 'organisations (id, name, created_at, updated_at)', organisations.length, (index) => [
    [idOf(organisations, index), messyOrganisationOf(index).name, now, now],
  ]);
  await copyRows(
    client,
    'contacts (id, name, role, organisation_id, lifecycle, emails, notes, created_at, updated_at)',
    contacts.length,
    (index) => {
      const { name, role, organisation, lifecycle, emails, notes } = messyPersonOf(index);
      const emailList = `{${emails.join()}}`;
      return [
        [idOf(contacts, index), name, role, idOf(organisations, organisation), lifecycle, emailList, notes, now, now],
      ];
    },
  );
  await copyRows(client, `phones (${phoneColumns})`, organisations.length, (index) =>
    messyOrganisationOf(index).stored.map((row, position) => phone(row, position, null, idOf(organisations, index))),
  );
  await copyRows(client, `phones (${phoneColumns})`, contacts.length, (index) =>
    messyPersonOf(index).stored.map((row, position) => phone(row, position, idOf(contacts, index), null)),
  );
}
