/** Pure: what a campaign says of a result. */
import type { CampaignResult } from '../../contract/campaign-rules.contract.ts';

/**
 * Its own rule, else that of the result it is a part of: a campaign that names a main result means its sub-results too, also
 * those that came later. Undefined: the campaign does not name it.
 */
export const ruleOfResult = (
  results: readonly CampaignResult[],
  dispositionId: string | null,
  mainResultId: string | null,
): CampaignResult | undefined =>
  results.find((one) => one.dispositionId === dispositionId) ??
  (mainResultId === null ? undefined : results.find((one) => one.dispositionId === mainResultId));
