/** Tasks in the audit: their titles, and how old values come back. */
import type { z } from 'zod';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { Task, taskPatchSchema } from '../../contract/tasks.contract.ts';
import { type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { restoreTask } from './delete-task.usecases.ts';
import { maySeeTask } from './task-access.ts';
import { auditedTask } from './task-view.ts';
import { selectTasks } from './tasks.repository.ts';
import { changeTask } from './tasks.usecases.ts';

type Patch = z.output<typeof taskPatchSchema>;

function patchOf({ agent, ...values }: Values): Patch {
  const agentId = agent === undefined ? {} : { agentId: (agent as Task['agent'])?.id ?? null };
  return { ...values, ...agentId } as Patch;
}

export const auditedTasks: AuditedKind = {
  kind: 'task',
  isIdOf: hasPrefix('tsk'),
  async titles(sql, reader, ids) {
    const rows = await selectTasks(sql, ids);
    const seen = rows.filter((row) => maySeeTask(reader, 'tasks.read', row));
    return new Map(seen.map((row) => [row.id, row.title]));
  },
  restorer: {
    fields: restorableKeys('task.changed'),
    async read(_platform, sql, reader, id) {
      const [row] = await selectTasks(sql, [id]);
      return row && maySeeTask(reader, 'tasks.read', row) ? auditedTask(row, reader) : null;
    },
    change: (platform, { principal, ip = null }, id, values, { version }) =>
      changeTask(platform, { taskId: id, patch: { ...patchOf(values), version: version as number }, principal, ip }),
    undelete: (platform, { principal, ip = null }, id) => restoreTask(platform, { taskId: id, principal, ip }),
  },
};
