/// <reference lib="dom" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerStack, startServerStack } from '../../scripts/stack/server-stack.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
let stack: ServerStack;
let desk: Desk;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'trunkline-imports-'));
  stack = await startServerStack({ isThrowAway: true, env: { DEFAULT_REGION: 'RU' } });
  await stack.api.post('contacts', { name: 'Анна Смирнова', phones: [{ raw: '8 916 000 00 01' }] });
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Letters of windows-1251, as an old programme writes its files. */
const windows1251 = (text: string): Buffer =>
  Buffer.from(
    [...text].map((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
    }),
  );
const dirty = [
  'ФИО;Компания;Телефон;Эл. почта',
  'Иван Петров;ООО Вега;"8 (495) 123-45-67, ext. 9";',
  'Петров;;12;',
  'Анна Смирнова;;8 916 000 00 01;anna@mail.example',
  'Ольга Новая;;8 916 000 00 02;',
].join('\r\n');

const people = async () =>
  (await stack.api.get<{ items: Contact[] }>('contacts')).items
    .map(({ name, phones, emails }) => [
      name,
      ...phones.map(({ e164, extension }) => `${e164}${extension ? ` ext. ${extension}` : ''}`),
      ...emails,
    ])
    .sort();
const before = [['Анна Смирнова', '+79160000001']];

/** The page in dark and light, wide and on a phone: nothing that axe calls serious, nothing wider than the screen. */
async function expectSound(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const)
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      expect(await seriousFaults(page), `${name} ${colorScheme} ${width}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await keepPicture(page, `${name}-${colorScheme}-${width}`);
    }
}
const kind = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} \\d`) });
const result = (page: Page) =>
  page
    .getByRole('region', { name: 'Result' })
    .locator('dl > div')
    .evaluateAll((parts) =>
      Object.fromEntries(
        parts.map((part) => [part.querySelector('dt')?.textContent?.trim(), part.querySelector('dd')?.textContent]),
      ),
    );

describe('[IMP-1] a file of people in the browser', () => {
  it('[IMP-1] is chosen by keyboard, seen before anything is written, written, and taken back whole', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people`);
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByText('No imports yet').waitFor();
    await expectSound(page, 'imports-empty');
    const path = join(dir, 'clients.csv');
    writeFileSync(path, windows1251(dirty));
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).focus();
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(path);

    await page.getByLabel('Encoding: Windows-1251 (Cyrillic)').waitFor();
    await page.getByLabel('Delimiter: Semicolon ;').waitFor();
    for (const guess of ['ФИО becomes: Name', 'Компания becomes: Organisation', 'Телефон becomes: Phone'])
      await page.getByLabel(guess).waitFor();
    const ivan = page.getByRole('row', { name: /Иван Петров/ });
    for (const text of ['8 (495) 123-45-67, ext. 9', '+7 495 123 45 67 ext. 9', 'repaired'])
      await ivan.getByText(text, { exact: true }).waitFor();
    await page.getByText('Left out: Phone: looks like an internal number').waitFor();
    await expectSound(page, 'import-set-up');

    await page.getByRole('button', { name: 'Dry run', exact: true }).click();
    await page.getByRole('button', { name: 'Start the import' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Start the import' }).waitFor();
    await page.getByRole('img', { name: 'New: 2, Changed: 1, Left out: 0, Undecided: 0, Problems: 1' }).waitFor();
    await kind(page, 'Changed').click();
    await page.getByText('same number · in the base: Анна Смирнова').waitFor();
    await kind(page, 'Changed').scrollIntoViewIfNeeded();
    await expectSound(page, 'import-checked');
    expect(await people()).toEqual(before);

    await page.getByRole('button', { name: 'Start the import' }).click();
    await page.getByRole('button', { name: 'Undo the import' }).waitFor();
    expect(await result(page)).toEqual({ Created: '2', Changed: '1', 'Organisations created': '1', Problems: '1' });
    await expectSound(page, 'import-done');
    expect(await people()).toEqual([
      ['Анна Смирнова', '+79160000001', 'anna@mail.example'],
      ['Иван Петров', '+74951234567 ext. 9'],
      ['Ольга Новая', '+79160000002'],
    ]);
    const fetched = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Rows to mend (CSV)' }).click();
    const download = await fetched;
    expect(download.suggestedFilename()).toBe('clients-to-mend.csv');
    expect(
      readFileSync(await download.path(), 'utf8')
        .replace('\ufeff', '')
        .split('\r\n'),
    ).toEqual(['ФИО;Компания;Телефон;Эл. почта;Problem;Row', 'Петров;;12;;Phone: looks like an internal number;3', '']);

    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByText('New records are deleted and changed fields go back.').waitFor();
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page
      .getByRole('banner')
      .or(page.getByText('Taken back', { exact: true }))
      .first()
      .waitFor();
    await expect.poll(() => result(page), { timeout: 20_000 }).toMatchObject({ 'Taken back': '4' });
    expect(await people()).toEqual(before);
  });

  it('[IMP-1] is dropped, its columns are changed, and what somebody changed since is listed after undoing', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/imports`);
    await page.getByText('clients.csv').waitFor();
    await expectSound(page, 'imports');
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['Name,Phone,Nick\nBoris,89160000003,Bo\nVera,89160000004,V\n'], 'drop.csv'));
      return data;
    });
    await page.getByRole('region', { name: 'Import a file' }).dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByLabel('Nick becomes: Leave out').click();
    await page.getByRole('option', { name: 'Position', exact: true }).click();
    await page.getByText('Chosen by hand').waitFor();
    await page.getByRole('button', { name: 'Start without a dry run' }).click();
    await page.getByRole('button', { name: 'Undo the import' }).waitFor();
    const found = (await stack.api.get<{ items: Contact[] }>('contacts?q=Boris')).items[0] as Contact;
    expect(found).toMatchObject({ name: 'Boris', role: 'Bo' });
    await stack.api.patch(`contacts/${found.id}`, { notes: 'Asked for a price' });

    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByRole('heading', { name: 'Kept, because somebody changed it since' }).waitFor();
    await page.getByRole('link', { name: 'Boris' }).waitFor();
    await expectSound(page, 'import-undone');
    expect((await people()).map(([name]) => name)).toEqual(['Boris', 'Анна Смирнова']);
    expect(desk.faults).toEqual([]);
  });
});

describe('[IMP-1] a file divided by an unusual sign', () => {
  it('is read by the sign that is typed; its fields and all that is wrong with a row are told', async () => {
    const { page } = desk;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${stack.url}/imports`);
    const path = join(dir, 'tilde.csv');
    const good = ['Анна', 'Борис', 'Вера', 'Глеб'].map(
      (name, index) => `${name}~8916000010${index}~${index}@x.example~1.02.198${index}~Рига`,
    );
    const rows = ['ФИО~Телефон~Эл. почта~День рождения~Город', 'Олег~12~nobody~17.05.1980~Рига', ...good];
    writeFileSync(path, `${rows.join('\n')}\n`);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles(path);
    await page.getByLabel(/^Delimiter: /).click();
    await page.getByRole('option', { name: 'Another sign…' }).click();
    await page.getByLabel('The sign', { exact: true }).fill('~');
    for (const guess of ['ФИО becomes: Name', 'День рождения becomes: Birthday', 'Город becomes: City'])
      await page.getByLabel(guess).waitFor();
    await page.getByLabel('Delimiter: ~').waitFor();
    await page.getByText('Left out: Phone: looks like an internal number; E-mail: is no e-mail address').waitFor();
    await expectSound(page, 'import-other-sign');
    expect(desk.faults).toEqual([]);
  });
});

describe('[IMP-1] export in the browser', () => {
  it('[IMP-1] takes the people that the list shows, and says when the file is there', async () => {
    const { page } = desk;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${stack.url}/people`);
    await page.getByRole('searchbox', { name: 'Name, organisation, number' }).fill('Анна');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await stack.api.post('custom-fields', { record: 'contact', label: 'Hobby', type: 'text' });
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export: People' });
    for (const column of ['Id', 'Created', 'Time zone', 'VIP'])
      await dialog.getByLabel(column, { exact: true }).uncheck();
    await dialog.getByRole('group', { name: 'Your own fields' }).getByLabel('Hobby').waitFor();
    await expectSound(page, 'export');
    await dialog.getByRole('button', { name: 'Write the file' }).click();
    await page.getByText('People: the file is ready').waitFor();
    await dialog.getByRole('link', { name: 'Download People, CSV' }).waitFor();
    await keepPicture(page, 'export-ready');
    const fetched = page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Download People, CSV' }).click();
    const lines = readFileSync(await (await fetched).path(), 'utf8')
      .replace('\ufeff', '')
      .trim()
      .split('\r\n');
    expect(lines[0]).toMatch(/^Name,Position,Organisation,Phone,.*,Hobby$/);
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^Анна Смирнова,,,\+79160000001,/)]);
    expect(desk.faults).toEqual([]);
  });
});
