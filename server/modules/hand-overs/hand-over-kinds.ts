/**
 * Kinds of records that change hands; `server/app` hands in the list, so that another kind joins with one line. The plain
 * case is `ownedTable`.
 */
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { handOverKinds } from '../../contract/hand-overs.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';

export type HandOverKindName = (typeof handOverKinds)[number];
export type RecordIds = { readonly [Kind in HandOverKindName]?: readonly string[] | undefined };

export interface Only {
  /** Only these clients, and what is about them. */
  contactIds?: readonly string[] | undefined;
  /** Only clients of these life-cycles, and what is about them. */
  lifecycles?: readonly string[] | undefined;
  /** Of these kinds only these records. What is said of `deals` holds for `managedDeals`, unless they are named. */
  records?: RecordIds | undefined;
}

/** Whose, and which of it. */
export interface Asked {
  /** Null: what is nobody's. */
  fromAgentId: string | null;
  only: Only;
  /** Of what is nobody's only that which this person may see and hand over. */
  reader: Principal;
}

export interface Held {
  id: string;
  /** The client it is about; null: none. */
  contactId: string | null;
  teamId: string | null;
}

export type Dealt = Held & { agentId: string };

export interface GoingBack {
  ids: readonly string[];
  /** Who has them now. */
  agentId: string;
  fromAgentId: string | null;
  /** What `give` returned for all records of this kind. */
  kept: unknown;
  now: Date;
}

export interface HandOverKind {
  kind: HandOverKindName;
  /** What the audit of each record says. */
  actions: { over: AuditAction; back: AuditAction };
  /** How many would go. */
  count(sql: Sql, asked: Asked): Promise<number>;
  /** Those of these records that would go. */
  among(sql: Sql, asked: Asked, ids: readonly string[]): Promise<string[]>;
  /** How many each of these agents has. */
  loads(sql: Sql, agentIds: readonly string[]): Promise<Map<string, number>>;
  /** Holds the records that go, in the order in which they are dealt. */
  lock(tx: Tx, asked: Asked): Promise<Held[]>;
  /** Gives each record to its agent. Returns what `back` needs beside the ids, as JSON. */
  give(tx: Tx, records: readonly Dealt[], fromAgentId: string | null, now: Date): Promise<unknown>;
  /** Gives back what this agent still has, and returns its ids. */
  back(tx: Tx, going: GoingBack): Promise<string[]>;
}

/** Ids that this kind is narrowed to; undefined: it is not. */
export function recordsOf({ records }: Only, kind: HandOverKindName): readonly string[] | undefined {
  const named = records?.[kind];
  return named === undefined && kind === 'managedDeals' ? records?.deals : named;
}
