/** Fields, segments, and filtered lists over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import { contactListSchema, organisationListSchema } from '../../contract/contacts.contract.ts';
import { fieldListSchema, filterRecordSchema } from '../../contract/filters.contract.ts';
import {
  countQuerySchema,
  countSchema,
  newSegmentSchema,
  searchRecordsSchema,
  segmentListQuerySchema,
  segmentListSchema,
  segmentPatchSchema,
  segmentSchema,
} from '../../contract/segments.contract.ts';
import { route } from '../access/route.ts';
import { showContactsOf } from '../contacts/contact-table.usecases.ts';
import { showOrganisationsOf } from '../organisations/organisation-table.usecases.ts';
import {
  type CheckFilter,
  changeSegment,
  createSegment,
  deleteSegment,
  listSegments,
  readSegment,
  restoreSegment,
} from './segments.usecases.ts';
import {
  checkFilter,
  countSelection,
  listFields,
  pageOfSelection,
  type SegmentsPlatform,
} from './select-records.usecases.ts';

const params = z.object({ id: idSchema });

const reading = (platform: SegmentsPlatform) => [
  route({
    method: 'get',
    path: '/api/fields',
    permission: 'contacts.read',
    summary: 'Fields of a kind of record, to filter and sort by, those that the firm added included',
    query: z.object({ record: filterRecordSchema }),
    response: fieldListSchema,
    handler: async ({ principal, query }) => ({ items: await listFields(platform, principal, query.record) }),
  }),
  route({
    method: 'post',
    path: '/api/contacts/search',
    permission: 'contacts.read',
    summary: 'A page of the people who fit a filter, a segment or words, in any order that has an index',
    body: searchRecordsSchema,
    response: contactListSchema,
    handler: async ({ principal, body }) => {
      const page = await pageOfSelection(platform, principal, { ...body, record: 'contact' });
      const items = await showContactsOf(platform, platform.database.sql, page.ids);
      return { items, nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/api/organisations/search',
    permission: 'contacts.read',
    summary: 'A page of the organisations that fit a filter, a segment or words, in any order that has an index',
    body: searchRecordsSchema,
    response: organisationListSchema,
    handler: async ({ principal, body }) => {
      const page = await pageOfSelection(platform, principal, { ...body, record: 'organisation' });
      const items = await showOrganisationsOf(platform.database.sql, principal, page.ids);
      return { items, nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/api/segments/count',
    permission: 'contacts.read',
    summary: 'How many records fit a filter, a segment or words; "at least" when all of them take too long',
    body: countQuerySchema,
    response: countSchema,
    handler: ({ principal, body }) => countSelection(platform, principal, body),
  }),
];

const saving = (platform: SegmentsPlatform) => {
  const check: CheckFilter = (sql, reader, given) => checkFilter(platform, sql, reader, given);
  return [
    route({
      method: 'get',
      path: '/api/segments',
      permission: 'segments.read',
      summary: 'Saved filters: one’s own, those of the team, those for everybody',
      query: segmentListQuerySchema,
      response: segmentListSchema,
      handler: async ({ principal, query }) => ({ items: await listSegments(platform, principal, query) }),
    }),
    route({
      method: 'post',
      path: '/api/segments',
      permission: 'segments.write',
      summary: 'Save a filter',
      body: newSegmentSchema,
      response: segmentSchema,
      status: 201,
      handler: ({ principal, body, request }) => createSegment(platform, check, { body, principal, ip: request.ip }),
    }),
    route({
      method: 'get',
      path: '/api/segments/{id}',
      permission: 'segments.read',
      summary: 'Read a saved filter',
      params,
      response: segmentSchema,
      handler: ({ principal, params: { id } }) => readSegment(platform, principal, id),
    }),
    route({
      method: 'patch',
      path: '/api/segments/{id}',
      permission: 'segments.write',
      summary: 'Change a saved filter; an old version is refused',
      params,
      body: segmentPatchSchema,
      response: segmentSchema,
      handler: ({ principal, params: { id }, body, request }) =>
        changeSegment(platform, check, { id, body, principal, ip: request.ip }),
    }),
    route({
      method: 'delete',
      path: '/api/segments/{id}',
      permission: 'segments.write',
      summary: 'Delete a saved filter; can be taken back',
      params,
      handler: ({ principal, params: { id }, request }) => deleteSegment(platform, { id, principal, ip: request.ip }),
    }),
    route({
      method: 'post',
      path: '/api/segments/{id}/restore',
      permission: 'segments.write',
      summary: 'Take back that a saved filter was deleted',
      params,
      response: segmentSchema,
      handler: ({ principal, params: { id }, request }) => restoreSegment(platform, { id, principal, ip: request.ip }),
    }),
  ];
};

export const segmentRoutes = (platform: SegmentsPlatform) => [...reading(platform), ...saving(platform)];
