/**
 * What missed calls need of the modules below. `server/app` puts the real ones in (connect-neighbours.ts makes them); a
 * test may put in others. Every function reads through the `sql` it is given, so inside a transaction it sees that one.
 */
import type { MissedCall } from '../../contract/missed-calls.contract.ts';
import type { Settings } from '../../contract/settings.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';

export interface Person {
  contactId: string;
  name: string;
  organisationName: string | null;
  /** E.164 numbers of this person alone, not those of the organisation. */
  numbers: string[];
  ownerAgentId: string | null;
  /** Team of the owner: decides with it who may know the name. */
  teamId: string | null;
  /** The owner's alone. */
  isPrivate?: boolean;
}

export interface AgentFacts {
  name: string;
  teamId: string | null;
  active: boolean;
}

export interface MissedCallNeighbours {
  settings(sql: Sql): Promise<Pick<Settings, 'missedCalls' | 'defaultRegion'>>;
  /** The call as it stands now; an id of a merged call gives the call it was part of. Null: unknown. */
  findCall(sql: Sql, callId: string): Promise<StoredCall | null>;
  /** External calls with any of these E.164 numbers that began at `since` or later, newest first, 200 at most. */
  callsWith(sql: Sql, numbers: readonly string[], since: Date): Promise<StoredCall[]>;
  /** People by id; deleted ones are left out. */
  people(sql: Sql, contactIds: readonly string[]): Promise<Map<string, Person>>;
  /** Whose this number clearly is now; null: nobody's, or a person must pick. */
  contactOf(sql: Sql, e164: string): Promise<string | null>;
  /** IANA zone in force for a customer: the person's own, else that of the number, else the firm's. */
  timeZoneOf(sql: Sql, customer: { contactId: string | null; e164: string | null }): Promise<string>;
  agents(sql: Sql, agentIds: readonly string[]): Promise<Map<string, AgentFacts>>;
  queue(
    sql: Sql,
    queue: { bridgeId: string; name: string },
  ): Promise<{ teamId: string | null; ladderId: string | null } | null>;
}

export type MissedCallSettings = Settings['missedCalls'];
export type MissedCallState = MissedCall['state'];
