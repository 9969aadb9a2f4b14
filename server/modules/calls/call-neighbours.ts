/**
 * What the projection of calls needs of the modules below it. `server/app` puts the real ones in; a test may put in others.
 */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { RankedCandidate } from '../contacts/rank-matches.ts';
import type { CallNumber, StoredCall } from './call-row.ts';
import type { AgentOfInterface } from './project-call.ts';

/** Who is calling: all that may be, best first, and the one that is clearly first (null: nobody, or a person must pick). */
export interface Match {
  candidates: RankedCandidate[];
  contactId: string | null;
  organisationId: string | null;
}

export interface CallNeighbours {
  /** Settings in force. */
  settings(sql: Sql): Promise<{ defaultRegion: string; wrapUpSeconds: number }>;
  agentsOfInterfaces(sql: Sql, interfaces: readonly string[]): Promise<Map<string, AgentOfInterface>>;
  teamsOfQueues(sql: Sql, queues: readonly string[]): Promise<Map<string, string | null>>;
  /** In the order of the numbers given. */
  findMatches(sql: Sql, numbers: readonly CallNumber[]): Promise<Match[]>;
  /** Presence follows the calls: told of every changed call in the same transaction. */
  callsChanged(tx: Tx, changes: readonly { before: StoredCall | null; after: StoredCall | null }[]): Promise<void>;
}
