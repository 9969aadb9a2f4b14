/** The calls of this PBX: the pure reducers' state, moved on by inputs, and the same inputs after a restart. */
import { entriesOf, getFrom } from './calls/bucket-map.ts';
import { reduceCall } from './calls/call-reducer.ts';
import { type CallsState, configureCalls, createCallsState, newCall } from './calls/call-state.ts';
import { newChannel } from './calls/leg.ts';
import { resyncCalls } from './calls/resync-calls.ts';
import type { JournalGroup } from './publish/journal-record.ts';
import type { NewFact } from './publish/new-fact.ts';
import { decodeInputs, type ReducerInput } from './publish/reducer-input.ts';

/** Raised when a state written by an older program cannot be used by the reducers any more: it is then rebuilt by resync. */
const stateVersion = 2;

export class CallsModel {
  #state: CallsState;

  constructor(pbx: string) {
    this.#state = createCallsState(pbx);
  }

  get state(): CallsState {
    return this.#state;
  }

  /** Ids of the calls that go on. */
  openCalls(): ReadonlySet<string> {
    return new Set([...entriesOf(this.#state.calls)].map(({ key }) => key));
  }

  /** The call that a live channel is in, and whether its caller is hidden; null when there is none. */
  callOf(uniqueid: string): { id: string; withheld: boolean } | null {
    const id = getFrom(this.#state.channels, uniqueid);
    const call = id === undefined ? undefined : getFrom(this.#state.calls, id);
    return call ? { id: call.id, withheld: call.withheld } : null;
  }

  /** For the checkpoint: JSON. */
  save(): unknown {
    return { stateVersion, calls: this.#state };
  }

  /**
   * Takes up a checkpoint and the groups after it; false when they are of no use to the reducers of this program: it then
   * begins empty, and the resync takes up what goes on.
   */
  restore(saved: unknown, groups: Iterable<JournalGroup>): boolean {
    const empty = this.#state;
    try {
      if (saved !== null) this.#state = readSaved(saved, empty.pbx);
      for (const group of groups) for (const input of decodeInputs(group.inputs)) this.apply(input);
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#state = empty;
      return false;
    }
  }

  /** Moves the state on; gives what is to be told, and whether anything changed at all. */
  apply(input: ReducerInput): { facts: readonly NewFact[]; changed: boolean } {
    const before = this.#state;
    switch (input.kind) {
      case 'event': {
        const { state, events } = reduceCall(before, input.event);
        this.#state = state;
        return { facts: events, changed: state !== before };
      }
      case 'config':
        this.#state = configureCalls(before, input.config);
        return { facts: [], changed: true };
      case 'resync': {
        const { state, events } = resyncCalls(before, input.snapshot, input.at);
        this.#state = state;
        return { facts: events, changed: true };
      }
    }
  }
}

/** A state of another shape would make every event fail: it is refused as a whole. @throws Error */
const readSaved = (saved: unknown, pbx: string): CallsState => {
  const { stateVersion: version, calls } = saved as { stateVersion?: number; calls?: CallsState };
  if (version !== stateVersion || calls?.pbx !== pbx) throw new Error('the saved state is of another program or PBX');
  checkShape(calls, createCallsState(pbx));
  for (const { value: call } of entriesOf(calls.calls)) {
    checkShape(call, newCall('', '', 0));
    for (const channel of call.channels) checkShape(channel, anyChannel);
  }
  return calls;
};

const anyChannel = newChannel({ id: '', name: '', interface: '', kind: 'agent', linkedId: '', startedAt: 0 });

const checkShape = (found: object, wanted: object): void => {
  for (const key of Object.keys(wanted)) if (!(key in found)) throw new Error(`the saved state has no ${key}`);
};
