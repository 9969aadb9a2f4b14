/// <reference lib="dom" />
/** [CAM-4] At the desk: a promised call, for oneself or for anybody, by the customer's clock; a pause after the call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Carrier, createCarrier } from '../../scripts/pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../scripts/pbx-lab/phone/phone.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Entry } from '../../server/contract/campaigns.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'a-long-enough-password';
let stack: Stack;
let carrier: Carrier;
let phone: Phone;
let alice: Desk;
let list: CallList;
let agentId: string;

beforeAll(async () => {
  stack = await startStack();
  const { api, lab } = stack;
  const open = [{ from: '00:00', until: '24:00' }];
  const week = [open, open, open, open, open, open, open];
  const hours = { name: 'Always', week, holidayRegion: null, closedDates: [], openDates: [] };
  const { id: callingHoursId } = await api.post<{ id: string }>('calling-hours', hours);
  const agent = { name: 'Alice', email: 'alice@example.com', password, interface: 'PJSIP/101', role: 'operator' };
  agentId = (await api.post<{ id: string }>('agents', agent)).id;
  const { id: campaignId } = await api.post<{ id: string }>('campaigns', {
    name: 'Spring offer',
    agentIds: [agentId],
    callingHoursId,
    resultSeconds: 3600,
  });
  const person = { name: 'Vera Wood', phones: [{ raw: '+33612205001' }], timeZone: 'Asia/Tokyo' };
  const { id: contactId } = await api.post<{ id: string }>('contacts', person);
  const source = { kind: 'contacts', contactIds: [contactId] };
  list = await api.post<CallList>('call-lists', { name: 'One', campaignId, source });
  await waitFor(
    'the list is filled',
    () => api.get<CallList>(`call-lists/${list.id}`),
    (one) => one.state === 'ready',
  );
  await api.post(`campaigns/${campaignId}/start`, {});
  phone = await createPhone({ lab, extension: '101' });
  await phone.register();
  phone.onCall({ kind: 'answer', afterMs: 100 });
  carrier = await createCarrier({ lab });
  carrier.onOutbound(() => ({ kind: 'answer', afterMs: 200, talkMs: 120_000 }));
  alice = await signIn(stack.url, { email: 'alice@example.com', password });
});
afterAll(async () => {
  await alice?.close();
  await Promise.all([phone, carrier].map((one) => one?.close()));
  await stack?.stop();
});

const entry = async () => (await stack.api.get<{ items: Entry[] }>(`call-lists/${list.id}/entries`)).items[0]!;

describe('[CAM-4] a call back', () => {
  it('is promised during the call, for oneself or for anybody, by the customer’s clock; a pause follows the call', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: 'Next call' }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Give back' }).waitFor();
    await page.keyboard.press('q');
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    await pause.waitFor();
    await page.getByRole('button', { name: 'Transfer' }).waitFor();
    expect(await pause.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('i');
    await page.getByRole('button', { name: 'Pause', exact: true, pressed: true }).waitFor();
    await page.getByText('then pause').waitFor();

    const result = page.getByRole('button', { name: 'Call back later' });
    // Right after the desk has turned to a call a press counts for nothing.
    await waitFor(
      'the result is taken',
      async () => {
        await result.click();
        return result.getAttribute('aria-pressed');
      },
      (pressed) => pressed === 'true',
    );
    const field = page.getByRole('region', { name: 'Call back' });
    await page
      .getByText('Call back')
      .nth(1)
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    await field.getByText(/by the customer’s clock \((Japan|Tokyo)\)/).waitFor();
    await field.getByRole('button', { name: /^Tomorrow/ }).click();
    await field.getByRole('status').waitFor();
    await waitFor('it is promised by Alice', entry, (one) => one.callbackAgent?.id === agentId || one.state === 'busy');
    await keepPicture(page, 'desk-callback-me');
    expect(await seriousFaults(page)).toEqual([]);
    await field.getByText('Anybody of the campaign').click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('tab', { name: 'Work' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'desk-callback-phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /^Finish/ }).waitFor();
    await page.getByRole('button', { name: /^Pause after this call/, pressed: true }).waitFor();
    await keepPicture(page, 'desk-callback-wrap-up');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Paused').first().waitFor();
    await waitFor('the campaign calls back', entry, (one) => one.rank === 'callback' && one.state === 'open');
    const promised = await entry();
    expect(promised.callbackAgent).toBeNull();
    const there = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Tokyo' });
    expect(there.format(new Date(promised.dueAt!))).toBe('10:00');
    expect(alice.faults).toEqual([]);
  });
});
