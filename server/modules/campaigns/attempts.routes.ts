/** Entries and attempts over HTTP: what an agent does with the next one, and what a supervisor looks at. */
import { z } from 'zod';
import { entryPatchSchema } from '../../contract/call-lists.contract.ts';
import {
  attemptListQuerySchema,
  attemptListSchema,
  attemptPeopleQuerySchema,
  attemptPeopleSchema,
  attemptResultSchema,
  attemptSchema,
  entryListQuerySchema,
  entryListSchema,
  entrySchema,
  givenEntrySchema,
  nextEntrySchema,
  whyEntrySchema,
} from '../../contract/campaigns.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Principal } from '../access/principal.ts';
import { route } from '../access/route.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { viewAttempts } from './attempt-views.ts';
import { type AttemptRow, selectAttemptOfAgent } from './attempts.repository.ts';
import { attemptNotFound } from './campaigns.errors.ts';
import { changeEntry } from './change-entry.usecases.ts';
import { giveResult, type ResultDeps } from './give-result.usecases.ts';
import { claimChosen, dialClaimed, nextEntry, returnClaimed } from './next-entry.usecases.ts';
import { listAttempts, listEntries, listPeopleOfAttempts, whyEntry } from './read-attempts.usecases.ts';

const params = z.object({ id: idSchema });
export type AttemptDeps = ResultDeps & { commands: PbxCommands };

async function viewOf({ database }: AttemptDeps, reader: Principal, row: AttemptRow) {
  const [view] = await viewAttempts(database.sql, reader, [row]);
  if (!view) throw attemptNotFound();
  return view;
}

const working = (deps: AttemptDeps) => [
  route({
    method: 'post',
    path: '/api/entries/next',
    permission: 'campaigns.work',
    summary: 'The attempt the agent has, else the next entry of their campaigns, locked for them while they look',
    body: nextEntrySchema,
    response: givenEntrySchema,
    handler: async ({ principal, body }) => {
      const { attempt, nextDueAt } = await nextEntry(deps, principal, body);
      return {
        attempt: attempt && (await viewOf(deps, principal, attempt)),
        nextDueAt: nextDueAt?.toISOString() ?? null,
      };
    },
  }),
  route({
    method: 'get',
    path: '/api/attempts/current',
    permission: 'campaigns.work',
    summary: 'The attempt of this agent that is not finished; survives a reload',
    response: z.object({ attempt: attemptSchema.nullable() }),
    handler: async ({ principal }) => {
      const row = principal.agentId === null ? null : await selectAttemptOfAgent(deps.database.sql, principal.agentId);
      return { attempt: row && (await viewOf(deps, principal, row)) };
    },
  }),
  route({
    method: 'post',
    path: '/api/entries/{id}/claim',
    permission: 'campaigns.work',
    summary: 'Take a chosen entry of a running campaign',
    params,
    response: attemptSchema,
    status: 201,
    handler: async ({ principal, params: { id } }) => viewOf(deps, principal, await claimChosen(deps, principal, id)),
  }),
  route({
    method: 'post',
    path: '/api/attempts/{id}/dial',
    permission: 'campaigns.work',
    summary: 'Dial a claimed attempt: the agent’s telephone rings first',
    params,
    response: attemptSchema,
    handler: async ({ principal, params: { id } }) =>
      viewOf(deps, principal, await dialClaimed(deps, deps.commands, principal, id)),
  }),
  route({
    method: 'post',
    path: '/api/attempts/{id}/return',
    permission: 'campaigns.work',
    summary: 'Give a claimed entry back undialled',
    params,
    handler: ({ principal, params: { id } }) => returnClaimed(deps, principal, id),
  }),
  route({
    method: 'post',
    path: '/api/attempts/{id}/result',
    permission: 'campaigns.work',
    summary: 'Give the result of an attempt, with a callback when one was promised; or another one later',
    params,
    body: attemptResultSchema,
    response: attemptSchema,
    handler: async ({ principal, params: { id }, body, request }) =>
      viewOf(deps, principal, await giveResult(deps, { principal, ip: request.ip, attemptId: id, result: body })),
  }),
];

export const attemptRoutes = (deps: AttemptDeps) => [
  ...working(deps),
  route({
    method: 'get',
    path: '/api/attempts',
    permission: 'campaigns.work',
    summary: 'Attempts, newest first',
    query: attemptListQuerySchema,
    response: attemptListSchema,
    handler: ({ principal, query }) => listAttempts(deps, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/attempts/people',
    permission: 'campaigns.manage',
    summary: 'The people of these attempts, whoever was called last first, to make a call list of them',
    query: attemptPeopleQuerySchema,
    response: attemptPeopleSchema,
    handler: ({ principal, query }) => listPeopleOfAttempts(deps, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/call-lists/{id}/entries',
    permission: 'campaigns.manage',
    summary: 'People of a call list, each with what is to become of them',
    params,
    query: entryListQuerySchema,
    response: entryListSchema,
    handler: ({ principal, params: { id }, query }) => listEntries(deps, principal, id, query),
  }),
  route({
    method: 'get',
    path: '/api/entries/{id}/why',
    permission: 'campaigns.manage',
    summary: 'Why somebody is not being called at this moment',
    params,
    response: whyEntrySchema,
    handler: ({ principal, params: { id } }) => whyEntry(deps, principal, id),
  }),
  route({
    method: 'patch',
    path: '/api/entries/{id}',
    permission: 'campaigns.manage',
    summary: 'Call somebody sooner, not at all, or again after all',
    params,
    body: entryPatchSchema,
    response: entrySchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeEntry(deps, { principal, ip: request.ip, entryId: id, patch: body }),
  }),
];
