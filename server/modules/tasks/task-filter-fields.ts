/** What tasks say of a person or an organisation, to filter lists by, and of themselves: of the tasks that the reader sees. */
import { fieldOfOthers, fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { fieldsOfTasks } from './fields-of-tasks.ts';
import { visibleTasks } from './task-access.ts';

const group = 'work';

const yesNo = (key: string): FilterField => ({ key, type: 'yes-no', group, isElsewhere: true });

/** @param holder says whose tasks: `t.contact_id = c.id` */
function fieldsOf(reader: Principal, holder: string, fields: readonly FilterField[]): FilterField[] {
  const within =
    (state: string): NonNullable<FilterField['within']> =>
    (sql, condition) =>
      sql`exists (select from tasks t where ${sql.unsafe(holder)} and ${sql.unsafe(state)}
        and ${visibleTasks(sql, reader)} and ${condition})`;
  const place = (state: string) => ({ prefix: 'tasks', group, within: within(state) });
  const open = place('not t.done');
  const named = (...keys: string[]) => fields.filter(({ key }) => keys.includes(key));
  return [
    { ...yesNo('tasks.open'), value: (sql) => open.within(sql, sql.unsafe('true')) },
    {
      ...yesNo('tasks.overdue'),
      matches: (sql, condition, { now }) => {
        const late = open.within(sql, sql`t.due_at < ${now}::timestamptz`);
        return condition.is === 'yes-no' && !condition.yes ? sql`not ${late}` : late;
      },
    },
    ...named('due', 'kind', 'agent').map((field) => fieldOfOthers(field, open)),
    ...named('done').map((field) => fieldOfOthers(field, place('t.done'))),
    ...fieldsOfOthers(fields, [], place('true')),
  ];
}

export const taskFields = (platform: Pick<Platform, 'config'>): readonly FieldSource<Principal>[] => {
  const of = (record: 'contact' | 'organisation', holder: string): FieldSource<Principal> => ({
    record,
    read: async (sql, reader) => fieldsOf(reader, holder, await fieldsOfTasks(platform, sql)),
  });
  return [
    of('contact', 't.contact_id = c.id'),
    of('organisation', 't.organisation_id = o.id'),
    { record: 'task', read: (sql) => fieldsOfTasks(platform, sql) },
  ];
};
