/** Forms: made, renamed, switched off and on; and the list of what each sent. */
import type { z } from 'zod';
import type {
  newWebFormSchema,
  Submission,
  submissionListQuerySchema,
  WebForm,
  webFormPatchSchema,
} from '../../contract/web-forms.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { findEntry } from '../directories/directories.usecases.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { sourceUnknown, webFormNotFound } from './web-forms.errors.ts';
import {
  type FormColumns,
  insertForm,
  lockForm,
  selectForms,
  selectSubmissions,
  toForm,
  toSubmission,
  updateForm,
} from './web-forms.repository.ts';

type By = { principal: Principal; ip: string };

export async function listForms(platform: Platform): Promise<{ items: WebForm[] }> {
  return { items: (await selectForms(platform.database.sql)).map(toForm) };
}

async function columnsOf(tx: Tx, patch: z.output<typeof webFormPatchSchema>): Promise<FormColumns> {
  const { name, active, origins, sourceId, thanksUrl } = patch;
  const source = sourceId ? await findEntry(tx, 'source', sourceId) : sourceId;
  if (sourceId && source === null) throw sourceUnknown();
  const all = { name, active, origins, source_id: source, thanks_url: thanksUrl };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function tell(
  platform: Platform,
  tx: Tx,
  { before, id, by }: { before: WebForm | null; id: string; by: By },
): Promise<WebForm> {
  const [row] = await selectForms(tx, id);
  if (!row) throw webFormNotFound();
  const after = toForm(row);
  const action = before ? 'web-form.changed' : 'web-form.created';
  await createAudit(platform).record(tx, { ...by, action, record: id, before, after });
  const payload = { what: 'web-forms' };
  await platform.facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'web-forms' });
  return after;
}

export async function createForm(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newWebFormSchema> },
): Promise<WebForm> {
  return platform.database.transaction(async (tx) => {
    const id = platform.ids('wfm');
    await insertForm(tx, id, await columnsOf(tx, body), platform.clock.now());
    return tell(platform, tx, { before: null, id, by });
  });
}

/** Changes what is given. Switched off it is as if there were no such form; what it sent stays. */
export async function changeForm(
  platform: Platform,
  { formId, patch, ...by }: By & { formId: string; patch: z.output<typeof webFormPatchSchema> },
): Promise<WebForm> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForm(tx, formId);
    if (!row) throw webFormNotFound();
    await updateForm(tx, formId, await columnsOf(tx, patch));
    return tell(platform, tx, { before: toForm(row), id: formId, by });
  });
}

/** What a form sent, the newest first. */
export async function listSubmissions(
  platform: Platform,
  { formId, cursor, limit, state }: z.output<typeof submissionListQuerySchema> & { formId: string },
): Promise<Page<Submission>> {
  const { sql } = platform.database;
  const [at, id] = cursorOf(cursor, 2) ?? [];
  const after = at && id && !Number.isNaN(Date.parse(at)) ? { at, id } : null;
  const [form] = await selectForms(sql, formId);
  if (!form) throw webFormNotFound();
  const rows = await selectSubmissions(sql, { formId, state, after, limit });
  return pageOf(rows, limit, (row) => [row.received_at.toISOString(), row.id], toSubmission);
}
