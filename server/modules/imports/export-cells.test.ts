/** Every column of people and organisations, written by an export and read by an import, without a base between them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../../test/fixed-seed.ts';
import { addressKindWords, languages, phoneKindWords } from '../../contract/built-in-words.ts';
import type { Contact, Phone } from '../../contract/contacts.contract.ts';
import { contactColumns, organisationColumns } from '../exports/people-columns.ts';
import { cellText } from '../exports/write-file.ts';
import { phoneKey } from '../phones/phone-rows.ts';
import { columnsOf } from './custom-targets.ts';
import { guessColumns } from './guess-columns.ts';
import { targetsOf } from './import-targets.ts';
import { readRow } from './read-row.ts';

type Record = Pick<Contact, 'phones' | 'addresses' | 'otherRoles'>;

const keysOf = <Key extends string>(table: { [key in Key]: unknown }) => Object.keys(table) as Key[];
const text = fc
  .string({ unit: fc.constantFrom('a', 'Ж', '1', ' ', '|', ';', '\\', ',', '(', '.'), minLength: 1, maxLength: 12 })
  .map((one) => one.replace(/\s+/g, ' ').trim());
const line = text.filter((one) => one !== '');
const zone = fc.constantFrom(null, 'Europe/Moscow', 'America/New_York', 'Etc/GMT+3');

const phone = fc.record({
  id: fc.constant('phn_1'),
  raw: fc.constantFrom('12', '12-34', 'ask Olga; or | Anna', '#?', '4'),
  e164: fc.option(
    fc.integer({ min: 0, max: 30 }).map((end) => `+7916000${String(end).padStart(4, '0')}`),
    { freq: 4 },
  ),
  extension: fc.constantFrom(null, null, '5', '12', '007'),
  kind: fc.constantFrom(...keysOf(phoneKindWords)),
  primary: fc.constant(false),
  doNotCall: fc.boolean(),
  invalid: fc.boolean(),
  timeZone: zone,
  timeZones: fc.array(fc.string(), { maxLength: 0 }),
});
const address = fc.record({
  kind: fc.constantFrom(...keysOf(addressKindWords)),
  text: line,
  city: text,
  country: fc.constantFrom('', 'RU', 'IT', 'FR'),
  primary: fc.constant(false),
  invalid: fc.boolean(),
});
const otherRole = fc.record({
  organisationId: fc.constant('org_1'),
  organisationName: line,
  role: fc.option(line),
});
/** The first of a list is the primary one, as the base has it. */
const led = <One extends { primary: boolean }>(list: One[]): One[] =>
  list.map((one, index) => ({ ...one, primary: index === 0 }));
const record: fc.Arbitrary<Record> = fc.record({
  phones: fc
    .uniqueArray(phone, { maxLength: 20, selector: phoneKey })
    .map((list) => led(list.map((one) => (one.e164 === null ? { ...one, extension: null } : one)))),
  addresses: fc.array(address, { maxLength: 20 }).map(led),
  otherRoles: fc.uniqueArray(otherRole, {
    maxLength: 20,
    selector: ({ organisationName }) => organisationName.toLowerCase(),
  }),
});

const context = {
  region: 'RU',
  owners: new Map<string, string | null>(),
  lifecycles: new Map<string, string>(),
  sources: new Map<string, string>(),
  importer: { agentId: null, mayHide: true },
};
const shown = new Set(['name', 'phones', 'addresses', 'otherRoles']);

describe('[IMP-1] numbers, addresses and further organisations', () => {
  for (const [list, columns] of [
    ['contacts', contactColumns],
    ['organisations', organisationColumns],
  ] as const)
    for (const language of languages)
      it(`are read as they were written, however many there are: ${list}, ${language}`, () => {
        const chosen = columns.filter(({ key, shows = key }) => shown.has(shows));
        const headers = chosen.map(({ labels }) => labels[language]);
        const mapping = guessColumns(headers, [], targetsOf(list), 'RU').map(({ target }) => target);
        const targets = columnsOf(mapping, targetsOf(list));
        fc.assert(
          fc.property(record, (one) => {
            const words = { language, entries: new Map(), people: new Map() };
            const cells = chosen.map(({ cell }) => cellText(cell({ name: 'Anna', ...one } as never, words)));
            const read = readRow(cells, targets, context);
            expect(read?.problem).toBeNull();
            const { phones = [], extra = null } = read?.draft ?? {};
            const unmarked = { doNotCall: false, invalid: false, timeZone: null };
            const readable = phones.map(({ e164, extension, kind, marks }) => ({
              ...unmarked,
              ...marks,
              e164,
              extension,
              kind,
            }));
            const unreadable = (extra?.asWritten ?? []).map(({ digits: _digits, ...said }) => ({
              ...unmarked,
              ...said,
            }));
            const saidOf = ({ kind, doNotCall, invalid, timeZone }: Phone) => ({ kind, doNotCall, invalid, timeZone });
            // Those that nobody can read stand behind the others.
            expect(readable).toEqual(
              one.phones.flatMap((phone) =>
                phone.e164 === null ? [] : [{ e164: phone.e164, extension: phone.extension, ...saidOf(phone) }],
              ),
            );
            expect(unreadable).toEqual(
              one.phones.flatMap((phone) => (phone.e164 === null ? [{ raw: phone.raw, ...saidOf(phone) }] : [])),
            );
            expect(extra?.addresses ?? []).toEqual(one.addresses);
            const roles = one.otherRoles.map(({ organisationName, role }) => ({
              organisation: organisationName,
              role,
            }));
            expect(extra?.otherRoles ?? []).toEqual(list === 'contacts' ? roles : []);
          }),
        );
      });
});
