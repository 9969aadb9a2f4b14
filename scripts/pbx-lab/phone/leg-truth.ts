import { labClock } from '../lab-clock.ts';
import type { ToneHeard } from './tone-meter.ts';

/** One instant on both clocks: `epochMs` to compare with other programs, `monotonicMs` to measure durations. */
export type Moment = { epochMs: number; monotonicMs: number };

export type Side = 'us' | 'them';

/**
 * What one phone knows of one call, measured by itself and not taken from the PBX. All seconds between two moments are
 * exact to a few milliseconds; tones are exact to 0.1 s.
 */
export type LegTruth = {
  /** SIP Call-ID, unique per leg. */
  callId: string;
  /** Extension of the phone, or number of the simulated customer. */
  party: string;
  /** Frequency this party sent, if it did. */
  toneHz: number;
  /** `in`: the phone was called. */
  direction: 'in' | 'out';
  /** Number seen on the display, or the number dialled. */
  with: string;
  withName: string;
  /** Numbers the PBX announced later for the other end (P-Asserted-Identity), as after a transfer. */
  connectedTo: string[];
  startedAt: Moment;
  /** When it began to ring, here or at the far end; null when it never did. */
  ringingAt: Moment | null;
  answeredAt: Moment | null;
  endedAt: Moment;
  /** Answer to end, 0 when never answered. */
  talkSeconds: number;
  /** Who ended it, or gave up; null when the PBX fell silent. */
  endedBy: Side | null;
  /** Final answer to the INVITE: 200, 486, 487 after a cancel... 0 when there was none. */
  finalStatus: number;
  /** Reason header that came with the end, for example `Q.850;cause=26`. */
  reason: string;
  holds: { by: Side; startedAt: Moment; endedAt: Moment | null }[];
  transfers: { kind: 'blind' | 'attended'; to: string; askedAt: Moment; finalStatus: number }[];
  /** What was heard, by frequency. */
  tones: Record<number, ToneHeard>;
};

/** This instant. */
export function moment(): Moment {
  return { epochMs: labClock.epochMs(), monotonicMs: labClock.monotonicMs() };
}

export function secondsBetween(from: Moment, to: Moment): number {
  return (to.monotonicMs - from.monotonicMs) / 1000;
}

/** The truth of a leg while it comes about. */
export type LegDraft = Omit<LegTruth, 'endedAt' | 'talkSeconds' | 'tones'>;

export function draftLeg(
  who: Pick<LegTruth, 'callId' | 'party' | 'toneHz' | 'direction' | 'with' | 'withName'>,
): LegDraft {
  return {
    ...who,
    connectedTo: [],
    startedAt: moment(),
    ringingAt: null,
    answeredAt: null,
    endedBy: null,
    finalStatus: 0,
    reason: '',
    holds: [],
    transfers: [],
  };
}

/** The leg as it stands at `endedAt`. Holds still open end there. */
export function finishLeg(draft: LegDraft, endedAt: Moment, tones: LegTruth['tones']): LegTruth {
  return {
    ...draft,
    connectedTo: [...draft.connectedTo],
    holds: draft.holds.map((hold) => ({ ...hold, endedAt: hold.endedAt ?? endedAt })),
    transfers: draft.transfers.map((transfer) => ({ ...transfer })),
    endedAt,
    talkSeconds: draft.answeredAt === null ? 0 : secondsBetween(draft.answeredAt, endedAt),
    tones,
  };
}
