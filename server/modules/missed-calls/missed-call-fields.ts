/** What open missed calls say of a person, to filter people by. */
import type { FieldSource } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';

const debtOwner = { ownerAgent: 'mc.assignee_agent_id', team: 'mc.team_id' } as const;

export const missedCallFields: FieldSource<Principal> = {
  record: 'contact',
  read: async (_sql, reader) => [
    {
      key: 'missed-call.open',
      type: 'yes-no',
      group: 'work',
      value: (sql) => sql`exists (select from missed_calls mc where mc.contact_id = c.id
        and mc.state in ('open', 'trying') and ${visiblePredicate(sql, reader, 'missed-calls.read', debtOwner)})`,
    },
  ],
};
