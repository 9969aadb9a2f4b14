/** Refusals of the scripts module. */
import type { AnswerProblem } from '../../contract/check-answers.ts';
import type { ScriptError } from '../../contract/check-script.ts';
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

const errorSentences: Readonly<Record<ScriptError, string>> = {
  'no-steps': 'must hold at least one step',
  'id-twice': 'is there twice; ids are unique within a script',
  'end-is-no-step': 'no step may be called `end`',
  'no-options': 'a choice needs at least one option',
  'min-above-max': 'must not be less than `min`',
  'unknown-step': 'is no step of this script, nor `end`',
  'unknown-question': 'is no question of this script',
  'wrong-comparison': 'cannot be asked of a question of this kind',
  'wrong-value': 'does not fit the question: text, a number, true or false, a day, or the id of one of its options',
  'branch-to-itself': 'leads to its own step whatever is answered',
  'hotkey-twice': 'belongs to another objection already',
};

const answerSentences: Readonly<Record<AnswerProblem, string>> = {
  'unknown-question': 'is no question of this version of the script',
  required: 'must be answered: its step was visited',
  'wrong-type': 'is not of the type of the question',
  'too-long': 'is too long',
  'too-small': 'is less than the question allows',
  'too-large': 'is more than the question allows',
  'unknown-option': 'is no option of the question',
  'no-day': 'must be a day that exists, YYYY-MM-DD',
};

export const scriptNotFound = () => notFound('scripts.not_found', 'There is no such script.');
export const versionNotFound = () => notFound('scripts.version_not_found', 'There is no such version of this script.');
export const scriptStale = () =>
  conflict('scripts.stale', 'Somebody else has changed this script in the meantime. Read it again.');
export const notPublished = () =>
  conflict('scripts.not_published', 'This script was not published yet, so calls cannot use it.');
export const scriptInvalid = (problems: readonly { path: string; code: ScriptError }[]) =>
  invalid(
    'scripts.invalid',
    'The script cannot be saved.',
    Object.fromEntries(problems.map(({ path, code }) => [path, errorSentences[code]])),
  );
export const answersInvalid = (problems: Readonly<Record<string, AnswerProblem>>) =>
  invalid(
    'scripts.answers_invalid',
    'Some answers cannot be kept.',
    Object.fromEntries(Object.entries(problems).map(([id, problem]) => [`answers.${id}`, answerSentences[problem]])),
  );
export const pathInvalid = () =>
  invalid('scripts.path_invalid', 'The way through the script cannot be kept.', {
    path: 'names a step that this version of the script has not',
  });
