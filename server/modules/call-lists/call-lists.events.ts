/** Facts of call lists. */
export type CallListFacts = {
  /** Made, changed, filled or deleted; its entries may have changed with it. */
  'call-list.changed': { callListId: string; campaignId: string | null };
};
