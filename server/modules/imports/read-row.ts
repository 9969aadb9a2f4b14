/** Pure: the cells of a row to a draft that can be kept, or the reason why it cannot. */
import { unsafeCell } from '../exports/csv-line.ts';
import type { ImportTarget } from './import-targets.ts';
import { privateProblem } from './more-targets.ts';
import { emptyDraft, type ReadingContext, type RowDraft } from './row-draft.ts';
import { completeAddresses } from './row-extra.ts';
import { settleNumbers, settleUnread } from './settle-numbers.ts';

export interface ReadRow {
  draft: RowDraft;
  /** `<key of the target>:<reason>` of each cell that cannot be used, with spaces between; null: the row can be kept. */
  problem: string | null;
}

/** A name that is not there is made of its parts, else of what else is known of the person. */
function nameOf(draft: RowDraft): string | null {
  if (draft.name !== null) return draft.name;
  const parts = [draft.lastName, draft.firstName, draft.middleName].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(' ').slice(0, 200);
  return draft.organisation ?? draft.phones[0]?.e164 ?? draft.emails[0] ?? null;
}

/**
 * @param columns what each column becomes; null: left out
 * @returns null for a row without any text
 */
export function readRow(
  cells: readonly string[],
  columns: readonly (ImportTarget | null)[],
  context: ReadingContext,
): ReadRow | null {
  const draft = emptyDraft();
  let problem: string | null = null;
  let isEmpty = true;
  for (let index = 0; index < cells.length; index += 1) {
    const given = cells[index] ?? '';
    if (given === '' || given.trim() === '') continue;
    isEmpty = false;
    const target = columns[index];
    if (!target) continue;
    const cell = given.startsWith("'") ? unsafeCell(given) : given;
    const reason = cell.includes('\0') ? 'broken-text' : target.write(draft, cell, context);
    if (reason === null) continue;
    const fault = `${target.key}:${reason}`;
    problem = withFault(problem, fault);
    const unread = draft.unread?.at(-1);
    if (unread) unread.fault ??= fault;
  }
  if (isEmpty) return null;
  settleNumbers(draft);
  if (draft.unread !== null) problem = settleUnread(draft, problem);
  if (draft.extra !== null) {
    completeAddresses(draft);
    const fault = privateProblem(draft.extra, draft.ownerAgentId, context.importer);
    if (fault !== null) problem = withFault(problem, fault);
  }
  draft.name = nameOf(draft);
  // What would have named it may be among the faults.
  if (draft.name === null) problem ??= 'name:missing';
  return { draft, problem };
}

/** All that is wrong is told at once, each column once: a row that comes back for its second fault is work twice over. */
function withFault(problem: string | null, fault: string): string {
  if (problem === null) return fault;
  return problem.split(' ').includes(fault) ? problem : `${problem} ${fault}`;
}
