/**
 * The time-line of an organisation: its notes, files and changes from here; its deals and tasks, and calls, debts and tasks of
 * its people and numbers from modules that hand in their `OrganisationTimelineSource` in `server/app`.
 */
import type { Sql } from '../../platform/database/database.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { fileEntries } from '../contacts/file-entries.ts';
import { mergeTimeline, type TimelineEntry, type TimelinePage } from '../contacts/merge-timeline.ts';
import { changeEntries, howSeen, noteEntries, type TimelineItem } from '../contacts/note-rows.ts';
import { readPhones } from '../phones/phones.usecases.ts';
import { notesOfOrganisation } from './organisation-notes.usecases.ts';
import { selectMergedOrganisationIds, selectPeopleSpokenWith } from './organisations.repository.ts';
import { readOrganisation } from './organisations.usecases.ts';

/** The people spoken with last say what happens with a firm of thousands; nobody reads further. */
const mostPeople = 200;

export interface OrganisationTimelineQuery extends TimelinePage {
  reader: Principal;
  organisationId: string;
  /** Its people, those spoken with last first. */
  contactIds: readonly string[];
  /** E.164 numbers of the organisation itself. */
  numbers: readonly string[];
}

/** Something that has a part of an organisation's time-line. It answers only what the reader may see. */
export interface OrganisationTimelineSource {
  read(sql: Sql, query: OrganisationTimelineQuery): Promise<TimelineEntry<TimelineItem>[]>;
}

/** One page, newest first, merged from every source. */
export async function readOrganisationTimeline(
  platform: Platform,
  sources: readonly OrganisationTimelineSource[],
  { reader, organisationId, ...page }: { reader: Principal; organisationId: string; cursor?: string; limit: number },
): Promise<Page<TimelineItem>> {
  const { sql } = platform.database;
  await readOrganisation(platform, reader, organisationId);
  const mergedIds = await selectMergedOrganisationIds(sql, organisationId);
  const contactIds = await selectPeopleSpokenWith(sql, organisationId, mostPeople);
  const phones = (await readPhones(sql, 'organisations', [organisationId])).get(organisationId) ?? [];
  const numbers = phones.flatMap(({ e164 }) => (e164 === null ? [] : [e164]));
  const others = sources.map(
    (source) => (at: TimelinePage) => source.read(sql, { reader, organisationId, contactIds, numbers, ...at }),
  );
  return mergeTimeline(
    [
      async (at) =>
        isHidden(reader, 'organisation', 'notes') ? [] : noteEntries(sql, notesOfOrganisation(organisationId), at),
      (at) => changeEntries(sql, mergedIds, { ...howSeen(reader, 'organisation'), ...at }),
      (at) => fileEntries(sql, { recordKind: 'organisation', recordId: organisationId }, at),
      ...others,
    ],
    page,
  );
}
