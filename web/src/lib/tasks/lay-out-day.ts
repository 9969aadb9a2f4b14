/** Places what overlaps in a day side by side. Pure. */
export interface Span {
  id: string;
  /** Minutes since midnight. */
  from: number;
  to: number;
}
export interface Placed extends Span {
  /** Which of `lanes` columns of the day, from 0. */
  lane: number;
  lanes: number;
}

/**
 * Each span gets the first lane that is free; spans that touch each other in a chain share the width equally.
 * @example layOutDay([{ id: 'a', from: 540, to: 600 }, { id: 'b', from: 570, to: 630 }]).map((each) => each.lane) // [0, 1]
 */
export function layOutDay(spans: readonly Span[]): Placed[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.to - a.to || a.id.localeCompare(b.id));
  const placed: Placed[] = [];
  let group: Placed[] = [];
  let groupEnd = -1;
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    placed.push(...group.map((each) => ({ ...each, lanes })));
    group = [];
  };
  for (const span of sorted) {
    if (span.from >= groupEnd) close();
    const taken = new Set(group.filter(({ to }) => to > span.from).map(({ lane }) => lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    group.push({ ...span, lane, lanes: 1 });
    groupEnd = Math.max(group.length === 1 ? -1 : groupEnd, span.to);
  }
  close();
  return placed;
}
