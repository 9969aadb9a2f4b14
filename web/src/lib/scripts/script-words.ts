/** Words of what scripts are made of, and of what can be wrong with them. */

import type { Words } from '$contract/built-in-words.ts';
import type { AnswerProblem } from '$contract/check-answers.ts';
import { type ScriptMacro, scriptMacros } from '$contract/fill-macros.ts';
import type { Comparison, QuestionKind } from '$contract/scripts.contract.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { DraftProblem } from './draft-problems.ts';

export const kindWords: Readonly<Record<QuestionKind, () => string>> = {
  text: m.scripts_kind_text,
  'long-text': m.scripts_kind_long,
  number: m.scripts_kind_number,
  'yes-no': m.scripts_kind_yes_no,
  choice: m.scripts_kind_choice,
  choices: m.scripts_kind_choices,
  date: m.scripts_kind_date,
};

const comparisonWords: Readonly<Record<Comparison, () => string>> = {
  equals: m.scripts_is_equals,
  not: m.scripts_is_not,
  greater: m.scripts_is_greater,
  less: m.scripts_is_less,
  contains: m.scripts_is_contains,
  answered: m.scripts_is_answered,
};

export function comparisonWord(kind: QuestionKind, is: Comparison): string {
  if (kind === 'date' && is === 'greater') return m.scripts_is_after();
  if (kind === 'date' && is === 'less') return m.scripts_is_before();
  if (kind === 'choices' && is === 'not') return m.scripts_is_holds_not();
  return comparisonWords[is]();
}

const answerWords: Readonly<Record<AnswerProblem, () => string>> = {
  'unknown-question': m.scripts_bad_question,
  required: m.scripts_answer_required,
  'wrong-type': m.scripts_answer_number,
  'too-long': m.scripts_answer_long,
  'too-small': m.scripts_answer_small,
  'too-large': m.scripts_answer_large,
  'unknown-option': m.scripts_answer_option,
  'no-day': m.scripts_answer_day,
};
export const answerWord = (problem: AnswerProblem): string => answerWords[problem]();

const problemWords: Readonly<Record<DraftProblem['code'], () => string>> = {
  empty: m.scripts_bad_empty,
  'wrong-key': m.scripts_bad_key,
  'no-steps': m.scripts_step_needed,
  'id-twice': m.scripts_bad_twice,
  'end-is-no-step': m.scripts_bad_step,
  'no-options': m.scripts_bad_options,
  'min-above-max': m.scripts_bad_max,
  'unknown-step': m.scripts_bad_step,
  'unknown-question': m.scripts_bad_question,
  'wrong-comparison': m.scripts_bad_comparison,
  'wrong-value': m.scripts_bad_value,
  'branch-to-itself': m.scripts_bad_itself,
  'hotkey-twice': m.scripts_bad_hotkey,
  'unreachable-step': m.scripts_warn_unreachable,
  'rule-never-used': m.scripts_warn_unused,
};
export const problemWord = (code: DraftProblem['code']): string => problemWords[code]();

export const macroWord = (macro: ScriptMacro): string => (scriptMacros[macro] as Words)[locale.current];
