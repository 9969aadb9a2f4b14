/** Everything a person can be filtered by that this module knows: what was typed, and what the calls left on the person. */

import { monthDaysAhead } from '../../platform/filters/filter-days.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';
import { column, foldedColumn, organisationsOfPeople, recordFields } from './fields-in-common.ts';

const own = (key: string, type: FilterField['type'], name: string): FilterField => ({
  key,
  type,
  group: 'person',
  value: column('c', name),
});
const text = (key: string, name: string): FilterField => ({
  ...own(key, 'text', name),
  ...foldedColumn('c', name),
});

/** Any of them, be it a further one. */
const organisation: FilterField = {
  key: 'organisation',
  type: 'organisation',
  group: 'person',
  matches: (sql, condition) => {
    if (condition.is === 'not-empty')
      return sql`(c.organisation_id is not null or exists (select from contact_roles r where r.contact_id = c.id))`;
    if (condition.is !== 'any-of') return null;
    return sql`exists (select from ${sql.unsafe(organisationsOfPeople)} x
      where x.person_id = c.id and x.organisation_id = any(${[...condition.ids]}::text[]))`;
  },
};

const birthday: FilterField = {
  ...own('birthday', 'date', 'birthday'),
  // By the two parts of the index contacts_birthday.
  matches: (sql, condition, { now, zone }) => {
    if (condition.is !== 'anniversary-in-days') return null;
    const days = monthDaysAhead(now, zone, condition.days).map((monthDay) => monthDay.split('-').map(Number));
    return sql`(c.birthday is not null and (extract(month from c.birthday), extract(day from c.birthday)) in (
      select * from unnest(${days.map(([month]) => month)}::numeric[], ${days.map(([, day]) => day)}::numeric[])))`;
  },
};

const openComplaint: FilterField = {
  key: 'open-complaint',
  type: 'yes-no',
  group: 'work',
  value: (sql) =>
    sql.unsafe(`exists (select from contact_notes note
      where note.contact_id = c.id and note.kind = 'complaint' and note.resolved_at is null)`),
};

/** What a listener keeps on the person of every call (`contactActivitySchema`). */
const activity: FilterField[] = [
  { ...own('calls.last', 'time', 'last_call_at'), group: 'calls', sortAs: 'timestamptz' },
  { ...own('calls.last-reached', 'time', 'last_reached_at'), group: 'calls', sortAs: 'timestamptz' },
  { ...own('calls.count', 'number', 'call_count'), group: 'calls', isWhole: true },
  { ...own('calls.attempts', 'number', 'attempt_count'), group: 'calls', isWhole: true },
  { ...own('calls.reached', 'number', 'reached_count'), group: 'calls', isWhole: true },
];

export const contactFields: FieldSource<Principal> = {
  record: 'contact',
  read: async (sql) => {
    const [lifecycles, sources, custom] = await Promise.all([
      listDirectoryEntries(sql, 'lifecycle'),
      listDirectoryEntries(sql, 'source'),
      readCustomFields(sql, 'contact'),
    ]);
    return [
      ...recordFields({ alias: 'c', group: 'person', phoneHolder: 'contact_id' }, { lifecycles, sources }),
      text('role', 'role'),
      organisation,
      own('vip', 'yes-no', 'vip'),
      birthday,
      text('main-need', 'main_need'),
      { ...own('satisfaction', 'number', 'satisfaction'), isWhole: true },
      text('advertising-channel', 'advertising_channel'),
      ...activity,
      openComplaint,
      ...customFilterFields(custom, 'c'),
    ];
  },
};
