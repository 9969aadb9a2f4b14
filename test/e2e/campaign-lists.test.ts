/// <reference lib="dom" />
/** Telemarketing that is set up in the browser: lists typed, of rows, made longer and split; rules, limits, goal and prices. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Campaign } from '../../server/contract/campaigns.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'a-long-enough-password';
let stack: Stack;
let boss: Desk;

beforeAll(async () => {
  stack = await startStack();
  const { api } = stack;
  await api.post('users', { name: 'Boss', email: 'boss@example.com', password, role: 'supervisor' });
  for (const [index, name] of ['Vera Wood', 'Oleg Stone', 'Maria Field', 'Ivan Silent'].entries()) {
    await api.post('contacts', { name, phones: [{ raw: `+3361220${String(4_001 + index)}` }] });
  }
  await api.post('campaigns', { name: 'Spring offer' });
  await api.post('campaigns', { name: 'Summer offer' });
  boss = await signIn(stack.url, { email: 'boss@example.com', password });
});
afterAll(async () => {
  await boss?.close();
  await stack?.stop();
});

const lists = async () => (await stack.api.get<{ items: CallList[] }>('call-lists')).items;
const open = async () => {
  const entries = (await lists()).map(({ name, entries }) => [name, entries.open] as const);
  return Object.fromEntries(entries);
};

describe('[CAM-1] a list by hand', () => {
  it('is pasted: known people are found by number and name, others added, and what is not clear is said', async () => {
    const { page } = boss;
    await page.goto(`${stack.url}/campaigns`);
    await page.getByRole('button', { name: /Spring offer/ }).click();
    await page.getByRole('button', { name: 'Add a list' }).click();
    const sheet = page.getByRole('dialog', { name: 'Add a list' });
    await sheet.getByRole('tab', { name: 'Typed or pasted' }).click();
    await sheet
      .getByLabel('Numbers or names, one per line')
      .fill('06 12 20 40 01\n+33 6 12 20 40 02\nmaria field\n+33 6 12 20 49 99; Nina New\nNobody Here\n12');
    await sheet.getByText('4 of 4 people would be called').waitFor();
    await sheet.getByText('1 of them is new and will be added').waitFor();
    await sheet.getByText('Nobody Here – nobody is known by it').waitFor();
    await sheet.getByText('12 – not a telephone number').waitFor();
    await keepPicture(page, 'call-list-typed');
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'call-list-typed-phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await sheet.getByRole('button', { name: 'Add a list' }).click();
    await page.getByText('4 to call').waitFor();
    expect(await open()).toEqual({ 'Typed list': 4 });
  });

  it('is given more people, another turn, and split into lists of another campaign', async () => {
    const { page } = boss;
    const menu = page.getByRole('button', { name: 'More for Typed list' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Add people' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('tab', { name: 'Typed or pasted' }).click();
    await sheet.getByLabel('Numbers or names, one per line').fill('Ivan Silent\nVera Wood');
    await sheet.getByText('1 of 1 people would be called').waitFor();
    await sheet.getByRole('button', { name: 'Add people' }).click();
    await page.getByText('5 to call').waitFor();

    await menu.click();
    await keepPicture(page, 'call-list-menu');
    await page.getByRole('menuitem', { name: 'Name and priority' }).click();
    await sheet.getByLabel('Priority').fill('9');
    await keepPicture(page, 'call-list-edit');
    expect(await seriousFaults(page)).toEqual([]);
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Priority 9').waitFor();

    await menu.click();
    await page.getByRole('menuitem', { name: 'Split' }).click();
    await sheet.getByLabel('Into how many lists').fill('3');
    await sheet.getByLabel(/^The new lists go to/).click();
    await page.getByRole('option', { name: 'Summer offer' }).click();
    await keepPicture(page, 'call-list-split');
    expect(await seriousFaults(page)).toEqual([]);
    await sheet.getByRole('button', { name: 'Split' }).click();
    await page.getByText('Typed list is split into 3 lists').waitFor();
    expect(await open()).toEqual({ 'Typed list': 2, 'Typed list (2 of 3)': 1, 'Typed list (3 of 3)': 2 });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Mix the order' }).click();
    await page.getByText('Saved').waitFor();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Switch off' }).click();
    await page.getByText('Off', { exact: true }).waitFor();
    expect(boss.faults).toEqual([]);
  });
});

describe('[CAM-1] a list of rows', () => {
  it('is made of the people who are selected, and of everybody who is found', async () => {
    const { page } = boss;
    await page.goto(`${stack.url}/people`);
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('Vera Wood').getByRole('checkbox').click();
    await row('Oleg Stone').getByRole('checkbox').click();
    await page.getByRole('toolbar').getByRole('button', { name: 'To a call list' }).click();
    const sheet = page.getByRole('dialog', { name: 'To a call list' });
    await sheet.getByText('0 of 2 people would be called').waitFor();
    await sheet.getByRole('switch', { name: /in another campaign/ }).click();
    await sheet.getByText('2 of 2 people would be called').waitFor();
    await sheet.getByLabel(/^Campaign/).click();
    await page.getByRole('option', { name: 'Summer offer' }).click();
    await sheet.getByLabel(/^Call list/).waitFor();
    await keepPicture(page, 'call-list-of-rows');
    expect(await seriousFaults(page)).toEqual([]);
    await sheet.getByLabel('Name').fill('Two of them');
    await sheet.getByRole('button', { name: 'Make the list' }).click();
    await sheet.waitFor({ state: 'detached' });
    await waitFor('the list is filled', open, (all) => all['Two of them'] === 2);

    await page.goto(`${stack.url}/people?q=Nina`);
    await page.getByRole('button', { name: 'To a call list' }).click();
    await sheet.getByLabel(/^Campaign/).click();
    await page.getByRole('option', { name: 'Summer offer' }).click();
    await sheet.getByLabel(/^Call list/).click();
    await page.getByRole('option', { name: 'Two of them' }).click();
    await sheet.getByText('1 of 1 people would be called').waitFor();
    await sheet.getByRole('button', { name: 'Add people' }).click();
    await waitFor('one more is in it', open, (all) => all['Two of them'] === 3);
    expect(boss.faults).toEqual([]);
  });
});

describe('[CAM-7] the rules of a campaign', () => {
  it('say in sentences when somebody is called again, and are changed in place', async () => {
    const { page } = boss;
    const fold = (title: string) => page.locator('summary').filter({ hasText: title });
    await page.goto(`${stack.url}/campaigns`);
    await page.getByRole('button', { name: /Spring offer/ }).click();
    await fold('When to call again').click();
    await page.getByText(/^Again after 1 hr, 1 hr, 3 hrs?, 1 day$/).waitFor();
    await keepPicture(page, 'campaign-rules');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Busy: when to call again/ }).click();
    await page.getByRole('radiogroup', { name: 'Busy: when to call again' }).getByText('Longer each time').click();
    await page.getByLabel('After', { exact: true }).fill('10');
    await page.getByLabel(/^Unit/).click();
    await page.getByRole('option', { name: 'minutes' }).click();
    await page.getByLabel('Each time so many times as long').fill('1.5');
    await page.getByText(/^Again after 10 mins?, then each time 1.5 times as long, 3 times at most$/).waitFor();
    await page.getByRole('button', { name: /^Answering machine: when to call again/ }).click();
    await keepPicture(page, 'campaign-rules-open');
    expect(await seriousFaults(page)).toEqual([]);
    await fold('Limits').click();
    await page.getByLabel('To one number ever').fill('0');
    await page.getByText('Some fields need another look.').first().waitFor();
    await page.getByLabel('To one number ever').fill('6');
    await fold('Goal and cost').click();
    await page.getByLabel(/^Goal/).click();
    await page.getByRole('option', { name: 'Sales' }).click();
    await page.getByLabel('How many', { exact: true }).fill('50');
    await page.getByLabel('Price of a call').fill('0.05');
    await fold('Goal and cost').scrollIntoViewIfNeeded();
    await keepPicture(page, 'campaign-limits-goal');
    const result = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('checkbox', { name: 'Not interested', exact: true }) });
    await result.getByRole('checkbox', { name: 'Not interested', exact: true }).check();
    await result.getByRole('button', { name: /^Not interested: when to call again/ }).click();
    await result.getByText('Step by step').click();
    await keepPicture(page, 'campaign-result-rule');
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await fold('When to call again').scrollIntoViewIfNeeded();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'campaign-rules-phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = async () => (await stack.api.get<{ items: Campaign[] }>('campaigns')).items.find(({ goal }) => goal);
    await waitFor('it is saved', saved, (one) => one !== undefined);
    expect(await saved()).toMatchObject({
      goal: { what: 'sales', count: 50 },
      cost: { perAttempt: 0.05, perTalkMinute: 0, perAgentHour: 0 },
      retry: { busy: { kind: 'growing', afterSeconds: 600, factor: 1.5, most: 3 } },
      limits: { perNumber: { perDay: 3, forLife: 6 } },
      results: [{ retry: { kind: 'ladder', afterSeconds: [3600, 10_800, 86_400] } }],
    });
    expect(boss.faults).toEqual([]);
  });
});
