/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Carrier, createCarrier } from '../../scripts/pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../scripts/pbx-lab/phone/phone.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const who = { email: 'alice@example.com', password: 'a-long-enough-password' };
const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
const FIRST = '+33612200201';
const SECOND = '+33612200202';
const MISSED = ['+33612200203', '+33612200204'];

let stack: Stack;
let carrier: Carrier;
let phone: Phone;
let desk: Desk;

beforeAll(async () => {
  stack = await startStack();
  await stack.api.post('agents', { name: 'Alice', ...who, interface: 'PJSIP/101', role: 'operator' });
  phone = await createPhone({ lab: stack.lab, extension: '101' });
  await phone.register();
  carrier = await createCarrier({ lab: stack.lab });
  desk = await signIn(stack.url, who);
});
afterAll(async () => {
  await desk?.close();
  await Promise.all([phone, carrier].map((one) => one?.close()));
  await stack?.stop();
});

const callsOf = async (number: string) =>
  (await stack.api.get<{ items: Call[] }>(`calls?number=${encodeURIComponent(number)}`)).items;
const debts = async () => (await stack.api.get<{ items: MissedCall[] }>('missed-calls')).items;
const debtOf = async (number: string) => (await debts()).find((debt) => debt.number.e164 === number);
const opened = (page: Page) => page.locator('[data-opened]').first().getAttribute('data-opened');
const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

describe('[TEL-1] [UX-1] an operator who types', () => {
  it('is not interrupted by a call that rings, and opens it with a key when ready', async () => {
    const { page } = desk;
    phone.onCall({ kind: 'answer', afterMs: 0 });
    const first = carrier.callIn({ from: FIRST, to: '5551101' });
    await page.locator('text=Talking >> visible=true').first().waitFor();
    const firstCall = await opened(page);
    await page.keyboard.press('n');
    await expect.poll(() => focused(page)).toBe('TEXTAREA');
    await page.keyboard.type('Wants a quote for ');

    phone.onCall({ kind: 'ring' });
    const second = carrier.callIn({ from: SECOND, to: '5551101' });
    await page
      .getByRole('button', { name: /6 12 20 02 02/ })
      .first()
      .waitFor();
    await page.keyboard.type('12 oak boards');
    expect(await focused(page)).toBe('TEXTAREA');
    expect(await opened(page)).toBe(firstCall);
    await keepPicture(page, 'typing-while-it-rings');

    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await expect.poll(() => opened(page)).not.toBe(firstCall);
    await waitFor(
      'the note is whole',
      async () => (await callsOf(FIRST))[0]?.note,
      (note) => note === 'Wants a quote for 12 oak boards',
    );
    await second.hangup();
    await first.hangup();
    await waitFor(
      'both calls are over',
      async () => [...(await callsOf(FIRST)), ...(await callsOf(SECOND))],
      (calls) => calls.length === 2 && calls.every(({ state }) => state === 'ended'),
    );
  });
});

describe('[MIS-5] [UX-1] the missed calls', () => {
  it('are worked from the list without a mouse: told by a number, called back, gone', async () => {
    const { page } = desk;
    phone.onCall({ kind: 'ring' });
    for (const number of MISSED) {
      const ringing = phone.nextCall();
      const customer = carrier.callIn({ from: number, to: '5551101' });
      await (await ringing).ringing;
      await customer.hangup();
      await waitFor(
        'the debt is there',
        () => debtOf(number),
        (debt) => debt?.state === 'open',
      );
    }
    await page.goto(`${stack.url}/due`);
    await page.getByRole('row', { name: /6 12 20 02 03/ }).waitFor();
    const before = await debtOf(MISSED[0] as string);

    const detail = (number: RegExp) => page.getByRole('complementary', { name: number });
    // Whoever has waited longest stands first: that is who rang while the operator typed.
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await detail(/6 12 20 02 03/).waitFor();
    await keepPicture(page, 'due-by-keyboard');
    await page.keyboard.press('1');
    await waitFor(
      'the try is told',
      () => debtOf(MISSED[0] as string),
      (debt) => debt !== undefined && debt.step > (before?.step ?? 0),
    );

    // The list went on with the next one by itself.
    await detail(/6 12 20 02 04/).waitFor();
    phone.onCall({ kind: 'answer', afterMs: 100 });
    carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100, talkMs: 800 }));
    await page.keyboard.press('c');
    await waitFor(
      'the debt has closed itself',
      () => debtOf(MISSED[1] as string),
      (debt) => debt?.state !== 'open' && debt?.state !== 'trying',
    );
    await page.getByRole('row', { name: /6 12 20 02 04/ }).waitFor({ state: 'detached' });
  });
});

describe('[UX-1] lists', () => {
  it('keep the columns that a person chose', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/calls`);
    const headers = () => page.getByRole('columnheader').allTextContents();
    await page.getByRole('row').nth(1).waitFor();
    const before = await headers();
    await page.getByRole('button', { name: 'Columns' }).click();
    const item = page.getByRole('menuitemcheckbox').or(page.getByRole('menuitem')).first();
    const name = ((await item.textContent()) ?? '').trim();
    await item.click();
    await page.keyboard.press('Escape');
    await expect.poll(headers).not.toEqual(before);
    const chosen = await headers();
    expect(chosen.some((header) => header.trim() === name)).toBe(!before.some((header) => header.trim() === name));
    await page.reload();
    await page.getByRole('row').nth(1).waitFor();
    expect(await headers()).toEqual(chosen);
  });
});

describe('[UX-1] an administrator', () => {
  it.each(['light', 'dark'] as const)(
    'meets nothing that axe calls serious on any page of the settings, %s',
    async (theme) => {
      const { page, faults, close } = await signIn(stack.url, administrator, { theme });
      try {
        await page.goto(`${stack.url}/settings`);
        const links = page.locator('a[href^="/settings/"]');
        await links.first().waitFor();
        const paths = new Set(await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname)));
        expect(paths.size).toBeGreaterThanOrEqual(8);
        for (const path of paths) {
          await page.goto(`${stack.url}${path}`);
          await page.waitForLoadState('networkidle');
          expect(await seriousFaults(page), `${path} ${theme}`).toEqual([]);
          await keepPicture(page, `${path.slice(1).replaceAll('/', '-')}-${theme}`);
        }
        expect(faults).toEqual([]);
      } finally {
        await close();
      }
    },
  );
});
