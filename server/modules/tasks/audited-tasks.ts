/** Tasks in the audit: their titles, and how old values come back. */
import type { z } from 'zod';
import type { Task, taskPatchSchema } from '../../contract/calls.contract.ts';
import { canSee } from '../access/permissions.ts';
import { type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { selectTasks, type TaskRow, toTask } from './tasks.repository.ts';
import { changeTask } from './tasks.usecases.ts';

type Patch = z.output<typeof taskPatchSchema>;

const ownershipOf = (row: TaskRow) => ({ ownerAgentIds: [row.agent_id], teamIds: [row.team_id] });

function patchOf({ agent, ...values }: Values): Patch {
  const agentId = agent === undefined ? {} : { agentId: (agent as Task['agent'])?.id ?? null };
  return { ...values, ...agentId } as Patch;
}

export const auditedTasks: AuditedKind = {
  kind: 'task',
  isIdOf: hasPrefix('tsk'),
  async titles(sql, reader, ids) {
    const rows = await selectTasks(sql, ids);
    const seen = rows.filter((row) => canSee(reader, 'tasks.read', ownershipOf(row)));
    return new Map(seen.map((row) => [row.id, row.title]));
  },
  restorer: {
    fields: ['title', 'dueAt', 'done', 'contactId', 'agent'],
    async read(_platform, sql, reader, id) {
      const [row] = await selectTasks(sql, [id]);
      return row && canSee(reader, 'tasks.read', ownershipOf(row)) ? toTask(row, reader) : null;
    },
    change: (platform, { principal, ip = null }, id, values, { version }) =>
      changeTask(platform, { taskId: id, patch: { ...patchOf(values), version: version as number }, principal, ip }),
  },
};
