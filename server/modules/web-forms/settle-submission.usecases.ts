/** What becomes of what a form sent: a message of a new lead or of somebody who is there, or nothing. */
import type { Submission } from '../../contract/web-forms.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { takeLead } from '../leads/take-lead.usecases.ts';
import { receiveMessage } from '../messages/receive-message.usecases.ts';
import { readSubmission } from './read-submission.ts';
import { alreadyTaken, submissionNotFound } from './web-forms.errors.ts';
import type { WebFormFacts } from './web-forms.events.ts';
import {
  lockSubmission,
  type SubmissionRow,
  selectForms,
  toSubmission,
  updateSubmission,
} from './web-forms.repository.ts';

type By = { principal: Principal; ip: string };

const tell = (platform: Platform, tx: Tx, type: keyof WebFormFacts, { id, form_id }: SubmissionRow) =>
  platform.facts.append<WebFormFacts>(tx, { type, payload: { submissionId: id, formId: form_id }, subject: id });

/** The server, in the name of the form: what came by it is told apart in the events. */
const asForm = (id: string, name: string): Principal => ({ ...systemPrincipal, id, name });

/** Makes a lead of it and keeps the message. Does nothing when that has been done. */
export async function takeSubmission(platform: Platform, tx: Tx, submissionId: string): Promise<void> {
  const row = await lockSubmission(tx, submissionId);
  if (row?.state !== 'new') return;
  const [form] = await selectForms(tx, row.form_id);
  const lead = { ...readSubmission(row.fields), sourceId: form?.source_id ?? null, cameBy: 'web-form' as const };
  const by = { principal: asForm(row.form_id, form?.name ?? ''), ip: '' };
  const subject = form?.name ?? '';
  const { contactId, isNew, words } = await takeLead(platform, tx, { lead, title: subject, by });
  await receiveMessage(platform, tx, {
    channel: 'web-form',
    contactId,
    address: lead.email || null,
    subject,
    text: words,
    originId: row.id,
    receivedAt: row.received_at,
  });
  await updateSubmission(tx, row.id, { state: isNew ? 'taken' : 'joined', contactId });
  await tell(platform, tx, 'web-form.settled', row);
}

/** A person says whether what was put aside is meant. What was refused can be accepted after all, and the other way round. */
export async function settleSubmission(
  platform: Platform,
  { submissionId, accept, ...by }: By & { submissionId: string; accept: boolean },
): Promise<Submission> {
  return platform.database.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (!row) throw submissionNotFound();
    if (row.state === 'taken' || row.state === 'joined') throw alreadyTaken();
    const state = accept ? ('new' as const) : ('refused' as const);
    if (row.state === state) return toSubmission(row);
    await updateSubmission(tx, row.id, { state });
    await createAudit(platform).record(tx, {
      ...by,
      action: accept ? 'web-form.submission-accepted' : 'web-form.submission-refused',
      record: row.id,
      before: { state: row.state },
      after: { state },
    });
    await tell(platform, tx, accept ? 'web-form.submitted' : 'web-form.settled', row);
    return toSubmission({ ...row, state });
  });
}
