/** Which pictures are taken: a scene, where, what is done first. Every page, language, theme and width is there at least once. */
import type { Page } from 'playwright-core';
import type { SceneName } from './scenes.ts';
import type { ScriptedServer } from './scripted-server.ts';

export interface Picture {
  name: string;
  /** null: signed out. */
  scene: SceneName | null;
  path?: string;
  language?: 'en' | 'ru' | 'fr' | 'it';
  theme?: 'light' | 'dark';
  width?: 'wide' | 'middle' | 'phone';
  /** Brings the page into the state of the picture. */
  act?: (page: Page, server: ScriptedServer) => Promise<void>;
}

const tab = (name: string) => async (page: Page) => {
  await page.getByRole('tab', { name }).click();
};

const openRow = (index: number) => async (page: Page) => {
  await page.getByRole('row').nth(index).click();
  await page.getByRole('complementary').last().waitFor();
};

/** The log, the missed calls, the people: wide and on a phone, with details, empty. */
const listPictures: Picture[] = [
  { name: 'calls', scene: 'quiet', path: '/calls', language: 'ru' },
  { name: 'calls', scene: 'quiet', path: '/calls', language: 'en', theme: 'dark' },
  { name: 'calls', scene: 'quiet', path: '/calls', language: 'fr', width: 'phone' },
  { name: 'calls-detail', scene: 'quiet', path: '/calls?call=log_5', language: 'fr' },
  { name: 'calls-detail', scene: 'quiet', path: '/calls?call=log_1', language: 'ru', theme: 'dark', width: 'phone' },
  {
    name: 'calls-columns',
    scene: 'quiet',
    path: '/calls',
    language: 'it',
    act: async (page) => page.getByRole('columnheader').last().getByRole('button').click(),
  },
  { name: 'calls-empty', scene: 'empty', path: '/calls', language: 'it', theme: 'dark' },
  { name: 'due', scene: 'longNames', path: '/due', language: 'ru' },
  { name: 'due', scene: 'longNames', path: '/due', language: 'it', theme: 'dark', width: 'phone' },
  { name: 'due-detail', scene: 'longNames', path: '/due', language: 'fr', act: openRow(1) },
  { name: 'due-detail', scene: 'longNames', path: '/due', language: 'ru', width: 'phone', act: openRow(0) },
  {
    name: 'due-selected',
    scene: 'office',
    path: '/due',
    language: 'en',
    theme: 'dark',
    act: async (page) => {
      for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await page.getByRole('toolbar').waitFor();
    },
  },
  {
    name: 'due-settled',
    scene: 'quiet',
    path: '/due',
    language: 'ru',
    act: async (page) => {
      await page.getByText('Закрытые').click();
      await openRow(1)(page);
    },
  },
  { name: 'due-empty', scene: 'empty', path: '/due', language: 'fr', theme: 'dark' },
  { name: 'people', scene: 'longNames', path: '/people', language: 'fr' },
  { name: 'people', scene: 'longNames', path: '/people', language: 'ru', theme: 'dark', width: 'phone' },
  { name: 'people-empty', scene: 'empty', path: '/people', language: 'ru' },
  { name: 'person', scene: 'quiet', path: '/people/contact_ivan', language: 'ru' },
  { name: 'person', scene: 'office', path: '/people/contact_ivan', language: 'fr', theme: 'dark' },
  { name: 'person', scene: 'longNames', path: '/people/contact_long', language: 'it', width: 'phone' },
];

const branch = encodeURIComponent(JSON.stringify({ field: 'custom.branch', is: 'not-empty' }));
/** The builder open, and the column of an own field switched on. */
const withOwnColumn = async (page: Page) => {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Отрасль' }).click();
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^Filter/ })
    .last()
    .click();
};

/** Organisations, deals and imports: lists, the board, an import at each of its stages. */
const basePictures: Picture[] = [
  { name: 'organisations', scene: 'office', path: '/people/organisations', language: 'ru' },
  { name: 'organisations', scene: 'office', path: '/people/organisations', language: 'it', width: 'phone' },
  {
    name: 'people-order',
    scene: 'office',
    path: '/people',
    language: 'en',
    theme: 'dark',
    act: async (page) => page.getByRole('button', { name: /^Order by/ }).click(),
  },
  { name: 'deals-board', scene: 'office', path: '/deals?view=board', language: 'ru' },
  { name: 'deals-board', scene: 'office', path: '/deals?view=board', language: 'en', theme: 'dark' },
  { name: 'deals-list', scene: 'office', path: '/deals?view=list', language: 'fr' },
  { name: 'deals-board', scene: 'office', path: '/deals?view=board', language: 'it', width: 'phone' },
  { name: 'deals-own-fields', scene: 'office', path: `/deals?view=list&filter=${branch}`, act: withOwnColumn },
  {
    name: 'deals-own-fields',
    scene: 'office',
    path: `/deals?view=list&filter=${branch}`,
    language: 'ru',
    theme: 'dark',
    width: 'phone',
    act: async (page) =>
      page
        .getByRole('button', { name: /^Фильтр/ })
        .last()
        .click(),
  },
  { name: 'imports', scene: 'office', path: '/imports', language: 'ru' },
  { name: 'imports', scene: 'office', path: '/imports', language: 'fr', theme: 'dark', width: 'phone' },
  { name: 'import-set-up', scene: 'office', path: '/imports/import_new', language: 'ru' },
  { name: 'import-set-up', scene: 'office', path: '/imports/import_new', language: 'it', width: 'phone' },
  { name: 'import-checked', scene: 'office', path: '/imports/import_checked', language: 'en', theme: 'dark' },
  { name: 'import-writing', scene: 'office', path: '/imports/import_writing', language: 'fr' },
  { name: 'import-done', scene: 'office', path: '/imports/import_done', language: 'ru', width: 'phone' },
];

const parts = ['telephones', 'queues', 'ladders', 'hours', 'results', 'recording', 'firm', 'users'];
/** The settings: every part in both themes, the forms, a phone. */
const settingsPictures: Picture[] = [
  ...parts.flatMap((part, index): Picture[] => [
    { name: `settings-${part}`, scene: 'office', path: `/settings/${part}`, language: index % 2 === 0 ? 'ru' : 'fr' },
    { name: `settings-${part}`, scene: 'office', path: `/settings/${part}`, language: 'en', theme: 'dark' },
    {
      name: `settings-${part}`,
      scene: 'office',
      path: `/settings/${part}`,
      language: index % 2 === 0 ? 'it' : 'ru',
      width: 'phone',
    },
  ]),
  ...['queues', 'ladders', 'hours', 'results', 'users'].map(
    (part): Picture => ({
      name: `settings-${part}-form`,
      scene: 'office',
      path: `/settings/${part}`,
      language: 'ru',
      act: async (page) => {
        await page.locator('main ul button').first().click();
        await page.getByRole('dialog').waitFor();
      },
    }),
  ),
  { name: 'settings-empty', scene: 'emptyOffice', path: '/settings/telephones', language: 'en' },
];

/** The tasks: list, calendar, figures, one of them, a new one, a reminder. `office` sees everybody's. */
const taskPictures: Picture[] = [
  { name: 'tasks', scene: 'quiet', path: '/tasks?view=list', language: 'ru' },
  { name: 'tasks', scene: 'office', path: '/tasks?view=list', language: 'en', theme: 'dark' },
  { name: 'tasks', scene: 'quiet', path: '/tasks?view=list', language: 'fr', width: 'phone' },
  { name: 'tasks-empty', scene: 'empty', path: '/tasks?view=list', language: 'it' },
  {
    name: 'tasks-selected',
    scene: 'office',
    path: '/tasks?view=list',
    language: 'fr',
    act: async (page) => {
      await page.getByRole('row').nth(3).waitFor();
      for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    },
  },
  {
    name: 'tasks-quick',
    scene: 'quiet',
    path: '/tasks?view=list',
    language: 'ru',
    act: async (page) => {
      await page.getByRole('row').nth(3).waitFor();
      await page.keyboard.press('n');
      await page.keyboard.type('каждый понедельник в 9 позвонить Анне !');
    },
  },
  { name: 'tasks-week', scene: 'quiet', path: '/tasks?view=week', language: 'ru' },
  { name: 'tasks-week', scene: 'office', path: '/tasks?view=week', language: 'it', theme: 'dark' },
  { name: 'tasks-week', scene: 'quiet', path: '/tasks?view=week', language: 'ru', theme: 'dark', width: 'phone' },
  { name: 'tasks-day', scene: 'office', path: '/tasks?view=day', language: 'fr' },
  { name: 'tasks-weeks', scene: 'office', path: '/tasks?view=weeks', language: 'en' },
  { name: 'tasks-weeks', scene: 'office', path: '/tasks?view=weeks', language: 'ru', theme: 'dark' },
  { name: 'tasks-progress', scene: 'office', path: '/tasks?view=progress', language: 'ru' },
  {
    name: 'tasks-progress',
    scene: 'office',
    path: '/tasks?view=progress',
    language: 'fr',
    theme: 'dark',
    width: 'phone',
  },
  { name: 'tasks-sheet', scene: 'quiet', path: '/tasks?view=list&task=plan_4', language: 'ru' },
  { name: 'tasks-sheet', scene: 'quiet', path: '/tasks?view=list&task=plan_9', language: 'en', theme: 'dark' },
  { name: 'tasks-sheet', scene: 'quiet', path: '/tasks?view=list&task=plan_4', language: 'fr', width: 'phone' },
  {
    name: 'tasks-new',
    scene: 'quiet',
    path: '/people/contact_ivan',
    language: 'it',
    act: async (page) => {
      await page
        .getByRole('heading', { name: /Белозёров/ })
        .first()
        .waitFor();
      await page.keyboard.press('w');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'tasks-reminder', scene: 'reminded', path: '/', language: 'ru' },
  {
    name: 'tasks-reminder',
    scene: 'reminded',
    path: '/tasks?view=list',
    language: 'en',
    theme: 'dark',
    width: 'phone',
  },
];

export const pictures: Picture[] = [
  ...taskPictures,
  { name: 'sign-in', scene: null, path: '/sign-in', language: 'en' },
  { name: 'sign-in', scene: null, path: '/sign-in', language: 'fr', theme: 'dark', width: 'phone' },
  { name: 'desk-quiet', scene: 'quiet', language: 'en' },
  { name: 'desk-quiet', scene: 'quiet', language: 'ru', theme: 'dark' },
  { name: 'desk-quiet', scene: 'quiet', language: 'it', width: 'phone' },
  { name: 'desk-ringing', scene: 'ringingKnown', language: 'ru' },
  { name: 'desk-ringing', scene: 'ringingKnown', language: 'fr', theme: 'dark' },
  { name: 'desk-ringing', scene: 'ringingKnown', language: 'en', theme: 'dark', width: 'phone' },
  { name: 'desk-talking', scene: 'talking', language: 'ru' },
  { name: 'desk-talking', scene: 'talking', language: 'en', theme: 'dark' },
  { name: 'desk-talking', scene: 'talking', language: 'fr', width: 'middle' },
  { name: 'desk-talking-work', scene: 'talking', language: 'ru', width: 'phone', act: tab('Работа') },
  {
    name: 'desk-player',
    scene: 'talking',
    language: 'it',
    act: async (page) => {
      await page.locator('ol button[aria-expanded]').first().click();
      await page.getByRole('slider').first().waitFor();
    },
  },
  { name: 'desk-transfer', scene: 'talking', language: 'en', act: async (page) => page.keyboard.press('t') },
  { name: 'desk-second-call', scene: 'secondCall', language: 'ru', path: '/?call=call_1' },
  { name: 'desk-several', scene: 'several', language: 'fr' },
  { name: 'desk-several', scene: 'several', language: 'ru', theme: 'dark', width: 'phone' },
  { name: 'desk-unknown', scene: 'unknown', language: 'it' },
  { name: 'desk-withheld', scene: 'withheld', language: 'en', theme: 'dark' },
  { name: 'desk-restricted', scene: 'restricted', language: 'fr' },
  { name: 'desk-wrap-up', scene: 'wrapUp', language: 'ru', theme: 'dark' },
  {
    name: 'desk-wrap-up-done',
    scene: 'wrapUp',
    language: 'en',
    act: async (page) => {
      await page.keyboard.press('3');
      await page.getByRole('button', { name: /^Tomorrow/ }).click();
    },
  },
  { name: 'desk-callback', scene: 'quiet', language: 'fr', path: '/?missed-call=mc_1' },
  {
    name: 'palette',
    scene: 'quiet',
    language: 'ru',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('8 927 200 11 77');
      await page.getByRole('option').nth(1).waitFor();
    },
  },
  { name: 'keys', scene: 'talking', language: 'fr', theme: 'dark', act: async (page) => page.keyboard.press('?') },
  {
    name: 'presence-menu',
    scene: 'quiet',
    language: 'it',
    act: async (page) => page.locator('header button').first().click(),
  },
  {
    name: 'user-menu',
    scene: 'quiet',
    language: 'ru',
    theme: 'dark',
    act: async (page) => page.locator('header button').last().click(),
  },
  {
    name: 'sound',
    scene: 'quiet',
    language: 'en',
    act: async (page) => {
      await page.locator('header button').last().click();
      await page.getByRole('menuitem').first().click();
    },
  },
  {
    name: 'link-lost',
    scene: 'talking',
    language: 'ru',
    act: async (page, server) => {
      server.cutLinks(true);
      await page.getByText('переподключаемся').waitFor({ timeout: 10_000 });
    },
  },
  { name: 'desk-long-names', scene: 'longNames', language: 'fr' },
  { name: 'desk-long-names', scene: 'longNames', language: 'ru', theme: 'dark', width: 'phone' },
  { name: 'desk-empty', scene: 'empty', language: 'fr' },
  ...listPictures,
  ...basePictures,
  ...settingsPictures,
];
