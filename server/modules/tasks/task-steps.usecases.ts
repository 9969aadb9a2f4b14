/** Steps of a task that is verified: accept, execute, verify, return with a comment, open again. */
import type { z } from 'zod';
import type { newTaskStepSchema, TaskDetail } from '../../contract/tasks.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { readTask } from './list-tasks.usecases.ts';
import { takeStepIn } from './take-step.ts';
import { maySeeTask } from './task-access.ts';
import { whose } from './task-fields.ts';
import { stepRefused, taskIsStale, taskNotFound, taskNotYours } from './tasks.errors.ts';
import { lockTask, type TaskColumns, updateTask } from './tasks.repository.ts';
import { finishChange } from './tasks.usecases.ts';
import type { By } from './tell-task.ts';

type Step = z.output<typeof newTaskStepSchema>;

/** Takes the step and returns the task with what may be done next. Somebody else's task is not found. */
export async function stepTask(
  platform: Platform,
  { taskId, body, ...by }: By & { taskId: string; body: Step },
): Promise<TaskDetail> {
  const { principal } = by;
  await platform.database.transaction(async (tx) => {
    const row = await lockTask(tx, taskId);
    if (!row || !maySeeTask(principal, 'tasks.read', row)) throw taskNotFound();
    if (!maySeeTask(principal, 'tasks.write', row)) throw taskNotYours();
    if (body.version !== undefined && body.version !== row.version) throw taskIsStale();
    const change: TaskColumns = await takeStepIn(platform, tx, row, { ...body, principal });
    // Anybody's task becomes that of whoever accepts or executes it.
    if (row.agent_id === null && (body.step === 'accept' || body.step === 'execute')) {
      if (principal.agentId === null) throw stepRefused('assignee_only', 'only an agent can take a task');
      Object.assign(change, await whose(tx, principal.agentId));
    }
    await updateTask(tx, taskId, change);
    await finishChange(platform, tx, row, { ...by, action: `task.${pastOf[body.step]}` });
  });
  return readTask(platform.database.sql, principal, taskId);
}

const pastOf = {
  accept: 'accepted',
  execute: 'executed',
  verify: 'verified',
  return: 'returned',
  reopen: 'reopened',
} as const;
