import { beforeEach, expect, test, vi } from 'vitest';
import { createPreferences } from '$lib/app/preferences.ts';
import { testClock } from '$lib/clock/clock.ts';
import { recipes } from './sound-recipes.ts';
import { Sounds } from './sounds.svelte.ts';

let tones: number;
const nothing = () => undefined;
const param = () => ({
  value: 0,
  setValueAtTime: nothing,
  linearRampToValueAtTime: nothing,
  exponentialRampToValueAtTime: nothing,
});
let states: () => string;
class Context {
  constructor() {
    states = () => this.state;
  }
  state = 'running';
  currentTime = 0;
  destination = {};
  resume = async () => {
    this.state = 'running';
  };
  suspend = async () => {
    this.state = 'suspended';
  };
  close = async () => {
    this.state = 'closed';
  };
  createGain = () => ({ gain: param(), connect: () => undefined });
  createOscillator = () => ({
    frequency: param(),
    connect: () => ({ connect: () => undefined }),
    start: () => {
      tones += 1;
    },
    stop: () => undefined,
  });
}

beforeEach(() => {
  tones = 0;
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('navigator', {});
});

async function ringing(lead?: (onLead: () => void) => void) {
  const clock = testClock('2026-03-02T09:00:00Z');
  const sounds = new Sounds(clock, createPreferences(null), lead);
  await sounds.unlock();
  sounds.update({ ringing: 1, talking: false });
  return { clock, sounds };
}

test('[UX-1] a call rings again and again until it is answered, and ends with the console', async () => {
  const { clock, sounds } = await ringing((onLead) => onLead());
  expect(tones).toBe(recipes.ring.length);
  clock.advance(3_000);
  expect(tones).toBe(2 * recipes.ring.length);
  sounds.stop();
  clock.advance(30_000);
  expect(tones).toBe(2 * recipes.ring.length);
});

test('[TEL-10] of two tabs one rings; the other goes on when the first is closed', async () => {
  let onLead: () => void = () => undefined;
  await ringing((run) => {
    onLead = run;
  });
  expect(tones).toBe(0);
  onLead();
  expect(tones).toBe(recipes.ring.length);
});

test('[UX-1] a sound can be tried in any tab, muted or not', async () => {
  const { sounds } = await ringing(() => undefined);
  sounds.choose({ muted: true });
  sounds.preview('alert');
  expect(tones).toBe(recipes.alert.length);
});

test('[UX-1] silence is not mixed for hours, and the next sound is heard all the same', async () => {
  const { clock, sounds } = await ringing((onLead) => onLead());
  clock.advance(20_000);
  expect(states()).toBe('running');
  sounds.update({ ringing: 0, talking: false });
  clock.advance(7_000);
  expect([states(), sounds.isBlocked]).toEqual(['suspended', false]);
  tones = 0;
  sounds.play('alert');
  await expect.poll(() => [states(), tones]).toEqual(['running', recipes.alert.length]);
});
