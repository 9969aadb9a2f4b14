import type { z } from 'zod';
import type { searchSchema } from '$contract/contacts.contract.ts';
import type { DealCard } from '$contract/deals.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { firmSettings } from '$lib/app/firm-settings.svelte.ts';
import { newDeal } from '$lib/deals/new-deal.ts';
import { formatPhone } from '$lib/i18n/format-phone.ts';
import { newMessage } from '$lib/messages/new-message.ts';
import { m } from '$lib/paraglide/messages.js';
import { newTask } from '$lib/tasks/new-task.ts';
import { type ThemeChoice, theme, themes } from '$lib/theme/theme.svelte.ts';
import { deskPath } from './desk-path.ts';
import { morePages, type NavPage, navPages } from './nav.ts';
import { overlays } from './overlays.svelte.ts';

type Found = z.output<typeof searchSchema>;

export interface PaletteRow {
  key: string;
  kind: Found['items'][number]['kind'] | 'dial' | 'command';
  group: 'dial' | 'found' | 'deals' | 'commands';
  title: string;
  subtitle: string;
  matched: string;
  keys?: string;
  run: () => void;
}

const TYPING_PAUSE_MS = 120;
const DEALS_SHOWN = 5;
/** Shorter words fit too many deals. */
const SHORTEST_FOR_DEALS = 3;
const nothing: Found = { items: [], dial: null };

/** What stands in the palette for what was typed. Answers that come late for an older question are dropped. */
export class PaletteController {
  query = $state('');
  chosen = $state(0);
  busy = $state(false);
  #found = $state.raw<Found>(nothing);
  #deals = $state.raw<readonly DealCard[]>([]);
  /** What was asked when it was found. */
  #foundFor = $state.raw('');
  #onAnswer: ((row: PaletteRow | undefined) => void) | null = null;
  #console: Console;
  #go: (path: string) => void;
  #turn = 0;
  #cancel: () => void = () => undefined;

  constructor(console: Console, go: (path: string) => void) {
    this.#console = console;
    this.#go = go;
  }

  get rows(): PaletteRow[] {
    return [...this.#dial(), ...this.#people(), ...this.#dealRows(), ...this.#commands()];
  }

  start(): void {
    this.type('');
  }

  type(text: string): void {
    this.query = text;
    this.chosen = 0;
    this.#cancel();
    this.#turn += 1;
    this.#onAnswer = null;
    if (text.trim() === '') {
      this.#found = nothing;
      this.#deals = [];
      this.busy = false;
      return;
    }
    this.busy = true;
    const turn = this.#turn;
    this.#cancel = this.#console.clock.after(TYPING_PAUSE_MS, () => {
      void this.#search(text.trim(), turn);
      void this.#searchDeals(text.trim(), turn);
    });
  }

  move(by: number): void {
    const { length } = this.rows;
    if (length > 0) this.chosen = (this.chosen + by + length) % length;
  }

  choose(index: number): void {
    this.chosen = index;
  }

  /**
   * Enter. While the answer to what was typed is on its way, Enter means its first row: the rows on the screen still
   * belong to what was typed before, and a number that lacks its last digit must not be dialled.
   */
  enter(run: (row: PaletteRow | undefined) => void): void {
    if (this.busy && this.chosen === 0) this.#onAnswer = run;
    else run(this.rows[this.chosen]);
  }

  async #search(text: string, turn: number): Promise<void> {
    const found = await this.#console.attempt(() => this.#console.api.search(text), { retry: false });
    if (turn !== this.#turn) return;
    this.busy = false;
    this.#found = found ?? nothing;
    this.#foundFor = text;
    const run = this.#onAnswer;
    this.#onAnswer = null;
    if (found) run?.(this.rows[this.chosen]);
  }

  /** Deals of a person too, beside those whose words fit, and never in their way: Enter does not wait for them. */
  async #searchDeals(text: string, turn: number): Promise<void> {
    const { api } = this.#console;
    const isAsked = this.#console.can('deals.read') && text.length >= SHORTEST_FOR_DEALS && /\p{L}/u.test(text);
    const found = isAsked
      ? await this.#console.attempt(() => api.deals.list({ q: text, limit: DEALS_SHOWN }), { retry: false })
      : null;
    if (turn === this.#turn) this.#deals = found?.items ?? [];
  }

  #dial(): PaletteRow[] {
    const { dial } = this.#found;
    if (!dial || !this.#console.session.agentId || this.#foundFor !== this.query.trim()) return [];
    const number = formatPhone(
      { e164: dial.startsWith('+') ? dial : null, raw: dial },
      this.#console.session.defaultRegion,
    );
    const run = () => void this.#console.placeCall({ to: dial });
    const title = m.palette_dial({ number: number ?? dial });
    return [{ key: 'dial', kind: 'dial', group: 'dial', title, subtitle: '', matched: '', run }];
  }

  #people(): PaletteRow[] {
    return this.#found.items.filter(({ kind }) => kind !== 'deal').map((item) => this.#rowOf(item, 'found'));
  }

  #rowOf(item: Found['items'][number], group: 'found' | 'deals'): PaletteRow {
    return {
      key: `${item.kind}:${item.id}`,
      kind: item.kind,
      group,
      title: this.#readable(item.title),
      subtitle: this.#readable(item.subtitle),
      matched: item.matched,
      run: () => this.#go(deskPath(item)),
    };
  }

  #dealRows(): PaletteRow[] {
    const known = new Set(this.#deals.map(({ id }) => id));
    const byText = this.#found.items.filter(({ kind, id }) => kind === 'deal' && !known.has(id));
    const byName = this.#deals.map(({ id, title, contactName, organisationName }) => {
      const subtitle = [contactName, organisationName].filter(Boolean).join(' · ');
      return { kind: 'deal' as const, id, title, subtitle, matched: this.query.trim() };
    });
    return [...byName, ...byText].map((item) => this.#rowOf(item, 'deals'));
  }

  /** Numbers in it as the reader writes them. */
  #readable(text: string): string {
    const { defaultRegion } = this.#console.session;
    return text.replace(/\+\d{7,15}/g, (e164) => formatPhone({ e164, raw: null }, defaultRegion) ?? e164);
  }

  #commands(): PaletteRow[] {
    const words = this.query.trim().toLocaleLowerCase();
    const rows = [...this.#pages(), ...this.#actions()].map((row) => ({
      ...row,
      kind: 'command' as const,
      group: 'commands' as const,
      subtitle: '',
      matched: words,
    }));
    return words === '' ? rows : rows.filter(({ title }) => title.toLocaleLowerCase().includes(words));
  }

  #pages() {
    const may = ({ permission }: Pick<NavPage, 'permission'>) => !permission || this.#console.can(permission);
    const rowOf = ({ path, label }: Pick<NavPage, 'path' | 'label'>) => ({
      key: `go:${path}`,
      title: label(),
      run: () => this.#go(path),
    });
    return [
      ...navPages.filter(may).map((page) => ({ ...rowOf(page), keys: `g ${page.key}` })),
      ...morePages.filter(may).map(rowOf),
    ];
  }

  #actions() {
    return [
      ...this.#presences(),
      ...this.#makes(),
      { key: 'keys', title: m.keys_show(), keys: '?', run: () => overlays.open('keys') },
      { key: 'sound', title: m.sound_settings(), run: () => overlays.open('sound') },
      ...themes
        .filter((choice) => choice !== theme.choice)
        .map((choice) => ({
          key: `theme:${choice}`,
          title: `${m.theme()}: ${themeWords[choice]()}`,
          run: () => theme.choose(choice),
        })),
      { key: 'sign-out', title: m.sign_out(), run: () => void this.#console.signOut() },
    ];
  }

  /** About what the page in front is about, as their keys do. */
  #makes() {
    const may = (permission: string) => this.#console.can(permission);
    return [
      ...(may('tasks.write')
        ? [{ key: 'new-task', title: m.tasks_new(), keys: 'w', run: () => newTask.openHere() }]
        : []),
      ...(may('messages.write')
        ? [{ key: 'new-message', title: m.message_new(), keys: 'l', run: () => newMessage.openHere() }]
        : []),
      ...(may('deals.write')
        ? [
            { key: 'new-deal', title: m.deals_new(), keys: 'b', run: () => newDeal.openHere() },
            { key: 'new-order', title: m.order_new(), run: () => newDeal.openHere({ isOrder: true }) },
          ]
        : []),
    ];
  }

  #presences() {
    const console = this.#console;
    const { presence } = console;
    if (!presence) return [];
    const reasons = firmSettings(console).value?.pauseReasons ?? [];
    const pauses = reasons.length > 0 ? reasons : [null];
    return [
      ...(presence.state === 'ready'
        ? []
        : [{ key: 'ready', title: m.presence_go_ready(), run: () => void console.setPresence('ready') }]),
      ...pauses.map((reason) => ({
        key: `pause:${reason}`,
        title: reason === null ? m.presence_pause_plain() : `${m.presence_pause_for()}: ${reason}`,
        run: () => void console.setPresence('paused', reason),
      })),
    ];
  }
}

const themeWords: Record<ThemeChoice, () => string> = {
  system: m.theme_system,
  light: m.theme_light,
  dark: m.theme_dark,
};
