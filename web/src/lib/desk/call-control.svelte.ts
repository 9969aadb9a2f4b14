import type { Call } from '$contract/calls.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { recordingNow } from './recording-of.ts';

export type ControlAction = 'hang-up' | 'transfer' | 'recording';

/** Orders to the telephone system. Nothing is shown as done before the system says so: the call itself tells. */
export class CallControl {
  busy = $state<ControlAction | null>(null);
  #console: Console;

  constructor(console: Console) {
    this.#console = console;
  }

  hangUp(call: Call): Promise<boolean> {
    return this.#order('hang-up', () => this.#console.api.calls.hangUp(call.id));
  }

  toggleRecording(call: Call): Promise<boolean> {
    const { pauseRecording, resumeRecording } = this.#console.api.calls;
    const isPaused = recordingNow(call) === 'paused';
    return this.#order('recording', () => (isPaused ? resumeRecording(call.id) : pauseRecording(call.id)));
  }

  async transfer(call: Call, to: string, name: string): Promise<boolean> {
    const done = await this.#order('transfer', () => this.#console.api.calls.transfer(call.id, { to }));
    if (done) this.#console.toasts.say(m.work_transferred({ name }));
    return done;
  }

  async #order(action: ControlAction, run: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = action;
    const done = await this.#console.attempt(async () => {
      await run();
      return true;
    });
    this.busy = null;
    return done === true;
  }
}
