/** PURE: a stored message as the contract shows it to a reader. */
import type { Message } from '../../contract/messages.contract.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import type { MessageRow } from './messages.repository.ts';

/** Which of the records that a message hangs on the reader may see. */
export interface SeenRecords {
  contact: boolean;
  organisation: boolean;
  deal: boolean;
}

/** True when whoever reads the notes on this kind of record reads what was written to it. */
export const seesTexts = (reader: Principal, kind: 'contact' | 'organisation'): boolean =>
  !isHidden(reader, kind, 'notes');

/** Of a client whom a reader of the deal may not see, neither the id nor the address is told. */
function addressFor(row: MessageRow, reader: Principal, seen: SeenRecords): string | null {
  const kind = row.contact_id === null ? 'organisation' : 'contact';
  const isOpen = row.contact_id === null ? seen.organisation || row.organisation_id === null : seen.contact;
  return isOpen && !isHidden(reader, kind, 'emails') ? row.address : null;
}

export const toMessage = (row: MessageRow, reader: Principal, seen: SeenRecords): Message => ({
  id: row.id,
  direction: row.direction,
  channel: row.channel,
  state: row.state,
  contactId: seen.contact ? row.contact_id : null,
  organisationId: seen.organisation ? row.organisation_id : null,
  dealId: seen.deal ? row.deal_id : null,
  address: addressFor(row, reader, seen),
  subject: row.subject,
  text: row.text,
  problem: row.problem_code === null ? null : { code: row.problem_code, detail: row.problem_detail },
  nextTryAt: row.state === 'queued' ? (row.next_try_at?.toISOString() ?? null) : null,
  tries: row.tries,
  sentAt: row.sent_at?.toISOString() ?? null,
  by: row.by_id === null && row.by_name === null ? null : { id: row.by_id ?? 'api', name: row.by_name ?? '' },
  createdAt: row.created_at.toISOString(),
});
