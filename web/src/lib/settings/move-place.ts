/** The items in order after one of them changed places with its neighbour, each with its place counted from 0. */
export function moved<T extends { position: number }>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const order = [...items];
  const [item] = order.splice(index, 1);
  if (item) order.splice(Math.max(0, index + by), 0, item);
  return order.map((each, position) => ({ ...each, position }));
}
