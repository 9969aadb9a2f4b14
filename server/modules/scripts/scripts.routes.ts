/** Scripts over HTTP: written by leaders, read by everybody, filled in by whoever may work the call. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  answerCallListSchema,
  answerCallsQuerySchema,
  answersQuerySchema,
  callScriptPutSchema,
  callScriptSchema,
  scriptReportSchema,
} from '../../contract/script-answers.contract.ts';
import {
  newScriptSchema,
  scriptListSchema,
  scriptPatchSchema,
  scriptSchema,
  scriptVersionSchema,
} from '../../contract/scripts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import type { ViewNeighbours } from '../calls/call-neighbours.ts';
import { readCallScript, saveCallScript } from './call-script.usecases.ts';
import { listAnswerCalls, reportScript } from './report.usecases.ts';
import {
  changeScript,
  createScript,
  deleteScript,
  listScripts,
  readScript,
  readVersion,
  restoreScript,
} from './scripts.usecases.ts';

const params = z.object({ id: idSchema });

export const scriptRoutes = (platform: Platform, neighbours: ViewNeighbours) => [
  ...reading(platform),
  ...writing(platform),
  ...inCalls(platform),
  ...reporting(platform, neighbours),
];

const reading = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/scripts',
    permission: 'scripts.read',
    summary: 'Scripts by name',
    response: scriptListSchema,
    handler: () => listScripts(platform),
  }),
  route({
    method: 'get',
    path: '/api/scripts/{id}',
    permission: 'scripts.read',
    summary: 'A script as it is written now; calls get the published version of it',
    params,
    response: scriptSchema,
    handler: ({ params: { id } }) => readScript(platform, id),
  }),
  route({
    method: 'get',
    path: '/api/scripts/{id}/versions/{version}',
    permission: 'scripts.read',
    summary: 'A script as it was published once',
    params: params.extend({ version: z.string().min(1).max(20) }),
    response: scriptVersionSchema,
    handler: ({ params: { id, version } }) => readVersion(platform, id, Number(version)),
  }),
];

const writing = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/scripts',
    permission: 'scripts.manage',
    summary: 'Write a script; `publish` gives it to calls at once',
    body: newScriptSchema,
    response: scriptSchema,
    status: 201,
    handler: ({ principal, body, request: { ip } }) => createScript(platform, { body, principal, ip }),
  }),
  route({
    method: 'patch',
    path: '/api/scripts/{id}',
    permission: 'scripts.manage',
    summary: 'Change a script; calls go on with what was published until `publish` makes a new version',
    params,
    body: scriptPatchSchema,
    response: scriptSchema,
    handler: ({ principal, params: { id }, body, request: { ip } }) =>
      changeScript(platform, { id, body, principal, ip }),
  }),
  route({
    method: 'delete',
    path: '/api/scripts/{id}',
    permission: 'scripts.manage',
    summary: 'Take a script out of the list; its versions and answers stay',
    params,
    handler: ({ principal, params: { id }, request: { ip } }) => deleteScript(platform, { id, principal, ip }),
  }),
  route({
    method: 'post',
    path: '/api/scripts/{id}/restore',
    permission: 'scripts.manage',
    summary: 'Take a deletion back',
    params,
    response: scriptSchema,
    handler: ({ principal, params: { id }, request: { ip } }) => restoreScript(platform, { id, principal, ip }),
  }),
];

const inCalls = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/calls/{id}/script',
    permission: 'calls.read',
    summary: 'The script of a call: where it is, what was answered, and what is said and asked',
    params,
    response: callScriptSchema,
    handler: ({ principal, params: { id } }) => readCallScript(platform, principal, id),
  }),
  route({
    method: 'put',
    path: '/api/calls/{id}/script',
    permission: 'calls.work',
    summary: 'Save where the script of a call is, and the answers that changed; the later of two answers stays',
    params,
    body: callScriptPutSchema,
    response: callScriptSchema,
    handler: ({ principal, params: { id }, body, request: { ip } }) =>
      saveCallScript(platform, { principal, callId: id, body, ip }),
  }),
];

const reporting = (platform: Platform, neighbours: ViewNeighbours) => [
  route({
    method: 'get',
    path: '/api/scripts/{id}/answers',
    permission: 'scripts.read',
    summary: 'What came of a script, question by question, of the calls that the reader may read',
    params,
    query: answersQuerySchema,
    response: scriptReportSchema,
    handler: ({ principal, params: { id }, query }) => reportScript(platform, principal, { id, ...query }),
  }),
  route({
    method: 'get',
    path: '/api/scripts/{id}/answers/calls',
    permission: 'scripts.read',
    summary: 'Calls in which a question was answered, or was answered in this way; the newest first',
    params,
    query: answerCallsQuerySchema,
    response: answerCallListSchema,
    handler: ({ principal, params: { id }, query }) =>
      listAnswerCalls(platform, neighbours, { reader: principal, id, query }),
  }),
];
