/**
 * Pure: the text fields of one call between the keyboard and the server. What a person typed is shown until the server
 * has it; what the server says is shown where nobody typed. Kept per call, so two calls at once cannot mix.
 */
import type { Call } from '$contract/calls.contract.ts';

export const draftFields = ['note', 'mainNeed', 'nextStepText', 'nextStepDueAt'] as const;
export type DraftField = (typeof draftFields)[number];
/** '' for nothing; `nextStepDueAt` is ISO 8601. */
export type WorkFields = Record<DraftField, string>;

interface Local {
  text: string;
  /** What of it has reached the server; null: nothing yet. */
  saved: string | null;
}
export type Draft = Partial<Record<DraftField, Local>>;
type ServerPart = Pick<Call, 'note' | 'mainNeed' | 'nextStep'>;

export const serverFields = (call: ServerPart): WorkFields => ({
  note: call.note,
  mainNeed: call.mainNeed,
  nextStepText: call.nextStep?.text ?? '',
  nextStepDueAt: call.nextStep?.dueAt ?? '',
});

/** What to show: the person's text where there is one, else the server's. */
export function shownFields(draft: Draft, call: ServerPart): WorkFields {
  const fields = serverFields(call);
  for (const field of draftFields) fields[field] = draft[field]?.text ?? fields[field];
  return fields;
}

export const typed = (draft: Draft, field: DraftField, text: string): Draft => ({
  ...draft,
  [field]: { text, saved: draft[field]?.saved ?? null },
});

/** The server trims, so does the comparison: a space at the end is no change. */
const isSame = (a: string, b: string) => a.trim() === b.trim();

/** Fields whose text has not reached the server. */
export function dirtyFields(draft: Draft, call: ServerPart): DraftField[] {
  const server = serverFields(call);
  return draftFields.filter((field) => {
    const local = draft[field];
    return local !== undefined && !isSame(local.text, local.saved ?? server[field]);
  });
}

/** After the server took these texts; what was typed meanwhile stays dirty. */
export function savedFields(draft: Draft, sent: Partial<WorkFields>): Draft {
  const next = { ...draft };
  for (const [field, text] of Object.entries(sent) as [DraftField, string][]) {
    const local = next[field];
    if (local) next[field] = { ...local, saved: text };
  }
  return next;
}

/** The server's call changed (another tab, another person): a field that was saved and not touched since follows it. */
export function followServer(draft: Draft, call: ServerPart): Draft {
  const server = serverFields(call);
  const next: Draft = {};
  for (const field of draftFields) {
    const local = draft[field];
    if (!local) continue;
    const isDirty = !isSame(local.text, local.saved ?? server[field]);
    if (isDirty || isSame(local.text, server[field])) next[field] = local;
  }
  return next;
}

/** Only what must survive a reload: the dirty texts. */
export function keptFields(draft: Draft, call: ServerPart): Partial<WorkFields> {
  return Object.fromEntries(dirtyFields(draft, call).map((field) => [field, draft[field]?.text ?? '']));
}

export const restoredDraft = (kept: Partial<WorkFields>): Draft =>
  Object.fromEntries(Object.entries(kept).map(([field, text]) => [field, { text, saved: null }]));
