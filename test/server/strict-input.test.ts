/** Every address of the API, asked with one more key than it knows: nothing is left undone without a word. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiDescription, type JsonSchema, type Operation, operationsOf } from '../fuzz/api-description.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let admin: TestClient;
let operations: Operation[];
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signIn('administrator');
  const description = (await server.anonymous.get<ApiDescription>('/api/openapi.json')).body;
  operations = operationsOf(description).filter(({ path }) => path.startsWith('/api/'));
});
afterAll(() => server.close());

/** Other people's forms and other people's telephone services send what they send. */
const free = ['GET /api/web-forms/{id}', 'POST /api/web-forms/{id}'];
const looseBodies = [...free, 'POST /api/cti'];
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const isStream = ({ requestBody }: Operation) => requestBody?.content['application/octet-stream'] !== undefined;
const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema;

const ask = ({ method, path }: Operation, query: string, body?: object) =>
  admin.request<{ error?: { code: string; fields?: Record<string, string> } }>(
    method,
    `${path.replaceAll(/\{\w+\}/g, 'nobody')}${query}`,
    body,
  );

/** A body that names nothing but what tells its kinds apart, so that the kind is known. */
function sparse(schema: JsonSchema | undefined): object {
  const [choice] = schema?.oneOf ?? schema?.anyOf ?? [];
  const fields = Object.entries((choice ?? schema)?.properties ?? {});
  return Object.fromEntries(
    fields.flatMap(([key, { const: only, enum: several }]) => {
      const word = only ?? (several?.length === 1 ? several[0] : undefined);
      return word === undefined ? [] : [[key, word]];
    }),
  );
}

describe('[API-1] one key more than an address knows is refused by its name', () => {
  it('[API-1] in the query of every address', async () => {
    const asked = operations.filter((operation) => !free.includes(nameOf(operation)));
    expect(asked.length).toBeGreaterThan(150);
    const silent = [];
    for (const operation of asked) {
      const { status, body } = await ask(operation, '?surplus=1');
      const sentence = body.error?.fields?.surplus;
      if (status !== 422 || body.error?.code !== 'request.invalid' || !sentence?.startsWith('is no field here'))
        silent.push(`${nameOf(operation)}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    }
    expect(silent).toEqual([]);
  });

  it('[API-1] in the body of every change, also of one that takes no body', async () => {
    const asked = operations.filter(
      (operation) => operation.method !== 'GET' && !isStream(operation) && !looseBodies.includes(nameOf(operation)),
    );
    expect(asked.length).toBeGreaterThan(100);
    const silent = [];
    for (const operation of asked) {
      const { status, body } = await ask(operation, '', { ...sparse(bodyOf(operation)), surplus: 1 });
      if (status !== 422 || !body.error?.fields?.surplus?.startsWith('is no field here'))
        silent.push(`${nameOf(operation)}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    }
    expect(silent).toEqual([]);
  });

  it('[API-1] and the description says so of every object in a body, however deep', () => {
    const open: string[] = [];
    const walk = (schema: JsonSchema, place: string): void => {
      if (schema.properties && schema.additionalProperties !== false) open.push(place);
      for (const [key, field] of Object.entries(schema.properties ?? {})) walk(field, `${place}.${key}`);
      if (schema.items) walk(schema.items, `${place}[]`);
      if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${place}{}`);
      for (const choice of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
        walk(choice, place);
    };
    for (const operation of operations) {
      const schema = bodyOf(operation);
      if (schema && !looseBodies.includes(nameOf(operation))) walk(schema, nameOf(operation));
    }
    expect(open).toEqual([]);
  });

  it('[API-1] in one item of many, which alone is refused', async () => {
    const items = [
      { op: 'create', record: { name: 'Ann' } },
      { op: 'create', record: { name: 'Bob', phone: '+7' } },
    ];
    const { status, body } = await admin.post<{ items: { ok: boolean; error?: { fields: object } }[] }>(
      '/api/contacts/bulk',
      { items },
    );
    expect([status, body.items.map(({ ok }) => ok)]).toEqual([200, [true, false]]);
    expect(body.items[1]?.error?.fields).toEqual({
      'record.phone': expect.stringMatching(/^is no field here.*phones/),
    });
  });
});
