import type { AgentRef } from '$contract/common.contract.ts';
import type { HandedOver, HandOverBody, HandOverPreview } from '$contract/hand-overs.contract.ts';

/** What one colleague, or nobody (null), gives. The server hands over one giver's at a time. */
export interface Share {
  from: AgentRef | null;
  only: HandOverBody['only'];
}

/** How the records that are selected are told to the server. */
export type Narrow = (ids: string[]) => HandOverBody['only'];

/** One share for each whose records are among them, in the order in which they stand in the list. */
export function sharesOf(records: readonly { id: string; owner: AgentRef | null }[], narrow: Narrow): Share[] {
  const byOwner = new Map<string | null, { from: AgentRef | null; ids: string[] }>();
  for (const { id, owner } of records) {
    const share = byOwner.get(owner?.id ?? null) ?? { from: owner, ids: [] };
    share.ids.push(id);
    byOwner.set(owner?.id ?? null, share);
  }
  return [...byOwner.values()].map(({ from, ids }) => ({ from, only: narrow(ids) }));
}

export type Counts = Record<string, number>;

export function addCounts(all: readonly HandOverPreview['counts'][]): Counts {
  const sum: Counts = {};
  for (const counts of all)
    for (const [kind, count] of Object.entries(counts)) sum[kind] = (sum[kind] ?? 0) + (count ?? 0);
  return sum;
}

type Terms = Omit<HandOverBody, 'fromAgentId' | 'only' | 'to'> & {
  takerIds: readonly string[];
  how: 'evenly' | 'by-load';
};

/** One request for each share that there is somebody to take: what a taker has already stays. */
export const bodiesOf = (shares: readonly Share[], { takerIds, how, ...terms }: Terms): HandOverBody[] =>
  shares.flatMap(({ from, only }) => {
    const agentIds = takerIds.filter((id) => id !== from?.id);
    return agentIds.length === 0 ? [] : [{ ...terms, fromAgentId: from?.id ?? null, to: { agentIds, how }, only }];
  });

export interface HandedShares {
  actionIds: string[];
  counts: Counts;
  /** What the server refused the next one for; those before it are done and can be taken back. */
  refused?: unknown;
}

/** One after the other, until one is refused. */
export async function handOverShares(
  create: (body: HandOverBody) => Promise<HandedOver>,
  bodies: readonly HandOverBody[],
): Promise<HandedShares> {
  const done: HandedOver[] = [];
  const told = () => ({
    actionIds: done.map(({ actionId }) => actionId),
    counts: addCounts(done.map(({ counts }) => counts)),
  });
  for (const body of bodies) {
    try {
      done.push(await create(body));
    } catch (refused) {
      if (done.length === 0) throw refused;
      return { ...told(), refused };
    }
  }
  return told();
}
