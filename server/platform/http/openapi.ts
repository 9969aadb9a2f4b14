/** The description of the API, made from the routes themselves. */
import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { errorSchema } from '../../contract/common.contract.ts';
import type { Route, RouteAnswer } from './route.ts';

type Responses = RouteConfig['responses'];

const errorSchemas = { 'application/json': { schema: errorSchema as never } };

/** Refusals that a route of this shape can give, and what each means. */
function refusalsOf(route: Route<never>): Record<string, string> {
  const takesInput = route.params || route.query || route.body !== undefined;
  return {
    ...(route.body !== undefined && route.body !== 'stream' ? { 400: 'The body is not JSON' } : {}),
    ...(route.permission === 'public' ? {} : { 401: 'Not signed in, or an unknown API key' }),
    ...(route.permission === 'public' || route.permission === 'signed-in' ? {} : { 403: 'Not allowed' }),
    ...(route.params ? { 404: 'No such record, or not for this reader' } : {}),
    ...(takesInput ? { 422: 'Not valid; `fields` says which and why' } : {}),
    default:
      'Refused: 409 the record is not in that state, 413 too large, 415 no JSON, 429 too often, 502 and 503 the PBX',
  };
}

const answerOf = ({ description, contentType, schema }: RouteAnswer) => ({
  description,
  ...(contentType ? { content: { [contentType]: { schema: (schema ?? { type: 'string' }) as never } } } : {}),
});

/** What a route answers when all is well. */
function answersOf(route: Route<never>): Readonly<Record<number, RouteAnswer>> {
  if (route.answers) return route.answers;
  const contentType = 'application/json';
  if (!route.response) return { [route.status ?? 204]: { description: 'Done' } };
  return { [route.status ?? 200]: { description: 'Done', contentType, schema: route.response } };
}

function responsesOf(route: Route<never>): Responses {
  const refusals = Object.entries(refusalsOf(route)).map(([status, description]) => [
    status,
    { description, content: errorSchemas },
  ]);
  const answers = Object.entries(answersOf(route)).map(([status, answer]) => [status, answerOf(answer)]);
  return Object.fromEntries([...refusals, ...answers]) as Responses;
}

/** A name for programs that are made from the description: `postCallsIdRecordPause`. */
export function operationIdOf({ method, path }: Pick<Route<never>, 'method' | 'path'>): string {
  const words = path.replace(/^\/api\//, '').match(/[A-Za-z0-9]+/g) ?? [];
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function configOf(route: Route<never>): RouteConfig {
  const isPublic = route.permission === 'public';
  const [, , tag = 'server'] = route.path.split('/');
  const body =
    route.body === undefined
      ? undefined
      : route.body === 'stream'
        ? { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as never } } }
        : { content: { 'application/json': { schema: route.body as never } }, required: true };
  return createRoute({
    method: route.method,
    path: route.path,
    operationId: operationIdOf(route),
    summary: route.summary,
    description: isPublic ? 'Open to everybody.' : `Needs: ${route.permission}.`,
    tags: [tag],
    security: isPublic ? [] : [{ key: [] }, { session: [] }],
    request: {
      ...(route.params ? { params: route.params as never } : {}),
      ...(route.query ? { query: route.query as never } : {}),
      ...(route.headers ? { headers: route.headers as never } : {}),
      ...(body ? { body: body as never } : {}),
    },
    responses: responsesOf(route),
  });
}

/** OpenAPI 3.1 document of the routes below `/api` and of what machines ask (`/healthz`, `/metrics`). */
export function describeApi(routes: readonly Route<never>[], version: string): object {
  const book = new OpenAPIHono();
  book.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  book.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'trunkline.session_token',
  });
  for (const route of routes) {
    if (!route.path.startsWith('/bridge')) book.openAPIRegistry.registerPath(configOf(route));
  }
  return book.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Trunkline',
      version,
      description: 'Errors: `{ error: { code, message, fields? } }`. Lists: `?cursor&limit`. Times ISO 8601 UTC.',
    },
  });
}
