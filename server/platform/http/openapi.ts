/** The description of the API, made from the routes themselves. */
import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { errorSchema } from '../../contract/common.contract.ts';
import type { Route } from './route.ts';

type Responses = RouteConfig['responses'];

const errors: Record<number, string> = {
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'No such record, or not for this reader',
  422: 'Not valid; `fields` says which and why',
};

function responsesOf(route: Route<never>): Responses {
  const status = route.status ?? (route.response ? 200 : 204);
  const success = route.response
    ? { description: 'Done', content: { 'application/json': { schema: route.response as never } } }
    : { description: status === 204 ? 'Done' : 'See the summary' };
  const refusals = Object.entries(errors).map(([code, description]) => [
    code,
    { description, content: { 'application/json': { schema: errorSchema as never } } },
  ]);
  return { ...Object.fromEntries(refusals), [status]: success } as Responses;
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
    summary: route.summary,
    description: isPublic ? 'Open to everybody.' : `Needs: ${route.permission}.`,
    tags: [tag],
    security: isPublic ? [] : [{ key: [] }, { session: [] }],
    request: {
      ...(route.params ? { params: route.params as never } : {}),
      ...(route.query ? { query: route.query as never } : {}),
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
