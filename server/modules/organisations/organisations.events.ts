/** Facts of organisations. The subject is the organisation. */
export type OrganisationFacts = {
  'organisation.created': { organisationId: string; version: number };
  'organisation.changed': { organisationId: string; version: number; changed: string[] };
  'organisation.deleted': { organisationId: string; version: number };
  'organisation.restored': { organisationId: string; version: number };
  'organisation.noted': { organisationId: string; noteId: string; version: number };
};

/** As `ContactsImported`: one fact per batch of an import. */
export type OrganisationsImported = {
  'organisations.imported': { importId: string; organisationIds: string[]; removedNumbers: string[] };
};
