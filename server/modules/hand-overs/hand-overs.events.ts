/** Facts of hand-overs, one for each colleague who got or gave back something; the subject is that colleague. */
interface HandedOver {
  actionId: string;
  fromAgentId: string;
  toAgentId: string;
  /** Rows that changed hands, by kind. */
  counts: Record<string, number>;
  /** Empty when nothing was written; never told of an undo. */
  note: string;
}

export type HandOverFacts = {
  'records.handed-over': HandedOver;
  'records.handed-back': HandedOver;
};
