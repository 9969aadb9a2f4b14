import type { DealClass, DealScoreView } from '$contract/deal-scoring.contract.ts';
import { m } from '$lib/paraglide/messages.js';

type Reason = DealScoreView['because'][number];
type Offered = NonNullable<DealScoreView['offered']>;

export const percentOf = (share: number): number => Math.round(share * 100);

/** `+5`, `−2`: with the minus of typography, as screen readers and eyes expect it. */
export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);

export const factorWords: Record<Reason['factor'], () => string> = {
  sum: m.scores_f_sum,
  probability: m.scores_f_probability,
  contact: m.scores_f_contact,
  pace: m.scores_f_pace,
  client: m.scores_f_client,
};

/** Days since somebody spoke with the customer, in words. */
export function spokenWords(days: number | null): string {
  if (days === null) return m.scores_never_spoken();
  return days === 0 ? m.scores_spoken_today() : m.scores_spoken_ago({ count: days });
}

/** A stay at a stage beside the usual one. */
export function paceWords(days: number, usual: number | null): string {
  const stay = m.scores_stage_days({ count: days });
  if (usual === null) return m.scores_pace_unknown({ days: stay });
  return m.scores_pace_usual({ days: stay, usual: m.scores_stage_days({ count: Math.max(1, Math.round(usual)) }) });
}

/** What the points of a factor were given for. All points with few deals won is a VIP: the server gives them so. */
export function reasonWords({ factor, value, usual, points, of }: Reason): string {
  switch (factor) {
    case 'sum':
      return m.scores_sum_rank();
    case 'probability':
      return `${percentOf(value ?? 0)} %`;
    case 'contact':
      return spokenWords(value);
    case 'pace':
      return paceWords(value ?? 0, usual);
    case 'client':
      if (points === of && (value ?? 0) < 3) return m.scores_client_vip();
      return value ? m.scores_client_won({ count: value }) : m.scores_client_new();
  }
}

/** What an offered probability was made from; also that it says little, or nothing. */
export function basisWords({ basis, cases }: Offered): string {
  switch (basis) {
    case 'history':
      return m.scores_offered_from({ count: cases });
    case 'few-cases':
      return m.scores_offered_few({ count: cases });
    case 'typed':
      return m.scores_offered_typed();
  }
}

const movedWords: Record<Offered['because'][number]['factor'], typeof m.scores_offered_manager> = {
  manager: m.scores_offered_manager,
  partner: m.scores_offered_partner,
  type: m.scores_offered_type,
};

/** What moved it away from the share of the stage. */
export const moveWords = ({ factor, cases, won, points }: Offered['because'][number]): string =>
  movedWords[factor]({ cases, won, points: signed(points) });

/** The letter says it; the colour only helps. */
export const classLook: Record<DealClass, string> = {
  A: 'bg-ready-tint text-ready',
  B: 'bg-talking-tint text-talking',
  C: 'bg-paused-tint text-paused',
};

/** Of how many points a score is: a hundred, or less where the reader's role hides what some were made from. */
export const mostPoints = ({ because }: Pick<DealScoreView, 'because'>): number =>
  because.reduce((sum, { of }) => sum + of, 0);
