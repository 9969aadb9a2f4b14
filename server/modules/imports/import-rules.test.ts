import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importStates } from '../../contract/imports.contract.ts';
import { csvLine, safeCell, unsafeCell } from '../exports/csv-line.ts';
import { CopyBytes } from './copy-bytes.ts';
import { type CopiedRow, columnsOfParts, type WrittenParts, withPartsOf, writeLine } from './copy-line.ts';
import { commandsOf, isWorking } from './import-state.ts';
import { targetsOf } from './import-targets.ts';
import { idsUpTo, lengthOfId, rowId, rowOfId } from './new-ids.ts';
import { planUndo, planUpdate, type RecordFields, type RowFields } from './plan-update.ts';
import { readRow } from './read-row.ts';
import { readEmails, readLifecycle, readYesNo } from './read-value.ts';

const context = {
  lifecycles: new Map([
    ['client', 'client'],
    ['vip club', 'own-1'],
  ]),
  region: 'RU',
  sources: new Map([['выставка', 'dir_source_exhibition']]),
  importer: { agentId: 'agt_1', mayHide: false },
  owners: new Map<string, string | null>([
    ['anna', 'agt_1'],
    ['twin', null],
  ]),
};
const columnsOf = (...keys: string[]) =>
  keys.map((key) => targetsOf('contacts').find((target) => target.key === key) ?? null);
const read = (keys: string[], cells: string[]) => readRow(cells, columnsOf(...keys), context);

describe('[IMP-1] reading a row', () => {
  it('makes the name of its parts, else of what else is known', () => {
    expect(read(['firstName', 'lastName'], ['Ivan', 'Petrov'])?.draft.name).toBe('Petrov Ivan');
    expect(read(['organisation', 'phone'], ['Vega', '89161234567'])?.draft.name).toBe('Vega');
    expect(read(['phone'], ['89161234567'])?.draft.name).toBe('+79161234567');
    expect(read(['role'], ['Boss'])?.problem).toBe('name:missing');
  });

  it('says which column cannot be used and why', () => {
    expect(read(['name', 'phone'], ['A', '12-34'])?.problem).toBe('phone:internal');
    expect(read(['name', 'email'], ['A', 'nobody'])?.problem).toBe('email:no-email');
    expect(read(['name', 'owner'], ['A', 'Stranger'])?.problem).toBe('owner:unknown-owner');
    expect(read(['name', 'owner'], ['A', 'Twin'])?.problem).toBe('owner:several-owners');
    expect(read(['name', 'vip'], ['A', 'perhaps'])?.problem).toBe('vip:no-yes-or-no');
    expect(read(['name'], ['A\0'])?.problem).toBe('name:broken-text');
  });

  it('[CRM-1] knows the life-cycles of this firm, own ones by their label, and no others', () => {
    expect(read(['name', 'lifecycle'], ['A', 'Клиент'])?.draft.lifecycle).toBe('client');
    expect(read(['name', 'lifecycle'], ['A', 'VIP club'])?.draft.lifecycle).toBe('own-1');
    expect(read(['name', 'lifecycle'], ['A', 'Partner'])?.problem).toBe('lifecycle:unknown-lifecycle');
  });

  it('takes a word for "none" as no number, and an empty row as no row', () => {
    expect(read(['name', 'phone'], ['A', 'нет'])).toMatchObject({ problem: null, draft: { phones: [] } });
    expect(read(['name'], ['  '])).toBeNull();
  });

  it('splits a cell of several numbers and keeps each once', () => {
    const numbers = read(['name', 'phone', 'mobile'], ['A', '89161234567; 8 495 123-45-67', '+7 916 123-45-67'])?.draft
      .phones;
    expect(numbers?.map(({ e164 }) => e164)).toEqual(['+79161234567', '+74951234567']);
  });

  it('understands yes, no and life-cycles in four languages, and addresses with names around', () => {
    expect(['да', 'Oui', 'SÌ', 'yes', '1'].map(readYesNo)).toEqual([true, true, true, true, true]);
    expect(['Клиент', 'Fornitore', 'prospect', 'Конкурент'].map(readLifecycle)).toEqual([
      'client',
      'supplier',
      'lead',
      'competitor',
    ]);
    expect(readEmails('Ivan <Ivan@X.example>; b@y.example')).toEqual(['ivan@x.example', 'b@y.example']);
  });
});

describe('[IMP-1] reading fields that few files have', () => {
  it('takes birthdays, marks and sources as people write them, and says what is none', () => {
    const keys = ['name', 'birthday', 'satisfaction', 'source', 'country'];
    expect(read(keys, ['A', '17.05.1980', '4 / 5', 'Выставка', 'Россия'])?.draft.extra).toEqual({
      birthday: '1980-05-17',
      satisfaction: 4,
      sourceId: 'dir_source_exhibition',
      addresses: [{ kind: 'other', text: 'RU', city: '', country: 'RU', primary: true, invalid: false }],
    });
    expect(read(keys, ['A', '31.02.1980', '6', 'Radio', 'Atlantis'])?.problem).toBe(
      'birthday:no-date satisfaction:no-mark source:unknown-source country:unknown-country',
    );
    expect(read(['name'], ['A'])?.draft.extra).toBeNull();
  });

  it('puts the parts of an address together, in whichever order they stand, and begins the next where one is repeated', () => {
    const keys = ['name', 'city', 'address', 'addressKind', 'address', 'city'];
    const addresses = read(keys, ['A', 'Riga', 'Brivibas 1', 'Рабочий', 'Rue 2', 'Paris'])?.draft.extra?.addresses;
    expect(addresses?.map(({ kind, text, city }) => `${kind} ${text} ${city}`)).toEqual([
      'work Brivibas 1 Riga',
      'other Rue 2 Paris',
    ]);
    expect(read(['name', 'city'], ['A', 'Riga'])?.draft.extra?.addresses).toMatchObject([
      { text: 'Riga', city: 'Riga' },
    ]);
  });

  it('puts an extension and a kind to the number before them', () => {
    const keys = ['name', 'phone', 'extension', 'phoneKind', 'phone'];
    expect(read(keys, ['A', '84951234567', '9', 'Work', '89160000001'])?.draft.phones).toMatchObject([
      { e164: '+74951234567', extension: '9', kind: 'work' },
      { e164: '+79160000001', extension: null, kind: 'other' },
    ]);
  });

  it('takes a number whose extension stands behind it for another one than the number without', () => {
    const keys = ['name', 'phone', 'phone', 'extension', 'phoneKind', 'workPhone'];
    const cells = ['A', '84951234567', '84951234567', '9', 'Home', '84951234567'];
    expect(read(keys, cells)?.draft.phones).toMatchObject([
      { e164: '+74951234567', extension: null, kind: 'other' },
      { e164: '+74951234567', extension: '9', kind: 'home' },
    ]);
  });

  it('reads all further numbers of one cell, with what is said of each, and as earlier exports wrote them', () => {
    const phones = (cell: string) =>
      read(['name', 'morePhones'], ['A', cell])?.draft.phones.map(
        ({ e164, extension, kind, marks }) =>
          `${e164} ${extension ?? ''} ${kind} ${Object.entries(marks ?? {}).join()}`,
      );
    expect(phones('+74951234567 ext. 9; +79160000001, 8 (916) 000-00-02')).toEqual([
      '+74951234567 9 other ',
      '+79160000001  other ',
      '+79160000002  other ',
    ]);
    expect(phones('89160000001 | не звонить | Домашний | Europe/Moscow\n89160000002 | 89160000003 | Work')).toEqual([
      '+79160000001  home timeZone,Europe/Moscow,doNotCall,true',
      '+79160000002  other ',
      '+79160000003  work ',
    ]);
    const problem = (key: string, cell: string) => read(['name', key], ['A', cell])?.problem;
    expect(problem('morePhones', '89160000001 | Mobil')).toBe('morePhones:unknown-mark');
    expect(problem('morePhones', '89160000001; 12')).toBe('morePhones:internal');
    expect(problem('phoneMark', 'Do not call, perhaps')).toBe('phoneMark:unknown-mark');
    expect(problem('moreAddresses', 'Nevsky 1 | Moscow | Nowhere')).toBe('moreAddresses:unknown-country');
    expect(problem('moreAddresses', 'Nevsky 1 | Moscow | RU | Hut')).toBe('moreAddresses:unknown-mark');
    expect(problem('moreOrganisations', `${'x'.repeat(201)} | Adviser`)).toBe('moreOrganisations:too-long');
  });

  it('keeps a number that nobody can read where the row says so, and takes nothing else from its faults', () => {
    const keys = ['name', 'phone', 'phoneKind', 'phoneMark', 'phone', 'phoneMark', 'email'];
    const row = (cells: string[]) => read(keys, ['A', ...cells]);
    const kept = row(['12-34', 'Home', 'Как записано, Wrong number', '89160000001', '', 'a@x.example']);
    expect(kept).toMatchObject({
      problem: null,
      draft: {
        phones: [{ e164: '+79160000001', kind: 'other', marks: null }],
        repairs: [{ written: '12-34', e164: null, because: null }, {}],
        extra: { asWritten: [{ raw: '12-34', digits: '1234', kind: 'home', invalid: true }] },
      },
    });
    const said = 'As it was written';
    expect(row(['12-34', '', said, '12', '', 'a@x.example'])?.problem).toBe('phone:internal');
    expect(row(['12-34', '', said, '12', said, 'none@'])?.problem).toBe('email:no-email');
    expect(row(['89160000001', '', said, '12', '', ''])?.problem).toBe('phone:internal');
    expect(row(['89160000001', '', '', 'нет', `${said}, Do not call`, ''])?.draft.extra).toBeNull();
    const more = (cell: string) => read(['name', 'morePhones', 'email'], ['A', cell, ''])?.problem;
    expect(more(`12 | ${said}; ask Olga | ${said}; 89160000001`)).toBeNull();
    expect(more(`12 | ${said}; 89160000001 | Mobil`)).toBe('morePhones:unknown-mark');
    expect(more(`12 | ${said} | Mobil`)).toBe('morePhones:unknown-mark');
    expect(more(`12 | ${said}; 13`)).toBe('morePhones:internal');
    expect(read(['name', 'morePhones', 'email'], ['A', `12 | ${said}`, 'none@'])?.problem).toBe('email:no-email');
  });

  it('[ACC-1] makes nobody private but clients of the importer, unless the importer may hide others', () => {
    const keys = ['name', 'private', 'owner'];
    const wide = { ...context, importer: { agentId: null, mayHide: true } };
    const others = { ...context, importer: { agentId: 'agt_2', mayHide: false } };
    expect(read(keys, ['A', 'yes', 'Anna'])?.problem).toBeNull();
    expect(read(keys, ['A', 'yes', ''])?.problem).toBe('private:needs-owner');
    expect(readRow(['A', 'yes', 'Anna'], columnsOf(...keys), others)?.problem).toBe('private:not-owner');
    expect(readRow(['A', 'yes', 'Anna'], columnsOf(...keys), wide)?.problem).toBeNull();
  });

  it('tells every fault of a row, each once', () => {
    expect(read(['name', 'phone', 'email', 'phone'], ['A', '12-34', 'nobody', '12-34'])?.problem).toBe(
      'phone:internal email:no-email',
    );
    expect(read(['phone', 'email'], ['12-34', 'nobody'])?.problem).toBe('phone:internal email:no-email');
  });
});

describe('[IMP-1] rows on their way to the database', () => {
  const partsOf = (row: CopiedRow) => withPartsOf(0, row);
  const copyLine = (row: CopiedRow, parts: WrittenParts) => {
    const bytes = new CopyBytes();
    writeLine(bytes, row, parts);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.take());
  };

  it('keeps every text as it is through COPY', () => {
    const readBack = (text: string) =>
      text.replace(/\\(.)/g, (_, sign: string) => ({ t: '\t', n: '\n', r: '\r' })[sign] ?? sign);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (notes) => {
        const row = read(['name', 'notes'], ['A', notes.replaceAll('\0', '')]);
        if (!row) return;
        const copied = { ...row, cells: null, importId: 'imp_x', row: 1, newId: 'n' };
        const parts = partsOf(copied);
        const columns = columnsOfParts(parts);
        const fields = copyLine(copied, parts).slice(0, -1).split('\t');
        expect(fields).toHaveLength(columns.length);
        const written = fields[columns.indexOf('notes')] ?? '';
        expect(readBack(written)).toBe(row.draft.notes.join('\n'));
      }),
    );
  });

  it('writes no column that no row has had, and of a row that cannot be kept only why', () => {
    const copied = (cells: readonly string[]) => {
      const row = read(['name', 'phone'], [...cells]);
      if (!row) throw new Error('the row is empty');
      return { ...row, cells, importId: 'imp_x', row: 1, newId: 'n' };
    };
    const [anna, broken] = [copied(['Anna', '+7 916 123-45-67']), copied(['Boris', '12-34'])];
    const parts = partsOf(anna);
    expect(columnsOfParts(parts)).toEqual(expect.arrayContaining(['import_id', 'row', 'new_id', 'name', 'phone_e164']));
    expect(columnsOfParts(parts)).not.toContain('problem');
    expect(columnsOfParts(partsOf(broken))).toEqual(['import_id', 'row', 'new_id', 'problem', 'cells']);
    const both = parts | partsOf(broken);
    const fields = copyLine(broken, both).slice(0, -1).split('\t');
    expect(Object.fromEntries(columnsOfParts(both).map((column, index) => [column, fields[index]]))).toMatchObject({
      name: '\\N',
      phone_e164: '\\N',
      problem: 'phone:internal',
      cells: '{"Boris","12-34"}',
    });
    expect(copyLine(anna, both).split('\t')).toHaveLength(fields.length);
  });

  it('makes ids of the usual length that differ for every row and are the same again', () => {
    const importId = 'imp_01k3x8abcdefghjkmnpqrs';
    const ids = new Set(Array.from({ length: 5_000 }, (_, row) => rowId(importId, row * 211)));
    expect(ids.size).toBe(5_000);
    expect(rowId(importId, 7)).toBe(rowId(importId, 7));
    expect(rowId(importId, 7)).toMatch(/^[0-9a-hjkmnp-tv-z]{22}$/);
  });

  it('tells a record that the import made, and its row, by the id', () => {
    const importId = 'imp_01k3x8abcdefghjkmnpqrs';
    for (const row of [1, 31, 32, 1_000_000, 33_554_431]) {
      const id = `ctc_${rowId(importId, row)}`;
      expect(id).toHaveLength(lengthOfId);
      expect(rowOfId(id)).toBe(row);
      const [first, last] = idsUpTo('ctc', importId, row);
      expect(first < id && id === last).toBe(true);
    }
    const [first, last] = idsUpTo('org', importId, 2_147_483_646);
    // The organisation that row 7 names second has a letter more.
    expect(
      [rowId(importId, 7), `${rowId(importId, 7)}b`].every((id) => first < `org_${id}` && `org_${id}` < last),
    ).toBe(true);
    const other = `org_${rowId('imp_01k3x9abcdefghjkmnpqrs', 7)}`;
    expect(first < other && other < last).toBe(false);
  });

  it('keeps every text of a list as it is through COPY', () => {
    const textOf = (field: string) =>
      field.replace(/\\(.)/g, (_, sign: string) => ({ t: '\t', n: '\n', r: '\r' })[sign] ?? sign);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', '\\', '\t', '\n', ',', '{', 'ж', '€', '😀') }),
        (text) => {
          const bytes = new CopyBytes();
          bytes.item(text);
          const listed = textOf(new TextDecoder().decode(bytes.take()));
          expect(listed.slice(1, -1).replace(/\\(.)/gs, '$1')).toBe(text);
          expect(listed.replace(/\\./gs, '')).toMatch(/^"[^"]*"$/);
        },
      ),
    );
  });
});

const current: RecordFields = {
  name: 'Anna',
  role: 'Boss',
  organisation_id: null,
  lifecycle: 'lead',
  owner_agent_id: null,
  emails: ['a@x.example'],
  notes: 'old',
  vip: false,
  time_zone: null,
  custom: {},
};
const said: RowFields = {
  name: 'Anna P',
  role: 'Owner',
  organisation_id: 'org_1',
  lifecycle: 'client',
  owner_agent_id: null,
  emails: ['b@x.example'],
  notes: 'new',
  vip: true,
  time_zone: null,
  custom: null,
};
const none = { known: [], given: [] };

describe('[IMP-1] changing a record that is known', () => {
  it('fills only what is empty, or takes all; never takes an address or a note away', () => {
    expect(planUpdate('empty', current, said, none)?.after).toEqual({
      organisation_id: 'org_1',
      lifecycle: 'client',
      emails: ['a@x.example', 'b@x.example'],
      vip: true,
    });
    expect(planUpdate('all', current, said, none)?.after).toMatchObject({
      name: 'Anna P',
      role: 'Owner',
      notes: 'old\nnew',
    });
  });

  it('changes nothing when the row says nothing new', () => {
    const silent = Object.fromEntries(Object.keys(said).map((key) => [key, null])) as RowFields;
    expect(planUpdate('all', current, silent, none)).toBeNull();
    const change = planUpdate('all', current, said, none);
    expect(planUpdate('all', { ...current, ...change?.after }, said, none)).toBeNull();
  });

  it('adds numbers that are not known yet', () => {
    const number = {
      raw: '1',
      e164: '+79161234567',
      extension: null,
      country: 'RU',
      line_kind: 'mobile',
      kind: 'other',
    };
    const known = [{ raw: '1', e164: '+79161234567', extension: '9' }];
    expect(
      planUpdate('empty', current, { ...said, organisation_id: null }, { known, given: [number] })?.addedNumbers,
    ).toEqual([number]);
    expect(planUpdate('empty', current, current, { known: [number], given: [number] })).toBeNull();
  });

  it('puts back what still is as the import left it, and keeps what somebody changed', () => {
    const change = planUpdate('all', current, said, none)!;
    const after = { ...current, ...change.after };
    expect(planUndo(change, after)).toEqual({ restore: change.before, kept: [] });
    const edited = { ...after, role: 'Chief', emails: ['a@x.example', 'b@x.example', 'c@x.example'] };
    const undo = planUndo(change, edited);
    expect(undo.kept).toEqual(['role', 'emails']);
    expect(undo.restore).toMatchObject({ name: 'Anna', emails: ['a@x.example', 'c@x.example'] });
    expect(undo.restore).not.toHaveProperty('role');
  });
});

describe('[IMP-1] what may be asked of an import', () => {
  it('can be undone exactly when something of it is in the base and nothing runs', () => {
    for (const state of importStates) {
      const commands = commandsOf({ state, stoppedIn: 'writing', hasWritten: true, hasLeft: false });
      if (isWorking(state)) expect(commands).not.toContain('undo');
      expect(commandsOf({ state, stoppedIn: null, hasWritten: false, hasLeft: false })).not.toContain('undo');
      if (['done', 'cancelled', 'paused', 'failed'].includes(state)) expect(commands).toContain('undo');
    }
    const undone = { state: 'undone', stoppedIn: null, hasWritten: true } as const;
    expect(commandsOf({ ...undone, hasLeft: false })).toEqual([]);
    expect(commandsOf({ ...undone, hasLeft: true })).toEqual(['undo']);
  });
});

describe('[IMP-1] cells that a spreadsheet must not compute', () => {
  it.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\tx', '\rx'])('puts an apostrophe before %j', (text) => {
    expect(safeCell(text)).toBe(`'${text}`);
    expect(unsafeCell(safeCell(text))).toBe(text);
  });

  it.each(['+74951234567', '-12.5', '+3', 'Anna', ''])('leaves %j as it is', (text) =>
    expect(safeCell(text)).toBe(text),
  );

  it('quotes what needs it', () => expect(csvLine(['a"b', 'c;d', ' e', '2'], ';')).toBe('"a""b";"c;d";" e";2\r\n'));

  it('gives back on import what an export has changed', () => {
    expect(read(['name'], ["'=1+1"])?.draft.name).toBe('=1+1');
  });
});
