/**
 * What calls need of the modules around them. `real-neighbours.ts` asks the modules below; what stands above (missed
 * calls, deals) is put in by `server/app`. A test may put in its own.
 */
import type { CallCard } from '../../contract/calls.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { OwnedRecord } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { CallTotals } from '../contacts/contact-refs.usecases.ts';
import type { Origin } from '../contacts/origin.usecases.ts';
import type { MatchReader, RankedCandidate } from '../contacts/rank-matches.ts';
import type { OwnedTask } from '../tasks/task-access.ts';
import type { CallNumber, StoredCall } from './call-row.ts';
import type { CallNames } from './call-view.ts';
import type { CallDevices } from './devices.repository.ts';
import type { AgentOfInterface } from './project-call.ts';

/** Who is calling: all that may be, best first, and the one that is clearly first (null: nobody, or a person must pick). */
export interface Match {
  candidates: RankedCandidate[];
  contactId: string | null;
  organisationId: string | null;
}

/** What the projection needs, in its transaction. */
export interface ProjectionNeighbours {
  settings(sql: Sql): Promise<{ defaultRegion: string; wrapUpSeconds: number }>;
  agentsOfInterfaces(sql: Sql, interfaces: readonly string[]): Promise<Map<string, AgentOfInterface>>;
  teamsOfQueues(sql: Sql, bridgeId: string, queues: readonly string[]): Promise<Map<string, string | null>>;
  /** In the order of the numbers given. */
  findMatches(sql: Sql, numbers: readonly CallNumber[]): Promise<Match[]>;
}

/** What follows the calls once they are committed. */
export interface FollowingNeighbours {
  /**
   * Presence: told of every changed call, and may be told again.
   * @param calls as they are now; nobody stands in one that was merged into another
   * @param at when the last of them changed
   */
  callsChanged(tx: Tx, calls: ReadonlyMap<string, CallDevices>, at: Date): Promise<void>;
  /** What the ended calls of these people tell, counted anew. Returns those of whom it is another than before. */
  noteCallTotals(tx: Tx, totals: readonly CallTotals[]): Promise<string[]>;
}

export interface NamesWanted {
  agentIds?: string[];
  contactIds?: string[];
  organisationIds?: string[];
}

/** What a view and a card need. */
export interface ViewNeighbours {
  names(sql: Sql, wanted: NamesWanted): Promise<Omit<CallNames, 'dispositions'>>;
  contact(sql: Sql, contactId: string): Promise<Contact | null>;
  /** What the firm says of its number that a call came in on; null: nothing. */
  origin(sql: Sql, dialled: CallNumber): Promise<Origin | null>;
  /** Open tasks of a person, whoever reads, with whose each is. */
  openTasks(sql: Sql, contactId: string): Promise<{ task: Task; whose: OwnedTask }[]>;
  /** Open deals of a person, whoever reads, with whose each is. */
  openDeals(sql: Sql, contactId: string): Promise<{ deal: CallCard['openDeals'][number]; whose: OwnedRecord }[]>;
  openMissedCalls(
    sql: Sql,
    who: { contactId: string | null; e164: string | null },
  ): Promise<CallCard['openMissedCalls']>;
  /** Whom a missed call is owed to. */
  customerOfMissedCall(
    sql: Sql,
    missedCallId: string,
  ): Promise<{ contactId: string | null; e164: string | null } | null>;
  /** Agents as readers of the live link: the person behind an agent, with role and team. */
  readersOfAgents(sql: Sql, agentIds: readonly string[]): Promise<Map<string, NonNullable<MatchReader>>>;
}

export interface NextStep {
  call: StoredCall;
  contactId: string | null;
  principal: Principal;
  ip: string;
  text: string;
  dueAt: string | null;
}

/** What working a call changes in other modules. */
export interface WorkNeighbours {
  /** Refuses to let an agent go who still owes a result: of a call of a campaign. */
  refuseUnfinished(tx: Tx, call: Pick<StoredCall, 'attemptId' | 'dispositionId'>): Promise<void>;
  /** Makes or changes the task behind a next step and returns its id. */
  saveNextStep(tx: Tx, step: NextStep): Promise<string>;
  dropNextStep(tx: Tx, dropped: { taskId: string; principal: Principal; ip: string }): Promise<void>;
  /** A person said who it was; remembered for the next call of that number. */
  rememberPick(tx: Tx, pick: { e164: string; contactId: string }): Promise<void>;
}

export interface CallingAgent {
  id: string;
  name: string;
  interface: string | null;
  teamId: string | null;
  active: boolean;
}

/** What placing a call asks for. */
export interface PlaceNeighbours {
  agent(sql: Sql, agentId: string): Promise<CallingAgent | null>;
  /** The bridge that knows this device; null: none has told of it. */
  bridgeOfInterface(sql: Sql, device: string): Promise<string | null>;
  /** A number of a record this reader may see, by its id; null: no such number, or not for them. */
  numberOfPhone(sql: Sql, reader: Principal, phoneId: string): Promise<string | null>;
  /** True when somebody with this number does not want to be called. */
  isDoNotCall(sql: Sql, e164: string): Promise<boolean>;
  /**
   * When a call is owed to this customer the click is an attempt to pay it: takes the right to call, so that nobody else
   * does, and returns the debt; null: nothing is owed. Refuses with 409 while somebody else is calling.
   */
  beginAttempt(tx: Tx, attempt: AttemptToBegin): Promise<string | null>;
}

export interface AttemptToBegin {
  principal: Principal;
  ip: string;
  /** The debt the person chose, if any. */
  missedCallId: string | null;
  number: CallNumber;
  contactId: string | null;
  agentId: string;
  originateId: string;
}

export interface CallNeighbours
  extends ProjectionNeighbours,
    FollowingNeighbours,
    ViewNeighbours,
    WorkNeighbours,
    PlaceNeighbours {}
