import { expect, it } from 'vitest';
import { apiDocsPage } from './api-docs.ts';
import { typeInWords } from './api-docs-schema.ts';

it('[API-1] a schema is told in words', () => {
  expect(typeInWords({ type: 'string', minLength: 1, maxLength: 64 })).toBe('text 1 to 64 characters');
  expect(typeInWords({ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] })).toBe(
    'time (ISO 8601, UTC), or null',
  );
  expect(typeInWords({ type: 'array', maxItems: 20, items: { enum: ['a', 'b'] } })).toBe('list up to 20 of "a" | "b"');
  expect(typeInWords({ type: 'integer', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 })).toBe(
    'whole number',
  );
});

it('[API-1] nothing that stands in a description becomes markup', () => {
  const bad = '<script>alert(1)</script>"\'';
  const operation = { operationId: bad, summary: bad, description: bad, tags: [bad], responses: {} };
  const page = apiDocsPage({
    info: { title: bad, version: bad, description: bad },
    tags: [{ name: bad, description: bad }],
    paths: { [bad]: { get: operation } },
  });
  expect(page).not.toContain('<script');
});
