/**
 * Which attempts a figure counts: one condition for the report and for the rows behind it, so that the two cannot differ.
 * `a` is the attempt, `d` the disposition of its result. Constants only: never built from what a reader sends.
 */
import type { AttemptFigure } from '../../contract/campaigns.contract.ts';

export const figureCondition: Record<AttemptFigure, string> = {
  dialled: 'a.dialled_at is not null',
  answered: 'a.dialled_at is not null and a.connected_at is not null',
  contacts: 'a.dialled_at is not null and d.contact_reached',
  sales: 'a.dialled_at is not null and d.sale',
  declines: 'a.dialled_at is not null and d.not_interested',
  /** Heard by the PBX, or by an agent. */
  machines: "a.dialled_at is not null and (a.outcome = 'machine' or d.machine)",
  unworkable: 'a.dialled_at is not null and d.unworkable',
  /** A machine picked up nothing that could have waited for an agent. */
  live: "a.dialled_at is not null and a.picked_up_at is not null and a.outcome is distinct from 'machine'",
  abandoned: "a.dialled_at is not null and a.outcome = 'abandoned'",
};
