/** The boss's word on a deal's class in the audit: how an old one comes back, by whoever may give it. */
import { adjustClassSchema } from '../../contract/deal-scoring.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { ActionRestorer } from '../audit/audited-kinds.ts';
import { adjustClass, readScores } from './deal-scores.usecases.ts';

export const auditedAdjustments: Readonly<Record<string, ActionRestorer>> = {
  'deal.class-adjusted': {
    fields: restorableKeys('deal.class-adjusted'),
    async read(platform, _sql, reader, id) {
      const [score] = await readScores(platform, reader, [id]);
      return score ? { adjustment: score.adjustment } : null;
    },
    change: (platform, { principal, ip }, dealId, values) =>
      adjustClass(platform, { dealId, ...adjustClassSchema.parse(values), principal, ip: ip ?? '' }),
  },
};
