/** Leads over HTTP. Their rules are a part of the settings (`PATCH /api/settings`, key `leads`). */
import {
  distributedLeadsSchema,
  distributeLeadsSchema,
  leadListQuerySchema,
  leadListSchema,
  leadSourcesQuerySchema,
  leadSourcesSchema,
  nextLeadQuerySchema,
  nextLeadSchema,
} from '../../contract/leads.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { distributeLeads, listLeads, readSources } from './leads.usecases.ts';
import { previewNextLead } from './next-lead.usecases.ts';

export const leadRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/leads',
    permission: 'contacts.read',
    summary: 'Open leads, the newest first, with whose they are and why',
    query: leadListQuerySchema,
    response: leadListSchema,
    handler: ({ principal, query }) => listLeads(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/leads/next',
    permission: 'settings.manage',
    summary: 'Who would get a lead that came now, and why; nothing is given',
    query: nextLeadQuerySchema,
    response: nextLeadSchema,
    handler: ({ query }) => previewNextLead(platform, query),
  }),
  route({
    method: 'get',
    path: '/api/leads/sources',
    permission: 'contacts.read',
    summary: 'How many leads each source, advertising channel or dialled number brought, and what came of them',
    query: leadSourcesQuerySchema,
    response: leadSourcesSchema,
    handler: ({ principal, query }) => readSources(platform, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/leads/distribute',
    permission: 'contacts.hand-over',
    summary: 'Have leads given again by the rules, to anybody but their owners',
    body: distributeLeadsSchema,
    response: distributedLeadsSchema,
    handler: ({ principal, body, request: { ip } }) => distributeLeads(platform, { body, principal, ip }),
  }),
];
