/** Pure: what is wrong with a script that somebody wrote, by the place of it. */
import { isDay } from './check-answers.ts';
import { comparisonsOf } from './next-step.ts';
import {
  type Condition,
  endOfScript,
  type NextRule,
  type Question,
  type ScriptContent,
  type Step,
} from './scripts.contract.ts';

/** Errors keep it from being saved. */
export const scriptErrors = [
  'no-steps',
  'id-twice',
  'end-is-no-step',
  'no-options',
  'min-above-max',
  'unknown-step',
  'unknown-question',
  'wrong-comparison',
  'wrong-value',
  'branch-to-itself',
  'hotkey-twice',
] as const;
export const scriptWarnings = ['unreachable-step', 'rule-never-used'] as const;
export type ScriptError = (typeof scriptErrors)[number];
export type ScriptWarning = (typeof scriptWarnings)[number];

export type ScriptProblem =
  | { severity: 'error'; path: string; code: ScriptError }
  | { severity: 'warning'; path: string; code: ScriptWarning };

const error = (path: string, code: ScriptError): ScriptProblem => ({ severity: 'error', path, code });
const warning = (path: string, code: ScriptWarning): ScriptProblem => ({ severity: 'warning', path, code });

/** Where a value stands again. */
function repeated<T>(items: readonly T[], keyOf: (item: T) => string | null): number[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = keyOf(item);
    if (value === null) return [];
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}

const idOf = ({ id }: { id: string }) => id;
const twice = (items: readonly { id: string }[], path: string): ScriptProblem[] =>
  repeated(items, idOf).map((index) => error(`${path}.${index}.id`, 'id-twice'));

function checkQuestion(question: Question, path: string): ScriptProblem[] {
  const isChoice = question.kind === 'choice' || question.kind === 'choices';
  const { min, max } = question;
  return [
    ...(isChoice && question.options.length === 0 ? [error(`${path}.options`, 'no-options')] : []),
    ...(isChoice ? twice(question.options, `${path}.options`) : []),
    ...(question.kind === 'number' && min !== null && max !== null && min > max
      ? [error(`${path}.max`, 'min-above-max')]
      : []),
  ];
}

function isValueFor(question: Question, { is, value }: Condition): boolean {
  if (is === 'answered') return true;
  switch (question.kind) {
    case 'text':
    case 'long-text':
      return typeof value === 'string' && value.trim() !== '';
    case 'number':
      return typeof value === 'number';
    case 'yes-no':
      return typeof value === 'boolean';
    case 'choice':
    case 'choices':
      return question.options.some(({ id }) => id === value);
    case 'date':
      return typeof value === 'string' && isDay(value);
  }
}

function checkCondition(condition: Condition, questions: ReadonlyMap<string, Question>, path: string): ScriptProblem[] {
  const question = questions.get(condition.questionId);
  if (!question) return [error(`${path}.questionId`, 'unknown-question')];
  if (!comparisonsOf[question.kind].includes(condition.is)) return [error(`${path}.is`, 'wrong-comparison')];
  return isValueFor(question, condition) ? [] : [error(`${path}.value`, 'wrong-value')];
}

const firstAlways = (rules: readonly NextRule[]): number => rules.findIndex(({ when }) => when === null);

function checkRules(step: Step, path: string, known: Known): ScriptProblem[] {
  const always = firstAlways(step.next);
  return step.next.flatMap(({ when, to }, index) => {
    const at = `${path}.next.${index}`;
    return [
      ...(when ? checkCondition(when, known.questions, `${at}.when`) : []),
      ...(to !== endOfScript && !known.steps.has(to) ? [error(`${at}.to`, 'unknown-step')] : []),
      ...(when === null && to === step.id ? [error(`${at}.to`, 'branch-to-itself')] : []),
      ...(always !== -1 && index > always ? [warning(at, 'rule-never-used')] : []),
    ];
  });
}

interface Known {
  steps: ReadonlySet<string>;
  questions: ReadonlyMap<string, Question>;
}

/** Steps that can follow, whatever is answered. */
function followers(steps: readonly Step[], at: number): string[] {
  const rules = steps[at]?.next ?? [];
  const always = firstAlways(rules);
  if (always !== -1) return rules.slice(0, always + 1).map(({ to }) => to);
  return [...rules.map(({ to }) => to), ...(steps[at + 1] ? [steps[at + 1]!.id] : [])];
}

/** Ids of the steps that a call can come to. */
export function reachableSteps(steps: readonly Step[]): Set<string> {
  const places = new Map(steps.map(({ id }, index) => [id, index] as const));
  const reached = new Set<string>();
  const open = steps[0] ? [steps[0].id] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const at = places.get(id);
    if (at === undefined || reached.has(id)) continue;
    reached.add(id);
    open.push(...followers(steps, at));
  }
  return reached;
}

function checkStep(step: Step, index: number, known: Known): ScriptProblem[] {
  const path = `steps.${index}`;
  return [
    ...(step.id === endOfScript ? [error(`${path}.id`, 'end-is-no-step')] : []),
    ...step.questions.flatMap((question, at) => checkQuestion(question, `${path}.questions.${at}`)),
    ...checkRules(step, path, known),
  ];
}

/** Question ids are unique in the whole script: answers are kept by them. */
function questionsTwice(steps: readonly Step[]): ScriptProblem[] {
  const all = steps.flatMap(({ questions }, step) => questions.map(({ id }, at) => ({ id, step, at })));
  return repeated(all, idOf).flatMap((index) => {
    const place = all[index];
    return place ? [error(`steps.${place.step}.questions.${place.at}.id`, 'id-twice')] : [];
  });
}

/** Everything that is wrong, in the order of the script. @example checkScript({ steps: [], objections: [] })[0].code // 'no-steps' */
export function checkScript({ steps, objections }: ScriptContent): ScriptProblem[] {
  if (steps.length === 0) return [error('steps', 'no-steps')];
  const questions = new Map(steps.flatMap((step) => step.questions.map((one) => [one.id, one] as const)));
  const known = { steps: new Set(steps.map(idOf)), questions };
  const reached = reachableSteps(steps);
  return [
    ...twice(steps, 'steps'),
    ...questionsTwice(steps),
    ...steps.flatMap((step, index) => checkStep(step, index, known)),
    ...twice(objections, 'objections'),
    ...repeated(objections, ({ hotkey }) => hotkey).map((at) => error(`objections.${at}.hotkey`, 'hotkey-twice')),
    ...steps.flatMap(({ id }, index) => (reached.has(id) ? [] : [warning(`steps.${index}`, 'unreachable-step')])),
  ];
}
