import type { z } from 'zod';
import type { Export, newExportSchema } from '$contract/exports.contract.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { listWord } from './export-words.ts';

const PENDING = 'exports-pending';
/** Whoever has no telephone hears no live event of an export, and still is told. */
const POLL_MS = 2_000;
const LISTED = 20;

export const isUnderWay = ({ state }: Pick<Export, 'state'>): boolean => state === 'waiting' || state === 'writing';

/**
 * The files the reader asked for. Those asked for in this browser are waited for on every page, also after a reload, and
 * a toast says when they are there.
 */
export class MyExports {
  items = $state.raw<readonly Export[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  readonly #console: Console;
  readonly #pending: Set<string>;
  #cancel: () => void = () => undefined;

  constructor(console: Console) {
    this.#console = console;
    this.#pending = new Set(console.preferences.read<string[]>(PENDING, []));
    console.live.on('export.changed', ({ payload: { exportId } }) => void this.#look(exportId));
    if (this.#pending.size > 0) this.#wait();
  }

  async open(): Promise<void> {
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      this.items = (await this.#console.api.exports.list({ limit: LISTED })).items;
      this.phase = 'ready';
    } catch (error) {
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Asks for a file; it is waited for from now on. */
  async ask(body: z.input<typeof newExportSchema>): Promise<Export> {
    const made = await this.#console.api.exports.create(body);
    this.items = [made, ...this.items];
    this.#pending.add(made.id);
    this.#keep();
    this.#wait();
    return made;
  }

  /** Fetches a file, which the browser keeps where it keeps files. */
  download({ downloadPath }: Pick<Export, 'downloadPath'>): void {
    if (downloadPath !== null) location.assign(downloadPath);
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#console.clock.after(POLL_MS, () => {
      void Promise.all([...this.#pending].map((id) => this.#look(id))).then(
        () => this.#pending.size > 0 && this.#wait(),
      );
    });
  }

  async #look(id: string): Promise<void> {
    const isShown = this.items.some((item) => item.id === id);
    if (!isShown && !this.#pending.has(id)) return;
    try {
      const item = await this.#console.api.exports.read(id);
      this.items = this.items.map((known) => (known.id === id ? item : known));
      if (!isUnderWay(item)) this.#ended(item);
    } catch (error) {
      // Somebody else signed in at this browser, or it is gone: nobody waits for it any more. All else is tried again.
      if (error instanceof ApiFailure && (error.status === 404 || error.status === 403)) this.#forget(id);
    }
  }

  #ended(item: Export): void {
    if (!this.#forget(item.id)) return;
    const list = listWord(item.list);
    if (item.state === 'done')
      this.#console.toasts.offer(m.export_is_ready({ list }), {
        label: m.export_download(),
        run: () => this.download(item),
      });
    else this.#console.toasts.say(m.export_has_failed({ list }));
  }

  /** @returns true when it was waited for */
  #forget(id: string): boolean {
    const wasPending = this.#pending.delete(id);
    if (wasPending) this.#keep();
    return wasPending;
  }

  #keep(): void {
    if (this.#pending.size === 0) this.#console.preferences.remove(PENDING);
    else this.#console.preferences.write(PENDING, [...this.#pending]);
  }
}

const known = new WeakMap<Console, MyExports>();

export function myExports(console: Console): MyExports {
  let mine = known.get(console);
  if (!mine) {
    mine = new MyExports(console);
    known.set(console, mine);
  }
  return mine;
}
