/**
 * What the audit needs to know of the records it tells of. A module writes one `AuditedKind` for its records and
 * `server/app/audited-kinds.ts` hands it in: then its events have names and lead to the record, and, with a `restorer`,
 * its old values can be put back.
 */
import type { KindsOf } from '../../contract/audit-actions.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { By, Principal } from '../access/principal.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What the audit kept of one action, as far as restoring asks for it. */
export interface AuditedAction {
  /** Null: an API key or the server itself. */
  user_id: string | null;
  before: Values | null;
  after: Values | null;
}

/** Puts old values back through the module's own use case, which asks the rights and writes down the change as always. */
export interface ActionRestorer {
  /** Keys of `before` and `after` that can be put back; others follow from them (a name that belongs to an id). */
  fields: readonly string[];
  /** The record as it is, by the same keys; null: there is none any more, or not for this reader. */
  read(platform: Platform, sql: Sql, reader: Principal, id: string, entry: AuditedAction): Promise<Values | null>;
  /** @param current what `read` gave: its `version` guards against a change in between */
  change(platform: Platform, by: By, id: string, values: Values, current: Values): Promise<unknown>;
  /** False: what this entry tells of cannot be put back by anybody. Left out: all of them can. */
  takes?(entry: AuditedAction): boolean;
}

/** Of changes (`<kind>.changed`), and of deletions. */
export interface AuditRestorer extends ActionRestorer {
  /** Takes back that it was deleted; left out: cannot be. */
  undelete?(platform: Platform, by: By, id: string): Promise<unknown>;
}

/** Files that came in or went out: they have names, and nothing of them is put back. */
const fileKinds = ['import', 'export'] as const;
type FileKind = (typeof fileKinds)[number];

export const isFileKind = (kind: AuditedKind['kind']): kind is FileKind => fileKinds.some((one) => one === kind);

export interface AuditedKind {
  /** `contact`: of the record, and first part of its actions. */
  kind: KindsOf<'change-restored'> | FileKind;
  isIdOf(id: string): boolean;
  /** True: records of this kind are called by names that look like no id; what they are is told by the action alone. */
  isNamed?: true;
  /** True: nobody's client but a thing of the firm, such as a product; of one that is deleted the audit keeps the name. */
  ofFirm?: true;
  /** True: whoever sees the record sees its changes on its time-line, whoever made them, and may put them back from there. */
  hasTimeLine?: true;
  /** Names of those of these records that this reader may see; the others are missing. Deleted ones may be named. */
  titles(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Map<string, string>>;
  /** Keys of old and new values that are for everybody who sees the title; left out: all of them. */
  openValues?: readonly string[];
  restorer?: AuditRestorer;
  /** Restorers of further actions by their whole name: `deal.moved`. */
  actions?: Readonly<Record<string, ActionRestorer>>;
}

/** @example hasPrefix('ctc')('ctc_01j...') // true */
export const hasPrefix = (prefix: string) => (id: string) => id.startsWith(`${prefix}_`);

/** The platform as a use case sees it that is to work inside a transaction which is open already. */
export const inside = (platform: Platform, tx: Tx): Platform => ({
  ...platform,
  database: { ...platform.database, sql: tx, transaction: (work) => tx.savepoint(work) },
});
