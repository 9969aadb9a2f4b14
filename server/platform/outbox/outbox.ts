/**
 * The transactional outbox. `append` writes facts, what each interested listener has to do about them, and NOTIFYs, in
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

  const appendAll = async <M extends FactMap>(tx: Tx, facts: readonly NewFact<M>[]): Promise<Fact[]> => {
    if (facts.length === 0) return [];
    const now = clock.now();
    const rows = facts.map((fact) => rowOf(fact, fact.id ?? ids('fact'), now));
    const { written, listeners } = await insertFacts(tx, rows, processId);
    tx.afterCommit(() => {
      for (const fact of written) tell(fact);
      dispatcher.wakeListeners(listeners);
    });
    return written;
  };

  return {
    appendAll,
    async append<M extends FactMap>(tx: Tx, fact: NewFact<M>) {
      const [written] = await appendAll(tx, [fact]);
      return written ?? null;
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

type NewRow = Omit<FactRow, 'sequence'>;

function rowOf(fact: NewFact<FactMap>, id: string, now: Date): NewRow {
  const { type, payload, subject = null, occurredAt = now, actor = null, causedBy = null, version = 1 } = fact;
  return { id, type, version, subject, payload, occurred_at: occurredAt, recorded_at: now, actor, caused_by: causedBy };
}

/** Facts of a statement that were new, and who has something to do because of them. */
interface Inserted {
  written: Fact[];
  listeners: Set<string>;
}

/** The sequence follows the order given: it is drawn row by row, after the sort. */
async function insertFacts(tx: Tx, rows: readonly NewRow[], processId: string): Promise<Inserted> {
  const text = JSON.stringify(rows);
  const inserted = await tx<{ id: string; sequence: number; listeners: string[] }[]>`
    with fact as (
      insert into outbox_facts (id, type, version, subject, payload, occurred_at, recorded_at, actor, caused_by)
      select r.id, r.type, r.version, r.subject, r.payload, r.occurred_at, r.recorded_at, r.actor, r.caused_by
      from rows from (jsonb_to_recordset(${text}::jsonb) as (
        id text, type text, version integer, subject text, payload jsonb, occurred_at timestamptz,
        recorded_at timestamptz, actor jsonb, caused_by text)
      ) with ordinality as r(
        id, type, version, subject, payload, occurred_at, recorded_at, actor, caused_by, place)
      order by r.place
      on conflict (id) do nothing
      returning id, sequence, type, subject
    ), deliveries as (
      insert into outbox_deliveries (listener, fact_sequence, subject)
      select l.name, f.sequence, f.subject
      from fact f join outbox_listeners l on f.type = any(l.fact_types)
      where not exists (
        select from outbox_narrowed n where n.listener = l.name and f.type <> all(n.fact_types))
      returning listener, fact_sequence
    ), notified as (
      select f.sequence, pg_notify(${factChannel}, ${processId}::text || ':' || f.sequence || ':' || f.type) from fact f
    )
    select f.id, f.sequence,
      array(select d.listener from deliveries d where d.fact_sequence = f.sequence) as listeners
    from fact f join notified n on n.sequence = f.sequence order by f.sequence`.execute();
  // What is told in this process is what others read from the table: the payload as JSON keeps it.
  const kept = new Map(
    (JSON.parse(text) as NewRow[]).map((row, index) => [row.id, { ...rows[index]!, ...plain(row) }]),
  );
  return {
    written: inserted.map(({ id, sequence }) => factOfRow({ ...kept.get(id)!, sequence })),
    listeners: new Set(inserted.flatMap(({ listeners }) => listeners)),
  };
}

const plain = ({ payload, actor }: NewRow) => ({ payload, actor });

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
