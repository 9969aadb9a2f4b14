/** Pure: what one row of a file says of a person or an organisation, before it is compared with anything. */
import type { LineKind } from '../phones/normalize-phone.ts';
import type { RowExtra } from './row-extra.ts';

/** What is known of one number beside its kind. */
export interface PhoneMarks {
  doNotCall?: boolean;
  invalid?: boolean;
  /** IANA zone chosen for it. */
  timeZone?: string;
  /** It is meant to be kept though it cannot be repaired. */
  asWritten?: boolean;
}

/** A number that could not be repaired: a fault of its row, unless the row says that it is to be kept as it was written. */
export interface UnreadNumber {
  raw: string;
  kind: DraftPhone['kind'];
  marks: PhoneMarks | null;
  repair: Repair;
  /** What was put among the faults of the row. */
  fault: string | null;
}

export interface DraftPhone {
  /** As it was written. */
  raw: string;
  e164: string;
  extension: string | null;
  country: string | null;
  lineKind: LineKind;
  kind: 'mobile' | 'work' | 'home' | 'other';
  marks: PhoneMarks | null;
}

/** How one number of a row was read: for showing repairs side by side. */
export interface Repair {
  written: string;
  e164: string | null;
  extension: string | null;
  /** Why it could not be read; null: it was, or it is kept as it was written. */
  because: string | null;
}

/** Somebody as a file names them, until all rows are read and the base is asked who it is. */
export interface WrittenPerson {
  /** Name, e-mail, number or id. */
  person: string;
  /** Null: it is no telephone number. */
  e164: string | null;
}

export interface RowDraft {
  name: string | null;
  lastName: string | null;
  firstName: string | null;
  middleName: string | null;
  role: string | null;
  organisation: string | null;
  lifecycle: string | null;
  ownerAgentId: string | null;
  emails: string[];
  notes: string[];
  vip: boolean | null;
  doNotCall: boolean | null;
  timeZone: string | null;
  phones: DraftPhone[];
  repairs: Repair[];
  /** Null: all could be read. */
  unread: UnreadNumber[] | null;
  /** Values of the firm's own fields by their key; a person is a `WrittenPerson`. */
  custom: Record<string, unknown> | null;
  /** Fields that few files have. */
  extra: RowExtra | null;
}

export const emptyDraft = (): RowDraft => ({
  name: null,
  lastName: null,
  firstName: null,
  middleName: null,
  role: null,
  organisation: null,
  lifecycle: null,
  ownerAgentId: null,
  emails: [],
  notes: [],
  vip: null,
  doNotCall: null,
  timeZone: null,
  phones: [],
  repairs: [],
  unread: null,
  custom: null,
  extra: null,
});

/** What reading a cell needs to know beyond the cell. Plain data: it travels to a thread of its own. */
export interface ReadingContext {
  /** Country of numbers written without one. */
  region: string;
  /** Agents who work here by name, e-mail and extension, in lower case; null: several have that name. */
  owners: ReadonlyMap<string, string | null>;
  /** Life-cycles of this firm by key and by own label, in lower case. */
  lifecycles: ReadonlyMap<string, string>;
  /** Ids of the sources of this firm by key and by the words they are shown with, in lower case. */
  sources: ReadonlyMap<string, string>;
  importer: {
    agentId: string | null;
    /** May make clients of others private. */
    mayHide: boolean;
  };
}
