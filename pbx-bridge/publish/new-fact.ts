/** A fact before the journal has taken it: the contract's event without position, bridge and time of writing. */
import type { CallEvent, OriginateFailed, RecordingFinished, RecordingLost } from '../contract/pbx-events.ts';

type Unwritten<Event> = Omit<Event, 'sequence' | 'bridgeId' | 'recordedAt'>;

export type NewFact =
  | Unwritten<CallEvent>
  | Unwritten<RecordingFinished>
  | Unwritten<RecordingLost>
  | Unwritten<OriginateFailed>;
