/** Facts of tasks. The subject is the task. */
import type { Task } from '../../contract/calls.contract.ts';

export type TaskFacts = {
  /** Made, changed or done; whole, with whose it is. */
  'task.changed': { task: Task; teamId: string | null };
};
