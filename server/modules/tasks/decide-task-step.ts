/**
 * The chain of a task that is verified: given, accepted, executed, verified, or returned with a comment and again. Pure. One's own
 * tasks never need it: they are open or done.
 */
import type { TaskState, TaskStep } from '../../contract/tasks.contract.ts';

export interface StepQuestion {
  state: TaskState;
  step: TaskStep;
  /** It is this person's to do, or anybody's. */
  isAssignee: boolean;
  /** Made it, or leads whoever has it and does not have it themselves. */
  isGiver: boolean;
  /** What is said with it; needed to return. */
  comment: string;
}

export type StepRefusal = 'not_possible_now' | 'assignee_only' | 'giver_only' | 'comment_needed';
export type StepDecision =
  | { kind: 'step'; state: TaskState; because: string }
  | { kind: 'refused'; reason: StepRefusal; because: string };

interface Rule {
  from: readonly TaskState[];
  to: TaskState;
  who: 'assignee' | 'giver' | 'either';
  because: string;
}

const rules: Record<TaskStep, readonly Rule[]> = {
  accept: [{ from: ['given', 'returned'], to: 'accepted', who: 'assignee', because: 'whoever has to do it agrees' }],
  // Who executes at once has accepted by it.
  execute: [
    {
      from: ['given', 'accepted', 'returned'],
      to: 'executed',
      who: 'assignee',
      because: 'it waits for whoever gave it',
    },
  ],
  // Whoever gave it need not wait to be told.
  verify: [
    {
      from: ['given', 'accepted', 'executed', 'returned'],
      to: 'verified',
      who: 'giver',
      because: 'whoever gave it is content',
    },
  ],
  return: [{ from: ['executed'], to: 'returned', who: 'giver', because: 'it has to be done again' }],
  reopen: [
    { from: ['done'], to: 'open', who: 'either', because: 'it was not done after all' },
    { from: ['executed'], to: 'accepted', who: 'assignee', because: 'it was not executed after all' },
    { from: ['verified'], to: 'given', who: 'giver', because: 'it begins anew' },
  ],
};

/**
 * What becomes of a task by a step, or why not.
 * @example decideTaskStep({ state: 'executed', step: 'return', isAssignee: false, isGiver: true, comment: 'no stamp' }).state // 'returned'
 */
export function decideTaskStep({ state, step, isAssignee, isGiver, comment }: StepQuestion): StepDecision {
  const rule = rules[step].find(({ from }) => from.includes(state));
  if (!rule) return { kind: 'refused', reason: 'not_possible_now', because: `a task that is ${state} cannot ${step}` };
  if (rule.who === 'assignee' && !isAssignee)
    return { kind: 'refused', reason: 'assignee_only', because: 'this is for whoever has to do it' };
  if (rule.who === 'giver' && !isGiver)
    return { kind: 'refused', reason: 'giver_only', because: 'this is for whoever gave the task' };
  if (step === 'return' && comment.trim() === '')
    return { kind: 'refused', reason: 'comment_needed', because: 'say what is missing' };
  return { kind: 'step', state: rule.to, because: rule.because };
}

/** The steps that this person may take now, in the order in which a screen shows them. */
export function possibleSteps(question: Omit<StepQuestion, 'step' | 'comment'>): TaskStep[] {
  const steps: readonly TaskStep[] = ['accept', 'execute', 'verify', 'return', 'reopen'];
  return steps.filter((step) => decideTaskStep({ ...question, step, comment: 'a comment' }).kind === 'step');
}
