/** What moves when people or organisations are merged: one line for each kind of row that hangs on them. */
import { callsMover, organisationCallsMover } from '../modules/calls/move-calls.ts';
import { attemptsMover, entriesMover } from '../modules/campaigns/move-entries.ts';
import { contactNotesMover } from '../modules/contacts/move-notes.ts';
import { dealMovers } from '../modules/deals/move-deals.ts';
import { filesMover } from '../modules/files/move-files.ts';
import { type MergeDeps, ownMovers } from '../modules/merges/merge-kinds.ts';
import { messagesMover } from '../modules/messages/move-messages.ts';
import { debtsMover } from '../modules/missed-calls/move-debts.ts';
import { organisationMovers } from '../modules/organisations/move-people.ts';
import { scriptMovers } from '../modules/scripts/move-answers.ts';
import { organisationTasksMover, tasksMover } from '../modules/tasks/move-tasks.ts';
import type { App } from './app.ts';

export const mergeDeps = ({ platform, missedCalls }: Pick<App, 'platform' | 'missedCalls'>): MergeDeps => ({
  ...platform,
  movers: [
    ...ownMovers(platform),
    contactNotesMover,
    filesMover('contact'),
    filesMover('organisation'),
    messagesMover('contact'),
    entriesMover,
    attemptsMover,
    messagesMover('organisation'),
    tasksMover(platform),
    callsMover(platform),
    debtsMover({ ...platform, neighbours: missedCalls }),
    ...scriptMovers,
    ...dealMovers(platform),
    ...organisationMovers(platform),
    organisationTasksMover,
    organisationCallsMover,
  ],
});
