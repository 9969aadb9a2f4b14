/** Pure: an answer as text. */
import type { AnswerValue } from '$contract/check-answers.ts';
import type { Question } from '$contract/scripts.contract.ts';

export interface AnswerWords {
  yes: string;
  no: string;
  day: (date: string) => string;
  number: (value: number) => string;
}

export function answerText({ kind, options }: Question, value: AnswerValue, words: AnswerWords): string {
  const labelOf = (id: string) => options.find((option) => option.id === id)?.label ?? id;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return words.number(value);
  if (typeof value !== 'string') return (value ?? []).map(labelOf).join(', ');
  if (kind === 'date') return words.day(value);
  return kind === 'choice' ? labelOf(value) : value;
}
