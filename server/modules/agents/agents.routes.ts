/** Agents and their presence over HTTP. */
import { z } from 'zod';
import {
  agentListSchema,
  agentPatchSchema,
  agentSchema,
  createdAgentSchema,
  newAgentSchema,
  presenceCommandSchema,
  presenceSchema,
} from '../../contract/agents.contract.ts';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { agentNotFound } from './agents.errors.ts';
import { listAgents, readAgentRecords } from './agents.usecases.ts';
import { askPresence, changeAgent, createAgent } from './manage-agents.usecases.ts';
import { listPresence } from './presence.usecases.ts';

const params = z.object({ id: idSchema });

const reading = ({ database: { sql } }: Platform) => [
  route({
    method: 'get',
    path: '/api/agents',
    permission: 'agents.read',
    summary: 'List agents by name, former ones too',
    query: listQuerySchema,
    response: agentListSchema,
    handler: ({ query }) => listAgents(sql, query),
  }),
  route({
    method: 'get',
    path: '/api/agents/presence',
    permission: 'agents.read',
    summary: 'What every agent is doing now',
    response: z.object({ items: z.array(presenceSchema) }),
    handler: async () => ({ items: await listPresence(sql) }),
  }),
  route({
    method: 'get',
    path: '/api/agents/{id}',
    permission: 'agents.read',
    summary: 'Read an agent',
    params,
    response: agentSchema,
    handler: async ({ params: { id } }) => {
      const agent = (await readAgentRecords(sql, [id])).get(id);
      if (!agent) throw agentNotFound();
      return agent;
    },
  }),
];

const changing = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/agents',
    permission: 'agents.manage',
    summary: 'Create a user and the agent behind it in one step',
    body: newAgentSchema,
    response: createdAgentSchema,
    status: 201,
    handler: ({ principal, body, request }) => createAgent(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/agents/{id}',
    permission: 'agents.manage',
    summary: 'Change an agent: name, sign-in, telephone, team, skills, active',
    params,
    body: agentPatchSchema,
    response: agentSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeAgent(platform, { agentId: id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/agents/{id}/presence',
    permission: 'presence.change',
    summary: 'Be ready for calls, or pause with a reason',
    params,
    body: presenceCommandSchema,
    response: presenceSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      askPresence(platform, { agentId: id, ...body, principal, ip: request.ip }),
  }),
];

export const agentRoutes = (platform: Platform) => [...reading(platform), ...changing(platform)];
