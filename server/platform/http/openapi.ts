/** The description of the API, made from the routes themselves. */
import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { errorSchema } from '../../contract/common.contract.ts';
import { idempotencyHeader, keptHours, replayedHeader } from './idempotency-rules.ts';
import { withNames } from './openapi-names.ts';
import { type DescribedWebhook, webhookConfigOf } from './openapi-webhooks.ts';
import type { Route, RouteAnswer } from './route.ts';

type Responses = RouteConfig['responses'];

const refusalExamples: Readonly<Record<string, object>> = {
  400: { code: 'request.malformed_json', message: 'The body is not JSON in UTF-8.' },
  401: { code: 'access.not_signed_in', message: 'Sign in, or send an API key.' },
  403: { code: 'access.forbidden', message: 'Your role does not allow this.' },
  404: { code: 'contacts.not_found', message: 'There is no such person, or not for you.' },
  409: { code: 'contacts.stale', message: 'Somebody else has changed this person in the meantime. Read it again.' },
  422: {
    code: 'request.invalid',
    message: 'The request is not valid. name: must not be empty.',
    fields: { name: 'must not be empty' },
  },
  default: { code: 'pbx.unreachable', message: 'The telephone system cannot be reached at the moment.' },
};

const isChange = ({ method, permission }: Route<never>): boolean => method !== 'get' && permission !== 'public';

/** Refusals that a route of this shape can give, and what each means. */
function refusalsOf(route: Route<never>): Record<string, string> {
  const takesInput = route.params || route.query || route.body !== undefined;
  const stale = 'The record is not in that state, or changed since it was read';
  return {
    ...(route.body !== undefined && route.body !== 'stream' ? { 400: 'The body is not JSON' } : {}),
    ...(route.permission === 'public' ? {} : { 401: 'Not signed in, or an unknown API key' }),
    ...(route.permission === 'public' || route.permission === 'signed-in' ? {} : { 403: 'Not allowed' }),
    ...(route.params ? { 404: 'No such record, or not for this reader' } : {}),
    ...(isChange(route) ? { 409: `${stale}; or the first request of this Idempotency-Key still runs` } : {}),
    ...(takesInput || isChange(route) ? { 422: 'Not valid; `fields` says which and why' } : {}),
    default: 'Refused: 413 too large, 415 no JSON, 429 too often, 502 and 503 the telephone system',
  };
}

const answerOf = ({ description, contentType, schema }: RouteAnswer, isKeyed: boolean) => ({
  description,
  ...(isKeyed ? { headers: z.object({ [replayedHeader]: replayed }) as never } : {}),
  ...(contentType ? { content: { [contentType]: { schema: (schema ?? { type: 'string' }) as never } } } : {}),
});

const replayed = z.literal('true').optional().describe('This answer was given before: nothing was done again');

/** What a route answers when all is well. */
function answersOf(route: Route<never>): Readonly<Record<number, RouteAnswer>> {
  if (route.answers) return route.answers;
  const contentType = 'application/json';
  if (!route.response) return { [route.status ?? 204]: { description: 'Done' } };
  return { [route.status ?? 200]: { description: 'Done', contentType, schema: route.response } };
}

function responsesOf(route: Route<never>): Responses {
  const refusals = Object.entries(refusalsOf(route)).map(([status, description]) => {
    const example = { error: refusalExamples[status] ?? refusalExamples.default };
    return [status, { description, content: { 'application/json': { schema: errorSchema as never, example } } }];
  });
  const answers = Object.entries(answersOf(route)).map(([status, answer]) => [
    status,
    answerOf(answer, isChange(route)),
  ]);
  return Object.fromEntries([...refusals, ...answers]) as Responses;
}

/** A name for programs that are made from the description: `postCallsIdRecordPause`. */
export function operationIdOf({ method, path }: Pick<Route<never>, 'method' | 'path'>): string {
  const words = path.replace(/^\/api\//, '').match(/[A-Za-z0-9]+/g) ?? [];
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const keyHeader = z.object({
  [idempotencyHeader]: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      `Any text of your own, such as a UUID: sent again within ${keptHours} hours, the request is not done twice`,
    ),
});

/** Headers a route looks at itself, and the one that every change understands. */
function headersOf(route: Route<never>): z.ZodType | undefined {
  if (!isChange(route)) return route.headers;
  return route.headers instanceof z.ZodObject ? keyHeader.extend(route.headers.shape) : keyHeader;
}

const wordsOfPermission = (permission: string): string => {
  if (permission === 'public') return 'Open to everybody.';
  return permission === 'signed-in' ? 'Needs a sign-in or an API key.' : `Needs the right \`${permission}\`.`;
};

/** The part of the API a route belongs to: the word after `/api/`. */
export const tagOf = ({ path }: Pick<Route<never>, 'path'>): string => {
  const [, first = '', second] = path.split('/');
  return first === 'api' && second !== undefined ? second : first;
};

function configOf(route: Route<never>): RouteConfig {
  const headers = headersOf(route);
  const body =
    route.body === undefined
      ? undefined
      : route.body === 'stream'
        ? { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as never } } }
        : {
            content: {
              'application/json': { schema: route.body as never },
              ...(route.publicForm && { 'application/x-www-form-urlencoded': { schema: route.body as never } }),
            },
            required: true,
          };
  return createRoute({
    method: route.method,
    path: route.path,
    operationId: operationIdOf(route),
    summary: route.summary,
    description: wordsOfPermission(route.permission),
    tags: [tagOf(route)],
    security: route.permission === 'public' ? [] : [{ key: [] }, { session: [] }],
    request: {
      ...(route.params ? { params: route.params as never } : {}),
      ...(route.query ? { query: route.query as never } : {}),
      ...(headers ? { headers: headers as never } : {}),
      ...(body ? { body: body as never } : {}),
    },
    responses: responsesOf(route),
  });
}

const introduction = `Everything the console does, it does through this API.

Send an API key as \`Authorization: Bearer …\` (made in the settings, or by \`npm run trunkline -- api-key create\`); it may do
what its role may. Records that the role may not see are 404.

Errors are \`{ error: { code, message, fields? } }\`; \`code\` is permanent, \`message\` is for people. Lists take \`cursor\` and
\`limit\` and answer \`{ items, nextCursor }\`. A field or parameter that an address does not know is refused (422), never passed
over. Times are ISO 8601 in UTC, durations seconds. A PATCH changes what it names and
nothing else; with \`version\` it is refused (409) when somebody else changed the record since it was read.

Every change takes an \`Idempotency-Key\`: sent again with the same key and the same content within ${keptHours} hours, it gives
the same answer again and does nothing twice.`;

export interface Describing {
  /** What each part of the API is about, by the word after `/api/`. */
  tags?: Readonly<Record<string, string>>;
  /** Records that stand once and are referred to by name. */
  schemas?: Readonly<Record<string, z.ZodType>>;
  webhooks?: readonly DescribedWebhook[];
}

/** Under this address the named schemas pass through the library, which writes them as everywhere else. */
const samples = '/named/';

/** OpenAPI 3.1 document of the routes below `/api` and of what machines ask (`/healthz`, `/metrics`). */
export function describeApi(
  routes: readonly Route<never>[],
  version: string,
  { tags = {}, schemas = {}, webhooks = [] }: Describing = {},
): object {
  const book = new OpenAPIHono();
  book.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`tlk_…`)',
  });
  book.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'trunkline.session_token',
    description: 'The cookie that POST /api/session sets',
  });
  const described = routes.filter(({ path }) => !path.startsWith('/bridge'));
  for (const route of described) book.openAPIRegistry.registerPath(configOf(route));
  for (const webhook of webhooks) book.openAPIRegistry.registerWebhook(webhookConfigOf(webhook));
  for (const [name, schema] of Object.entries(schemas)) {
    const content = { 'application/json': { schema: schema as never } };
    book.openAPIRegistry.registerPath({
      method: 'get',
      path: samples + name,
      responses: { 200: { description: name, content } },
    });
  }
  const used = [...new Set(described.map(tagOf))].sort();
  const document = book.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Trunkline', version, description: introduction },
    servers: [{ url: '/' }],
    tags: used.map((name) => ({ name, description: tags[name] ?? '' })),
  });
  return named(document as Sampled);
}

type Sample = { get: { responses: { 200: { content: { 'application/json': { schema: unknown } } } } } };
type Sampled = { paths: Record<string, unknown> };

function named({ paths, ...document }: Sampled): object {
  const entries = Object.entries(paths);
  const schemas = entries
    .filter(([path]) => path.startsWith(samples))
    .map(([path, item]) => [
      path.slice(samples.length),
      (item as Sample).get.responses[200].content['application/json'].schema,
    ]);
  const own = entries.filter(([path]) => !path.startsWith(samples));
  return withNames({ ...document, paths: Object.fromEntries(own) }, Object.fromEntries(schemas));
}
