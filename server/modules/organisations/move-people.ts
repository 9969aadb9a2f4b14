/** What hangs on an organisation that is merged into another one. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContactFacts } from '../contacts/contacts.events.ts';
import { columnMover, type MergeMover, type Move } from '../reversible-actions/movers.ts';

/** The people whose first organisation it is: whoever shows one of them reads the new name. */
const tellPeople =
  (facts: Platform['facts']) =>
  async (tx: Tx, to: string, { actor }: Move) => {
    const people = await tx<{ id: string; version: number }[]>`
    select id, version from contacts where organisation_id = ${to} and deleted_at is null order by id`;
    const changed = ['organisationId', 'organisationName'];
    await facts.appendAll<ContactFacts>(
      tx,
      people.map(({ id, version }) => ({
        type: 'contact.changed',
        payload: { contactId: id, version, changed },
        subject: id,
        actor,
      })),
    );
  };

export const organisationMovers = ({ facts }: Pick<Platform, 'facts'>): MergeMover[] => [
  columnMover({
    name: 'people',
    record: 'organisation',
    table: 'contacts',
    column: 'organisation_id',
    hasVersion: true,
    after: tellPeople(facts),
  }),
  columnMover({
    name: 'notes',
    record: 'organisation',
    table: 'organisation_notes',
    column: 'organisation_id',
  }),
  columnMover({
    name: 'children',
    record: 'organisation',
    table: 'organisations',
    column: 'parent_id',
    hasVersion: true,
  }),
];
