/**
 * A list that can be taken out as a file. It is read through the same usecase as the list on the screen, as the person who
 * asked, so it holds exactly what that person may see. The lists are put together in server/app/exportable-lists.ts.
 */

import type { z } from 'zod';
import type { KindsOf } from '../../contract/audit-actions.ts';
import { strictInput } from '../../contract/strict-input.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { present } from '../access/redaction.ts';

export type Language = 'en' | 'ru' | 'fr' | 'it';

/** What stands in one cell; numbers stay numbers in a spreadsheet, everything else is text. */
export type Cell = string | number | boolean | null | undefined;

export interface ExportColumn<Item> {
  key: string;
  labels: Readonly<Record<Language, string>>;
  cell(item: Item): Cell;
}

export interface ExportableList {
  /** Same word as in the address of the list: `contacts`. */
  list: KindsOf<'exported'>;
  /** The right to read it; asked again when the file is written. */
  permission: Permission;
  columns: readonly { key: string; labels: Readonly<Record<Language, string>> }[];
  /** Throws when the filters are none of this list, or none that this reader may use. */
  checkFilters(principal: Principal, filters: Readonly<Record<string, unknown>>): Promise<void>;
  /** Rows of cells, page by page. */
  rows(
    principal: Principal,
    filters: Readonly<Record<string, unknown>>,
    keys: readonly string[],
  ): AsyncGenerator<Cell[][]>;
}

export interface ListDefinition<Item, Query extends z.ZodType> {
  /** Of the contract: its marks say what is masked or held back from whoever asked. */
  item: z.ZodType;
  list: KindsOf<'exported'>;
  permission: Permission;
  /** The query of the list; cursor and limit are filled in here. */
  query: Query;
  columns: readonly ExportColumn<Item>[];
  /** Refuses what the shape of the query cannot tell: a field of a filter that this reader may not ask for. */
  check?(principal: Principal, query: z.output<Query>): Promise<void>;
  read(principal: Principal, query: z.output<Query>): Promise<Page<Item>>;
}

const rowsPerPage = 200;

export function exportableList<Item, Query extends z.ZodType>(definition: ListDefinition<Item, Query>): ExportableList {
  const { list, permission, item: schema, columns, check, read } = definition;
  const query = strictInput(definition.query);
  const queryOf = (filters: Readonly<Record<string, unknown>>, cursor: string | null) =>
    query.parse({ ...filters, limit: rowsPerPage, ...(cursor === null ? {} : { cursor }) });
  return {
    list,
    permission,
    columns,
    async checkFilters(principal, filters) {
      const asked = queryOf(filters, null);
      await check?.(principal, asked);
    },
    async *rows(principal, filters, keys) {
      const chosen = keys.flatMap((key) => columns.find((column) => column.key === key) ?? []);
      let cursor: string | null = null;
      do {
        const page: Page<Item> = await read(principal, queryOf(filters, cursor));
        const shown = page.items.map((item) => present(principal, schema, item));
        yield shown.map((item) => chosen.map((column) => column.cell(item)));
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
  };
}
