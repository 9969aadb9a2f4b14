/** Pure: which step of a script follows, by what was answered. */
import { type Answers, type AnswerValue, isAnswered, questionsOf } from './check-answers.ts';
import {
  type Comparison,
  type Condition,
  endOfScript,
  type Question,
  type QuestionKind,
  type ScriptContent,
} from './scripts.contract.ts';

/** What can be asked of an answer of each kind, the most usual first. */
export const comparisonsOf: Readonly<Record<QuestionKind, readonly Comparison[]>> = {
  text: ['answered', 'equals', 'not', 'contains'],
  'long-text': ['answered', 'contains'],
  number: ['equals', 'not', 'greater', 'less', 'answered'],
  'yes-no': ['equals', 'answered'],
  choice: ['equals', 'not', 'answered'],
  choices: ['contains', 'not', 'answered'],
  date: ['greater', 'less', 'equals', 'answered'],
};

export interface NextStep {
  /** Id of a step, or `end`. */
  to: string;
  /** rule: the one of this number fits · order: the next one of the list · end: that was the last one. */
  because: { kind: 'rule'; index: number } | { kind: 'order' } | { kind: 'end' };
}

const plain = (text: string) => text.trim().toLowerCase();

function compare(answer: AnswerValue, { is, value }: Condition): boolean {
  if (is === 'answered') return true;
  if (Array.isArray(answer)) return answer.includes(value) === (is !== 'not');
  const [left, right] =
    typeof answer === 'string' && typeof value === 'string' ? [plain(answer), plain(value)] : [answer, value];
  switch (is) {
    case 'equals':
      return left === right;
    case 'not':
      return left !== right;
    case 'greater':
      return left !== null && right !== null && typeof left === typeof right && left > right;
    case 'less':
      return left !== null && right !== null && typeof left === typeof right && left < right;
    case 'contains':
      return typeof left === 'string' && typeof right === 'string' && left.includes(right);
  }
}

/** Whether a condition fits. What was not answered fits none, `not` neither: nobody has said anything yet. */
export function fits(condition: Condition, question: Question | undefined, answers: Answers): boolean {
  const answer = answers[condition.questionId];
  if (!question || answer === undefined || !isAnswered(answer)) return false;
  return compare(answer, condition);
}

/**
 * The step after this one: the first rule that fits; else the next one of the list; after the last one the end.
 * @example nextStep(script, 'hello', { interested: true }).to // 'offer'
 */
export function nextStep(content: Pick<ScriptContent, 'steps'>, stepId: string, answers: Answers): NextStep {
  const at = content.steps.findIndex(({ id }) => id === stepId);
  const step = content.steps[at];
  if (!step) return { to: endOfScript, because: { kind: 'end' } };
  const questions = questionsOf(content);
  const isThere = (id: string) => id === endOfScript || content.steps.some((one) => one.id === id);
  const index = step.next.findIndex(
    ({ when, to }) => isThere(to) && (when === null || fits(when, questions.get(when.questionId)?.question, answers)),
  );
  const rule = step.next[index];
  if (rule) return { to: rule.to, because: { kind: 'rule', index } };
  const following = content.steps[at + 1];
  return following ? { to: following.id, because: { kind: 'order' } } : { to: endOfScript, because: { kind: 'end' } };
}
