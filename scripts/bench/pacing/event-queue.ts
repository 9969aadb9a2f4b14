/** What happens next: a heap of things with their times. Things of one moment come out in the order they were put in. */
export interface EventQueue<T> {
  add(at: number, what: T): void;
  /** The earliest, taken out; null when there is nothing. */
  next(): { at: number; what: T } | null;
}

export function eventQueue<T>(): EventQueue<T> {
  const heap: { at: number; order: number; what: T }[] = [];
  let added = 0;
  const isBefore = (a: number, b: number) =>
    heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.order < heap[b]!.order);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const sink = () => {
    for (let index = 0; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && isBefore(child, least)) least = child;
      }
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  };
  return {
    add: (at, what) => {
      heap.push({ at, order: added, what });
      added += 1;
      for (let index = heap.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        if (!isBefore(index, parent)) return;
        swap(index, parent);
        index = parent;
      }
    },
    next: () => {
      const first = heap[0];
      if (first === undefined) return null;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return { at: first.at, what: first.what };
    },
  };
}
