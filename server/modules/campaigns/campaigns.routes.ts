/** Campaigns over HTTP. */
import { z } from 'zod';
import { campaignReportQuerySchema, campaignReportSchema } from '../../contract/campaign-report.contract.ts';
import {
  campaignListQuerySchema,
  campaignListSchema,
  campaignPatchSchema,
  campaignSchema,
  cloneCampaignSchema,
  newCampaignSchema,
} from '../../contract/campaigns.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import {
  changeCampaign,
  cloneCampaign,
  createCampaign,
  deleteCampaign,
  listCampaigns,
  type Move,
  moveCampaignTo,
  readCampaign,
} from './campaigns.usecases.ts';
import { campaignReport } from './report.usecases.ts';

const params = z.object({ id: idSchema });

const moves: readonly [Move, string][] = [
  ['start', 'Start a campaign, or go on after a pause; refused while a list or people are missing'],
  ['pause', 'Dial nobody new from this moment; calls under way go on'],
  ['finish', 'End a campaign for good; its reports stay'],
];

const moving = (platform: Platform) =>
  moves.map(([move, summary]) =>
    route({
      method: 'post',
      path: `/api/campaigns/{id}/${move}`,
      permission: 'campaigns.manage',
      summary,
      params,
      response: campaignSchema,
      handler: ({ principal, params: { id }, request }) =>
        moveCampaignTo(platform, { id, move, principal, ip: request.ip }),
    }),
  );

export const campaignRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/campaigns',
    permission: 'campaigns.read',
    summary: 'Campaigns with how far they are; or templates',
    query: campaignListQuerySchema,
    response: campaignListSchema,
    handler: ({ query }) => listCampaigns(platform, query),
  }),
  route({
    method: 'post',
    path: '/api/campaigns',
    permission: 'campaigns.manage',
    summary: 'Make a campaign, as a draft',
    body: newCampaignSchema,
    response: campaignSchema,
    status: 201,
    handler: ({ principal, body, request }) => createCampaign(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'get',
    path: '/api/campaigns/{id}',
    permission: 'campaigns.read',
    summary: 'One campaign',
    params,
    response: campaignSchema,
    handler: ({ params: { id } }) => readCampaign(platform, id),
  }),
  route({
    method: 'patch',
    path: '/api/campaigns/{id}',
    permission: 'campaigns.manage',
    summary: 'Change a campaign, also while it runs; takes effect with the next decision',
    params,
    body: campaignPatchSchema,
    response: campaignSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeCampaign(platform, { id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/campaigns/{id}',
    permission: 'campaigns.manage',
    summary: 'Delete a campaign; it is finished first, what was called stays in the reports',
    params,
    handler: ({ principal, params: { id }, request }) => deleteCampaign(platform, { id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/campaigns/{id}/clone',
    permission: 'campaigns.manage',
    summary: 'A new draft, or a template, with the same settings',
    params,
    body: cloneCampaignSchema,
    response: campaignSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      cloneCampaign(platform, { id, ...body, principal, ip: request.ip }),
  }),
  ...moving(platform),
  route({
    method: 'get',
    path: '/api/campaigns/{id}/report',
    permission: 'campaigns.manage',
    summary: 'What came of a campaign: entries, attempts, results, agents, hours, cost and deals, as of this moment',
    params,
    query: campaignReportQuerySchema,
    response: campaignReportSchema,
    handler: ({ params: { id }, query }) => campaignReport(platform, id, query),
  }),
];
