import { expect, test } from 'vitest';
import type { Contact } from '$contract/contacts.contract.ts';
import {
  attachment,
  bodyOf,
  changeOf,
  emptyRow,
  isFilled,
  needsSaving,
  refusedBecause,
  savedAs,
  saving,
  takenBack,
  typedIn,
} from './entry-row.ts';

const anna = () => typedIn(typedIn(emptyRow('1'), 'name', 'Anna'), 'number', '+7 912 1');
const answer = { id: 'ctc_1', version: 1 };

test('[CRM-2] a row that was filled is saved when one leaves it, an empty one or a lone source is not', () => {
  expect(needsSaving(anna())).toBe(true);
  expect(isFilled(emptyRow('2', { source: 'dir_1' }))).toBe(false);
  expect(typedIn(anna(), 'name', '').state).toBe('typing');
  expect(typedIn(typedIn(anna(), 'name', ''), 'number', '').state).toBe('empty');
});

test('[CRM-2] what is typed while a row is on its way is saved after it', () => {
  const sent = saving(anna());
  const meanwhile = typedIn(sent, 'name', 'Anna Lesova');
  expect(meanwhile.state).toBe('saving');
  const after = savedAs(meanwhile, answer, sent.cells);
  expect(after).toMatchObject({ state: 'typing', contactId: 'ctc_1' });
  expect(changeOf(after.cells, sent.cells)).toEqual({ name: 'Anna Lesova' });
});

test('[CRM-2] a saved row that is typed back to what it was needs nothing', () => {
  const row = savedAs(saving(anna()), answer, anna().cells);
  expect(typedIn(typedIn(row, 'name', 'Ann'), 'name', 'Anna').state).toBe('saved');
});

test('[CRM-2] a refusal stands at its cell, and typing there takes it away', () => {
  const row = refusedBecause(anna(), 'Some fields cannot be used.', {
    'emails.0': 'is no address',
    phones: 'too short',
  });
  expect(row).toMatchObject({ state: 'refused', errors: { email: 'is no address', number: 'too short' } });
  expect(typedIn(row, 'number', '+7 912 12').errors).toEqual({ email: 'is no address', number: undefined });
});

test('[CRM-2] a cell may hold several numbers and addresses', () => {
  const cells = { ...anna().cells, number: '+7 912 1; 8 (495) 2, доб. 3', email: 'a@x.example, b@x.example' };
  expect(bodyOf(cells)).toMatchObject({
    phones: [
      { raw: '+7 912 1', primary: true },
      { raw: '8 (495) 2, доб. 3', primary: false },
    ],
    emails: ['a@x.example', 'b@x.example'],
  });
});

test('[CRM-2] stage and owner go with the row; an owner whom nobody named is left to the server', () => {
  expect(bodyOf(anna().cells)).toMatchObject({ lifecycle: 'lead', ownerId: undefined, sourceId: undefined });
  const chosen = { ...anna().cells, stage: 'client', owner: 'agt_boris', source: 'dir_1' };
  expect(bodyOf(chosen)).toMatchObject({ lifecycle: 'client', ownerId: 'agt_boris', sourceId: 'dir_1' });
  expect(bodyOf({ ...chosen, owner: 'none' }).ownerId).toBeNull();
  expect(changeOf({ ...chosen, source: '' }, chosen)).toEqual({ sourceId: null });
  expect(isFilled({ cells: { ...emptyRow('1').cells, stage: 'client', owner: 'agt_boris' } })).toBe(false);
});

test('[CRM-2] an organisation that is emptied is left', () => {
  const was = { ...anna().cells, organisation: 'Les' };
  expect(changeOf(anna().cells, was)).toEqual({ organisationName: null, organisationId: null });
});

test('[CRM-2] attaching adds what is missing, and can be undone; a number in another form is no other number', () => {
  const known = {
    version: 4,
    emails: ['anna@les.example'],
    phones: [{ raw: '8 912 000-00-01', e164: '+79120000001', kind: 'mobile', primary: true, doNotCall: false }],
  } as unknown as Contact;
  expect(attachment(known, { ...anna().cells, number: '+7 (912) 000-00-01' })).toBeNull();
  const more = attachment(known, { ...anna().cells, number: '+7 495 1', email: 'Anna@Les.example' });
  expect(more?.patch).toMatchObject({ version: 4, phones: [{ raw: '8 912 000-00-01' }, { raw: '+7 495 1' }] });
  expect(more?.patch).not.toHaveProperty('emails');
  expect(more?.undo.phones).toHaveLength(1);
});

test('[CRM-2] what was taken back is typed anew as another person', () => {
  const row = takenBack(savedAs(saving(anna()), answer, anna().cells));
  expect(row).toMatchObject({ state: 'taken-back', contactId: null });
  expect(needsSaving(row)).toBe(false);
  expect(needsSaving(typedIn(row, 'name', 'Anne'))).toBe(true);
});
