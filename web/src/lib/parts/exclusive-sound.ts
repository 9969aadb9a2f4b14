/** One recording at a time is heard, and none while a call rings or is on. */
let heard: HTMLAudioElement | null = null;

export function hear(audio: HTMLAudioElement): void {
  if (heard !== audio) heard?.pause();
  heard = audio;
}

export function hush(): void {
  heard?.pause();
}
