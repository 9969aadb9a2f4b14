/**
 * Pure: the numbers of a row once all of it is read. Only then is known which are the same: the extension of a number, its
 * kind and its marks stand in columns behind it.
 */
import { addMarks } from './read-marks.ts';
import type { DraftPhone, RowDraft } from './row-draft.ts';
import { extraOf } from './row-extra.ts';

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
    if (marks === null || Object.keys(marks).length === 0) continue;
    const extra = extraOf(draft);
    extra.numberMarks ??= [];
    extra.numberMarks.push({ e164, extension, ...marks });
  }
}
