/**
 * A route as data: what it is called, who may use it, what comes in and goes out, and the function behind it. Modules
 * list them, the app serves them, OpenAPI and the access test read them. A route without a permission does not compile.
 */
import { z } from 'zod';
import { strictInput } from '../../contract/strict-input.ts';

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

/** `public`: anybody. `signed-in`: any session or key. Everything else: a name of the permission table. */
export type RoutePermission<Permission extends string> = Permission | 'public' | 'signed-in';

/** What a handler may want to know of the request beyond its parsed input. */
export interface RequestInfo {
  id: string;
  /** Address of the client, by the proxy rules of the configuration. */
  ip: string;
  userAgent: string;
  headers: Headers;
  /** Ends when the client has gone away. */
  signal: AbortSignal;
  /** The untouched request: only for routes with `body: 'stream'`. */
  raw: Request;
  /** Adds a header to the answer (`Set-Cookie` may be added several times). */
  setHeader(name: string, value: string): void;
}

/** One way in which a handler answers with a `Response` of its own. */
export interface RouteAnswer {
  description: string;
  /** Left out: the answer has no body. */
  contentType?: string;
  /** Left out: text, or bytes. */
  schema?: z.ZodType;
}

/** By status. */
export type RouteAnswers = Readonly<Record<number, RouteAnswer>>;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteInput<Principal, Access, Params, Query, Body> {
  /** Null only on public routes. */
  principal: Access extends 'public' ? Principal | null : Principal;
  params: Parsed<Params>;
  query: Parsed<Query>;
  body: Parsed<Body>;
  request: RequestInfo;
}

export interface RouteDefinition<Permission extends string, Principal, Access, Params, Query, Body, Answer> {
  method: Method;
  /** OpenAPI style, from the root: `/api/contacts/{id}`. */
  path: string;
  permission: Access & RoutePermission<Permission>;
  /** One line for the API description. */
  summary: string;
  params?: Params;
  query?: Query;
  /** A schema: JSON is read and checked. `stream`: the handler reads `request.raw.body` itself. */
  body?: Body | 'stream';
  /** Largest body in bytes; default 1 MiB. */
  maxBodyBytes?: number;
  /** For pages of other sites: no rule of the browser is in their way, and bodies of HTML forms are read as JSON is. */
  publicForm?: true;
  /** Schema of the answer; left out: the handler returns a `Response`, or nothing (204). */
  response?: Answer;
  /** Default: 200, or 204 without a response schema. */
  status?: 200 | 201 | 202 | 204;
  /** For the API description, when the handler returns a `Response`: what it answers, and headers it looks at. */
  answers?: RouteAnswers;
  headers?: z.ZodType;
  /** True: the answer holds something shown only once, so that it is kept nowhere. */
  isSecret?: boolean;
  handler: (
    input: RouteInput<Principal, Access, Params, Query, Body>,
  ) =>
    | Promise<(Answer extends z.ZodType ? z.input<Answer> : never) | Response>
    | (Answer extends z.ZodType ? never : Promise<void>);
}

/** A route with its types forgotten, as the server keeps it. */
export interface Route<Principal = unknown> {
  method: Method;
  path: string;
  permission: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType | 'stream';
  maxBodyBytes?: number;
  publicForm?: true;
  response?: z.ZodType;
  status?: 200 | 201 | 202 | 204;
  answers?: RouteAnswers;
  headers?: z.ZodType;
  isSecret?: boolean;
  handler: (input: {
    principal: Principal;
    params: unknown;
    query: unknown;
    body: unknown;
    request: RequestInfo;
  }) => Promise<unknown>;
}

/** Gives the `route` function of a permission table; modules use the one of `modules/access/route.ts`. */
export function routeBuilder<Permission extends string, Principal>() {
  return function route<
    const Access extends RoutePermission<Permission>,
    Params extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Body extends z.ZodType | undefined = undefined,
    Answer extends z.ZodType | undefined = undefined,
  >(definition: RouteDefinition<Permission, Principal, Access, Params, Query, Body, Answer>): Route<Principal> {
    const route = definition as unknown as Route<Principal>;
    return { ...route, ...strictPartsOf(route) };
  };
}

/** For a route that says nothing of a query or of a body. */
export const nothing = strictInput(z.object({}));

/** Requests to the API hold nothing that is not known here; other sites' forms, probes and the bridge may send more. */
function strictPartsOf({ path, query, body, publicForm }: Route<never>): Pick<Route, 'query' | 'body'> {
  if (publicForm || !path.startsWith('/api/')) return {};
  return { query: strictInput(query ?? nothing), ...(body instanceof z.ZodType && { body: strictInput(body) }) };
}
