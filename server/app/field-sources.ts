/** Table of contents: what each module knows of each kind of record, to filter and sort them by. */
import { callFields } from '../modules/calls/call-fields.ts';
import { contactFields } from '../modules/contacts/contact-fields.ts';
import { dealFields } from '../modules/deals/deal-fields.ts';
import { missedCallFields } from '../modules/missed-calls/missed-call-fields.ts';
import { organisationFields } from '../modules/organisations/organisation-fields.ts';
import type { FieldSources } from '../modules/segments/records.ts';
import type { SegmentsPlatform } from '../modules/segments/select-records.usecases.ts';
import { taskFields } from '../modules/tasks/task-filter-fields.ts';
import type { Platform } from '../platform/platform.ts';

const fieldSources = (platform: Platform): FieldSources => [
  contactFields,
  ...callFields,
  ...taskFields(platform),
  missedCallFields,
  ...dealFields,
  ...organisationFields,
];

/** What filters need beside the machinery. */
export const withFields = (platform: Platform): SegmentsPlatform => ({
  ...platform,
  fieldSources: fieldSources(platform),
});
