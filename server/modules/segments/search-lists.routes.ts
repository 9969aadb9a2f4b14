/** Filtered lists of deals, tasks and calls over HTTP: the query of the list as a body, with a filter beside it. */
import { callListSchema } from '../../contract/calls.contract.ts';
import { abcSchema, forecastSchema } from '../../contract/deal-scoring.contract.ts';
import { dealListSchema } from '../../contract/deals.contract.ts';
import {
  countCallsSchema,
  countDealsSchema,
  countSchema,
  countTasksSchema,
  searchAbcSchema,
  searchCallsSchema,
  searchDealsSchema,
  searchForecastSchema,
  searchTasksSchema,
} from '../../contract/segments.contract.ts';
import { taskListSchema } from '../../contract/tasks.contract.ts';
import { route } from '../access/route.ts';
import type { CallsDeps } from '../calls/calls.usecases.ts';
import { countCalls, countDeals, countTasks } from './count-lists.usecases.ts';
import { searchAbc, searchCalls, searchDeals, searchForecast, searchTasks } from './search-lists.usecases.ts';
import type { SegmentsPlatform } from './select-records.usecases.ts';

const searching = (platform: SegmentsPlatform, calls: CallsDeps) => [
  route({
    method: 'post',
    path: '/api/deals/search',
    permission: 'deals.read',
    summary: 'A page of the deals that fit a filter or a segment, and all that the list can be asked for besides',
    body: searchDealsSchema,
    response: dealListSchema,
    handler: ({ principal, body }) => searchDeals(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/tasks/search',
    permission: 'tasks.read',
    summary: 'A page of the tasks that fit a filter or a segment, and all that the list can be asked for besides',
    body: searchTasksSchema,
    response: taskListSchema,
    handler: ({ principal, body }) => searchTasks(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/calls/search',
    permission: 'calls.read',
    summary: 'A page of the calls that fit a filter or a segment, and all that the log can be asked for besides',
    body: searchCallsSchema,
    response: callListSchema,
    handler: ({ principal, body }) => searchCalls({ platform, calls }, principal, body),
  }),
];

const analysing = (platform: SegmentsPlatform) => [
  route({
    method: 'post',
    path: '/api/deals/forecast',
    permission: 'deals.read',
    summary: 'The forecast of the deals that fit a filter or a segment',
    body: searchForecastSchema,
    response: forecastSchema,
    handler: ({ principal, body }) => searchForecast(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/deals/abc',
    permission: 'deals.read',
    summary: 'ABC analysis of the won deals that fit a filter or a segment',
    body: searchAbcSchema,
    response: abcSchema,
    handler: ({ principal, body }) => searchAbc(platform, principal, body),
  }),
];

const counting = (platform: SegmentsPlatform, calls: CallsDeps) => [
  route({
    method: 'post',
    path: '/api/deals/count',
    permission: 'deals.read',
    summary: 'How many deals the list holds; "at least" when counting all of them takes too long',
    body: countDealsSchema,
    response: countSchema,
    handler: ({ principal, body }) => countDeals(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/tasks/count',
    permission: 'tasks.read',
    summary: 'How many tasks the list holds; "at least" when counting all of them takes too long',
    body: countTasksSchema,
    response: countSchema,
    handler: ({ principal, body }) => countTasks(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/calls/count',
    permission: 'calls.read',
    summary: 'How many calls the log holds; "at least" when counting all of them takes too long',
    body: countCallsSchema,
    response: countSchema,
    handler: ({ principal, body }) => countCalls({ platform, calls }, principal, body),
  }),
];

export const searchListRoutes = (platform: SegmentsPlatform, calls: CallsDeps) => [
  ...searching(platform, calls),
  ...analysing(platform),
  ...counting(platform, calls),
];
