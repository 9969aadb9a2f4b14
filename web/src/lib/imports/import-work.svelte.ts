import type { z } from 'zod';
import type { Import, ImportCommand, importPatchSchema } from '$contract/imports.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import type { PreviewRow, Target } from './column-choice.ts';
import { isWorking } from './import-stage.ts';

type Patch = Omit<z.output<typeof importPatchSchema>, 'version'>;

/** Whoever hears no live event of it (no telephone, one team only) still sees it move. */
const POLL_MS = 2_000;
const PREVIEW_ROWS = 20;

/** One import on the screen: how it stands, what is chosen for it, what was asked of it. */
export class ImportWork {
  value = $state.raw<Import | null>(null);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  /** A command is on its way. */
  busy = $state(false);
  /** It was asked to stop, and ends the batch that is being done. */
  isStopping = $state(false);
  readonly targets: Load<{ items: Target[] }>;
  readonly preview: Load<{ items: PreviewRow[] }>;
  readonly agents: Load<{ items: { id: string; name: string }[] }>;
  readonly id: string;
  readonly #console: Console;
  /** Looks at the server so far: each one that ended makes time for the next. */
  #looks = $state(0);
  #turn = 0;
  /** Changes that are not answered yet; they go one after the other. */
  #unanswered = 0;
  #queue: Promise<void> = Promise.resolve();
  #version = 0;

  constructor(console: Console, id: string) {
    this.#console = console;
    this.id = id;
    const { imports, agents } = console.api;
    this.agents = new Load(() => agents.list({ limit: 200 }));
    this.targets = new Load(() => imports.targets(this.value?.target ?? 'contacts'));
    this.preview = new Load(() => imports.preview(id, PREVIEW_ROWS));
  }

  async open(): Promise<void> {
    if (this.phase === 'failed') this.phase = 'loading';
    await this.again();
    if (this.phase !== 'ready') return;
    void this.targets.again();
    void this.preview.again();
    void this.agents.again();
  }

  /** Reads how it stands. Known news stays on the screen when the server cannot be reached. */
  async again(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const value = await this.#console.api.imports.read(this.id);
      if (turn !== this.#turn || this.#unanswered > 0) return;
      this.#take(value);
    } catch (error) {
      if (turn !== this.#turn || this.value) return;
      this.error = error;
      this.phase = 'failed';
    } finally {
      this.#looks += 1;
    }
  }

  /** Hears of changes while the page shows it. Returns the way to stop. */
  follow(): () => void {
    const { live } = this.#console;
    const stops = [
      live.on('import.changed', ({ payload }) => payload.importId === this.id && void this.again()),
      live.onCaughtUp(() => void this.again()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Looks again after a while as long as something runs; call it in an effect. */
  poll(): (() => void) | undefined {
    void this.#looks;
    if (!this.value || !isWorking(this.value)) return undefined;
    return this.#console.clock.after(POLL_MS, () => void this.again());
  }

  /** Shown at once, sent in order; the server's word counts in the end. */
  change(patch: Patch): void {
    if (!this.value) return;
    this.value = { ...this.value, ...patch };
    this.#unanswered += 1;
    this.#queue = this.#queue.then(() => this.#send(patch));
  }

  async command(command: ImportCommand): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#queue;
    const { imports } = this.#console.api;
    const value = await this.#console.attempt(() => imports.command(this.id, command), { retry: false });
    this.busy = false;
    if (!value) return this.again();
    this.#turn += 1;
    this.#take(value);
    this.isStopping = (command === 'pause' || command === 'cancel') && isWorking(value);
    this.#looks += 1;
  }

  async #send(patch: Patch): Promise<void> {
    try {
      const value = await this.#console.api.imports.change(this.id, { ...patch, version: this.#version });
      this.#unanswered -= 1;
      this.#version = value.version;
      if (this.#unanswered > 0) return;
      this.#take(value);
      if (Object.keys(patch).some((key) => key !== 'defaults')) void this.preview.again();
    } catch (error) {
      this.#unanswered -= 1;
      this.#console.toasts.fail(error);
      await this.again();
      void this.preview.again();
    }
  }

  #take(value: Import): void {
    this.#version = value.version;
    this.value = value;
    this.phase = 'ready';
    if (!isWorking(value)) this.isStopping = false;
  }
}
