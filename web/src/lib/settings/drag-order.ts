/** Pure: a list after one of its items was dropped at the place of another, and which positions changed. */

/** @example dropped(['a', 'b', 'c'], 0, 2) // ['b', 'c', 'a'] */
export function dropped<T>(items: readonly T[], from: number, to: number): T[] {
  const order = [...items];
  const [item] = order.splice(from, 1);
  if (item !== undefined) order.splice(Math.max(0, Math.min(to, order.length)), 0, item);
  return order;
}

/** What must be told to the server so that the items stand in this order: positions count from 1. */
export const newPositions = <T extends { id: string; position: number }>(
  order: readonly T[],
): { id: string; position: number }[] =>
  order.flatMap(({ id, position }, at) => (position === at + 1 ? [] : [{ id, position: at + 1 }]));
