/**
 * Who may see and change a task: whoever has it and their leaders, as the table of permissions says, and besides that whoever made
 * it. The same rule for one record in hand and as a condition in SQL; a test compares both.
 */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { canSee, type Reader, scopeOf } from '../access/permissions.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';

type TaskPermission = 'tasks.read' | 'tasks.write';

export interface OwnedTask {
  agent_id: string | null;
  team_id: string | null;
  created_by: string | null;
}

const columns = { ownerAgent: 't.agent_id', team: 't.team_id' } as const;
const ownershipOf = (task: OwnedTask) => ({ ownerAgentIds: [task.agent_id], teamIds: [task.team_id] });
const isMaker = (reader: Reader, task: OwnedTask) => reader.userId !== null && task.created_by === reader.userId;

export const maySeeTask = (reader: Reader, permission: TaskPermission, task: OwnedTask): boolean =>
  scopeOf(reader, permission) !== null && (isMaker(reader, task) || canSee(reader, permission, ownershipOf(task)));

/** The same as a condition on `tasks t`. */
export function visibleTasks(sql: Sql, reader: Reader): SqlQuery {
  const byRight = visiblePredicate(sql, reader, 'tasks.read', columns);
  if (reader.userId === null || scopeOf(reader, 'tasks.read') === null) return byRight;
  return sql`(${byRight} or t.created_by = ${reader.userId})`;
}

/** Tasks of people this reader leads, or one's own: for figures about people, where what one gave to others does not count. */
export const tasksOfLed = (sql: Sql, reader: Reader): SqlQuery => visiblePredicate(sql, reader, 'tasks.read', columns);

/** May say that it is done well: made it, or leads whoever has it and does not have it themselves. */
export function isGiver(reader: Reader, task: OwnedTask): boolean {
  if (isMaker(reader, task)) return true;
  const scope = scopeOf(reader, 'tasks.write');
  const isMine = task.agent_id !== null && task.agent_id === reader.agentId;
  return (scope === 'team' || scope === 'all') && !isMine && canSee(reader, 'tasks.write', ownershipOf(task));
}

/** Has to do it; a task that is nobody's is everybody's to do. */
export const isAssignee = (reader: Reader, task: OwnedTask): boolean =>
  task.agent_id === null || task.agent_id === reader.agentId;
