/**
 * Plan against fact of each person: the tasks whose due time lies in a range, by what became of them. Executing counts as done at its
 * own moment, so that a slow verifier makes nobody late. docs/tasks.md says it in words.
 */
import type { z } from 'zod';
import type { ProgressRow, taskProgressQuerySchema } from '../../contract/tasks.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { tasksOfLed } from './task-access.ts';

interface Row extends Omit<ProgressRow, 'agent'> {
  agent_id: string;
  agent_name: string;
}

export async function readProgress(
  { database: { sql }, clock }: Pick<Platform, 'database' | 'clock'>,
  reader: Principal,
  { from, to }: z.output<typeof taskProgressQuerySchema>,
): Promise<{ items: ProgressRow[] }> {
  const rows = await sql<Row[]>`
    with plan as (
      select t.agent_id, t.due_at, coalesce(t.executed_at, t.done_at) as done_at from tasks t
      where t.agent_id is not null and t.due_at >= ${from}::timestamptz and t.due_at < ${to}::timestamptz
        and ${tasksOfLed(sql, reader)}
    )
    select p.agent_id, a.name as agent_name, count(*) as planned,
      count(*) filter (where p.done_at <= p.due_at) as done,
      count(*) filter (where p.done_at > p.due_at) as "doneLate",
      count(*) filter (where p.done_at is null and p.due_at < ${clock.now()}) as overdue,
      count(*) filter (where p.done_at is null and p.due_at >= ${clock.now()}) as open
    from plan p join agents a on a.id = p.agent_id
    group by p.agent_id, a.name order by a.name, p.agent_id`;
  return {
    items: rows.map(({ agent_id, agent_name, planned, done, doneLate, overdue, open }) => ({
      agent: { id: agent_id, name: agent_name },
      planned,
      done,
      doneLate,
      overdue,
      open,
    })),
  };
}
