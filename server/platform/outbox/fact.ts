/**
 * Facts: what happened, singular noun and past tense (`call.ended`), written in the transaction of the change. A module
 * declares its facts as a type from name to payload and hands that type to `append` and `listener`.
 */
import type { Database, Tx } from '../database/database.ts';
import type { Logger } from '../logger/logger.ts';

/** `type CallFacts = { 'call.ended': { callId: string } }` */
export type FactMap = Record<string, object>;

export interface FactActor {
  kind: 'user' | 'api-key' | 'system';
  id: string;
  name: string;
}

export interface Fact<Type extends string = string, Payload = unknown> {
  /** Position among all facts of this database. */
  sequence: number;
  id: string;
  type: Type;
  version: number;
  subject: string | null;
  payload: Payload;
  occurredAt: Date;
  recordedAt: Date;
  actor: FactActor | null;
  causedBy: string | null;
}

export type FactOf<M extends FactMap> = { [Type in keyof M & string]: Fact<Type, M[Type]> }[keyof M & string];

export type NewFact<M extends FactMap> = {
  [Type in keyof M & string]: {
    type: Type;
    payload: M[Type];
    /** The record the fact is about (its id): one listener gets the facts of one subject in order, also after a failure. */
    subject?: string;
    occurredAt?: Date;
    actor?: FactActor | null;
    /** Id of the fact that led to this one. */
    causedBy?: string;
    version?: number;
    /** A stable id when the same fact may be told twice (the bridge's event id): the second time nothing is written. */
    id?: string;
  };
}[keyof M & string];

export interface ListenerContext {
  /** Commits together with the mark that this listener is done with the fact: what it writes here happens exactly once. */
  tx: Tx;
  database: Database;
  logger: Logger;
}

/** One named reaction: `open-missed-call.on-call-ended`. Idempotent towards everything that is not the database. */
export interface FactListener {
  name: string;
  on: readonly string[];
  handle: (fact: Fact, context: ListenerContext) => Promise<void>;
  /** Facts that came close together, in their order, as one piece of work; without it each is handled by itself. */
  handleAll?: (facts: readonly Fact[], context: ListenerContext) => Promise<void>;
}

/** @example listener<CallFacts>({ name: 'open-missed-call.on-call-ended', on: ['call.ended'], handle: async (fact, { tx }) => … }) */
export function listener<M extends FactMap>(definition: {
  name: string;
  on: readonly (keyof M & string)[];
  handle: (fact: FactOf<M>, context: ListenerContext) => Promise<void>;
}): FactListener {
  return definition as unknown as FactListener;
}

/** A reaction that costs as much for twenty facts as for one. A fact on which it fails is found by giving them one by one. */
export function batchListener<M extends FactMap>(definition: {
  name: string;
  on: readonly (keyof M & string)[];
  handleAll: (facts: readonly FactOf<M>[], context: ListenerContext) => Promise<void>;
}): FactListener {
  const handle = (fact: FactOf<M>, context: ListenerContext) => definition.handleAll([fact], context);
  return { ...definition, handle } as unknown as FactListener;
}

/** What modules need of the outbox. */
export interface FactWriter {
  /** Null when a fact of that id was there already. */
  append<M extends FactMap>(tx: Tx, fact: NewFact<M>): Promise<Fact | null>;
  /** Several at once, in one statement and in this order; those whose id was there already are left out. */
  appendAll<M extends FactMap>(tx: Tx, facts: readonly NewFact<M>[]): Promise<Fact[]>;
}
