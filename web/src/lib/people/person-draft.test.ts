import { expect, test } from 'vitest';
import type { Contact } from '$contract/contacts.contract.ts';
import { personDraft, personPatch } from './person-draft.ts';

const contact = {
  name: 'Anna',
  lifecycle: 'lead',
  owner: null,
  phones: [],
  emails: [],
  addresses: [],
  otherRoles: [],
  notes: '',
  mainNeed: '',
  advertisingChannel: '',
  satisfaction: null,
  vip: false,
  private: false,
  version: 3,
} as unknown as Contact;

test('[CRM-1] a form that nobody touched sends nothing', () => {
  expect(personPatch(contact, personDraft(contact))).toBeNull();
});

test('[CRM-1] only what was changed is sent, with the version it was changed from', () => {
  const draft = { ...personDraft(contact), birthday: '1980-05-17', satisfaction: '4' };
  expect(personPatch(contact, draft)).toEqual({ birthday: '1980-05-17', satisfaction: 4, version: contact.version });
});

test('[CRM-1] a role without its organisation, an address without text and an empty number are left out', () => {
  const draft = personDraft(contact);
  draft.otherRoles = [{ organisationId: '', organisationName: '', role: 'Adviser' }];
  draft.addresses = [{ kind: 'home', text: ' ', city: 'Lyon', country: 'fr', primary: true, invalid: false }];
  expect(personPatch(contact, draft)).toMatchObject({ otherRoles: [], addresses: [] });
});

test('[CRM-3] changed fields of the firm go along, alone as well', () => {
  expect(personPatch(contact, personDraft(contact), { budget: null })).toEqual({
    custom: { budget: null },
    version: contact.version,
  });
});
