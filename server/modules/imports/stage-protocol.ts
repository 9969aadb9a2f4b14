/** What the thread that reads a file is given, and what it says. */
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { FileOfRows } from './read-cells.ts';
import type { ReadingContext } from './row-draft.ts';

export interface StageOrder {
  importId: string;
  target: 'contacts' | 'organisations';
  file: FileOfRows;
  /** Key of the target of each column; null: left out. */
  mapping: (string | null)[];
  /** The firm's own fields of that list. */
  fields: CustomField[];
  region: string;
  owners: [name: string, agentId: string | null][];
  lifecycles: [name: string, key: string][];
  sources: [name: string, id: string][];
  importer: ReadingContext['importer'];
  /** Rows up to this one are staged already. */
  afterRow: number;
}

export type StageMessage =
  | { kind: 'batch'; copy: Uint8Array; columns: string[]; lastRow: number; bytes: number | null }
  | {
      kind: 'end';
      lastRow: number;
      /** Rows that share a number or an e-mail with another one; null: not known, since the file was read in parts. */
      alike: number[] | null;
    }
  | { kind: 'failed'; message: string };
