/** What tasks say of a person or an organisation, to filter lists by, and of themselves: of the tasks that the reader sees. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { fieldOfOthers, fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { CheckedCondition, FieldSource, FilterContext, FilterField } from '../../platform/filters/filter-field.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { fieldsOfTasks } from './fields-of-tasks.ts';
import { visibleTasks } from './task-access.ts';

const group = 'work';

const yesNo = (key: string): FilterField => ({ key, type: 'yes-no', group, isElsewhere: true });
const isYes = (asked: CheckedCondition): boolean => asked.is === 'yes-no' && asked.yes;

interface Holder {
  record: 'contact' | 'organisation';
  /** Of the record in the query. */
  id: string;
  /** Of the record in a task. */
  column: string;
}

function fieldsOf(reader: Principal, { id, column }: Holder, fields: readonly FilterField[]): FilterField[] {
  const placeOf = (state: string) => {
    const such = (sql: Sql, condition: SqlQuery) =>
      sql`${sql.unsafe(state)} and ${visibleTasks(sql, reader)} and ${condition}`;
    return {
      prefix: 'tasks',
      group,
      within: (sql: Sql, condition: SqlQuery) =>
        sql`exists (select from tasks t where ${sql.unsafe(`${column} = ${id}`)} and ${such(sql, condition)})`,
      holders: (sql: Sql, condition: SqlQuery) =>
        sql`select ${sql.unsafe(column)} from tasks t where ${sql.unsafe(column)} is not null and ${such(sql, condition)}`,
    };
  };
  const open = placeOf('not t.done');
  const named = (...keys: string[]) => fields.filter(({ key }) => keys.includes(key));
  const late = (sql: Sql, { now }: FilterContext) => sql`t.due_at < ${now}::timestamptz`;
  return [
    {
      ...yesNo('tasks.open'),
      value: (sql) => open.within(sql, sql.unsafe('true')),
      holders: (sql, _fits, asked) => (isYes(asked) ? open.holders(sql, sql.unsafe('true')) : null),
    },
    {
      ...yesNo('tasks.overdue'),
      matches: (sql, asked, context) => {
        const has = open.within(sql, late(sql, context));
        return asked.is === 'yes-no' && !asked.yes ? sql`not ${has}` : has;
      },
      holders: (sql, _fits, asked, context) => (isYes(asked) ? open.holders(sql, late(sql, context)) : null),
    },
    ...named('due', 'kind', 'agent').map((field) => fieldOfOthers(field, open)),
    ...named('done').map((field) => fieldOfOthers(field, placeOf('t.done'))),
    ...fieldsOfOthers(fields, [], placeOf('true')),
  ];
}

export const taskFields = (platform: Pick<Platform, 'config'>): readonly FieldSource<Principal>[] => {
  const of = (holder: Holder): FieldSource<Principal> => ({
    record: holder.record,
    read: async (sql, reader) => fieldsOf(reader, holder, await fieldsOfTasks(platform, sql)),
  });
  return [
    of({ record: 'contact', id: 'c.id', column: 't.contact_id' }),
    of({ record: 'organisation', id: 'o.id', column: 't.organisation_id' }),
    { record: 'task', read: (sql) => fieldsOfTasks(platform, sql) },
  ];
};
