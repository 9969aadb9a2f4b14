/** Which tables a backup holds, in an order in which they can be filled again. */
import type pg from 'pg';

export interface TableToCopy {
  /** `public.contacts` */
  name: string;
  columns: string[];
}

export interface Partition {
  name: string;
  parent: string;
  bound: string;
}

export interface Sequence {
  name: string;
  value: string;
}

/** History of the machinery and of processes that are gone: not data. */
const leftOut = ['public.schema_migrations', 'public.server_processes', 'graphile_worker.migrations'];

/** Every table with data, referenced ones first. Partitions travel inside their parent. */
export async function tablesToCopy(client: pg.ClientBase): Promise<TableToCopy[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `select format('%s.%s', n.nspname, c.relname) as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns,
       array(select distinct format('%s.%s', fn.nspname, f.relname) from pg_constraint k
         join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and not c.relispartition
     order by 1`,
  );
  return referencedFirst(rows.filter(({ name }) => !leftOut.includes(name)));
}

/** Pure. Throws when tables refer to each other in a circle: then no order can fill them. */
export function referencedFirst<T extends { name: string; needs: readonly string[] }>(
  tables: readonly T[],
): Omit<T, 'needs'>[] {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const ordered: Omit<T, 'needs'>[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => needs.every((name) => !waiting.has(name)));
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { needs: _needs, ...table } of ready) {
      waiting.delete(table.name);
      ordered.push(table);
    }
  }
  return ordered;
}

export async function readPartitions(client: pg.ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `select c.oid::regclass::text as name, p.oid::regclass::text as parent, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
     where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows;
}

export async function readSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences
     where schemaname in ('public', 'graphile_worker') and last_value is not null order by 1`,
  );
  return rows;
}
