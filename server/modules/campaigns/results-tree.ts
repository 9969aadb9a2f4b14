/** Pure: counted results as a tree: sub-results under their main one, which counts them all. */

export interface CountedResult {
  id: string;
  label: string;
  /** The result it is a part of, with its words; null: a main one. */
  mainId: string | null;
  mainLabel: string | null;
  count: number;
}

export interface ResultNode {
  dispositionId: string;
  label: string;
  /** With its sub-results; and what it was given itself, before it had any. */
  count: number;
  subResults: { dispositionId: string; label: string; count: number }[];
}

const byCount = (a: { count: number; label: string }, b: { count: number; label: string }) =>
  b.count - a.count || a.label.localeCompare(b.label);

export function resultsTree(rows: readonly CountedResult[]): ResultNode[] {
  const nodes = new Map<string, ResultNode>();
  const nodeOf = (id: string, label: string) => {
    const known = nodes.get(id) ?? { dispositionId: id, label, count: 0, subResults: [] };
    nodes.set(id, known);
    return known;
  };
  for (const { id, label, mainId, mainLabel, count } of rows) {
    const node = nodeOf(mainId ?? id, mainLabel ?? label);
    node.count += count;
    if (mainId !== null) node.subResults.push({ dispositionId: id, label, count });
  }
  for (const { subResults } of nodes.values()) subResults.sort(byCount);
  return [...nodes.values()].sort(byCount);
}
