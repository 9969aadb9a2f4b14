/** What tasks refuse, with what to do about it. */
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { StepRefusal } from './decide-task-step.ts';

export const taskNotFound = () => notFound('tasks.not_found', 'There is no such task, or not for you.');
export const taskNotYours = () => forbidden('tasks.not_yours', 'This task belongs to somebody else.');
export const taskNotDeleted = () => conflict('tasks.not_deleted', 'This task is not deleted.');
export const taskOfStage = () =>
  conflict('tasks.of_stage', 'A stage of a deal asks for this task. Say that it is done, or move the deal on.');
export const taskIsStale = () =>
  conflict('tasks.stale', 'Somebody else has changed this task in the meantime. Read it again.');
export const giverOnly = () =>
  forbidden(
    'tasks.giver_only',
    'What is asked for is changed by whoever gave the task. Ask them, or say so in a comment.',
  );
export const wrongFields = (fields: Record<string, string>) =>
  invalid('tasks.invalid', 'Some fields cannot be used.', fields);
export const wrongField = (field: string, sentence: string) => wrongFields({ [field]: sentence });

/** Why a step is not taken. */
export function stepRefused(reason: StepRefusal, because: string) {
  if (reason === 'comment_needed') return wrongField('comment', 'must say what is missing when a task is returned');
  if (reason === 'not_possible_now') return conflict('tasks.step_not_possible', `Not now: ${because}. Read it again.`);
  return forbidden(`tasks.${reason}`, `Not for you: ${because}.`);
}
