/** What a column can become here and now: the fields of every firm and the firm's own. */
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customTargets } from './custom-targets.ts';
import { isHeldBack } from './held-back.ts';
import { type ImportTarget, targetsOf } from './import-targets.ts';

type List = 'contacts' | 'organisations';

/** The firm's own fields of the records of a list, switched-off ones included. */
export const readOwnFields = (sql: Sql, list: List): Promise<CustomField[]> =>
  readCustomFields(sql, list === 'contacts' ? 'contact' : 'organisation');

/** The targets that this importer may write. */
export const readTargetsFor = async (sql: Sql, list: List, importer: Principal): Promise<ImportTarget[]> =>
  (await readTargets(sql, list)).filter(({ key }) => !isHeldBack(importer, list, key));

/** Every target of a list. Those that are `isOff` are understood, and offered no more. */
export async function readTargets(sql: Sql, list: List): Promise<ImportTarget[]> {
  return [...targetsOf(list), ...customTargets(await readOwnFields(sql, list), list)];
}
