/**
 * Pure: why a deal is expected to bring less than it once was, as far as it can be proven from what is kept: its largest
 * potential, its largest expected sum, and what may have let it slip: silence and a long stay at its stage.
 */

export interface SlippingInput {
  potential: number;
  maxPotential: number;
  /** Percent. */
  probability: number;
  maxExpectedSum: number;
  /** Days since somebody spoke with the customer; null: never. Left out: the deal has no customer. */
  daysSinceContact?: number | null;
  daysInStage: number;
  /** Median days of won deals in this stage; null: no won deal was there. */
  usualDaysInStage: number | null;
}

export type SlippingReason =
  | { what: 'potential'; from: string; to: string }
  /** `from`: at least so many percent, for the sum was never larger than the largest potential. */
  | { what: 'probability'; from: number; to: number }
  | { what: 'silent'; days: number | null }
  | { what: 'slow'; days: number; usual: number };

/** A conversation within a week is none to speak of: the score gives all points for it too. */
const silentAfterDays = 7;

/** @example whySlipping({ potential: 400, maxPotential: 1000, … })[0] // { what: 'potential', from: '1000.00', to: '400.00' } */
export function whySlipping(input: SlippingInput): SlippingReason[] {
  const { potential, maxPotential, probability, maxExpectedSum, daysSinceContact, daysInStage } = input;
  const reasons: SlippingReason[] = [];
  if (potential < maxPotential)
    reasons.push({ what: 'potential', from: maxPotential.toFixed(2), to: potential.toFixed(2) });
  // Half a cent: the sum was rounded to the cent. The billionth: 0.35 × 100 is a little more than 35.
  const share = maxPotential <= 0 ? 0 : ((maxExpectedSum - 0.005) / maxPotential) * 100;
  const least = Math.min(100, Math.ceil(share - 1e-9));
  if (least > probability) reasons.push({ what: 'probability', from: least, to: probability });
  if (daysSinceContact === null || (daysSinceContact !== undefined && daysSinceContact > silentAfterDays))
    reasons.push({ what: 'silent', days: daysSinceContact });
  const usual = input.usualDaysInStage;
  if (usual !== null && daysInStage > Math.max(1, usual))
    reasons.push({ what: 'slow', days: daysInStage, usual: Math.max(1, Math.round(usual)) });
  return reasons;
}
