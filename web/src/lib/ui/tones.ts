/** The state colours. A tone is never shown without an icon and a word. */
export const tones = ['ready', 'ringing', 'talking', 'held', 'wrapup', 'paused', 'gone'] as const;
export type Tone = (typeof tones)[number];

export const toneText: Record<Tone, string> = {
  ready: 'text-ready',
  ringing: 'text-ringing',
  talking: 'text-talking',
  held: 'text-held',
  wrapup: 'text-wrapup',
  paused: 'text-paused',
  gone: 'text-gone',
};
export const toneTint: Record<Tone, string> = {
  ready: 'bg-ready-tint',
  ringing: 'bg-ringing-tint',
  talking: 'bg-talking-tint',
  held: 'bg-held-tint',
  wrapup: 'bg-wrapup-tint',
  paused: 'bg-paused-tint',
  gone: 'bg-gone-tint',
};
export const toneSolid: Record<Tone, string> = {
  ready: 'bg-ready-solid',
  ringing: 'bg-ringing-solid',
  talking: 'bg-talking-solid',
  held: 'bg-held-solid',
  wrapup: 'bg-wrapup-solid',
  paused: 'bg-paused-solid',
  gone: 'bg-gone-solid',
};
