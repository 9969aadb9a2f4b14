/** Table of contents: what each module knows of people and organisations, to filter and sort them by. */
import { callFields } from '../modules/calls/call-fields.ts';
import { contactFields } from '../modules/contacts/contact-fields.ts';
import { dealFields } from '../modules/deals/deal-fields.ts';
import { missedCallFields } from '../modules/missed-calls/missed-call-fields.ts';
import { organisationFields } from '../modules/organisations/organisation-fields.ts';
import type { FieldSources } from '../modules/segments/records.ts';
import { taskFields } from '../modules/tasks/task-filter-fields.ts';

export const fieldSources: FieldSources = [
  contactFields,
  callFields,
  taskFields,
  missedCallFields,
  ...dealFields,
  organisationFields,
];
