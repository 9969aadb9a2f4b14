/** Scores of deals over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  abcQuerySchema,
  abcSchema,
  adjustClassSchema,
  dealScoreListSchema,
  dealScoreQuerySchema,
  dealScoreSchema,
  forecastQuerySchema,
  forecastSchema,
  slippingListSchema,
  slippingQuerySchema,
} from '../../contract/deal-scoring.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { readAbc } from './abc-analysis.usecases.ts';
import { adjustClass, listSlipping, readScore, readScores } from './deal-scores.usecases.ts';
import { readForecast } from './forecast.usecases.ts';

const params = z.object({ id: idSchema });
const mostIds = 100;

export const dealScoringRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/deals/scores',
    permission: 'deals.read',
    summary: 'Class, points and offered probability of these deals, with the reasons',
    query: dealScoreQuerySchema,
    response: dealScoreListSchema,
    handler: async ({ principal, query }) => {
      const ids = [...new Set(query.ids.split(',').filter(Boolean))].slice(0, mostIds);
      return { items: await readScores(platform, principal, ids) };
    },
  }),
  route({
    method: 'get',
    path: '/api/deals/slipping',
    permission: 'deals.read',
    summary: 'Open deals that lost most of what they were expected to bring',
    query: slippingQuerySchema,
    response: slippingListSchema,
    handler: ({ principal, query }) => listSlipping(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/abc',
    permission: 'deals.read',
    summary: 'ABC analysis of the deals that were won',
    query: abcQuerySchema,
    response: abcSchema,
    handler: ({ principal, query }) => readAbc(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/forecast',
    permission: 'deals.read',
    summary: 'What open deals may bring, by month of closing, manager, pipeline or type, and what was won so far',
    query: forecastQuerySchema,
    response: forecastSchema,
    handler: ({ principal, query }) => readForecast(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/deals/{id}/score',
    permission: 'deals.read',
    summary: 'Class, points and offered probability of a deal, with the reasons',
    params,
    response: dealScoreSchema,
    handler: ({ principal, params: { id } }) => readScore(platform, principal, id),
  }),
  route({
    method: 'put',
    path: '/api/deals/{id}/class-adjustment',
    permission: 'deals.score',
    summary: 'The boss moves the class of a deal one up or down; 0 takes it back',
    params,
    body: adjustClassSchema,
    response: dealScoreSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      adjustClass(platform, { dealId: id, adjustment: body.adjustment, principal, ip: request.ip }),
  }),
];
