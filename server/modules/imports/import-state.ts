/** Pure: what may be asked of an import in each state, and what follows. */
import type { ImportCommand, ImportState } from '../../contract/imports.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';

export const workingStates = [
  'waiting',
  'reading',
  'matching',
  'writing',
  'undoing',
] as const satisfies readonly ImportState[];
export type Step = 'reading' | 'matching' | 'writing' | 'undoing';

export interface ImportSituation {
  state: ImportState;
  /** The step that was stopped, or that comes next; null: the first. */
  stoppedIn: string | null;
  /** True when something of it is in the base. */
  hasWritten: boolean;
  /** True when something that undoing left can be undone now. */
  hasLeft: boolean;
}

export const isWorking = (state: ImportState): boolean => (workingStates as readonly string[]).includes(state);

/** Mapping, rules and format may be changed: nothing was written yet and nothing runs. */
export const isEditable = ({ state, hasWritten, stoppedIn }: ImportSituation): boolean =>
  !hasWritten &&
  (state === 'ready' || state === 'checked' || ((state === 'paused' || state === 'failed') && stoppedIn !== 'undoing'));

/** Commands that make sense now, in the order in which they are offered. */
export function commandsOf(situation: ImportSituation): ImportCommand[] {
  const { state, stoppedIn, hasWritten, hasLeft } = situation;
  switch (state) {
    case 'ready':
      return ['check', 'start', 'cancel'];
    case 'checked':
      return ['start', 'check', 'cancel'];
    case 'waiting':
    case 'reading':
    case 'matching':
      return ['pause', 'cancel'];
    case 'writing':
      return ['pause', 'cancel'];
    case 'undoing':
      return ['pause'];
    case 'paused':
      return stoppedIn === 'undoing' ? ['resume'] : ['resume', 'cancel', ...(hasWritten ? (['undo'] as const) : [])];
    case 'failed':
      return [
        'resume',
        ...(stoppedIn === 'undoing' ? [] : (['cancel'] as const)),
        ...(hasWritten ? (['undo'] as const) : []),
      ];
    case 'done':
    case 'cancelled':
      return hasWritten ? ['undo'] : [];
    case 'undone':
      return hasLeft ? ['undo'] : [];
    default:
      return assertNever(state);
  }
}
