/** Taking a step of a task, inside the caller's transaction: done, not done, accepted, executed, verified, returned. */
import type { TaskState, TaskStep } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { decideTaskStep } from './decide-task-step.ts';
import { isAssignee, isGiver } from './task-access.ts';
import { stepRefused } from './tasks.errors.ts';
import { insertStep, type TaskRow } from './tasks.repository.ts';
import type { TaskPlatform } from './tell-task.ts';

export type StateColumns = Pick<TaskRow, 'state' | 'done' | 'done_at' | 'executed_at'>;

/** What a state says of the columns that go with it. Executed is when it was executed, also after it was verified. Pure. */
export function columnsOfState(row: Pick<TaskRow, 'executed_at'>, state: TaskState, now: Date): StateColumns {
  const done = state === 'done' || state === 'verified';
  const executed = state === 'executed' ? now : state === 'verified' ? (row.executed_at ?? now) : null;
  return { state, done, done_at: done ? now : null, executed_at: executed };
}

interface StepTaken {
  step: TaskStep;
  comment: string;
  principal: Principal;
}

/** Decides the step, writes it into the history of a verified task, and returns the columns to set. */
export async function takeStepIn(
  platform: TaskPlatform,
  tx: Tx,
  row: TaskRow,
  taken: StepTaken,
): Promise<StateColumns> {
  const { step, comment, principal } = taken;
  const who = { isAssignee: isAssignee(principal, row), isGiver: isGiver(principal, row) };
  const decision = decideTaskStep({ state: row.state, step, comment, ...who });
  if (decision.kind === 'refused') throw stepRefused(decision.reason, decision.because);
  const now = platform.clock.now();
  if (row.verify) {
    const by = { by_id: principal.userId, by_name: principal.name };
    const line = { task_id: row.id, step, to_state: decision.state, comment, at: now, ...by };
    await insertStep(tx, { id: platform.ids('tst'), ...line });
  }
  return columnsOfState(row, decision.state, now);
}

/**
 * What the plain "done" and "not done" mean for this task and this person; null: nothing changes. For a task that is to be verified
 * "done" of whoever executes it is "executed".
 */
export async function setDone(
  platform: TaskPlatform,
  tx: Tx,
  row: TaskRow,
  { done, principal }: { done: boolean; principal: Principal },
): Promise<StateColumns | null> {
  const takesBack = !done && row.state === 'executed' && !isGiver(principal, row);
  if (done === row.done && !takesBack) return null;
  if (!row.verify) return columnsOfState(row, done ? 'done' : 'open', platform.clock.now());
  const step = !done ? 'reopen' : isGiver(principal, row) ? 'verify' : 'execute';
  return takeStepIn(platform, tx, row, { step, comment: '', principal });
}
