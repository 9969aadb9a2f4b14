/**
 * The HTTP side of the server: takes a list of routes and serves them behind one chain of checks: request id, log,
 * headers, origin, who asks, may they, is the input valid. Anything that is no route is the console.
 */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type Clock, monotonicMs } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { DomainError, forbidden, notFound } from '../errors/domain-error.ts';
import { randomToken } from '../ids/ids.ts';
import { createRepeatedErrors, type Logger } from '../logger/logger.ts';
import { clientAddress, trustedProxies } from './client-address.ts';
import type { ConsoleFiles } from './console-files.ts';
import { answerOf } from './error-answer.ts';
import { once } from './idempotency.ts';
import { fingerprintOf, idempotencyKeyOf } from './idempotency-rules.ts';
import type { Metrics } from './metrics.ts';
import { mayChange } from './origin-check.ts';
import type { Present } from './present.ts';
import { crossOriginHeaders, publicFormsOf } from './public-forms.ts';
import { checkInput, defaultMaxBodyBytes, queryOf, readJson } from './read-input.ts';
import { nothing, type RequestInfo, type Route } from './route.ts';
import { inMatchingOrder, matcherOf, pathPattern } from './route-order.ts';
import { apiPolicy, securityHeaders } from './security-headers.ts';

/** What a principal must have for the machinery: an id for the log. */
export interface AnyPrincipal {
  id: string;
}

export interface HttpAppOptions<Principal extends AnyPrincipal> {
  routes: readonly Route<Principal>[];
  /** Who asks, by key or cookie; null: nobody. Throws a `DomainError` (401) for a wrong key. */
  authenticate: (headers: Headers) => Promise<Principal | null>;
  canDo: (principal: Principal, permission: string) => boolean;
  /** What of an answer the reader may see; left out: all of it. */
  present?: Present<Principal>;
  isPermission: (name: string) => boolean;
  /** For what is remembered by idempotency key. */
  database: Database;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  consoleFiles: ConsoleFiles;
  /** Origin of PUBLIC_URL, or null. */
  publicOrigin: string | null;
  trustedProxies: readonly string[];
}

interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string; ip: string; route: string; principalId: string | null };
}

type HttpContext = Context<Env>;

export function createHttpApp<Principal extends AnyPrincipal>(options: HttpAppOptions<Principal>): Hono<Env> {
  refuseUnclearRoutes(options);
  const app = new Hono<Env>();
  const routes = inMatchingOrder(options.routes);
  const isTrusted = trustedProxies(options.trustedProxies);
  const errors = createRepeatedErrors(options.logger, options.clock);

  app.use(async (c, next) => {
    const startedAt = monotonicMs();
    c.set('requestId', randomToken(9));
    c.set(
      'ip',
      clientAddress(c.env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for') ?? null, isTrusted),
    );
    c.set('route', 'console');
    c.set('principalId', null);
    await next();
    finish(c, options, startedAt);
  });
  const forms = publicFormsOf(routes);
  app.use(async (c, next) => {
    const open = forms.methodsOf(c.req.path);
    // A change is asked for by its own method, a question beforehand by the one it asks about.
    if (open.includes(c.req.method)) {
      await next();
      for (const [name, value] of Object.entries(crossOriginHeaders(open))) c.header(name, value);
      return;
    }
    if (open.length > 0 && c.req.method === 'OPTIONS') return c.body(null, 204, crossOriginHeaders(open));
    const isAllowed = mayChange({
      method: c.req.method,
      origin: c.req.header('origin') ?? null,
      fetchSite: c.req.header('sec-fetch-site') ?? null,
      host: c.req.header('host') ?? null,
      publicOrigin: options.publicOrigin,
    });
    if (!isAllowed) throw forbidden('request.foreign_origin', 'This request comes from another site.');
    await next();
  });
  for (const route of routes) {
    app.on(route.method.toUpperCase(), pathPattern(route.path), (c) => {
      c.set('route', route.path);
      return runRoute(c, route, options);
    });
  }
  const methodsOf = matcherOf(routes);
  app.notFound((c) => {
    const allowed = methodsOf(c.req.path);
    if (allowed.length > 0 && !allowed.includes(c.req.method)) {
      const body = { error: { code: 'request.method_not_allowed', message: `Allowed here: ${allowed.join(', ')}.` } };
      return c.json(body, 405, { allow: allowed.join(', ') });
    }
    const isPage = ['GET', 'HEAD'].includes(c.req.method) && !/^\/(?:api|bridge|socket\.io)(?:\/|$)/.test(c.req.path);
    const page = isPage ? options.consoleFiles.answer(c.req.raw) : null;
    if (page) return page;
    const message = isPage ? 'The console has not been built: run npm start.' : 'There is no such address.';
    return c.json(answerOf(notFound('request.no_such_address', message)).body, 404);
  });
  app.onError((error, c) => {
    const { status, body, headers, isBug } = answerOf(error);
    if (isBug) {
      const fields = { requestId: c.get('requestId'), route: c.get('route') };
      errors.report(`http.${c.req.method} ${c.get('route')}`, error, 'a request failed', fields);
    }
    return c.json(body, status, headers);
  });
  return app;
}

/** A start with a route that nobody decided about is worse than no start. */
function refuseUnclearRoutes<Principal extends AnyPrincipal>({
  routes,
  isPermission,
}: HttpAppOptions<Principal>): void {
  const seen = new Set<string>();
  for (const { method, path, permission } of routes) {
    const name = `${method.toUpperCase()} ${path}`;
    if (permission !== 'public' && permission !== 'signed-in' && !isPermission(permission)) {
      throw new Error(`route ${name} has no permission of the table (${String(permission)})`);
    }
    if (seen.has(name)) throw new Error(`route ${name} is there twice`);
    seen.add(name);
  }
}

function finish<Principal extends AnyPrincipal>(c: HttpContext, options: HttpAppOptions<Principal>, startedAt: number) {
  for (const [name, value] of Object.entries(securityHeaders)) if (!c.res.headers.has(name)) c.header(name, value);
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', apiPolicy);
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  if (options.publicOrigin?.startsWith('https:')) c.header('strict-transport-security', 'max-age=31536000');
  c.header('x-request-id', c.get('requestId'));
  const ms = monotonicMs() - startedAt;
  const { status } = c.res;
  const route = c.get('route');
  options.metrics.observeRequest({ method: c.req.method, route, status }, ms / 1_000);
  const isQuiet = route === 'console' || route === '/healthz' || route === '/metrics';
  const fields = {
    requestId: c.get('requestId'),
    by: c.get('principalId'),
    ip: c.get('ip'),
    status,
    ms: Math.round(ms),
  };
  options.logger[isQuiet ? 'debug' : 'info'](fields, `${c.req.method} ${route}`);
}

async function runRoute<Principal extends AnyPrincipal>(
  c: HttpContext,
  route: Route<Principal>,
  options: HttpAppOptions<Principal>,
): Promise<Response> {
  const principal = await identify(c, route, options);
  const params = checkInput(route.params, c.req.param());
  const query = checkInput(route.query, queryOf(new URL(c.req.url)));
  const body = await bodyOf(c.req.raw, route);
  const request = requestInfo(c);
  const shown = (answer: object) =>
    route.response ? (options.present?.(principal, route.response, answer) ?? answer) : answer;
  const work = async (): Promise<Response> => {
    const result = await route.handler({ principal: principal as Principal, params, query, body, request });
    if (result instanceof Response) return result;
    const { status = route.response ? 200 : 204 } = route;
    if (!route.response || status === 204) return c.body(null, status);
    // Parsed, so that a field the contract does not name never leaves the house.
    return c.json(shown(route.response.parse(result) as object), status);
  };
  const key = principal === null ? null : idempotencyKeyOf(c.req.method, c.req.raw.headers);
  if (principal === null || key === null) return work();
  const { pathname, search } = new URL(c.req.url);
  // A stream is not read twice: of an upload the announced length stands for the bytes.
  const sent = route.body === 'stream' ? (c.req.header('content-length') ?? null) : body;
  const requestHash = fingerprintOf(c.req.method, pathname + search, sent);
  const keyed = { principalId: principal.id, key, requestHash, isSecret: route.isSecret === true };
  return once(options, keyed, work, shown);
}

/** What was sent, checked; of a route that takes no body: undefined, and nothing but `{}` may have been sent. */
async function bodyOf<Principal extends AnyPrincipal>(request: Request, route: Route<Principal>): Promise<unknown> {
  if (route.body === 'stream') return undefined;
  if (route.body === undefined && route.method === 'get') return undefined;
  const acceptsForms = route.publicForm === true;
  const sent = await readJson(request, route.maxBodyBytes ?? defaultMaxBodyBytes, { acceptsForms });
  const given = checkInput(route.body ?? nothing, sent);
  return route.body === undefined ? undefined : given;
}

async function identify<Principal extends AnyPrincipal>(
  c: HttpContext,
  { permission }: Route<Principal>,
  { authenticate, canDo }: HttpAppOptions<Principal>,
): Promise<Principal | null> {
  if (permission === 'public') return null;
  const principal = await authenticate(c.req.raw.headers);
  if (!principal) {
    throw new DomainError({ code: 'access.not_signed_in', status: 401, message: 'Sign in, or send an API key.' });
  }
  c.set('principalId', principal.id);
  if (permission !== 'signed-in' && !canDo(principal, permission)) {
    throw forbidden('access.forbidden', 'Your role does not allow this.');
  }
  return principal;
}

function requestInfo(c: HttpContext): RequestInfo {
  return {
    id: c.get('requestId'),
    ip: c.get('ip'),
    userAgent: (c.req.header('user-agent') ?? '').slice(0, 300),
    headers: c.req.raw.headers,
    signal: c.req.raw.signal,
    raw: c.req.raw,
    setHeader(name, value) {
      if (name.toLowerCase() === 'set-cookie') c.header(name, value, { append: true });
      else c.header(name, value);
    },
  };
}
