/** Facts of imports. What they did to people and organisations is told by `contacts.imported` and `organisations.imported`. */
import type { ImportState } from '../../contract/imports.contract.ts';

export type ImportFacts = {
  /** State or progress changed; twice a second at most while it works. */
  'import.changed': {
    importId: string;
    state: ImportState;
    version: number;
    rowsDone: number;
    rowsTotal: number | null;
    ownerAgentId: string | null;
  };
  /** All its rows are written; told once, in the commit that says so. */
  'import.finished': { importId: string };
};
