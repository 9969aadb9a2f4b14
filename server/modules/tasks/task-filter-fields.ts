/** What tasks say of a person, to filter people by. */
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';

const taskOwner = { ownerAgent: 't.agent_id', team: 't.team_id' } as const;

export const taskFields: FieldSource<Principal> = {
  record: 'contact',
  read: async (_sql, reader) => {
    const has = (key: string, open: string): FilterField => ({
      key,
      type: 'yes-no',
      group: 'work',
      value: (sql) => sql`exists (select from tasks t where t.contact_id = c.id and ${sql.unsafe(open)}
        and ${visiblePredicate(sql, reader, 'tasks.read', taskOwner)})`,
    });
    return [
      has('tasks.open', 'not t.done'),
      {
        key: 'tasks.due',
        type: 'time',
        group: 'work',
        value: (sql) => sql.unsafe('t.due_at'),
        within: (sql, condition) => sql`exists (select from tasks t where t.contact_id = c.id and not t.done
          and ${visiblePredicate(sql, reader, 'tasks.read', taskOwner)} and ${condition})`,
      },
    ];
  },
};
