import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import { clientAddress, trustedProxies } from './client-address.ts';
import { cursorOf, pageOf } from './cursor.ts';
import { answerOf } from './error-answer.ts';
import { isSameOrigin, mayChange } from './origin-check.ts';
import { checkInput, findUnstorable, queryOf } from './read-input.ts';
import { inMatchingOrder, matcherOf } from './route-order.ts';
import { consolePolicy } from './security-headers.ts';

describe('the address of a client', () => {
  const isTrusted = trustedProxies(['10.0.0.0/8', '::1']);

  it('is the socket when no trusted proxy stands there, whatever the header says', () => {
    expect(clientAddress('203.0.113.7', '198.51.100.1', isTrusted)).toBe('203.0.113.7');
  });
  it('is the last address before our proxies, not the first, which the client wrote', () => {
    expect(clientAddress('10.0.0.2', '6.6.6.6, 203.0.113.7, 10.1.1.1', isTrusted)).toBe('203.0.113.7');
    expect(clientAddress('::1', '203.0.113.7', isTrusted)).toBe('203.0.113.7');
    expect(clientAddress('::ffff:10.0.0.2', '203.0.113.7', isTrusted)).toBe('203.0.113.7');
  });
  it('is the proxy when the header is nonsense', () => {
    expect(clientAddress('10.0.0.2', 'localhost', isTrusted)).toBe('10.0.0.2');
    expect(clientAddress('10.0.0.2', '', isTrusted)).toBe('10.0.0.2');
    expect(clientAddress(undefined, null, isTrusted)).toBe('unknown');
  });
  it('a wrong entry of TRUSTED_PROXIES is said', () => {
    expect(() => trustedProxies(['proxy.local'])).toThrow('proxy.local');
  });
});

describe('another site', () => {
  const ask = (origin: string | null, more: object = {}) =>
    isSameOrigin({ origin, fetchSite: null, host: 'calls.example.com:8080', publicOrigin: null, ...more });

  it.each([
    ['our own page', 'http://calls.example.com:8080', {}, true],
    ['a program without a browser', null, {}, true],
    ['a browser without Origin on the same site', null, { fetchSite: 'same-origin' }, true],
    ['a browser without Origin from elsewhere', null, { fetchSite: 'cross-site' }, false],
    ['a sister of our domain', 'http://evil.example.com:8080', {}, false],
    ['another port', 'http://calls.example.com', {}, false],
    ['a sandboxed frame', 'null', {}, false],
    ['our name inside another', 'http://calls.example.com:8080.evil.test', {}, false],
    ['another scheme', 'file://calls.example.com:8080', {}, false],
    ['the public address behind a proxy', 'https://pub.example.com', { publicOrigin: 'https://pub.example.com' }, true],
  ])('%s', (_name, origin, more, expected) => {
    expect(ask(origin, more)).toBe(expected);
  });
  it('may read what anybody may read, but not change', () => {
    const question = { origin: 'http://evil.test', fetchSite: null, host: 'calls.example.com', publicOrigin: null };
    expect(mayChange({ ...question, method: 'GET' })).toBe(true);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
      expect(mayChange({ ...question, method })).toBe(false);
    }
  });
});

describe('input', () => {
  it('that the database cannot hold is found wherever it stands', () => {
    expect(findUnstorable({ a: [{ b: 'x\0' }] })).toEqual({ path: 'a.0.b', because: 'must not hold a NUL character' });
    expect(findUnstorable({ 'a\0': 1 })).toMatchObject({ because: 'must not hold a NUL character' });
    expect(findUnstorable(['\ud800'])).toMatchObject({ because: 'must be well-formed Unicode' });
    expect(findUnstorable(['\u{1f600} ok'])).toBeNull();
    let deep: unknown = 1;
    for (let n = 0; n < 100_000; n += 1) deep = [deep];
    expect(findUnstorable(deep)).toMatchObject({ because: 'is nested too deeply' });
  });
  it('is refused with a sentence per field', () => {
    const schema = z.object({ name: z.string().min(2), phones: z.array(z.object({ raw: z.string() })) });
    const refused = (() => {
      try {
        return checkInput(schema, { name: 'x', phones: [{ raw: 1 }] });
      } catch (error) {
        return error;
      }
    })() as DomainError;
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.fields ?? {})).toEqual(['name', 'phones.0.raw']);
  });
  it('of a query cannot reach the prototype of anything', () => {
    const query = queryOf(new URL('http://x/?__proto__=1&a=1&a=2&constructor=x'));
    expect(query.a).toEqual(['1', '2']);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });
});

describe('pages', () => {
  const rows = [1, 2, 3].map((n) => ({ n }));
  it('say that there are more by a cursor, which leads on', () => {
    const page = pageOf(
      rows,
      2,
      ({ n }) => ['a', String(n)],
      ({ n }) => n,
    );
    expect(page.items).toEqual([1, 2]);
    expect(cursorOf(page.nextCursor ?? undefined, 2)).toEqual(['a', '2']);
    expect(
      pageOf(
        rows,
        3,
        () => ['x'],
        ({ n }) => n,
      ).nextCursor,
    ).toBeNull();
  });
  it.each([
    '',
    '%',
    'bm9uc2Vuc2U',
    Buffer.from('a\nb\0').toString('base64url'),
    Buffer.from([255]).toString('base64url'),
  ])('refuse the cursor %j of no list of ours', (cursor) => {
    expect(() => cursorOf(cursor, 2)).toThrow(DomainError);
  });
});

describe('errors', () => {
  it('of ours are said, of the machine are not', () => {
    const refusal = new DomainError({ code: 'a.b', status: 429, message: 'Wait.', retryAfterSeconds: 1.2 });
    expect(answerOf(refusal)).toMatchObject({ status: 429, headers: { 'retry-after': '2' }, isBug: false });
    const bug = answerOf(new Error('password=hunter2 in /home/x'));
    expect(bug).toMatchObject({ status: 500, isBug: true });
    expect(JSON.stringify(bug.body)).not.toContain('hunter2');
    expect(answerOf(Object.assign(new Error('out of range'), { code: '22003' }))).toMatchObject({ status: 422 });
  });
});

describe('routes', () => {
  const routes = [
    { method: 'get' as const, path: '/api/contacts/{id}' },
    { method: 'get' as const, path: '/api/contacts/lookup' },
    { method: 'patch' as const, path: '/api/contacts/{id}' },
  ];
  it('with a fixed word come before those with a parameter', () => {
    expect(inMatchingOrder(routes)[0]?.path).toBe('/api/contacts/lookup');
  });
  it('say which methods an address has', () => {
    const methodsOf = matcherOf(routes);
    expect(methodsOf('/api/contacts/ctc_1').sort()).toEqual(['GET', 'HEAD', 'PATCH']);
    expect(methodsOf('/api/contacts/a/b')).toEqual([]);
  });
});

describe('the policy of the page', () => {
  it('allows the inline scripts of the build by hash and no other', () => {
    const policy = consolePolicy('<script>start()</script><script type="module" src="/a.js"></script>');
    // echo -n 'start()' | openssl dgst -sha256 -binary | base64
    expect(policy).toContain("script-src 'self' 'sha256-");
    expect(policy.match(/sha256-/g)).toHaveLength(1);
    expect(policy.split(';').find((part) => part.includes('script-src'))).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });
});
