/** Facts of tasks. The subject is the task. */
import type { Task } from '../../contract/tasks.contract.ts';

export type TaskFacts = {
  /** Made, changed or done; whole, with whose it is. */
  'task.changed': {
    task: Task;
    teamId: string | null;
    /** Whose it was before; left out of a new task (and of facts of an older version). */
    previousAgentId?: string | null;
    /** With whom it was before. */
    previousContactId?: string | null;
  };
  /** Deleted, or taken away with the step that had made it. As it was, and whom its maker is. */
  'task.deleted': { task: Task; teamId: string | null; creatorAgentId: string | null };
  /** The moment of a reminder has come. */
  'task.reminded': { reminderId: string; agentId: string; taskId: string };
  /** It was seen, put off, or its task changed. */
  'task.reminder-closed': { reminderId: string; agentId: string };
};
