import type { CustomField } from '$contract/custom-fields.contract.ts';
import type { Column } from '$lib/ui/columns.ts';

/** A field of the firm: `custom.<key>`. */
export type OwnColumnId = `custom.${string}`;

/** The firm's own fields as columns of a list, shown to whoever switches them on. */
export const ownColumns = (fields: readonly CustomField[]): Column<OwnColumnId>[] =>
  fields.map(({ key, label, type }) => ({
    id: `custom.${key}`,
    label: () => label,
    min: 120,
    grow: 1,
    rank: 7,
    off: true,
    end: type === 'number' || type === 'money',
  }));

/** The built-in columns and the firm's own, which stand before the last one. */
export const withOwnColumns = <Id extends string>(
  columns: readonly Column<Id>[],
  fields: readonly CustomField[],
): readonly Column<Id | OwnColumnId>[] => [...columns.slice(0, -1), ...ownColumns(fields), ...columns.slice(-1)];
