/** The description of the API: whole, for programs and for people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookEvents } from '../../server/contract/webhooks.contract.ts';
import { escapeHtml } from '../../server/platform/http/escape-html.ts';
import { type ApiDescription, operationsOf } from '../fuzz/api-description.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let description: ApiDescription;
beforeAll(async () => {
  server = await startTestServer();
  description = (await server.anonymous.get<ApiDescription>('/api/openapi.json')).body;
});
afterAll(() => server.close());

describe('the description', () => {
  it('[API-1] says of every part what it is about (server/app/api-tags.ts)', () => {
    const described = Object.fromEntries((description.tags ?? []).map(({ name, description: text }) => [name, text]));
    const used = new Set(operationsOf(description).flatMap(({ tags }) => tags));
    expect(Object.keys(described).sort()).toEqual([...used].sort());
    expect(Object.entries(described).filter(([, text]) => text === '')).toEqual([]);
  });

  it('[API-1] says of every change that it takes an Idempotency-Key, and of every operation what a refusal looks like', () => {
    for (const { method, path, parameters = [], responses, security } of operationsOf(description)) {
      const takesKey = parameters.some(({ name, in: place }) => place === 'header' && name === 'idempotency-key');
      expect(takesKey, `${method} ${path}`).toBe(method !== 'GET' && security.length > 0);
      const refusal = responses.default?.content?.['application/json'] as { example?: object } | undefined;
      expect(refusal?.example, `${method} ${path}`).toHaveProperty('error.code');
    }
  });

  it('[API-1] gives the records their names, and refers to each where it is meant', () => {
    const { schemas = {} } = description.components;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['Contact', 'Deal', 'Error', 'Organisation', 'Task']));
    const text = JSON.stringify(description);
    const unused = Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    expect(unused).toEqual([]);
    const read = description.paths['/api/contacts/{id}']?.get?.responses['200'];
    expect(read?.content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Contact' });
    expect(Object.keys(description.paths).filter((path) => !path.startsWith('/api/'))).toEqual([
      '/healthz',
      '/metrics',
    ]);
  });

  it('[API-1] tells what a web-hook receives of every event: the headers it is signed with, and the record', () => {
    expect(Object.keys(description.webhooks)).toEqual([...webhookEvents]);
    for (const [event, { post }] of Object.entries(description.webhooks)) {
      expect(post.parameters?.map(({ name, in: place, required }) => [name, place, required])).toEqual([
        ['webhook-id', 'header', true],
        ['webhook-timestamp', 'header', true],
        ['webhook-signature', 'header', true],
      ]);
      const message = post.requestBody?.content['application/json']?.schema;
      expect(message?.properties?.type?.enum ?? [message?.properties?.type?.const]).toEqual([event]);
    }
    const data = (event: string) =>
      description.webhooks[event]?.post.requestBody?.content['application/json']?.schema.properties?.data?.properties;
    expect(data('deal.moved')).toEqual({ deal: { $ref: '#/components/schemas/Deal' } });
    expect(Object.keys(data('contact.deleted')?.contact?.properties ?? {})).toEqual(['id']);
  });

  it('[API-1] names both ways to sign in', () => {
    expect(Object.keys(description.components.securitySchemes).sort()).toEqual(['key', 'session']);
  });
});

describe('the page for reading', () => {
  it('[API-1] shows every operation, runs nothing and loads nothing', async () => {
    const { body, headers, status } = await server.anonymous.get<string>('/api/docs');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const text = body.replaceAll(/<\/?code>/g, '');
    const missing = operationsOf(description).filter(
      ({ operationId, summary }) =>
        !body.includes(`id="${operationId}"`) || !text.includes(escapeHtml(summary).replaceAll('`', '')),
    );
    expect(missing.map(({ summary }) => summary)).toEqual([]);
    expect(body).not.toMatch(/<script|<link|<img|src=|href="http/);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
