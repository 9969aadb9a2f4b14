/** Table of contents: every list that can be taken out as a file. */
import type { CallsDeps } from '../modules/calls/calls.usecases.ts';
import type { ExportableList } from '../modules/exports/exportable-list.ts';
import type { Platform } from '../platform/platform.ts';
import { contactList, organisationList } from './exportable-people.ts';
import { callList, dealList, taskList } from './exportable-work.ts';

export const exportableLists = (platform: Platform, calls: CallsDeps): ExportableList[] => [
  contactList(platform),
  organisationList(platform),
  callList(platform, calls),
  taskList(platform),
  dealList(platform),
];
