import { m } from '$lib/paraglide/messages.js';

const words: Record<string, () => string> = {
  'not-in-use': m.settings_device_free,
  'in-use': m.settings_device_in_use,
  busy: m.settings_device_in_use,
  ringing: m.state_ringing,
  'ring-in-use': m.state_ringing,
  'on-hold': m.call_held,
  unavailable: m.settings_device_offline,
};

/** The state of a telephone in words; one the console does not know is told as unknown. */
export const deviceWords = (state: string): string => (words[state] ?? m.settings_device_unknown)();
