import type { Fact, FactActor } from './fact.ts';

/** A row of `outbox_facts`. */
export interface FactRow {
  sequence: number;
  id: string;
  type: string;
  version: number;
  subject: string | null;
  payload: unknown;
  occurred_at: Date;
  recorded_at: Date;
  actor: FactActor | null;
  caused_by: string | null;
}

export const factOfRow = (row: FactRow): Fact => ({
  sequence: row.sequence,
  id: row.id,
  type: row.type,
  version: row.version,
  subject: row.subject,
  payload: row.payload,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  actor: row.actor,
  causedBy: row.caused_by,
});
