/** Pure: whether answers fit their questions, and which ones of the visited steps are still wanting. */
import { longestAnswer } from './script-answers.contract.ts';
import type { Question, ScriptContent, Step } from './scripts.contract.ts';

/** As the console keeps it and as it is sent; null: taken back. */
export type AnswerValue = string | number | boolean | readonly string[] | null;
export type Answers = Readonly<Record<string, AnswerValue | undefined>>;

export const answerProblems = [
  'unknown-question',
  'required',
  'wrong-type',
  'too-long',
  'too-small',
  'too-large',
  'unknown-option',
  'no-day',
] as const;
export type AnswerProblem = (typeof answerProblems)[number];

/** False for what is left empty: blanks are no answer, "no" is one. */
export function isAnswered(value: AnswerValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}

/** @example isDay('2026-02-30') // false */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const isString = (value: AnswerValue): value is string => typeof value === 'string';
const isKnown = ({ options }: Question, id: string) => options.some((option) => option.id === id);

/** What is wrong with an answer; null: nothing. Whether it is wanted is not asked here. */
export function checkAnswer(question: Question, value: AnswerValue | undefined): AnswerProblem | null {
  if (value === undefined || value === null || value === '') return null;
  switch (question.kind) {
    case 'text':
    case 'long-text':
      if (!isString(value)) return 'wrong-type';
      return value.length > longestAnswer ? 'too-long' : null;
    case 'number':
      return checkNumber(question, value);
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'wrong-type';
    case 'choice':
      if (!isString(value)) return 'wrong-type';
      return isKnown(question, value) ? null : 'unknown-option';
    case 'choices':
      if (!Array.isArray(value)) return 'wrong-type';
      return value.every((id) => isKnown(question, id)) ? null : 'unknown-option';
    case 'date':
      if (!isString(value)) return 'wrong-type';
      return isDay(value) ? null : 'no-day';
  }
}

function checkNumber({ min, max }: Question, value: AnswerValue): AnswerProblem | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'wrong-type';
  if (min !== null && value < min) return 'too-small';
  return max !== null && value > max ? 'too-large' : null;
}

/** Every question with the step that asks it. */
export const questionsOf = (content: Pick<ScriptContent, 'steps'>): Map<string, { question: Question; step: Step }> =>
  new Map(
    content.steps.flatMap((step) => step.questions.map((question) => [question.id, { question, step }] as const)),
  );

/** Questions of one step that must be answered and are not. */
export const missingIn = (step: Pick<Step, 'questions'>, answers: Answers): Question[] =>
  step.questions.filter(({ id, required }) => required && !isAnswered(answers[id]));

/** The same of every step that was visited, in their order; steps that nobody came to ask for nothing. */
export function missingOnPath(
  content: Pick<ScriptContent, 'steps'>,
  { path, answers }: { path: readonly string[]; answers: Answers },
): Question[] {
  return content.steps.filter(({ id }) => path.includes(id)).flatMap((step) => missingIn(step, answers));
}

/**
 * By question what is wrong with what was given, and at the end what is wanting.
 * @param answers everything that is answered; those of a change alone when `finished` is false
 */
export function checkAnswers(
  content: Pick<ScriptContent, 'steps'>,
  { path, answers, finished }: { path: readonly string[]; answers: Answers; finished: boolean },
): Record<string, AnswerProblem> {
  const questions = questionsOf(content);
  const problems: Record<string, AnswerProblem> = {};
  for (const [id, value] of Object.entries(answers)) {
    const asked = questions.get(id);
    const problem = asked ? checkAnswer(asked.question, value) : 'unknown-question';
    if (problem !== null) problems[id] = problem;
  }
  if (finished) for (const { id } of missingOnPath(content, { path, answers })) problems[id] ??= 'required';
  return problems;
}
