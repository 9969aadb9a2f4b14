/** Pure: an answer as it is kept, typed, and as it is told. */
import { type AnswerValue, isAnswered } from '../../contract/check-answers.ts';
import type { ScriptAnswer } from '../../contract/script-answers.contract.ts';
import type { Question, QuestionKind } from '../../contract/scripts.contract.ts';

export interface AnswerValues {
  kind: QuestionKind;
  text_value: string | null;
  number_value: number | null;
  boolean_value: boolean | null;
  /** `YYYY-MM-DD` */
  date_value: string | null;
  option_ids: string[] | null;
}

export interface AnswerRow extends AnswerValues {
  id: string;
  call_id: string;
  script_id: string;
  script_version: number;
  step_id: string;
  question_id: string;
  agent_id: string | null;
  contact_id: string | null;
  answered_at: Date;
}

const empty = { text_value: null, number_value: null, boolean_value: null, date_value: null, option_ids: null };

/** Its column by the kind of the question; null: it was taken back. The value was checked (check-answers.ts). */
export function columnsOf({ kind }: Pick<Question, 'kind'>, value: AnswerValue): AnswerValues | null {
  if (!isAnswered(value)) return null;
  switch (kind) {
    case 'text':
    case 'long-text':
      return { ...empty, kind, text_value: String(value).trim() };
    case 'number':
      return { ...empty, kind, number_value: Number(value) };
    case 'yes-no':
      return { ...empty, kind, boolean_value: value === true };
    case 'choice':
      return { ...empty, kind, option_ids: [String(value)] };
    case 'choices':
      return { ...empty, kind, option_ids: Array.isArray(value) ? [...new Set(value)] : [String(value)] };
    case 'date':
      return { ...empty, kind, date_value: String(value) };
  }
}

export function toAnswer(row: AnswerRow): ScriptAnswer {
  const given = {
    questionId: row.question_id,
    stepId: row.step_id,
    version: row.script_version,
    agentId: row.agent_id,
    answeredAt: row.answered_at.toISOString(),
  };
  switch (row.kind) {
    case 'text':
    case 'long-text':
      return { ...given, kind: row.kind, value: row.text_value ?? '' };
    case 'number':
      return { ...given, kind: row.kind, value: row.number_value ?? 0 };
    case 'yes-no':
      return { ...given, kind: row.kind, value: row.boolean_value === true };
    case 'choice':
      return { ...given, kind: row.kind, value: row.option_ids?.[0] ?? '' };
    case 'choices':
      return { ...given, kind: row.kind, value: row.option_ids ?? [] };
    case 'date':
      return { ...given, kind: row.kind, value: row.date_value ?? '' };
  }
}

export const isSameAnswer = (a: AnswerValues, b: AnswerValues): boolean =>
  a.kind === b.kind &&
  a.text_value === b.text_value &&
  a.number_value === b.number_value &&
  a.boolean_value === b.boolean_value &&
  a.date_value === b.date_value &&
  a.option_ids?.join(' ') === b.option_ids?.join(' ');
