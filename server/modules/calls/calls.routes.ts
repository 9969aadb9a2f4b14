/** HTTP of calls. */
import { z } from 'zod';
import {
  callCardSchema,
  callListQuerySchema,
  callListSchema,
  callPatchSchema,
  callSchema,
  newCallSchema,
  placedCallSchema,
  transferCallSchema,
} from '../../contract/calls.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import { route } from '../access/route.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { holdNotSupported } from './calls.errors.ts';
import { type CallsDeps, getCall, getCard, listCalls } from './calls.usecases.ts';
import { hangUpCall, pauseRecording, transferCall } from './control-call.usecases.ts';
import { placeCall } from './place-call.usecases.ts';
import { workCall } from './work-call.usecases.ts';

const params = z.object({ id: idSchema });

export const callRoutes = (deps: CallsDeps & { commands: PbxCommands }) => [
  route({
    method: 'get',
    path: '/api/calls',
    permission: 'calls.read',
    summary: 'The call log, newest first; `number` takes any form of a number or its last digits',
    query: callListQuerySchema,
    response: callListSchema,
    handler: ({ principal, query }) => listCalls(deps, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/calls',
    permission: 'calls.place',
    summary: "Click to call: the agent's telephone rings, then the number is dialled",
    body: newCallSchema,
    response: placedCallSchema,
    status: 201,
    handler: ({ principal, body, request }) => placeCall(deps, { principal, wanted: body, ip: request.ip }),
  }),
  route({
    method: 'get',
    path: '/api/calls/{id}',
    permission: 'calls.read',
    summary: 'One call; the id of a call that became part of another one leads there',
    params,
    response: callSchema,
    handler: ({ principal, params: { id } }) => getCall(deps, principal, id),
  }),
  route({
    method: 'get',
    path: '/api/calls/{id}/card',
    permission: 'calls.read',
    summary: 'The card that opens with the call',
    params,
    response: callCardSchema,
    handler: ({ principal, params: { id } }) => getCard(deps, principal, id),
  }),
  route({
    method: 'patch',
    path: '/api/calls/{id}',
    permission: 'calls.work',
    summary: 'Result, note, main need, next step, who it was, after-call work done',
    params,
    body: callPatchSchema,
    response: callSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      workCall(deps, { principal, callId: id, patch: body, ip: request.ip }),
  }),
  ...controlRoutes(deps),
];

const controlRoutes = (deps: CallsDeps & { commands: PbxCommands }) => [
  route({
    method: 'post',
    path: '/api/calls/{id}/hangup',
    permission: 'calls.control',
    summary: 'Hang up: one’s own part of the call, or the whole call of others',
    params,
    handler: ({ principal, params: { id }, request }) => hangUpCall(deps, { principal, callId: id, ip: request.ip }),
  }),
  ...(['hold', 'resume'] as const).map((verb) =>
    route({
      method: 'post',
      path: `/api/calls/{id}/${verb}`,
      permission: 'calls.control',
      summary: 'Not possible from outside the telephone: answers 409 calls.hold_not_supported',
      params,
      handler: async ({ principal, params: { id } }) => {
        await getCall(deps, principal, id);
        throw holdNotSupported();
      },
    }),
  ),
  route({
    method: 'post',
    path: '/api/calls/{id}/transfer',
    permission: 'calls.control',
    summary: 'Blind transfer to an extension, a queue or a number; the card travels along',
    params,
    body: transferCallSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      transferCall(deps, { principal, callId: id, to: body.to, ip: request.ip }),
  }),
  ...([true, false] as const).map((paused) =>
    route({
      method: 'post',
      path: `/api/calls/{id}/record/${paused ? 'pause' : 'resume'}`,
      permission: 'recordings.control',
      summary: paused ? 'Silence the recording for a while' : 'Go on recording',
      params,
      handler: ({ principal, params: { id }, request }) =>
        pauseRecording(deps, { principal, callId: id, ip: request.ip }, paused),
    }),
  ),
];
