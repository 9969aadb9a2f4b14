/** What cells are read with: who works here, stages and sources of the firm, what the importer may. */
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { agentsByAnyName } from '../agents/agents.usecases.ts';
import { lifecyclesByName, sourcesByName } from '../directories/directories.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { ReadingContext } from './row-draft.ts';

export async function readContext(platform: Platform, sql: Sql, importer: Principal): Promise<ReadingContext> {
  return {
    region: (await readSettings(platform, sql)).defaultRegion,
    owners: await agentsByAnyName(sql),
    lifecycles: await lifecyclesByName(sql),
    sources: await sourcesByName(sql),
    importer: { agentId: importer.agentId, mayHide: canDo(importer, 'contacts.private') },
  };
}
