/**
 * Pure: the numbers of a row once all of it is read. Only then is known which are the same, and which are to be kept though
 * nobody can read them: the extension of a number, its kind and its marks stand in columns behind it.
 */
import { digitsOf } from '../phones/normalize-phone.ts';
import { addMarks } from './read-marks.ts';
import type { DraftPhone, RowDraft } from './row-draft.ts';
import { extraOf, type WrittenNumber } from './row-extra.ts';

/** As many as a record may have. */
const mostNumbers = 20;

function eachOnce(phones: readonly DraftPhone[]): DraftPhone[] {
  const kept: DraftPhone[] = [];
  for (const phone of phones) {
    const known = kept.find(({ e164, extension }) => e164 === phone.e164 && extension === phone.extension);
    if (known) addMarks(known, phone.marks);
    else if (kept.length < mostNumbers) kept.push(phone);
  }
  return kept;
}

/** Each number once, and what marks them put where a row has room for it. */
export function settleNumbers(draft: RowDraft): void {
  if (draft.phones.length > 1) draft.phones = eachOnce(draft.phones);
  for (const { marks, e164, extension } of draft.phones) {
    if (marks === null) continue;
    const { asWritten: _read, ...said } = marks;
    if (Object.keys(said).length === 0) continue;
    const extra = extraOf(draft);
    extra.numberMarks ??= [];
    extra.numberMarks.push({ e164, extension, ...said });
  }
}

/**
 * Keeps what is meant to be kept as it was written, and takes its faults from those of the row.
 * @returns the faults that are left; null: none
 */
export function settleUnread(draft: RowDraft, problem: string | null): string | null {
  const unread = draft.unread ?? [];
  const kept = unread.filter(({ marks }) => marks?.asWritten).slice(0, mostNumbers - draft.phones.length);
  if (kept.length === 0) return problem;
  const open = new Set(unread.filter((one) => !kept.includes(one)).map(({ fault }) => fault));
  const settled = new Set(kept.flatMap(({ fault }) => (fault === null || open.has(fault) ? [] : [fault])));
  extraOf(draft).asWritten = kept.map(({ raw, kind, marks, repair }): WrittenNumber => {
    repair.because = null;
    const { asWritten: _kept, ...said } = marks ?? {};
    return { raw, digits: digitsOf(raw), kind, ...said };
  });
  const left = (problem ?? '').split(' ').filter((fault) => fault !== '' && !settled.has(fault));
  return left.length > 0 ? left.join(' ') : null;
}
