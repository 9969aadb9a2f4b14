/**
 * A list that can be taken out as a file. It is read through the same usecase as the list on the screen, as the person who
 * asked, so it holds exactly what that person may see. The lists are put together in server/app/exportable-lists.ts.
 */
import type { z } from 'zod';
import type { KindsOf } from '../../contract/audit-actions.ts';
import type { Language, Words } from '../../contract/built-in-words.ts';
import type { CustomRecord } from '../../contract/custom-fields.contract.ts';
import { strictInput } from '../../contract/strict-input.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { hiddenKeys } from '../access/field-rights.ts';
import type { Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { present } from '../access/redaction.ts';
import { type CellWords, readCellWords } from './cell-words.ts';
import { ownColumns, peopleNamedIn } from './own-columns.ts';

/** What stands in one cell; numbers stay numbers in a spreadsheet, everything else is text. */
export type Cell = string | number | boolean | null | undefined;

export interface ExportColumn<Item> {
  key: string;
  labels: Words;
  /** Key of the record that it shows, when that is another one: hidden there, there is no such column. */
  shows?: string;
  /** A field that the firm made for itself. */
  isOwn?: boolean;
  cell(item: Item, words: CellWords): Cell;
}

export type OfferedColumn = Pick<ExportColumn<unknown>, 'key' | 'labels' | 'isOwn'>;

export interface ExportableList {
  /** Same word as in the address of the list: `contacts`. */
  list: KindsOf<'exported'>;
  /** The right to read it; asked again when the file is written. */
  permission: Permission;
  /** Those that this reader may see, the firm's own fields last. */
  columnsFor(principal: Principal): Promise<OfferedColumn[]>;
  /** Throws when the filters are none of this list, or none that this reader may use. */
  checkFilters(principal: Principal, filters: Readonly<Record<string, unknown>>): Promise<void>;
  /** Rows of cells, page by page. A column that is not there, or not for this reader, is empty. */
  rows(principal: Principal, asked: AskedRows): AsyncGenerator<Cell[][]>;
}

export interface AskedRows {
  filters: Readonly<Record<string, unknown>>;
  keys: readonly string[];
  language: Language;
}

export interface ListDefinition<Item, Query extends z.ZodType> {
  /** Of the contract: its marks say what is masked or held back from whoever asked. */
  item: z.ZodType;
  list: KindsOf<'exported'>;
  permission: Permission;
  /** Kind of record with fields of the firm's own; left out: it has none. */
  record?: CustomRecord;
  /** Kind of record whose field rights hold for the columns; left out: that of `record`. */
  hiddenWith?: CustomRecord;
  /** The query of the list; cursor and limit are filled in here. */
  query: Query;
  columns: readonly ExportColumn<Item>[];
  /** Refuses what the shape of the query cannot tell: a field of a filter that this reader may not ask for. */
  check?(principal: Principal, query: z.output<Query>): Promise<void>;
  read(principal: Principal, query: z.output<Query>): Promise<Page<Item>>;
}

const rowsPerPage = 200;

export function exportableList<Item, Query extends z.ZodType>(
  { database: { sql } }: Pick<Platform, 'database'>,
  definition: ListDefinition<Item, Query>,
): ExportableList {
  const { list, permission, item: schema, record, query, check, read } = definition;
  const strict = strictInput(query);
  const queryOf = (filters: Readonly<Record<string, unknown>>, cursor: string | null) =>
    query.parse({ ...filters, limit: rowsPerPage, ...(cursor === null ? {} : { cursor }) });
  const columnsFor = async (principal: Principal): Promise<ExportColumn<Item>[]> => {
    const { hiddenWith = record } = definition;
    const hidden = hiddenWith === undefined ? new Set<string>() : hiddenKeys(principal, hiddenWith);
    const own = record === undefined ? [] : await ownColumns<Item>(sql, principal, record);
    return [...definition.columns, ...own].filter(({ key, shows = key }) => !hidden.has(shows));
  };
  return {
    list,
    permission,
    columnsFor,
    async checkFilters(principal, filters) {
      // By themselves: not every list has pages, and what pages add is not for whoever asks to give.
      strict.parse(filters);
      await check?.(principal, queryOf(filters, null));
    },
    async *rows(principal, { filters, keys, language }) {
      const known = new Map((await columnsFor(principal)).map((column) => [column.key, column]));
      const chosen = keys.map((key) => known.get(key));
      const words = await readCellWords(sql, language);
      let cursor: string | null = null;
      do {
        const page: Page<Item> = await read(principal, queryOf(filters, cursor));
        const shown = page.items.map((item) => present(principal, schema, item));
        const people = record ? await peopleNamedIn(sql, principal, record, shown) : words.people;
        yield shown.map((item) => chosen.map((column) => column?.cell(item, { ...words, people })));
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
  };
}
