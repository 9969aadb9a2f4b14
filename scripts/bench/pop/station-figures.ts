/** From the stamps of many calls to figures: how long the whole way took, and each part of it. Pure. */
import { type Figure, percentile } from '../bench.ts';

/** A moment on the way of a call, milliseconds since 1970 of one clock; stations in their order. */
export type Station = { name: string; at: (callId: string) => number | undefined };

export type Way = {
  /** Milliseconds from the first station to the last, one for each call that passed both. */
  whole: number[];
  /** The same between each station and the one before. */
  parts: { name: string; ms: number[] }[];
};

/** Takes the way of each call apart. A station that a call did not pass is left out for it. */
export function takeApart(callIds: readonly string[], stations: readonly Station[]): Way {
  const between = (from: Station | undefined, to: Station | undefined) =>
    callIds.flatMap((callId) => {
      const [began, ended] = [from?.at(callId), to?.at(callId)];
      return began === undefined || ended === undefined ? [] : [ended - began];
    });
  return {
    whole: between(stations[0], stations.at(-1)),
    parts: stations.slice(1).map((station, index) => ({ name: station.name, ms: between(stations[index], station) })),
  };
}

/** Median and 99th percentile of a sample, as figures. */
export function figuresOf(name: string, ms: readonly number[], limits: { p50?: number; p99?: number } = {}): Figure[] {
  const figure = (share: 'p50' | 'p99', at: number): Figure => {
    const atMost = limits[share];
    const limit = atMost === undefined ? {} : { limit: { atMost } };
    return { name: `${name}, ${share}`, value: percentile(ms, at), unit: 'ms', ...limit };
  };
  return [figure('p50', 0.5), figure('p99', 0.99)];
}
