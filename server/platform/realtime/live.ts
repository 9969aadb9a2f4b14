/**
 * What a module adds to the live link: its part of the snapshot, and which live events its facts become, for which
 * rooms. Events carry whole objects with a version (server/contract/live-state.ts folds them), so order among them and
 * repetition do not matter.
 */
import type { LiveEvent, LiveState } from '../../contract/live-events.ts';
import type { Database } from '../database/database.ts';
import type { Fact, FactMap, FactOf } from '../outbox/fact.ts';

export interface LiveContext {
  database: Database;
}

/**
 * An event and the rooms it goes to; a socket that is in several of them gets it once. Rooms bring it near those whom it may
 * concern; when their rights differ, `event` is a function of the reader (the principal of the socket; null: nothing for
 * them).
 */
export interface LiveMessage {
  rooms: readonly string[];
  // `never`, since this machinery does not know what a module's reader is; the one who hands it over does (live-server.ts).
  event: LiveEvent | ((reader: never) => LiveEvent | null);
}

export interface LiveMapping {
  on: readonly string[];
  toMessages: (fact: Fact, context: LiveContext) => Promise<LiveMessage[]>;
}

/** @example liveMapping<ContactFacts>({ on: ['contact.changed'], toMessages: async (fact) => [{ rooms: ['everybody'], event }] }) */
export function liveMapping<M extends FactMap>(definition: {
  on: readonly (keyof M & string)[];
  toMessages: (fact: FactOf<M>, context: LiveContext) => Promise<LiveMessage[]>;
}): LiveMapping {
  return definition as unknown as LiveMapping;
}

export type SnapshotKey = Exclude<keyof LiveState, 'version' | 'asOf'>;

/** Reads one table of `LiveState` as this reader may see it. Must use the access predicate. */
export type SnapshotPart<Principal> = {
  [Key in SnapshotKey]: {
    key: Key;
    read: (principal: Principal, context: LiveContext) => Promise<LiveState[Key]>;
  };
}[SnapshotKey];

/** Rooms this reader belongs to, asked on connect and whenever the reader's rights change. */
export type RoomRule<Principal> = (principal: Principal, context: LiveContext) => Promise<string[]> | string[];
