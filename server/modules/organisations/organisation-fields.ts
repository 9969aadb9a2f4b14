/** Everything an organisation can be filtered by that this module knows. */
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { column, foldedColumn, recordFields } from '../contacts/fields-in-common.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';

const peopleOwner = { ownerAgent: 'p.owner_agent_id', team: 'p.team_id', isPrivate: 'p.is_private' } as const;

/** One of its people fits, of those that the reader sees. */
const withinPeople =
  (reader: Principal): NonNullable<FilterField['within']> =>
  (sql, condition) =>
    sql`exists (select from contacts p where p.organisation_id = o.id and p.deleted_at is null
      and ${visiblePredicate(sql, reader, 'contacts.read', peopleOwner)} and ${condition})`;

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

export const organisationFields: FieldSource<Principal> = {
  record: 'organisation',
  read: async (sql, reader) => {
    const [lifecycles, sources, custom] = await Promise.all([
      listDirectoryEntries(sql, 'lifecycle'),
      listDirectoryEntries(sql, 'source'),
      readCustomFields(sql, 'organisation'),
    ]);
    return [
      ...recordFields({ alias: 'o', group: 'organisation', phoneHolder: 'organisation_id' }, { lifecycles, sources }),
      { key: 'parent', type: 'organisation', group: 'organisation', value: column('o', 'parent_id') },
      { key: 'website', type: 'text', group: 'organisation', ...foldedColumn('o', 'website') },
      ...ofPeople(reader),
      ...customFilterFields(custom, 'o'),
    ];
  },
};
