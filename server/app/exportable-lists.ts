/** Table of contents: every list that can be taken out as a file. */
import type { ExportableList } from '../modules/exports/exportable-list.ts';
import type { App } from './app.ts';
import { otherLists } from './exportable-others.ts';
import { contactList, organisationList } from './exportable-people.ts';
import { abcList, callList, dealList, taskList } from './exportable-work.ts';

export const exportableLists = (app: App): ExportableList[] => [
  contactList(app.platform),
  organisationList(app.platform),
  callList(app.platform, app.calls),
  taskList(app.platform),
  dealList(app.platform),
  abcList(app.platform),
  ...otherLists(app),
];
