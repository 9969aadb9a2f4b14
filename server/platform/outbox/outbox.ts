/**
 * The transactional outbox. `append` writes a fact, what each interested listener has to do about it, and a NOTIFY, in
 * one statement of the caller's transaction. After the commit the fact goes at once to who watches in this process
 * (`watch`: the live link); facts of other processes arrive there by the notification.
 */
import type { Clock } from '../clock/clock.ts';
import type { Database, Tx } from '../database/database.ts';
import type { Listener } from '../database/listen.ts';
import { type Ids, randomToken } from '../ids/ids.ts';
import { createRepeatedErrors, type Logger } from '../logger/logger.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import type { Fact, FactListener, FactMap, FactWriter, NewFact } from './fact.ts';
import { type FactRow, factOfRow } from './fact-row.ts';
import { registerListeners } from './listener-registry.ts';

export interface OutboxOptions {
  database: Database;
  clock: Clock;
  ids: Ids;
  logger: Logger;
}

export interface Outbox extends FactWriter, Pick<Dispatcher, 'drain'> {
  /** Every committed fact of every process, once per process, as soon as it is known. */
  watch(onFact: (fact: Fact) => void): void;
  /** Called when notifications may have been missed: whoever follows facts should read afresh. */
  onGap(run: () => void): void;
  /** Registers the listeners and begins to deliver. Duplicate names are refused. */
  start(listeners: readonly FactListener[]): Promise<void>;
  /** Lets running listeners end and takes no new facts. */
  stop(): Promise<void>;
}

export const factChannel = 'trunkline_facts';

export function createOutbox({ database, clock, ids, logger }: OutboxOptions): Outbox {
  const processId = randomToken(9);
  const errors = createRepeatedErrors(logger, clock);
  const watchers: ((fact: Fact) => void)[] = [];
  const gapWatchers: (() => void)[] = [];
  const dispatcher = createDispatcher({ database, clock, logger, errors });
  let listening: Listener | null = null;

  const tell = (fact: Fact) => {
    for (const watcher of watchers) {
      try {
        watcher(fact);
      } catch (error) {
        errors.report('outbox.watch', error, 'a watcher of facts failed', { factId: fact.id });
      }
    }
  };

  const foreign = createForeignReader(database, tell, (error) => {
    errors.report('outbox.foreign', error, 'facts of another server could not be read');
    for (const run of gapWatchers) run();
  });

  const onMessage = (message: string) => {
    const [sender, sequence, type] = message.split(':');
    if (sender === processId) return;
    dispatcher.wake(type);
    foreign.add(Number(sequence));
  };

  return {
    async append<M extends FactMap>(tx: Tx, fact: NewFact<M>) {
      const row = await insertFact(tx, { fact, id: fact.id ?? ids('fact'), now: clock.now(), processId });
      if (!row) return null;
      const written = factOfRow(row);
      tx.afterCommit(() => {
        tell(written);
        dispatcher.wake(written.type);
      });
      return written;
    },
    watch: (onFact) => void watchers.push(onFact),
    onGap: (run) => void gapWatchers.push(run),
    drain: dispatcher.drain,
    async start(listeners) {
      await registerListeners(database, listeners, clock.now());
      listening = await database.listen(factChannel, onMessage, () => {
        dispatcher.wake();
        for (const run of gapWatchers) run();
      });
      dispatcher.start(listeners);
    },
    async stop() {
      await listening?.stop();
      await dispatcher.stop();
    },
  };
}

interface Insert {
  fact: NewFact<FactMap>;
  id: string;
  now: Date;
  processId: string;
}

async function insertFact(tx: Tx, { fact, id, now, processId }: Insert): Promise<FactRow | undefined> {
  const { type, payload, subject = null, occurredAt = now, actor = null, causedBy = null, version = 1 } = fact;
  const [row] = await tx<FactRow[]>`
    with fact as (
      insert into outbox_facts (id, type, version, subject, payload, occurred_at, recorded_at, actor, caused_by)
      values (${id}, ${type}, ${version}, ${subject}, ${tx.json(payload)}, ${occurredAt}, ${now},
        ${actor === null ? null : tx.json(actor)}, ${causedBy})
      on conflict (id) do nothing
      returning *
    ), deliveries as (
      insert into outbox_deliveries (listener, fact_sequence, subject)
      select l.name, f.sequence, f.subject from fact f join outbox_listeners l on f.type = any(l.fact_types)
    ), notified as (
      select pg_notify(${factChannel}, ${processId} || ':' || f.sequence || ':' || f.type) from fact f
    )
    select f.* from fact f, notified`;
  return row;
}

/** Reads facts that other processes told of, several at once when they come fast. */
function createForeignReader(database: Database, tell: (fact: Fact) => void, failed: (error: unknown) => void) {
  let waiting: number[] = [];
  let isReading = false;
  const read = async (): Promise<void> => {
    isReading = true;
    try {
      while (waiting.length > 0) {
        const sequences = waiting;
        waiting = [];
        const rows = await database.sql<FactRow[]>`
          select * from outbox_facts where sequence = any(${sequences}) order by sequence`;
        for (const row of rows) tell(factOfRow(row));
      }
    } catch (error) {
      failed(error);
    } finally {
      isReading = false;
    }
  };
  return {
    add(sequence: number) {
      waiting.push(sequence);
      if (!isReading) void read();
    },
  };
}
