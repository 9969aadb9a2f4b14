/** The calls of this PBX: the pure reducers' state, moved on by inputs, and the same inputs after a restart. */
import { entriesOf, getFrom } from './calls/bucket-map.ts';
import { reduceCall } from './calls/call-reducer.ts';
import { type CallsState, configureCalls, createCallsState } from './calls/call-state.ts';
import { resyncCalls } from './calls/resync-calls.ts';
import type { JournalGroup } from './publish/journal-record.ts';
import type { NewFact } from './publish/new-fact.ts';
import { decodeInputs, type ReducerInput } from './publish/reducer-input.ts';

/** Raised when a state written by an older program cannot be used by the reducers any more: it is then rebuilt by resync. */
const stateVersion = 1;

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

  /** The call that a live channel is in, or null. */
  callIdOf(uniqueid: string): string | null {
    return getFrom(this.#state.channels, uniqueid) ?? null;
  }

  /** For the checkpoint: JSON. */
  save(): unknown {
    return { stateVersion, calls: this.#state };
  }

  /** Takes up a checkpoint and the groups after it; false when the checkpoint is of no use. */
  restore(saved: unknown, groups: Iterable<JournalGroup>): boolean {
    const { stateVersion: version, calls } = (saved ?? {}) as { stateVersion?: number; calls?: CallsState };
    const usable = saved === null || (version === stateVersion && calls?.pbx === this.#state.pbx);
    if (saved !== null && usable && calls !== undefined) this.#state = calls;
    for (const group of groups) for (const input of decodeInputs(group.inputs)) this.apply(input);
    return usable;
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
