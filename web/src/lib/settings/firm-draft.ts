import type { Settings } from '$contract/settings.contract.ts';
import { type DurationParts, partsOf, secondsOf, wholeNumber } from './duration-field.ts';
import { linesOf } from './lines.ts';

type Assignment = Settings['missedCalls']['assignment'];
export interface FirmDraft {
  companyName: string;
  defaultRegion: string;
  defaultTimeZone: string;
  wrapUpSeconds: string;
  pauseReasons: string;
  taskKinds: string;
  assignment: Assignment;
  escalateAfter: DurationParts;
  ignoreWaitUnderSeconds: string;
}

export function firmDraftOf(settings: Settings): FirmDraft {
  const { missedCalls } = settings;
  return {
    companyName: settings.companyName,
    defaultRegion: settings.defaultRegion,
    defaultTimeZone: settings.defaultTimeZone,
    wrapUpSeconds: String(settings.wrapUpSeconds),
    pauseReasons: settings.pauseReasons.join('\n'),
    taskKinds: settings.taskKinds.join('\n'),
    assignment: [...missedCalls.assignment],
    escalateAfter: partsOf(missedCalls.escalateAfterSeconds),
    ignoreWaitUnderSeconds: String(missedCalls.ignoreWaitUnderSeconds),
  };
}

/** What is sent; null while a number is out of its bounds. */
export function firmBodyOf(
  draft: FirmDraft,
): Omit<Settings, 'recording' | 'deals' | 'leads' | 'dialledNumbers' | 'routing' | 'queueCallbacks' | 'dialer'> | null {
  const wrapUpSeconds = wholeNumber(draft.wrapUpSeconds, 0, 3_600);
  const ignoreWaitUnderSeconds = wholeNumber(draft.ignoreWaitUnderSeconds, 0, 120);
  const escalateAfterSeconds = secondsOf(draft.escalateAfter);
  if (wrapUpSeconds === null || ignoreWaitUnderSeconds === null || escalateAfterSeconds === null) return null;
  if (escalateAfterSeconds < 60 || escalateAfterSeconds > 7 * 86_400 || draft.assignment.length === 0) return null;
  return {
    companyName: draft.companyName.trim(),
    defaultRegion: draft.defaultRegion.trim().toUpperCase(),
    defaultTimeZone: draft.defaultTimeZone,
    wrapUpSeconds,
    pauseReasons: linesOf(draft.pauseReasons),
    taskKinds: linesOf(draft.taskKinds),
    missedCalls: { assignment: [...draft.assignment], escalateAfterSeconds, ignoreWaitUnderSeconds },
  };
}
