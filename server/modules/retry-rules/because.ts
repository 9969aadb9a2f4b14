/**
 * Every decision of this module says why, as a key and values, so that the console can say it in the reader's language.
 * The keys live in the contract (`becauseKeys`); docs/missed-calls.md lists the values of each.
 */
import type { BecauseKey } from '../../contract/missed-calls.contract.ts';

export interface Because {
  key: BecauseKey;
  values: Record<string, string>;
}
