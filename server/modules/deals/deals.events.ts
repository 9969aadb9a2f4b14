/** Facts of deals. The subject is the deal. */
import type { DealState } from '../../contract/pipelines.contract.ts';

interface DealFact {
  dealId: string;
  version: number;
  /** People whose cards may show it: the main one, those who take part beside, and who was before. */
  contactIds: string[];
}

export type DealFacts = {
  'deal.created': DealFact & { contactId: string | null; organisationId: string | null; callId: string | null };
  'deal.changed': DealFact & { changed: string[] };
  /** To another stage: forward, back, won, lost, opened again. */
  'deal.moved': DealFact & {
    contactId: string | null;
    organisationId: string | null;
    fromStageId: string;
    toStageId: string;
    fromState: DealState;
    toState: DealState;
  };
  'deal.deleted': DealFact;
  'deal.restored': DealFact;
  'deal.noted': DealFact & { noteId: string };
  /** A stage was deleted and its deals moved, all at once. */
  'deals.moved': { pipelineId: string; fromStageId: string; toStageId: string; count: number };
  'pipeline.changed': { pipelineId: string };
  'loss-reason.changed': { lossReasonId: string };
};
