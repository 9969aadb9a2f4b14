/** What a kind of record says of one that is written to. Handed in by `server/app`, one for each kind. */
import type { MessageRecordKind } from '../../contract/messages.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';

/** Somebody who can be written to. */
export interface Addressee {
  address: string;
  name: string;
  contactId: string | null;
  organisationId: string | null;
}

export interface MessageRecord {
  /** Records that a message to an address that stands nowhere hangs on. */
  contactId: string | null;
  organisationId: string | null;
  dealId: string | null;
  /** The first is the usual one. */
  addressees: readonly Addressee[];
  /** Whom a message to an unknown address is for. */
  name: string;
}

export interface MessageRecords {
  /** Null: there is none, or not for this reader. Addressees are those that the reader may see. */
  read(sql: Sql, reader: Principal, recordId: string): Promise<MessageRecord | null>;
}

export type MessageRecordRegistry = Readonly<Record<MessageRecordKind, MessageRecords>>;
