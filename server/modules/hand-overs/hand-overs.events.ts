/** Facts of hand-overs, one for each colleague who got or gave back something; the subject is that colleague. */
interface HandedOver {
  actionId: string;
  /** Null: it was nobody's. */
  fromAgentId: string | null;
  toAgentId: string;
  /** Rows that changed hands, by kind. */
  counts: Record<string, number>;
  /** Empty when nothing was written; never told of an undo. */
  note: string;
}

/** The whole of it, once; the subject is the action. */
interface Whole {
  actionId: string;
}

export type HandOverFacts = {
  'records.handed-over': HandedOver;
  'records.handed-back': HandedOver;
  'hand-over.done': Whole;
  'hand-over.undone': Whole;
};
