/** Everything an organisation can be filtered by that this module knows, and what it says of its people. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { column, foldedColumn, organisationsOfPeople, recordFields } from '../contacts/fields-in-common.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';
import { organisationOwner } from './organisations.usecases.ts';

const peopleOwner = { ownerAgent: 'p.owner_agent_id', team: 'p.team_id', isPrivate: 'p.is_private' } as const;

/** One of its people fits, be it a further organisation of theirs, of those that the reader sees. */
const withinPeople =
  (reader: Principal): NonNullable<FilterField['within']> =>
  (sql, condition) =>
    sql`(exists (select from contacts p where p.organisation_id = o.id and ${ofPerson(sql, reader, condition)})
      or exists (select from contact_roles r join contacts p on p.id = r.contact_id
        where r.organisation_id = o.id and ${ofPerson(sql, reader, condition)}))`;

const ofPerson = (sql: Sql, reader: Principal, condition: SqlQuery): SqlQuery =>
  sql`p.deleted_at is null and ${visiblePredicate(sql, reader, 'contacts.read', peopleOwner)} and ${condition}`;

function ofPeople(reader: Principal): FilterField[] {
  const within = withinPeople(reader);
  const field = (key: string, type: FilterField['type'], name: string): FilterField => ({
    key,
    type,
    group: 'calls',
    value: column('p', name),
    within,
  });
  return [
    {
      key: 'has-people',
      type: 'yes-no',
      group: 'organisation',
      value: (sql) => within(sql, sql.unsafe('true')),
    },
    field('calls.last', 'time', 'last_call_at'),
    field('calls.last-reached', 'time', 'last_reached_at'),
  ];
}

async function fieldsOf(sql: Sql): Promise<FilterField[]> {
  const [lifecycles, sources, custom] = await Promise.all([
    listDirectoryEntries(sql, 'lifecycle'),
    listDirectoryEntries(sql, 'source'),
    readCustomFields(sql, 'organisation'),
  ]);
  return [
    ...recordFields({ alias: 'o', group: 'organisation', phoneHolder: 'organisation_id' }, { lifecycles, sources }),
    { key: 'parent', type: 'organisation', group: 'organisation', value: column('o', 'parent_id') },
    { key: 'website', type: 'text', group: 'organisation', ...foldedColumn('o', 'website') },
    ...customFilterFields(custom, 'o'),
  ];
}

const organisations: FieldSource<Principal> = {
  record: 'organisation',
  read: async (sql, reader) => [...(await fieldsOf(sql)), ...ofPeople(reader)],
};

/** Of a person: one of the organisations fits, the first one or a further one, of those that the reader sees. */
const people: FieldSource<Principal> = {
  record: 'contact',
  read: async (sql, reader) => {
    const within: NonNullable<FilterField['within']> = (tag, condition) =>
      tag`exists (select from ${tag.unsafe(organisationsOfPeople)} x join organisations o on o.id = x.organisation_id
        where x.person_id = c.id and o.deleted_at is null
        and ${visiblePredicate(tag, reader, 'contacts.read', organisationOwner)} and ${condition})`;
    const asked = ['name', 'lifecycle', 'owner', 'team', 'source', 'city', 'parent', 'created'];
    return fieldsOfOthers(await fieldsOf(sql), asked, { prefix: 'organisation', group: 'organisation', within });
  },
};

export const organisationFields: readonly FieldSource<Principal>[] = [organisations, people];
