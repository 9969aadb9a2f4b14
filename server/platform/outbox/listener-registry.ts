/** Writes down which listeners this version has, so that every process makes deliveries for each of them. */
import type { Database, Tx } from '../database/database.ts';
import type { FactListener } from './fact.ts';

/** Pure: throws when a name is taken twice; both would share one place in the queue and each would miss facts. */
export function refuseDuplicates(listeners: readonly FactListener[]): void {
  const seen = new Set<string>();
  for (const { name } of listeners) {
    if (seen.has(name)) throw new Error(`two listeners are named ${name}`);
    seen.add(name);
  }
}

/** The newest version that starts decides: what it does not know any more is forgotten with its deliveries. */
export async function registerListeners(
  database: Database,
  listeners: readonly FactListener[],
  now: Date,
): Promise<void> {
  refuseDuplicates(listeners);
  const names = listeners.map(({ name }) => name);
  await database.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('outbox_listeners'))`;
    await tx`delete from outbox_deliveries where listener <> all(${names})`;
    await tx`delete from outbox_listeners where name <> all(${names})`;
    for (const { name, on } of [...listeners].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      await tx`
        insert into outbox_listeners (name, fact_types, seen_at) values (${name}, ${[...on]}, ${now})
        on conflict (name) do update set fact_types = excluded.fact_types, seen_at = excluded.seen_at`;
    }
  });
}

/**
 * From this transaction on a listener is only told facts of these types of those it declared: what nobody asked for is not
 * written down for it. Null: all that it declared.
 */
export async function narrowListener(tx: Tx, listener: string, types: readonly string[] | null): Promise<void> {
  if (types === null) await tx`delete from outbox_narrowed where listener = ${listener}`;
  else {
    await tx`
      insert into outbox_narrowed (listener, fact_types) values (${listener}, ${[...types]})
      on conflict (listener) do update set fact_types = excluded.fact_types`;
  }
}
