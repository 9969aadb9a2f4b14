import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultsOf, strictInput } from './strict-input.ts';

const phone = z.object({ raw: z.string() });
const person = z
  .object({
    name: z.string().default('Nobody').describe('Her name'),
    phones: z.array(phone).default([]),
    home: phone.nullable().optional(),
    values: z.record(z.string(), z.object({ at: z.string() })).default({}),
    only: z.preprocess((value) => value, z.object({ ids: z.string() })).optional(),
    step: z
      .discriminatedUnion('kind', [z.object({ kind: z.literal('call') }), phone.extend({ kind: z.literal('sms') })])
      .optional(),
    either: z.union([z.string(), phone]).optional(),
    free: z.looseObject({ known: phone }).optional(),
  })
  .refine(({ name }) => name !== 'Mallory', 'not her')
  .transform((value) => ({ ...value, read: true }));
const strict = strictInput(person);
const faults = (value: unknown) => {
  const { error } = strict.safeParse(value);
  return error ? faultsOf(error) : {};
};

describe('[API-1] input that is strict', () => {
  it('takes what the schema names as before: defaults, rules and transformations', () => {
    expect(strict.parse({})).toEqual({ name: 'Nobody', phones: [], values: {}, read: true });
    expect(faults({ name: 'Mallory' })).toEqual({ '(body)': 'not her' });
    const given = { free: { known: { raw: '1' }, more: 2 }, values: { any: { at: 'x' } } };
    expect(strict.parse(given)).toMatchObject(given);
  });

  it.each([
    ['nmae', { nmae: 'Ann' }],
    ['phones.1.number', { phones: [{ raw: '1' }, { raw: '2', number: '3' }] }],
    ['home.kind', { home: { raw: '1', kind: 'x' } }],
    ['values.any.to', { values: { any: { at: 'x', to: 'y' } } }],
    ['only.id', { only: { ids: '1', id: '2' } }],
    ['step.raw', { step: { kind: 'call', raw: '1' } }],
    ['either.more', { either: { raw: '1', more: '2' } }],
    ['free.known.more', { free: { known: { raw: '1', more: 2 } } }],
  ])('refuses %s, and says what there is', (path, value) => {
    expect(Object.keys(faults(value))).toEqual([path]);
    expect(faults(value)[path]).toMatch(/^is no field here; there are: [a-z]/);
  });

  it('leaves the schema itself as it was, since answers are read by it too', () => {
    expect(person.parse({ nmae: 'Ann' })).toMatchObject({ name: 'Nobody' });
    expect(strictInput(strict)).toBe(strict);
  });

  it('names each field that nobody knows, and says so where none can be given', () => {
    expect(Object.keys(faults({ a: 1, b: 2, phones: 3 }))).toEqual(['phones', 'a', 'b']);
    const { error } = strictInput(z.object({})).safeParse({ before: 1 });
    expect(error && faultsOf(error)).toEqual({ before: 'is no field here; nothing can be given here' });
  });
});
