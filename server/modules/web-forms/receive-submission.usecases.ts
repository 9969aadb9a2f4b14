/** What a form sends is kept first and looked at afterwards; the answer never tells whether anybody is known. */
import { createHash, randomBytes } from 'node:crypto';
import { honeypotField, tokenField } from '../../contract/web-forms.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { sharedSecret } from '../access/access.usecases.ts';
import { checkToken, makeToken } from './form-token.ts';
import { judgeSubmission, minSeconds } from './judge-submission.ts';
import { readSubmission } from './read-submission.ts';
import type { WebFormLimits } from './web-form-limits.ts';
import { nobodyToReach, webFormNotFound } from './web-forms.errors.ts';
import type { WebFormFacts } from './web-forms.events.ts';
import { type FormRow, insertSubmission, selectForms } from './web-forms.repository.ts';

/** What a form sends at most, in bytes. */
export const maxFormBytes = 64 * 1024;

const secretOf = (platform: Platform) => sharedSecret(platform, 'web-forms');

async function openForm(platform: Platform, formId: string): Promise<FormRow> {
  const [form] = await selectForms(platform.database.sql, formId);
  if (!form?.active) throw webFormNotFound();
  return form;
}

/** A token for a page that is about to show the form. */
export async function showForm(platform: Platform, formId: string): Promise<{ token: string; minSeconds: number }> {
  await openForm(platform, formId);
  const nonce = randomBytes(12).toString('base64url');
  return { token: makeToken(await secretOf(platform), { formId, now: platform.clock.now(), nonce }), minSeconds };
}

export interface SentForm {
  formId: string;
  fields: Record<string, string>;
  ip: string;
  origin: string | null;
  idempotencyKey: string | null;
}

/** Marks a repeat: the same sender and the same content. Who mends a number or enters a colleague sends something new. */
function repeatKeyOf(sender: string, kept: readonly (readonly [string, string])[]): string {
  const content = [...kept].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([sender, content]))
    .digest('base64url');
}

/** Keeps what was sent. The same content with the same token or key changes nothing. @returns where a page may lead to */
export async function receiveSubmission(
  platform: Platform,
  limits: WebFormLimits,
  { formId, fields, ip, origin, idempotencyKey }: SentForm,
): Promise<{ thanksUrl: string | null }> {
  const form = await openForm(platform, formId);
  await limits.count(formId, ip);
  const { phone, email } = readSubmission(fields);
  if (phone === '' && email === '') throw nobodyToReach();
  const now = platform.clock.now();
  const token = checkToken(await secretOf(platform), { formId, token: fields[tokenField] ?? '', now });
  const suspicions = judgeSubmission({ fields, token, origin, origins: form.origins });
  const sender =
    idempotencyKey !== null ? `key ${idempotencyKey}` : token.kind === 'none' ? null : `token ${token.nonce}`;
  const kept = Object.entries(fields).filter(([name]) => name !== tokenField && name !== honeypotField);
  const id = platform.ids('wfs');
  await platform.database.transaction(async (tx) => {
    const row = {
      id,
      form_id: formId,
      received_at: now,
      fields: Object.fromEntries(kept),
      suspicions,
      contact_id: null,
    };
    const state = suspicions.length === 0 ? ('new' as const) : ('suspected' as const);
    const isNew = await insertSubmission(tx, { ...row, state, repeatKey: sender && repeatKeyOf(sender, kept) });
    if (!isNew) return;
    await platform.facts.append<WebFormFacts>(tx, {
      type: state === 'new' ? 'web-form.submitted' : 'web-form.put-aside',
      payload: { submissionId: id, formId },
      subject: id,
    });
  });
  return { thanksUrl: form.thanks_url };
}
