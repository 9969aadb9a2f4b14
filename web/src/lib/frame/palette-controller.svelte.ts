import type { z } from 'zod';
import type { searchSchema } from '$contract/contacts.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { formatPhone } from '$lib/i18n/format-phone.ts';
import { m } from '$lib/paraglide/messages.js';
import { deskPath } from './desk-path.ts';
import { navPages } from './nav.ts';
import { overlays } from './overlays.svelte.ts';

type Found = z.output<typeof searchSchema>;

export interface PaletteRow {
  key: string;
  kind: 'contact' | 'organisation' | 'call' | 'dial' | 'command';
  group: 'dial' | 'found' | 'commands';
  title: string;
  subtitle: string;
  matched: string;
  keys?: string;
  run: () => void;
}

const TYPING_PAUSE_MS = 120;

/** What stands in the palette for what was typed. Answers that come late for an older question are dropped. */
export class PaletteController {
  query = $state('');
  chosen = $state(0);
  busy = $state(false);
  #found = $state.raw<Found>({ items: [], dial: null });
  #console: Console;
  #go: (path: string) => void;
  #turn = 0;
  #cancel: () => void = () => undefined;

  constructor(console: Console, go: (path: string) => void) {
    this.#console = console;
    this.#go = go;
  }

  get rows(): PaletteRow[] {
    return [...this.#dial(), ...this.#people(), ...this.#commands()];
  }

  start(): void {
    this.type('');
  }

  type(text: string): void {
    this.query = text;
    this.chosen = 0;
    this.#cancel();
    this.#turn += 1;
    if (text.trim() === '') {
      this.#found = { items: [], dial: null };
      this.busy = false;
      return;
    }
    this.busy = true;
    const turn = this.#turn;
    this.#cancel = this.#console.clock.after(TYPING_PAUSE_MS, () => void this.#search(text.trim(), turn));
  }

  move(by: number): void {
    const { length } = this.rows;
    if (length > 0) this.chosen = (this.chosen + by + length) % length;
  }

  choose(index: number): void {
    this.chosen = index;
  }

  async #search(text: string, turn: number): Promise<void> {
    const found = await this.#console.attempt(() => this.#console.api.search(text), { retry: false });
    if (turn !== this.#turn) return;
    this.busy = false;
    this.#found = found ?? { items: [], dial: null };
  }

  #dial(): PaletteRow[] {
    const { dial } = this.#found;
    if (!dial || !this.#console.session.agentId) return [];
    const number = formatPhone(
      { e164: dial.startsWith('+') ? dial : null, raw: dial },
      this.#console.session.defaultRegion,
    );
    const run = () => void this.#console.placeCall({ to: dial });
    const title = m.palette_dial({ number: number ?? dial });
    return [{ key: 'dial', kind: 'dial', group: 'dial', title, subtitle: '', matched: '', run }];
  }

  #people(): PaletteRow[] {
    return this.#found.items.map((item) => ({
      key: `${item.kind}:${item.id}`,
      kind: item.kind,
      group: 'found' as const,
      title: item.title,
      subtitle: item.subtitle,
      matched: item.matched,
      run: () => this.#go(deskPath(item)),
    }));
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
    return navPages
      .filter((page) => !page.permission || this.#console.can(page.permission))
      .map((page) => ({
        key: `go:${page.path}`,
        title: page.label(),
        keys: `g ${page.key}`,
        run: () => this.#go(page.path),
      }));
  }

  #actions() {
    return [
      { key: 'keys', title: m.keys_show(), keys: '?', run: () => overlays.open('keys') },
      { key: 'sound', title: m.sound_settings(), run: () => overlays.open('sound') },
    ];
  }
}
