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

export const pictures: Picture[] = [
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
];
