import { expect, test } from 'vitest';
import { coreName } from './core-name.ts';

test.each([
  ['ООО «Ромашка»', 'ромашка'],
  ['Ромашка, ООО', 'ромашка'],
  ['Общество с ограниченной ответственностью "РОМАШКА"', 'ромашка'],
  ['ЗАО Зелёный Лес', 'зеленый лес'],
  ['Bois du Nord S.A.R.L.', 'bois du nord'],
  ['Société Anonyme Éclair', 'eclair'],
  ['Rossi & Figli S. r. l.', 'rossi & figli'],
  ['Müller GmbH & Co. KG', 'muller &'],
  ['Oak Boards, Inc.', 'oak boards'],
])('[CRM-2] %s is known as %s whatever its legal form', (name, core) => {
  expect(coreName(name)).toBe(core);
});

test('[CRM-2] a name that is nothing but a legal form stays, so that it is not the same as every other', () => {
  expect(coreName('GmbH')).toBe('gmbh');
  expect(coreName('')).toBe('');
});

test('[CRM-2] й is not и: two firms that differ by it are two', () => {
  expect(coreName('Майка')).not.toBe(coreName('Маика'));
});
