import { describe, expect, it } from 'vitest';
import { kindOfFile } from './analyse-file.usecases.ts';
import { guessColumns, looksLikeHeader } from './guess-columns.ts';
import { guessDelimiter, guessEncoding } from './guess-format.ts';
import { importTargets, targetsOf } from './import-targets.ts';

const people = targetsOf('contacts');
const guess = (headers: string[], ...rows: string[][]) =>
  guessColumns(headers, rows, people, 'RU').map(({ target }) => target);

describe('[IMP-1] guessing columns', () => {
  it('knows every target by its first name in all four languages', () => {
    for (const { labels, key, lists } of importTargets) {
      if (!lists.includes('contacts')) continue;
      for (const name of [labels.en[0], labels.ru[0], labels.fr[0], labels.it[0]]) {
        const [found] = guess([name ?? '']);
        // "Nom" and "Имя" alone are the whole name; beside the other part they are a part.
        const parts = ['firstName', 'lastName'];
        expect(found === key || (parts.includes(key) && (found === 'name' || found === key)), `${name}: ${found}`).toBe(
          true,
        );
      }
    }
  });

  it('reads names of files as people write them', () => {
    expect(guess(['Фамилия', 'Имя', 'Отчество', 'Моб. тел.', 'E-mail'])).toEqual([
      'lastName',
      'firstName',
      'middleName',
      'mobile',
      'email',
    ]);
    expect(guess(['ФИО', 'Компания', 'Телефон 1', 'Телефон 2', 'Примечание'])).toEqual([
      'name',
      'organisation',
      'phone',
      'phone',
      'notes',
    ]);
    expect(guess(['Prénom', 'Nom', 'Société', 'Téléphone portable'])).toEqual([
      'firstName',
      'lastName',
      'organisation',
      'mobile',
    ]);
    expect(guess(['Nominativo', 'Azienda', 'Cellulare', 'Non chiamare'])).toEqual([
      'name',
      'organisation',
      'mobile',
      'doNotCall',
    ]);
  });

  it('tells columns without a name by what stands in them', () => {
    const rows = [
      ['Ivan Petrov', 'ООО Вега', '8 (495) 123-45-67', 'a@x.example', '2026-01-02'],
      ['Olga Belova', 'ЗАО Орион', '89161234567', 'b@x.example', '2026-01-03'],
    ];
    expect(guess(['', '', '', '', ''], ...rows)).toEqual(['name', 'organisation', 'phone', 'email', null]);
  });

  it('does not believe a name that the contents contradict, and says why it believes', () => {
    expect(guess(['Number'], ['INV-1'], ['INV-2'])).toEqual([null]);
    const [found] = guessColumns(['Phone'], [['89161234567']], people, 'RU');
    expect(found).toMatchObject({ target: 'phone', because: 'name-and-contents', confidence: 1 });
  });

  it('gives a target that cannot be repeated to one column only', () => {
    expect(guess(['Name', 'Full name']).filter((target) => target === 'name')).toHaveLength(1);
  });

  it('knows a row of names from a row of people', () => {
    expect(looksLikeHeader(['Name', 'Phone'], people, 'RU')).toBe(true);
    expect(looksLikeHeader(['Ivan Petrov', '89161234567'], people, 'RU')).toBe(false);
    expect(looksLikeHeader(['x', 'a@b.example'], people, 'RU')).toBe(false);
  });
});

describe('[IMP-1] guessing how a file is written', () => {
  it('takes the mark, else strict UTF-8, else the code page that fits the letters', () => {
    expect(guessEncoding(Buffer.from('\ufeffx'), true)).toBe('utf-8');
    expect(guessEncoding(Buffer.from('\ufeffx', 'utf16le'), false)).toBe('utf-16le');
    expect(guessEncoding(Buffer.from('name,phone\n', 'utf16le'), true)).toBe('utf-16le');
    expect(guessEncoding(Buffer.from('Имя'), true)).toBe('utf-8');
    expect(guessEncoding(Buffer.from([0xc8, 0xe2, 0xe0, 0xed]), false)).toBe('windows-1251');
    expect(guessEncoding(Buffer.from('Andr\xe9 Fran\xe7ois', 'latin1'), false)).toBe('windows-1252');
  });

  it('takes the sign that stands equally often in every line, outside quotes', () => {
    expect(guessDelimiter('a;b;c\n"x;y,z,z";2;3\n')).toBe(';');
    expect(guessDelimiter('a,b\n"Vega, Ltd",2\n')).toBe(',');
    expect(guessDelimiter('a\tb\n1,5\t2\n')).toBe('\t');
    expect(guessDelimiter('a|b\n1|2\n')).toBe('|');
    expect(guessDelimiter('89160000001\n89160000002\n')).toBe(';');
  });

  it('knows a spreadsheet from text and refuses what is neither', () => {
    expect(kindOfFile(Buffer.from('PK\x03\x04'))).toBe('xlsx');
    expect(kindOfFile(Buffer.from('a;b\n'))).toBe('csv');
    expect(kindOfFile(Buffer.from('%PDF-1.7'))).toBeNull();
    expect(kindOfFile(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toBeNull();
  });
});
