/** SQL of web forms and of what they sent. */
import type { Submission, Suspicion, WebForm } from '../../contract/web-forms.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface FormRow {
  id: string;
  name: string;
  active: boolean;
  origins: string[];
  source_id: string | null;
  thanks_url: string | null;
  created_at: Date;
  suspected: number;
  version: number;
}

const columns = `f.id, f.name, f.active, f.origins, f.source_id, f.thanks_url, f.created_at, f.version,
  (select count(*)::int from web_form_submissions s where s.form_id = f.id and s.state = 'suspected') as suspected`;

export const toForm = (row: FormRow): WebForm => ({
  id: row.id,
  name: row.name,
  active: row.active,
  origins: row.origins,
  sourceId: row.source_id,
  thanksUrl: row.thanks_url,
  createdAt: row.created_at.toISOString(),
  suspected: row.suspected,
  version: row.version,
});

export async function selectForms(sql: Sql, id?: string): Promise<FormRow[]> {
  return sql<FormRow[]>`
    select ${sql.unsafe(columns)} from web_forms f ${id === undefined ? sql.empty : sql`where f.id = ${id}`}
    order by lower(f.name), f.id`;
}

export async function lockForm(tx: Tx, id: string): Promise<FormRow | null> {
  const [locked] = await tx`select from web_forms where id = ${id} for update`;
  return locked ? ((await selectForms(tx, id))[0] ?? null) : null;
}

export type FormColumns = Partial<Pick<FormRow, 'name' | 'active' | 'origins' | 'source_id' | 'thanks_url'>>;

export async function insertForm(tx: Tx, id: string, row: FormColumns, now: Date): Promise<void> {
  await tx`insert into web_forms ${tx({ id, ...row, created_at: now })}`;
}

export async function updateForm(tx: Tx, id: string, row: FormColumns): Promise<void> {
  if (Object.keys(row).length > 0)
    await tx`update web_forms set ${tx({ ...row })}, version = version + 1 where id = ${id}`;
}

export interface SubmissionRow {
  id: string;
  form_id: string;
  received_at: Date;
  fields: Record<string, string>;
  state: Submission['state'];
  suspicions: Suspicion[];
  contact_id: string | null;
}

export const toSubmission = (row: SubmissionRow): Submission => ({
  id: row.id,
  formId: row.form_id,
  receivedAt: row.received_at.toISOString(),
  state: row.state,
  suspicions: row.suspicions,
  contactId: row.contact_id,
  fields: Object.entries(row.fields).map(([name, value]) => ({ name, value })),
});

/** False when it was there already. */
export async function insertSubmission(
  tx: Tx,
  { repeatKey, ...row }: SubmissionRow & { repeatKey: string | null },
): Promise<boolean> {
  const inserted = await tx`
    insert into web_form_submissions ${tx({ ...row, fields: tx.json(row.fields), repeat_key: repeatKey })}
    on conflict on constraint web_form_submissions_repeat_key do nothing returning id`;
  return inserted.count === 1;
}

export async function selectSubmissions(
  sql: Sql,
  {
    formId,
    state,
    after,
    limit,
  }: {
    formId: string;
    state?: Submission['state'] | undefined;
    after: { at: string; id: string } | null;
    limit: number;
  },
): Promise<SubmissionRow[]> {
  return sql<SubmissionRow[]>`
    select id, form_id, received_at, fields, state, suspicions, contact_id from web_form_submissions
    where ${sql.and([
      sql`form_id = ${formId}`,
      state !== undefined && sql`state = ${state}`,
      after && sql`(received_at, id) < (${after.at}::timestamptz, ${after.id})`,
    ])} order by received_at desc, id desc limit ${limit + 1}`;
}

export async function lockSubmission(tx: Tx, id: string): Promise<SubmissionRow | null> {
  const [row] = await tx<SubmissionRow[]>`
    select id, form_id, received_at, fields, state, suspicions, contact_id from web_form_submissions
    where id = ${id} for update`;
  return row ?? null;
}

export async function updateSubmission(
  tx: Tx,
  id: string,
  { state, contactId = null }: { state: Submission['state']; contactId?: string | null },
): Promise<void> {
  await tx`update web_form_submissions set state = ${state}, contact_id = ${contactId} where id = ${id}`;
}
