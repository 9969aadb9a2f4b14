import { expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { userPatchSchema } from './access.contract.ts';
import { agentPatchSchema } from './agents.contract.ts';
import { contactPatchSchema, organisationPatchSchema } from './contacts.contract.ts';

it.each([
  ['contact', contactPatchSchema],
  ['organisation', organisationPatchSchema],
  ['agent', agentPatchSchema],
  ['user', userPatchSchema],
] as const)('a PATCH of a %s fills nothing in, so what is left out stays', (_, schema) => {
  expect(schema.parse({})).toEqual({});
  expect(schema.parse({ name: ' Anna ' })).toEqual({ name: 'Anna' });
});

it('a PATCH still refuses what a new record refuses, and knows its types', () => {
  expect(contactPatchSchema.safeParse({ lifecycle: 'Ghost!' }).success).toBe(false);
  expect(contactPatchSchema.parse({ phones: [{ raw: '101' }] }).phones?.[0]?.kind).toBe('other');
  type Patch = z.output<typeof contactPatchSchema>;
  expectTypeOf<Patch['vip']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Patch['role']>().toEqualTypeOf<string | null | undefined>();
});
