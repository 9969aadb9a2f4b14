/** Deals over HTTP. */
import { z } from 'zod';
import { timelineSchema } from '../../contract/calls.contract.ts';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import { newNoteSchema, noteSchema } from '../../contract/contacts.contract.ts';
import {
  boardQuerySchema,
  boardSchema,
  columnQuerySchema,
  dealListQuerySchema,
  dealListSchema,
  dealPatchSchema,
  dealSchema,
  moveDealSchema,
  newDealSchema,
} from '../../contract/deals.contract.ts';
import { dealLinesPutSchema, dealLinesSchema } from '../../contract/products.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { type TellChanges, withToldChanges } from '../audit/tell-changes.usecases.ts';
import type { ViewNeighbours } from '../calls/call-neighbours.ts';
import { readDealLines, writeDealLines } from './deal-lines.usecases.ts';
import { addDealNote, readDealTimeline } from './deal-timeline.usecases.ts';
import { changeDeal, createDeal, deleteDeal, readDeal, restoreDeal } from './deals.usecases.ts';
import { listDeals, readBoard, readColumn } from './list-deals.usecases.ts';
import { moveDeal, undoMove } from './move-deal.usecases.ts';

const params = z.object({ id: idSchema });

const reading = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/deals',
    permission: 'deals.read',
    summary: 'List deals: newest, soonest to close, or largest first',
    query: dealListQuerySchema,
    response: dealListSchema,
    handler: ({ principal, query }) => listDeals(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/board',
    permission: 'deals.read',
    summary: 'A pipeline as columns, with totals and the first cards of each',
    query: boardQuerySchema,
    response: boardSchema,
    handler: ({ principal, query }) => readBoard(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/column',
    permission: 'deals.read',
    summary: 'More cards of one column of the board, newest in the stage first',
    query: columnQuerySchema,
    response: dealListSchema,
    handler: ({ principal, query }) => readColumn(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/{id}',
    permission: 'deals.read',
    summary: 'Read a deal',
    params,
    response: dealSchema,
    handler: ({ principal, params: { id } }) => readDeal(platform, principal, id),
  }),
];

const changing = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/deals',
    permission: 'deals.write',
    summary: 'Create a deal; a title is enough; with `callId` it is of that call and its person',
    body: newDealSchema,
    response: dealSchema,
    status: 201,
    handler: ({ principal, body, request }) => createDeal(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/deals/{id}',
    permission: 'deals.write',
    summary: 'Change a deal, its mode or its pipeline; an old version is refused',
    params,
    body: dealPatchSchema,
    response: dealSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeDeal(platform, { dealId: id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/deals/{id}',
    permission: 'deals.delete',
    summary: 'Delete a deal; can be taken back',
    params,
    handler: async ({ principal, params: { id }, request }) =>
      void (await deleteDeal(platform, { dealId: id, principal, ip: request.ip })),
  }),
  route({
    method: 'post',
    path: '/api/deals/{id}/restore',
    permission: 'deals.delete',
    summary: 'Take back that a deal was deleted',
    params,
    response: dealSchema,
    handler: ({ principal, params: { id }, request }) =>
      restoreDeal(platform, { dealId: id, principal, ip: request.ip }),
  }),
];

const moving = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/deals/{id}/stage',
    permission: 'deals.write',
    summary: 'Move a deal to a stage by the rule of its mode; what is missing is said in `fields`',
    params,
    body: moveDealSchema,
    response: dealSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      moveDeal(platform, { dealId: id, move: body, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/deals/{id}/stage/undo',
    permission: 'deals.write',
    summary: 'Take back one’s own last move, within five minutes',
    params,
    response: dealSchema,
    handler: ({ principal, params: { id }, request }) => undoMove(platform, { dealId: id, principal, ip: request.ip }),
  }),
];

const around = (platform: Platform, neighbours: ViewNeighbours, tellChanges: TellChanges) => [
  route({
    method: 'get',
    path: '/api/deals/{id}/lines',
    permission: 'deals.read',
    summary: 'What was offered and what was sold, with sums',
    params,
    response: dealLinesSchema,
    handler: ({ principal, params: { id } }) => readDealLines(platform, principal, id),
  }),
  route({
    method: 'put',
    path: '/api/deals/{id}/lines',
    permission: 'deals.write',
    summary: 'Write both lists of lines as they are to be',
    params,
    body: dealLinesPutSchema,
    response: dealLinesSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      writeDealLines(platform, { dealId: id, body, principal, ip: request.ip }),
  }),
  route({
    method: 'get',
    path: '/api/deals/{id}/timeline',
    permission: 'deals.read',
    summary: 'Calls, notes, stages, tasks, files and changes of a deal, newest first',
    params,
    query: listQuerySchema,
    response: timelineSchema,
    handler: async ({ principal, params: { id }, query }) => {
      const page = await readDealTimeline(platform, neighbours, { reader: principal, dealId: id, ...query });
      return withToldChanges(tellChanges, platform.database.sql, principal, page);
    },
  }),
  route({
    method: 'post',
    path: '/api/deals/{id}/notes',
    permission: 'deals.write',
    summary: 'Write a note on a deal',
    params,
    body: newNoteSchema,
    response: noteSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      addDealNote(platform, { dealId: id, text: body.text, principal, ip: request.ip }),
  }),
];

/** @param neighbours how calls of a time-line are shown */
export const dealRoutes = (platform: Platform, neighbours: ViewNeighbours, tellChanges: TellChanges) => [
  ...reading(platform),
  ...changing(platform),
  ...moving(platform),
  ...around(platform, neighbours, tellChanges),
];
