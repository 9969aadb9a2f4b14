import { expect, it } from 'vitest';
import { idsWithin, withoutUnseen } from './names-of-others.ts';

const deal = {
  title: 'Boards',
  contactId: 'ctc_1',
  contactName: 'Zoya',
  organisationId: 'org_1',
  organisationName: 'Vega',
  partner: { id: 'org_2', name: 'Altair' },
  contacts: [
    { contactId: 'ctc_2', name: 'Ivan', role: 'buyer' },
    { contactId: 'ctc_3', name: 'Olga', role: '' },
  ],
};

it('[ACC-2] finds everybody whom the values of an event name', () => {
  expect(idsWithin(deal)).toEqual(['ctc_1', 'org_1', 'org_2', 'ctc_2', 'ctc_3']);
  expect(idsWithin({ custom: { builder: 'ctc_4', size: 'in_the_text of it' } })).toEqual(['ctc_4']);
  expect(idsWithin(null)).toEqual([]);
});

it('[ACC-1] tells of them only those whom the reader may see, and everything else', () => {
  const seen = new Set(['org_1', 'ctc_3']);
  expect(withoutUnseen(deal, (id) => seen.has(id))).toEqual({
    title: 'Boards',
    organisationId: 'org_1',
    organisationName: 'Vega',
    contacts: [{ contactId: 'ctc_3', name: 'Olga', role: '' }],
  });
  expect(withoutUnseen({ contactName: 'Zoya' }, () => true)).toEqual({});
  expect(withoutUnseen({ contactId: null, partner: null, contactName: null }, () => false)).toEqual({
    contactId: null,
    partner: null,
    contactName: null,
  });
});
