/** Own fields between the reading of a file and its writing: people change them meanwhile. */
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { fieldKeyOfTarget } from './custom-targets.ts';
import type { ImportRecord } from './imports.repository.ts';
import { readOwnFields } from './read-targets.usecases.ts';

/** The firm's own fields that columns of this import become. */
export async function mappedFields(
  sql: Sql,
  { target, mapping }: Pick<ImportRecord, 'target' | 'mapping'>,
): Promise<CustomField[]> {
  const keys = new Set(mapping.map(fieldKeyOfTarget).filter((key) => key !== null));
  if (keys.size === 0) return [];
  return (await readOwnFields(sql, target)).filter(({ key }) => keys.has(key));
}

/** A field was switched off, or one of its choices that rows have, after they were read. */
export class FieldChanged extends Error {
  readonly label: string;

  constructor(label: string) {
    super(`the field "${label}" was changed after the rows were read`);
    this.name = 'FieldChanged';
    this.label = label;
  }
}

/** Throws `FieldChanged` when a value of the rows may not be given any more: nothing is written that no form would take. */
export async function refuseChangedFields(sql: Sql, record: ImportRecord): Promise<void> {
  for (const field of await mappedFields(sql, record)) {
    if (!field.active) throw new FieldChanged(field.label);
    const off = field.options.filter(({ active }) => !active).map(({ id }) => id);
    if (off.length === 0) continue;
    const [used] = await sql`
      select from import_rows r where r.import_id = ${record.id} and r.problem is null
        and (r.action is null or r.action = 'update') and r.custom->${field.key} ?| ${off} limit 1`;
    if (used) throw new FieldChanged(field.label);
  }
}
