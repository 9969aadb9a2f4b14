import { expect, test } from 'vitest';
import { guessColumns } from './guess-columns.ts';

test.each([
  [['ФИО', 'Телефон', 'Компания', 'Должность', 'Эл. почта']],
  [['Name', 'Phone', 'Company', 'Position', 'E-mail']],
  [['Nom', 'Téléphone', 'Société', 'Fonction', 'Courriel']],
  [['Nome', 'Cellulare', 'Azienda', 'Ruolo', 'Email']],
])('[CRM-2] the words above the columns are known: %s', (header) => {
  const guess = guessColumns([header, ['Anna', '1', 'x', 'y', 'z']]);
  expect(guess).toEqual({ columns: ['name', 'number', 'organisation', 'role', 'email'], hasHeader: true });
});

test('[CRM-2] without words above, contents tell: e-mails, numbers, firms, then a name', () => {
  const rows = [
    ['ООО «Кедр»', 'Анна Лесова', '8 (495) 123-45-67, доб. 9', 'anna@kedr.example'],
    ['ИП Иванов', 'Иван', '+7 912 000-00-00', ''],
  ];
  expect(guessColumns(rows)).toEqual({ columns: ['organisation', 'name', 'number', 'email'], hasHeader: false });
});

test('[CRM-2] two columns of numbers are both numbers; an empty column and an unknown word are left out', () => {
  const rows = [
    ['Имя', 'Телефон', 'Телефон 2', '', 'ИНН'],
    ['Анна', '+74951234567', '+79120000000', '', '7701234567'],
  ];
  expect(guessColumns(rows).columns.slice(0, 4)).toEqual(['name', 'number', 'number', null]);
});

test('[CRM-2] a name that looks like a heading does not make a heading of a row with a number', () => {
  expect(guessColumns([['Phoneix', '+74951234567']]).hasHeader).toBe(false);
});

test('[CRM-2] stage and owner are known by their words', () => {
  for (const header of [
    ['Name', 'Stage', 'Owner'],
    ['Имя', 'Стадия', 'Ответственный'],
    ['Nom', 'Étape', 'Responsable'],
    ['Nome', 'Fase', 'Responsabile'],
  ])
    expect(guessColumns([header, ['Anna', 'x', 'y']]).columns).toEqual(['name', 'stage', 'owner']);
});
