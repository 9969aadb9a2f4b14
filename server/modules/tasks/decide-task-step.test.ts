import { describe, expect, it } from 'vitest';
import { type TaskState, type TaskStep, taskStates, taskSteps } from '../../contract/tasks.contract.ts';
import { decideTaskStep, possibleSteps } from './decide-task-step.ts';

const assignee = { isAssignee: true, isGiver: false };
const giver = { isAssignee: false, isGiver: true };
const stranger = { isAssignee: false, isGiver: false };
const stateAfter = (state: TaskState, step: TaskStep, who: typeof assignee, comment = '') => {
  const decision = decideTaskStep({ state, step, comment, ...who });
  return decision.kind === 'step' ? decision.state : decision.reason;
};

describe('[TASK-1] the chain of a task that is verified', () => {
  it('[TASK-1] goes from given over accepted and executed to verified, each step by the one whose it is', () => {
    expect(stateAfter('given', 'accept', assignee)).toBe('accepted');
    expect(stateAfter('accepted', 'execute', assignee)).toBe('executed');
    expect(stateAfter('executed', 'verify', giver)).toBe('verified');
    expect(stateAfter('given', 'accept', giver)).toBe('assignee_only');
    expect(stateAfter('executed', 'verify', assignee)).toBe('giver_only');
  });

  it('[TASK-1] goes back with a comment, and round again', () => {
    expect(stateAfter('executed', 'return', giver, '  ')).toBe('comment_needed');
    expect(stateAfter('executed', 'return', giver, 'The stamp is missing')).toBe('returned');
    expect(stateAfter('executed', 'return', assignee, 'No')).toBe('giver_only');
    expect(stateAfter('returned', 'execute', assignee)).toBe('executed');
    expect(stateAfter('returned', 'accept', assignee)).toBe('accepted');
  });

  it('[TASK-1] may be shortened: executing accepts, and whoever gave it need not wait to be told', () => {
    expect(stateAfter('given', 'execute', assignee)).toBe('executed');
    expect(stateAfter('accepted', 'verify', giver)).toBe('verified');
  });

  it('[TASK-1] takes a hasty "executed" or "verified" back', () => {
    expect(stateAfter('executed', 'reopen', assignee)).toBe('accepted');
    expect(stateAfter('verified', 'reopen', giver)).toBe('given');
    expect(stateAfter('verified', 'reopen', assignee)).toBe('giver_only');
  });

  it('[TASK-1] is nothing for a plain task, which is only opened again', () => {
    expect(possibleSteps({ state: 'open', isAssignee: true, isGiver: true })).toEqual([]);
    expect(possibleSteps({ state: 'done', ...assignee })).toEqual(['reopen']);
  });

  it('[TASK-1] gives a stranger no step of a chain, and every refusal a sentence', () => {
    for (const state of taskStates) {
      for (const step of taskSteps) {
        const decision = decideTaskStep({ state, step, comment: 'x', ...stranger });
        expect(decision.because.length, `${state} ${step}`).toBeGreaterThan(5);
        if (state !== 'done') expect(decision.kind, `${state} ${step}`).toBe('refused');
      }
    }
  });

  it('[TASK-1] offers exactly what would be taken', () => {
    expect(possibleSteps({ state: 'executed', ...giver })).toEqual(['verify', 'return']);
    expect(possibleSteps({ state: 'given', isAssignee: true, isGiver: true })).toEqual(['accept', 'execute', 'verify']);
  });
});
