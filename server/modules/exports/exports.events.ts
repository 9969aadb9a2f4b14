import type { Export } from '../../contract/exports.contract.ts';

/** Facts of exports. */
export type ExportFacts = {
  'export.changed': { exportId: string; state: Export['state']; version: number; ownerAgentId: string | null };
};
