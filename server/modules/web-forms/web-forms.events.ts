/** Facts of web forms. The subject is the submission. */
export type WebFormFacts = {
  /** Something came in, or was accepted by a person, and is to become a lead. */
  'web-form.submitted': { submissionId: string; formId: string };
  /** It looks as if a machine had written it: a person has to look. */
  'web-form.put-aside': { submissionId: string; formId: string };
  /** A person was made or found, or somebody said that it is nothing. */
  'web-form.settled': { submissionId: string; formId: string };
};
