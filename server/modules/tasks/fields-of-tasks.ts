/** Everything a task (`t`) can be filtered by that this module knows. */
import { builtInTaskKinds, taskPriorities, taskStates } from '../../contract/tasks.contract.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { withoutOrder } from '../../platform/filters/fields-of-others.ts';
import type { FilterField } from '../../platform/filters/filter-field.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { readSettings } from '../settings/settings.usecases.ts';

type Deps = Parameters<typeof readSettings>[0];

const group = 'task';
const own = (key: string, type: FilterField['type'], name: string): FilterField => ({
  key,
  type,
  group,
  value: (sql) => sql.unsafe(`t.${name}`),
});
const words = (ids: readonly string[]) => ids.map((id) => ({ id, label: null, active: true }));

export async function fieldsOfTasks(deps: Deps, sql: Sql): Promise<FilterField[]> {
  const [{ taskKinds }, custom] = await Promise.all([readSettings(deps, sql), readCustomFields(sql, 'task')]);
  return [
    { key: 'title', type: 'text', group, value: (tag) => tag.unsafe('search_text(t.title)') },
    {
      ...own('kind', 'choice', 'kind'),
      options: [...words(builtInTaskKinds), ...taskKinds.map((id) => ({ id, label: id, active: true }))],
    },
    { ...own('state', 'choice', 'state'), options: words(taskStates) },
    { ...own('priority', 'choice', 'priority'), options: words(taskPriorities) },
    own('agent', 'agent', 'agent_id'),
    own('team', 'team', 'team_id'),
    own('contact', 'person', 'contact_id'),
    own('organisation', 'organisation', 'organisation_id'),
    own('start', 'time', 'start_at'),
    own('due', 'time', 'due_at'),
    own('created', 'time', 'created_at'),
    own('done', 'time', 'done_at'),
    ...customFilterFields(custom, 't').map(withoutOrder),
  ];
}
