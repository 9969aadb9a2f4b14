import type { Preferences } from '$lib/app/preferences.ts';
import type { Clock } from '$lib/clock/clock.ts';
import { leadTabs } from './lead-tabs.ts';
import { decideRing, recipes, type SoundMoment, type SoundName } from './sound-recipes.ts';

type DeviceContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/**
 * So long after the last sound the browser need not mix silence any more: that costs several per cent of a core and keeps
 * the computer awake. Longer than the pause between two rings.
 */
const restAfterMs = 6_000;

/** Plays the sounds. Nothing is heard before the browser allows it; `isBlocked` says so, for the notice on the screen. */
export class Sounds {
  volume = $state(0.6);
  muted = $state(false);
  deviceId = $state('');
  isBlocked = $state(false);
  #context: DeviceContext | null = null;
  #clock: Clock;
  #lead: (onLead: () => void) => void;
  #preferences: Preferences;
  #moment: SoundMoment = { ringing: 0, talking: false };
  #cancelRing: () => void = () => undefined;
  #cancelRest: () => void = () => undefined;
  /** Suspended by us, not by the browser. */
  #isResting = false;
  /** Of several tabs one is heard; null: nobody was asked yet. */
  #isHeard: boolean | null = null;

  /** @param lead calls back when this tab is the one that is heard, at once or when the other has gone. */
  constructor(clock: Clock, preferences: Preferences, lead: (onLead: () => void) => void = leadTabs) {
    this.#clock = clock;
    this.#lead = lead;
    this.#preferences = preferences;
    const saved = preferences.read('sound', { volume: 0.6, muted: false, deviceId: '' });
    this.volume = saved.volume;
    this.muted = saved.muted;
    this.deviceId = saved.deviceId;
  }

  /** Asks the browser whether sound may play; call it at the start and again from a click. */
  async unlock(): Promise<void> {
    // Asking before the first gesture only makes the browser complain.
    if (!this.#context && navigator.userActivation?.hasBeenActive === false) {
      this.isBlocked = true;
      return;
    }
    this.#context ??= new AudioContext() as DeviceContext;
    if (this.deviceId !== '') await this.#context.setSinkId?.(this.deviceId).catch(() => this.choose({ deviceId: '' }));
    this.#isResting = false;
    // Without a gesture resume() waits for ever: ask, and look at the state at once.
    void this.#context.resume().then(() => this.#lookBlocked());
    this.#lookBlocked();
    this.#restLater();
  }

  choose(change: Partial<{ volume: number; muted: boolean; deviceId: string }>): void {
    Object.assign(this, change);
    this.#preferences.write('sound', { volume: this.volume, muted: this.muted, deviceId: this.deviceId });
    if (change.deviceId !== undefined) void this.#context?.setSinkId?.(change.deviceId);
  }

  /** Ends the ringing; the console is going away. */
  stop(): void {
    this.update({ ringing: 0, talking: false });
    this.#cancelRing();
    this.#cancelRest();
    void this.#context?.close();
  }

  /** Tells what is going on at the telephone; starts, changes or ends the ringing. */
  update(moment: SoundMoment): void {
    const before = decideRing(this.#moment).play;
    this.#moment = moment;
    if (decideRing(moment).play !== before) this.#ring();
  }

  play(name: SoundName): void {
    if (this.#isHeard && !this.muted) this.preview(name);
  }

  /** Plays it whatever tab this is, for whoever chooses the volume. */
  preview(name: SoundName): void {
    const context = this.#context;
    if (!context) return;
    if (this.#isResting) {
      this.#isResting = false;
      void context.resume().then(() => playTones(context, name, this.volume));
    } else if (context.state === 'running') playTones(context, name, this.volume);
    else return;
    this.#restLater();
  }

  #restLater(): void {
    this.#cancelRest();
    this.#cancelRest = this.#clock.after(restAfterMs, () => {
      if (this.#context?.state !== 'running') return;
      this.#isResting = true;
      void this.#context.suspend();
    });
  }

  #ring(): void {
    this.#cancelRing();
    const { play, everyMs } = decideRing(this.#moment);
    if (!play) return;
    this.play(play);
    this.#cancelRing = this.#clock.after(everyMs, () => this.#ring());
  }

  #lookBlocked(): void {
    this.isBlocked = this.#context?.state !== 'running' && !this.#isResting;
    if (this.isBlocked || this.#isHeard !== null) return;
    this.#isHeard = false;
    this.#lead(() => {
      this.#isHeard = true;
      this.#ring();
    });
  }
}

function playTones(context: AudioContext, name: SoundName, volume: number): void {
  const start = context.currentTime + 0.01;
  for (const tone of recipes[name]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = tone.hz;
    gain.gain.setValueAtTime(0, start + tone.at);
    gain.gain.linearRampToValueAtTime(tone.gain * volume, start + tone.at + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + tone.at + tone.seconds);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start + tone.at);
    oscillator.stop(start + tone.at + tone.seconds + 0.02);
  }
}
