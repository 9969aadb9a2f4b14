/** What the head of the list of open leads asks for; empty: everything. */
export interface LeadFilters {
  q: string;
  sourceId: string;
  ownerId: string;
}

export const everyLead: LeadFilters = { q: '', sourceId: '', ownerId: '' };

/** Those that are set, as the server takes them. */
export const leadQuery = ({ q, sourceId, ownerId }: LeadFilters): Partial<LeadFilters> =>
  Object.fromEntries(Object.entries({ q: q.trim(), sourceId, ownerId }).filter(([, value]) => value !== ''));
