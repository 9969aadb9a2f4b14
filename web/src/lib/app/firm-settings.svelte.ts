import type { Settings } from '$contract/settings.contract.ts';
import type { Console } from './console.svelte.ts';
import { Load } from './load.svelte.ts';

const known = new WeakMap<Console, Load<Settings>>();

/** The firm's settings (wrap-up time, pause reasons, region), read once per console and again when somebody changes them. */
export function firmSettings(console: Console): Load<Settings> {
  let load = known.get(console);
  if (!load) {
    const made = new Load(() => console.api.settings.read());
    known.set(console, made);
    load = made;
    void made.again();
    console.live.on('settings.changed', () => void made.again());
  }
  return load;
}
