import { expect, test } from 'vitest';
import { createApi } from './api.ts';
import { ApiFailure } from './api-failure.ts';
import { byCode, describeError } from './error-words.ts';
import { createRequest, queryString } from './request.ts';

function answering(status: number, body: unknown) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetchLike = (async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return new Response(body === undefined ? null : JSON.stringify(body), { status });
  }) as typeof fetch;
  return { asked, fetchLike };
}
const failure = async (run: Promise<unknown>) =>
  run.then(
    () => null,
    (error: unknown) => error as ApiFailure,
  );

test('[API-1] a query leaves out what is not set, and ids are written safely into paths', async () => {
  expect(queryString({ a: 1, b: '', c: null, d: undefined, e: 'x y' })).toBe('?a=1&e=x+y');
  const { asked, fetchLike } = answering(200, {});
  await createApi(createRequest(fetchLike)).contacts.read('a/../b');
  expect(asked[0]?.url).toBe('/api/contacts/a%2F..%2Fb');
});

test('[API-1] a refusal keeps its code and fields; an answer that is no refusal is told by its status', async () => {
  const refused = answering(422, { error: { code: 'request.invalid', message: 'no', fields: { name: 'empty' } } });
  const known = await failure(createRequest(refused.fetchLike)('POST', 'contacts', { body: {} }));
  expect(known).toMatchObject({ code: 'request.invalid', status: 422, fields: { name: 'empty' } });
  const html = (async () => new Response('<html>', { status: 502 })) as typeof fetch;
  expect(await failure(createRequest(html)('GET', 'calls'))).toMatchObject({ code: 'http.502', status: 502 });
});

test('[API-1] no answer at all is a failure of its own, not a crash', async () => {
  const dead = (async () => {
    throw new TypeError('failed to fetch');
  }) as typeof fetch;
  expect(await failure(createRequest(dead)('GET', 'calls'))).toMatchObject({ code: 'network.unreachable', status: 0 });
});

test('[ACC-3] a session that ended is noticed anywhere, but a wrong password is not an ended session', async () => {
  let signedOut = 0;
  const { fetchLike } = answering(401, { error: { code: 'access.not_signed_in', message: '' } });
  const request = createRequest(fetchLike, () => {
    signedOut += 1;
  });
  await failure(request('POST', 'session', { body: {} }));
  expect(signedOut).toBe(0);
  await failure(request('GET', 'calls'));
  expect(signedOut).toBe(1);
});

test('[UX-1] every failure has words and never shows a bare code', () => {
  const statuses = [0, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504];
  for (const status of statuses) {
    const { text } = describeError(new ApiFailure('module.never_heard_of', status, 'raw'));
    expect(text.length).toBeGreaterThan(20);
    expect(text).not.toMatch(/never_heard_of|raw|\d{3}/);
  }
  for (const code of Object.keys(byCode)) expect(describeError(new ApiFailure(code, 500, '')).text).not.toContain(code);
  expect(describeError(new Error('boom')).text).not.toContain('boom');
});
