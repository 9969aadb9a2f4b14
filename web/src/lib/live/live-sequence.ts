import type { EventMessage, LiveState, SnapshotMessage } from '$contract/live-events.ts';
import { applyLiveEvent } from '$contract/live-state.ts';

/** Taken apart from the schema file, so that the socket does not load every schema; its type keeps both equal. */
const READABLE: LiveState['version'] = 1;

/** What the console holds of the server's live state. `sequence` is of this socket; null until its first snapshot. */
export interface LiveView {
  state: LiveState | null;
  sequence: number | null;
  /** True while the answer to a question for a snapshot is awaited. */
  awaitsSnapshot: boolean;
}

export const emptyView: LiveView = { state: null, sequence: null, awaitsSnapshot: true };

export type Fold =
  | { kind: 'taken'; view: LiveView }
  | { kind: 'ignored'; view: LiveView; because: 'seen' }
  | { kind: 'gap'; view: LiveView }
  | { kind: 'refused'; view: LiveView; because: 'other-version' };

/** A new socket counts from its own snapshot; what is known stays on the screen until then. */
export const startAgain = (view: LiveView): LiveView => ({ ...view, sequence: null, awaitsSnapshot: true });

/** A snapshot replaces everything, unless this console is too old to read it. */
export function foldSnapshot(view: LiveView, message: SnapshotMessage): Fold {
  if (message.state.version !== READABLE) return { kind: 'refused', view, because: 'other-version' };
  return { kind: 'taken', view: { state: message.state, sequence: message.sequence, awaitsSnapshot: false } };
}

/**
 * One event. The next number is applied; an old number is ignored; a gap asks for the snapshot again. While that is
 * awaited events are still applied when there is a state (they carry whole objects with versions, so nothing can go wrong
 * and a ringing call shows at once), but the numbers are not trusted before the snapshot has come.
 */
export function foldEvent(view: LiveView, message: EventMessage): Fold {
  if (view.state === null) return { kind: 'ignored', view, because: 'seen' };
  const state = applyLiveEvent(view.state, message.event);
  if (view.awaitsSnapshot || view.sequence === null) return { kind: 'taken', view: { ...view, state } };
  if (message.sequence <= view.sequence) return { kind: 'ignored', view, because: 'seen' };
  if (message.sequence > view.sequence + 1) return { kind: 'gap', view: { ...view, state, awaitsSnapshot: true } };
  return { kind: 'taken', view: { ...view, state, sequence: message.sequence } };
}
