/** SQL of messages. */
import type { MessageChannel, MessageProblem, MessageState } from '../../contract/messages.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export interface MessageRow {
  id: string;
  direction: 'in' | 'out';
  channel: MessageChannel;
  state: MessageState;
  contact_id: string | null;
  organisation_id: string | null;
  deal_id: string | null;
  address: string | null;
  reply_to: string | null;
  subject: string;
  text: string;
  problem_code: MessageProblem | null;
  problem_detail: string;
  tries: number;
  next_try_at: Date | null;
  claimed_at: Date | null;
  sent_at: Date | null;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
}

type NewRow = Pick<MessageRow, 'id' | 'direction' | 'channel' | 'state' | 'subject' | 'text' | 'created_at'> &
  Partial<MessageRow> & { origin_id?: string };

/** False: what came from there is kept already. */
export async function insertMessage(tx: Tx, row: NewRow): Promise<boolean> {
  const { count } = await tx`insert into messages ${tx({ ...row })} on conflict (origin_id) do nothing`;
  return count > 0;
}

export async function selectMessage(sql: Sql, id: string): Promise<MessageRow | null> {
  const [row] = await sql<MessageRow[]>`select * from messages where id = ${id}`;
  return row ?? null;
}

export async function lockMessage(tx: Tx, id: string): Promise<MessageRow | null> {
  const [row] = await tx<MessageRow[]>`select * from messages where id = ${id} for update`;
  return row ?? null;
}

export async function updateMessage(tx: Tx, id: string, columns: Partial<MessageRow>): Promise<void> {
  await tx`update messages set ${tx({ ...columns })} where id = ${id}`;
}

/** Those that were being handed over when their server died. */
export async function lockLost(tx: Tx, before: Date): Promise<MessageRow[]> {
  return tx<MessageRow[]>`
    select * from messages where state = 'sending' and claimed_at < ${before} order by id for update skip locked`;
}

export interface MessagePage {
  before: { at: string; id: string } | null;
  limit: number;
}

/** Newest first; what was taken back before it went out is nobody's any more. */
export async function selectMessages(sql: Sql, where: SqlQuery, page: MessagePage): Promise<MessageRow[]> {
  const rest = page.before && sql`(m.created_at, m.id) < (${page.before.at}::timestamptz, ${page.before.id})`;
  return sql<MessageRow[]>`
    select m.* from messages m where ${sql.and([where, sql`m.state <> 'cancelled'`, rest])}
    order by m.created_at desc, m.id desc limit ${page.limit}`;
}
