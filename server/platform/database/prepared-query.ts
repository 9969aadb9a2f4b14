/**
 * A named statement as pg sends it, with rows made our way: pg works out names and parsers of the columns anew for every
 * answer, which was a tenth of the server's work while calls go on. An answer looks the same each time, so here they are
 * looked up. Built on the interface by which pg lets others read rows (`pg-cursor`, `pg-query-stream`).
 */
import pg from 'pg';
import { columnTypes } from './column-types.ts';

type Field = Pick<pg.FieldDef, 'name' | 'dataTypeID'>;
type Row = Record<string, unknown>;

interface Shape {
  fields: readonly Field[];
  /** An object with all names, to be copied: that keeps rows of one layout, which is fast to read. */
  empty: Row;
  parsers: readonly ((text: string) => unknown)[];
}

/** Statement → how its answer looked last. As many as there are names of statements. */
const shapes = new Map<string, Shape>();

const isShape = ({ fields }: Shape, seen: readonly Field[]): boolean =>
  fields.length === seen.length &&
  fields.every(({ name, dataTypeID }, index) => name === seen[index]?.name && dataTypeID === seen[index].dataTypeID);

function shapeOf(statement: string, seen: readonly Field[]): Shape {
  const known = shapes.get(statement);
  if (known && isShape(known, seen)) return known;
  const shape = {
    fields: seen.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    // Through JSON, since an object that grows name by name becomes a slow one.
    empty: JSON.parse(JSON.stringify(Object.fromEntries(seen.map(({ name }) => [name, null])))) as Row,
    parsers: seen.map(({ dataTypeID }) => columnTypes.getTypeParser(dataTypeID, 'text') as (text: string) => unknown),
  };
  shapes.set(statement, shape);
  return shape;
}

export class PreparedQuery extends pg.Query {
  readonly #statement: string;
  #fields: readonly Field[] = [];
  readonly #texts: (string | null)[][] = [];

  /** @param name of the statement: the same for the same text */
  constructor(name: string, text: string, values: readonly unknown[]) {
    super(text, [...values]);
    this.#statement = name;
    Object.assign(this, { name });
  }

  /** Called by pg. */
  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#fields = fields;
  }

  /** Called by pg for each row. */
  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#texts.push(fields);
  }

  /** The rows of the answer, once it is there. Throws when a value is none of ours, such as a bigint that is no exact number. */
  readRows(): Row[] {
    if (this.#texts.length === 0) return [];
    const { empty, fields, parsers } = shapeOf(this.#statement, this.#fields);
    return this.#texts.map((texts) => {
      const row = { ...empty };
      for (let index = 0; index < texts.length; index++) {
        const text = texts[index];
        // Every column has its field and its parser.
        if (text !== null && text !== undefined) row[fields[index]!.name] = parsers[index]!(text);
      }
      return row;
    });
  }
}
