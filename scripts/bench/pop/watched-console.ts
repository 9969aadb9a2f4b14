/** A console in a real Chromium whose cards are stamped. */
import { type ConsoleBrowser, openBrowser, signInAtForm } from '../../stack/console-browser.ts';
import type { Operator } from '../consoles/make-operators.ts';
import { type CardStamps, readCardStamps, watchCards } from './watch-cards.ts';

export type WatchedPage = {
  readonly page: ConsoleBrowser['page'];
  stamps(): Promise<CardStamps[]>;
  close(): Promise<void>;
};

/** An empty page that stamps whatever is opened in it next. */
export async function openWatchedPage(): Promise<WatchedPage> {
  const browser = await openBrowser();
  await browser.page.addInitScript(watchCards);
  return { page: browser.page, stamps: () => browser.page.evaluate(readCardStamps), close: browser.close };
}

/** The desk of an operator; resolves with the live link up. */
export async function openWatchedConsole(url: string, operator: Operator): Promise<WatchedPage> {
  const watched = await openWatchedPage();
  await signInAtForm(watched.page, url, operator);
  return watched;
}
