import WaveSurfer from 'wavesurfer.js';

/**
 * Draws the peaks of a recording into `place` and lets a click seek in `audio`. Without peaks (the server has none) a
 * flat line is drawn: seeking and playing work all the same.
 */
export function drawWaveform(
  place: HTMLElement,
  audio: HTMLAudioElement,
  readPeaks: () => Promise<{ seconds: number; peaks: number[] }>,
): { destroy: () => void } {
  let surfer: WaveSurfer | null = null;
  let gone = false;
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
  const draw = ({ seconds, peaks }: { seconds: number; peaks: number[] }) => {
    if (gone) return;
    surfer = WaveSurfer.create({
      container: place,
      media: audio,
      peaks: [peaks],
      duration: seconds || 1,
      height: 28,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      cursorWidth: 1,
      normalize: true,
      waveColor: colour('--line-strong'),
      progressColor: colour('--accent'),
      cursorColor: colour('--accent'),
      hideScrollbar: true,
      dragToSeek: true,
    });
  };
  const flat = {
    seconds: Number.isFinite(audio.duration) ? audio.duration : 0,
    peaks: Array.from({ length: 100 }, () => 0.02),
  };
  readPeaks().then(draw, () => draw(flat));
  return {
    destroy() {
      gone = true;
      surfer?.destroy();
    },
  };
}
