/** What machines ask of a server: is it well, its figures, its description. */
import { z } from 'zod';
import { timeSchema } from '../contract/common.contract.ts';
import { route } from '../modules/access/route.ts';
import { type ApiDocument, apiDocsPage, apiDocsPolicy } from '../platform/http/api-docs.ts';
import type { Metrics } from '../platform/http/metrics.ts';
import { describeApi } from '../platform/http/openapi.ts';
import { withoutNames } from '../platform/http/openapi-names.ts';
import { apiTags } from './api-tags.ts';
import type { AppRoute } from './app.ts';
import { describedWebhooks } from './described-webhooks.ts';
import type { Health } from './health.ts';
import { namedSchemas } from './named-schemas.ts';

interface ServerRoutesOptions {
  health: Health;
  metrics: Metrics;
  version: string;
  /** All other routes. */
  described: readonly AppRoute[];
}

export const healthSchema = z.object({
  status: z.enum(['ok', 'database-down', 'stopping']),
  version: z.string(),
  uptimeSeconds: z.number(),
  database: z.object({ ok: z.boolean(), milliseconds: z.number().nullable() }),
  jobs: z.object({ state: z.string(), waiting: z.number(), failing: z.number(), givenUp: z.number() }).nullable(),
  live: z.object({ sockets: z.number(), slow: z.number() }),
  bridges: z.array(
    z.object({
      bridgeId: z.string(),
      pbx: z.string(),
      /** Connected to this very server. */
      connected: z.boolean(),
      /** The link from the bridge to its Asterisk, as last told. */
      state: z.string(),
      since: timeSchema.nullable(),
    }),
  ),
});

const json = 'application/json';
const healthAnswers = {
  200: { description: 'The database answers', contentType: json, schema: healthSchema },
  503: { description: 'It does not, or the server is stopping', contentType: json, schema: healthSchema },
} as const;

export function serverRoutes({ health, metrics, version, described }: ServerRoutesOptions): AppRoute[] {
  let made: object | null = null;
  const description = (): object => {
    made ??= describeApi([...own, ...described], version, {
      tags: apiTags,
      schemas: namedSchemas,
      webhooks: describedWebhooks,
    });
    return made;
  };
  const own: AppRoute[] = [
    route({
      method: 'get',
      path: '/healthz',
      permission: 'public',
      summary: 'Is this server well: 200 when its database answers, else 503',
      answers: healthAnswers,
      handler: async () => {
        const report = healthSchema.parse(await health());
        return Response.json(report, { status: report.status === 'ok' ? 200 : 503 });
      },
    }),
    route({
      method: 'get',
      path: '/metrics',
      permission: 'public',
      summary: 'Figures of this server for Prometheus; no names, no numbers',
      answers: { 200: { description: 'Text format of Prometheus', contentType: 'text/plain' } },
      handler: async () => {
        const { type, body } = await metrics.text();
        return new Response(body, { headers: { 'content-type': type } });
      },
    }),
    route({
      method: 'get',
      path: '/api/openapi.json',
      permission: 'public',
      summary: 'This description',
      answers: {
        200: { description: 'OpenAPI 3.1', contentType: json, schema: z.looseObject({ openapi: z.string() }) },
      },
      handler: async () => {
        return new Response(JSON.stringify(description()), {
          headers: { 'content-type': 'application/json; charset=utf-8' },
        });
      },
    }),
    route({
      method: 'get',
      path: '/api/docs',
      permission: 'public',
      summary: 'This description as a page for reading; loads nothing from elsewhere',
      answers: { 200: { description: 'A page', contentType: 'text/html' } },
      handler: async () =>
        new Response(apiDocsPage(withoutNames(description()) as ApiDocument), {
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': apiDocsPolicy },
        }),
    }),
  ];
  return own;
}
