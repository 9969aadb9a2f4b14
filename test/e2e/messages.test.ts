/// <reference lib="dom" />
/** TEL-9, CRM-5: an operator writes to a customer from the keyboard; what does not go out comes back to them. */
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailLab, startMailLab } from '../../scripts/mail-lab/mail-lab.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
const password = 'a-long-enough-password';
let mail: MailLab;
let stack: Stack;
let alice: Desk;
let person: Contact;
/** The ten seconds in which a message can be taken back, and then some. */
const goesOutMs = 25_000;

beforeAll(async () => {
  mail = await startMailLab();
  stack = await startStack({ env: { SMTP_URL: mail.url, MAIL_FROM: 'Example Ltd <office@example.com>' } });
  const who = { name: 'Alice', email: 'alice@example.com', password, interface: 'PJSIP/101', role: 'operator' };
  const agent = await stack.api.post<{ id: string }>('agents', who);
  const known = { name: 'Vera Wood', ownerId: agent.id, emails: ['vera@wood.example', 'home@wood.example'] };
  person = await stack.api.post<Contact>('contacts', known);
  alice = await signIn(stack.url, { email: 'alice@example.com', password });
});
afterAll(async () => {
  await alice?.close();
  await stack?.stop();
  await mail?.stop();
});

const lettersTo = (to: string) => mail.letters.filter((letter) => letter.to.includes(to));

describe('[TEL-9] a message from the card', () => {
  it('[TEL-9] is written from the keyboard, taken back with what was typed, and goes out once', async () => {
    const { page } = alice;
    await page.goto(`${stack.url}/?contact=${person.id}`);
    await page.getByRole('heading', { name: 'Vera Wood' }).waitFor();
    await page.keyboard.press('l');
    await page.getByRole('dialog', { name: 'To Vera Wood' }).waitFor();
    await page.getByLabel('Address: vera@wood.example').waitFor();
    await page.keyboard.type('Your doors');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Dear Vera,\n\nthey come on Monday.');
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'messages-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('l');
    const kept = page.getByRole('textbox', { name: 'Text' });
    await waitFor(
      'the keyboard is in the text',
      () => kept.evaluate((field) => field === document.activeElement),
      Boolean,
    );
    await page.keyboard.press('Control+Enter');
    await page.getByText('Goes out in a moment').waitFor();
    await keepPicture(page, 'messages-going');
    await page.keyboard.press('z');
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.waitFor();
    await page.getByText('Goes out in a moment').waitFor({ state: 'detached' });
    expect(await text.inputValue()).toBe('Dear Vera,\n\nthey come on Monday.');
    await text.fill('Dear Vera,\n\nthey come on Tuesday.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('they come on Tuesday').waitFor();
    await waitFor(
      'the letter arrives',
      () => lettersTo('vera@wood.example').length,
      (count) => count > 0,
      goesOutMs,
    );
    await page.getByText('Goes out in a moment').waitFor({ state: 'detached' });
    const letters = lettersTo('vera@wood.example');
    expect(letters).toHaveLength(1);
    const letter = await simpleParser(letters[0]?.raw ?? '');
    expect([letter.subject, letter.text?.trim()]).toEqual(['Your doors', 'Dear Vera,\n\nthey come on Tuesday.']);
    expect(letter.replyTo?.value[0]?.address).toBe('alice@example.com');
  });

  it('[CRM-5] that is refused is told to its writer, stands there with the reason, and is sent again', async () => {
    const { page } = alice;
    mail.behave('refuse');
    await page.goto(`${stack.url}/deals`);
    await page.getByRole('heading', { name: 'Deals' }).waitFor();
    await page.keyboard.press('l');
    const whom = page.getByRole('combobox', { name: 'To whom' });
    await whom.waitFor();
    await page.keyboard.type('Vera');
    await page.getByRole('option', { name: 'Vera Wood' }).click();
    await page.getByLabel(/^Address:/).click();
    await page.getByRole('option', { name: 'home@wood.example' }).click();
    await page.getByRole('textbox', { name: 'Subject' }).fill('At home');
    await page.getByRole('textbox', { name: 'Text' }).fill('Is anybody there?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('The message to home@wood.example goes out').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: 'To whom' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Text' }).inputValue(), 'nothing stays behind').toBe('');
    await page.keyboard.press('Escape');
    await page.getByText('A message of yours did not go out').waitFor({ timeout: goesOutMs });
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('Did not go out', { exact: true }).waitFor();
    await page.getByText('550 no such mailbox here').first().waitFor();
    await page.getByText('The message did not go out: At home').first().waitFor();
    await page.getByText('Messages', { exact: true }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'messages-failed');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByText('Did not go out', { exact: true }).scrollIntoViewIfNeeded();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'messages-failed-narrow-dark');
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isTooWide).toBe(false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    mail.behave('accept');
    await page.getByRole('button', { name: 'Send again' }).click();
    await waitFor(
      'it arrives',
      () => lettersTo('home@wood.example').length,
      (count) => count === 1,
      goesOutMs,
    );
    await page.getByText('Did not go out', { exact: true }).waitFor({ state: 'detached' });
  });

  it('[OPS-1] the administrator sees whether the mail server takes a letter, and why not', async () => {
    const { page, close } = await signIn(stack.url, administrator);
    await page.goto(`${stack.url}/settings/mail`);
    const test = page.getByRole('button', { name: 'Send me a test letter' });
    await test.click();
    await page.getByText('The mail server took the letter to admin@trunkline.local').waitFor();
    mail.behave('busy');
    await test.click();
    await page.getByText('The mail server asks to come later').waitFor();
    mail.behave('accept');
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'messages-mail');
    await close();
    expect(alice.faults).toEqual([]);
  });
});
