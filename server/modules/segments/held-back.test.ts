import { expect, it } from 'vitest';
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { Principal } from '../access/principal.ts';
import { forReader, isHeldBack } from './held-back.ts';

type Held = Pick<Principal, 'rights' | 'ownFields'>;
const hiding = (fields: Record<string, Record<string, 'hidden'>>, ownFields: Held['ownFields'] = {}): Held => ({
  rights: { fields, scopes: {} } as unknown as NonNullable<Principal['rights']>,
  ownFields,
});
const money = hiding({ deal: { money: 'hidden' } }, { deal: { margin: 'hidden' } });
const work = hiding({}, { task: { place: 'hidden' }, call: { topic: 'hidden' } });
const own = hiding({ organisation: { custom: 'hidden' } });
const organisation = hiding({ contact: { organisation: 'hidden' } });

it.each<[Held, FilterRecord, string, boolean]>([
  [money, 'deal', 'potential', true],
  [money, 'deal', 'custom.margin', true],
  [money, 'deal', 'custom.seats', false],
  [money, 'contact', 'deals.custom.margin', true],
  [money, 'organisation', 'deals.sum-won', true],
  [money, 'contact', 'deals.stage', false],
  [work, 'task', 'custom.place', true],
  [work, 'contact', 'tasks.custom.place', true],
  [work, 'contact', 'calls.custom.topic', true],
  [work, 'contact', 'calls.custom.score', false],
  [work, 'contact', 'calls.last', false],
  [own, 'organisation', 'custom.size', true],
  [own, 'contact', 'organisation.custom.size', true],
  [own, 'contact', 'custom.size', false],
  [own, 'contact', 'organisation.name', false],
  [organisation, 'contact', 'organisation', true],
  [organisation, 'contact', 'organisation.name', true],
  [organisation, 'organisation', 'calls.queue', true],
  [organisation, 'organisation', 'tasks.open', false],
  [organisation, 'call', 'organisation', true],
])(
  '[ACC-1] a field that a role hides is none of a filter, nor by way of other records',
  (reader, record, key, isHeld) => {
    expect(isHeldBack(reader, record, { key })).toBe(isHeld);
  },
);

it('[ACC-1] numbers that are masked are asked for whole only', () => {
  const reader = { role: 'operator', ...hiding({ contact: { phones: 'hidden' } }) } as const;
  const field = { key: 'dialled-number', type: 'phone', group: 'call', operators: ['is', 'begins'] } as const;
  expect(forReader(reader, field).operators).toEqual(['is']);
  expect(forReader(reader, { ...field, operators: undefined } as never).operators).not.toContain('begins');
});
