import { type DialledNumber, dialledNumberSchema } from '$contract/leads.contract.ts';

/** One line of the table of dialled numbers while it is typed in. */
export interface DialledDraft {
  number: string;
  /** Empty: none. */
  sourceId: string;
  channel: string;
  note: string;
}

export const newDialled = (): DialledDraft => ({ number: '', sourceId: '', channel: '', note: '' });

export const dialledDrafts = (saved: readonly DialledNumber[]): DialledDraft[] =>
  saved.map((entry) => ({ ...entry, sourceId: entry.sourceId ?? '' }));

/** True when it is neither a number nor a pattern of the dialplan; an empty one is not wrong yet. */
export const isWrongNumber = (number: string): boolean =>
  number.trim() !== '' && !dialledNumberSchema.shape.number.safeParse(number.trim()).success;

/** What is saved; lines in which nothing was typed are left out. Null: a number is wrong, or a line says nothing of it. */
export function dialledNumbersOf(drafts: readonly DialledDraft[]): DialledNumber[] | null {
  const typed = drafts.filter((draft) => Object.values(draft).some((text) => text.trim() !== ''));
  const numbers = typed.map(({ number, sourceId, channel, note }) => ({
    number: number.trim(),
    sourceId: sourceId === '' ? null : sourceId,
    channel: channel.trim(),
    note: note.trim(),
  }));
  const isWhole = ({ number, sourceId, channel }: DialledNumber) =>
    number !== '' && !isWrongNumber(number) && (sourceId !== null || channel !== '');
  return numbers.every(isWhole) ? numbers : null;
}
