/** What was chosen for an import, between the reading of its file and the writing: people change fields and lists meanwhile. */
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { fieldKeyOfTarget } from './custom-targets.ts';
import { noDefaults } from './default-rules.ts';
import { heldBackOf } from './held-back.ts';
import { wrongDefaults } from './import-defaults.ts';
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

/** Something that rows would be given was switched off after they were read. */
export class ChoiceGone extends Error {
  /** As the import shows it: `field: <label>`, `default: <which>`. */
  readonly failure: string;

  constructor(failure: string) {
    super(`switched off after the rows were read: ${failure}`);
    this.name = 'ChoiceGone';
    this.failure = failure;
  }
}

/** Throws `ChoiceGone` when a value may not be given any more: nothing is written that no form would take. */
export async function refuseGoneChoices(sql: Sql, record: ImportRecord, importer: Principal): Promise<void> {
  // The role may have changed since the import was started.
  if (heldBackOf(importer, record.target, record).length > 0) throw new ChoiceGone('not-allowed');
  await refuseChangedFields(sql, record);
  await refuseGoneSources(sql, record);
  const [wrong] = await wrongDefaults(sql, { ...noDefaults, ...record.defaults });
  if (wrong) throw new ChoiceGone(`default: ${wrong}`);
}

async function refuseChangedFields(sql: Sql, record: ImportRecord): Promise<void> {
  for (const field of await mappedFields(sql, record)) {
    if (!field.active) throw new ChoiceGone(`field: ${field.label}`);
    const off = field.options.filter(({ active }) => !active).map(({ id }) => id);
    if (off.length === 0) continue;
    const [used] = await sql`
      select from import_rows r where r.import_id = ${record.id} and r.problem is null
        and (r.action is null or r.action = 'update') and r.custom->${field.key} ?| ${off} limit 1`;
    if (used) throw new ChoiceGone(`field: ${field.label}`);
  }
}

/** Sources stand in rows by their id. */
async function refuseGoneSources(sql: Sql, { id, mapping }: ImportRecord): Promise<void> {
  if (!mapping.includes('source')) return;
  const [used] = await sql`
    select from import_rows r where r.import_id = ${id} and r.problem is null and (r.action is null or r.action = 'update')
      and r.extra->>'sourceId' in (select d.id from directory_entries d where d.directory = 'source' and not d.active) limit 1`;
  if (used) throw new ChoiceGone('default: sourceId');
}
