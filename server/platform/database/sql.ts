/**
 * The `sql` tag: text with holes becomes `$1, $2 …` and a list of values, never pasted text. Pure; who runs the query is
 * given from outside, so the pool and a transaction share it.
 *
 * In a hole: a value (string, number, boolean, bigint, Date, Buffer, null, array = PostgreSQL array, object = json) ·
 * `sql('name')` or `sql(['a', 'b'])` quoted identifiers · `sql(row)` / `sql(rows)` / `sql(row, 'a', 'b')` the columns and
 * values of an insert, or the assignments after `set` · `sql.json(x)` a json value that may be an array ·
 * another sql`…` as a fragment · `sql.empty`.
 */
export type SqlValue = unknown;
export type Row = Record<string, SqlValue>;

export interface CompiledSql {
  text: string;
  values: SqlValue[];
}

/** Rows of an answer; `count` is the number of rows read or changed. */
export type Result<T extends readonly object[]> = T & { count: number };

export type RunSql = (compiled: CompiledSql) => Promise<{ rows: object[]; count: number }>;

const json = Symbol('json');
const identifiers = Symbol('identifiers');
const columns = Symbol('columns');
const raw = Symbol('raw');

export interface Json {
  [json]: true;
  value: unknown;
}
interface Identifiers {
  [identifiers]: readonly string[];
}
interface Columns {
  [columns]: readonly string[];
  rows: readonly Row[];
}
interface Raw {
  [raw]: string;
}

export type SqlHelper = Identifiers | Columns;

/** A statement or a part of one. Runs when awaited, once; nested in another one it does not run. */
export class SqlQuery<T extends readonly object[] = Row[]> implements PromiseLike<Result<T>> {
  readonly strings: readonly string[];
  readonly holes: readonly unknown[];
  readonly #run: RunSql;
  #running: Promise<Result<T>> | undefined;

  constructor(strings: readonly string[], holes: readonly unknown[], run: RunSql) {
    this.strings = strings;
    this.holes = holes;
    this.#run = run;
  }

  /** Starts the statement (awaiting does the same). */
  execute(): Promise<Result<T>> {
    if (!this.#running) {
      this.#running = this.#run(compile(this)).then(({ rows, count }) =>
        Object.assign(rows as unknown as T, { count }),
      );
      // Started early and failed before anybody awaits it: whoever does still hears of it.
      this.#running.catch(() => undefined);
    }
    return this.#running;
  }

  // biome-ignore lint/suspicious/noThenProperty: a query is awaited like a promise, and must not run when it is a fragment
  then<A = Result<T>, B = never>(
    onFulfilled?: ((result: Result<T>) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.execute().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<Result<T> | B> {
    return this.execute().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result<T>> {
    return this.execute().finally(onFinally);
  }
}

export interface Sql {
  <T extends readonly object[] = Row[]>(strings: TemplateStringsArray, ...holes: unknown[]): SqlQuery<T>;
  (names: string | readonly string[]): SqlHelper;
  (rows: object | readonly object[], ...only: string[]): SqlHelper;
  /** A json value; needed when it is an array (a bare array is a PostgreSQL array). */
  json(value: unknown): Json;
  /** Text taken as it is: for statements from files and names that were checked. Never for what a person typed. */
  unsafe<T extends readonly object[] = Row[]>(text: string, values?: unknown[]): SqlQuery<T>;
  /** Several conditions joined by `and`; none: `true`. */
  and(conditions: readonly (SqlQuery | null | undefined | false)[]): SqlQuery;
  /**
   * Any of these texts, for finding rows by key: `where id = ${sql.anyOf(ids)}`. PostgreSQL does not see how many there are,
   * and so plans the statement once; a plain list it would plan anew each time, which takes longer than finding a few rows.
   */
  anyOf(texts: readonly string[]): SqlQuery;
  /** A fragment of nothing. */
  readonly empty: SqlQuery;
}

export const quoteIdentifier = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

function helperOf(first: unknown, only: string[]): SqlHelper {
  if (typeof first === 'string') return { [identifiers]: [first] };
  if (!Array.isArray(first))
    return { [columns]: only.length > 0 ? only : definedKeys(first as Row), rows: [first as Row] };
  if (first.length === 0) throw new TypeError('sql([]) has no columns and no names');
  if (first.every((name) => typeof name === 'string')) return { [identifiers]: first };
  return { [columns]: only.length > 0 ? only : definedKeys(first[0] as Row), rows: first as Row[] };
}

const definedKeys = (row: Row): string[] => Object.keys(row).filter((key) => row[key] !== undefined);

export function createSql(run: RunSql): Sql {
  const tag = (first: unknown, ...rest: unknown[]): unknown =>
    Array.isArray(first) && 'raw' in first
      ? new SqlQuery(first as unknown as string[], rest, run)
      : helperOf(first, rest as string[]);
  const fragment = (text: string) => new SqlQuery([text], [], run);
  return Object.assign(tag, {
    json: (value: unknown): Json => ({ [json]: true, value }),
    unsafe: (text: string, values: unknown[] = []) =>
      values.length === 0 ? fragment(text) : new SqlQuery(['', ''], [{ [raw]: text, values }], run),
    and: (conditions: readonly (SqlQuery | null | undefined | false)[]) => {
      const given = conditions.filter((condition): condition is SqlQuery => condition instanceof SqlQuery);
      if (given.length === 0) return fragment('true');
      return new SqlQuery(['(', ...given.slice(1).map(() => ') and ('), ')'], given, run);
    },
    anyOf: (texts: readonly string[]) => new SqlQuery(['any((select ', '::text[])::text[])'], [[...texts]], run),
    empty: fragment(''),
  }) as unknown as Sql;
}

/** Text with `$n` and values of a statement with all its fragments. */
export function compile(query: SqlQuery<readonly object[]>): CompiledSql {
  const out: CompiledSql = { text: '', values: [] };
  append(out, query);
  return out;
}

function append(out: CompiledSql, query: SqlQuery<readonly object[]>): void {
  query.strings.forEach((text, index) => {
    out.text += text;
    if (index < query.holes.length) appendHole(out, query.holes[index]);
  });
}

function appendHole(out: CompiledSql, hole: unknown): void {
  if (hole instanceof SqlQuery) append(out, hole);
  else if (typeof hole !== 'object' || hole === null) out.text += parameter(out, hole);
  else if (identifiers in hole) out.text += (hole as Identifiers)[identifiers].map(quoteIdentifier).join(', ');
  else if (columns in hole) appendColumns(out, hole as Columns);
  else if (raw in hole) {
    out.text += (hole as unknown as Raw)[raw];
    out.values.push(...(hole as unknown as { values: unknown[] }).values);
  } else out.text += parameter(out, hole);
}

function appendColumns(out: CompiledSql, helper: Columns): void {
  const names = helper[columns];
  if (names.length === 0) throw new TypeError('sql(row) has no columns');
  const tuple = (row: Row) => `(${names.map((name) => parameter(out, row[name] ?? null)).join(', ')})`;
  if (/\bset\s*$/i.test(out.text)) {
    const row = helper.rows[0] ?? {};
    out.text += names.map((name) => `${quoteIdentifier(name)} = ${parameter(out, row[name] ?? null)}`).join(', ');
  } else {
    const list = names.map(quoteIdentifier).join(', ');
    out.text += `(${list}) values ${helper.rows.map(tuple).join(', ')}`;
  }
}

function parameter(out: CompiledSql, value: unknown): string {
  if (value === undefined) throw new TypeError(`sql: undefined as value $${out.values.length + 1}; null is meant?`);
  out.values.push(encode(value));
  return `$${out.values.length}`;
}

function encode(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && json in value) return JSON.stringify((value as Json).value);
  return value;
}
