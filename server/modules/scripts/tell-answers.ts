/** Pure: a change of answers in words, for the audit: `Budget: 500`. */
import type { AuditAction } from '../../contract/audit-actions.ts';
import { questionsOf } from '../../contract/check-answers.ts';
import type { Question } from '../../contract/scripts.contract.ts';
import { type AnswerRow, toAnswer } from './answer-columns.ts';
import type { VersionRow } from './scripts.repository.ts';

const optionLabel = ({ options }: Question, id: string) => options.find((option) => option.id === id)?.label ?? id;

function inWords(question: Question, row: AnswerRow): string {
  const { value } = toAnswer(row);
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (Array.isArray(value)) return value.map((id) => optionLabel(question, id)).join(', ');
  return row.kind === 'choice' ? optionLabel(question, String(value)) : String(value);
}

/** Null: nothing changed. */
export function tellAnswers(
  { name, content }: VersionRow,
  change: { stored: readonly AnswerRow[]; written: readonly AnswerRow[]; removed: readonly string[] },
) {
  const { stored, written, removed } = change;
  const changed = new Set([...written.map((row) => row.question_id), ...removed]);
  if (changed.size === 0) return null;
  const questions = questionsOf(content);
  const told = (rows: readonly AnswerRow[]) =>
    rows.flatMap((row) => {
      const question = questions.get(row.question_id)?.question;
      return question && changed.has(row.question_id) ? [`${question.label}: ${inWords(question, row)}`] : [];
    });
  const action: AuditAction = 'call.script-answered';
  return { action, before: { script: name, answers: told(stored) }, after: { script: name, answers: told(written) } };
}
