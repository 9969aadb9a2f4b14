import type { Reader } from '$lib/i18n/format-time.ts';
import { m } from '$lib/paraglide/messages.js';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A stay in its largest whole unit: `3 days`, `5 hours`, `12 minutes`. */
export function formatStay(seconds: number, language: string): string {
  const [size, unit] = seconds >= DAY ? [DAY, 'day'] : seconds >= HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  const count = Math.max(1, Math.floor(seconds / (size as number)));
  return new Intl.NumberFormat(language, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(count);
}

/** A deal came to a stage, in words; a stay under a minute is not worth telling. */
export function stageWords(
  { from, to, secondsInStage }: { from: string | null; to: string; secondsInStage: number | null },
  reader: Reader,
): string {
  if (from === null) return m.deals_timeline_began({ stage: to });
  if (secondsInStage === null || secondsInStage < MINUTE) return m.deals_timeline_stage({ from, to });
  return m.deals_timeline_stage_after({ from, to, time: formatStay(secondsInStage, reader.language) });
}
