import { type DealCard, dealOrders } from '$contract/deals.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import { dealStates } from '$contract/pipelines.contract.ts';
import { readFilterText } from '$lib/segments/filter-draft.ts';

export const dealViews = ['board', 'list', 'slipping'] as const;
/** What an analysis compares, and leads to the deals of. */
export const dealScopes = ['contact', 'organisation', 'product', 'type'] as const;
/** What a deal may not have: a closing day, an owner, a type. */
export const dealLacks = ['closing', 'owner', 'type'] as const;

export interface DealFilters {
  view: (typeof dealViews)[number];
  /** Empty: the first pipeline in use; of the other views, all of them. */
  pipelineId: string;
  q: string;
  ownerId: string;
  /** Owner or further manager; "Mine" asks by it. */
  agentId: string;
  /** The rest only for the list. */
  state: '' | DealCard['state'];
  order: (typeof dealOrders)[number];
  /** Only deals of this customer or type, or in which this product was sold. */
  scope: { kind: (typeof dealScopes)[number]; id: string } | null;
  /** Days; empty: whenever. */
  closedFrom: string;
  closedBefore: string;
  /** When open ones are expected to close. */
  closingFrom: string;
  closingBefore: string;
  /** Only deals that have none of it. */
  without: '' | (typeof dealLacks)[number];
  /** Entry of the directory of sources; empty: any. */
  sourceId: string;
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}

export const nothingLeftOut: DealFilters = {
  view: 'board',
  pipelineId: '',
  q: '',
  ownerId: '',
  agentId: '',
  state: 'open',
  order: 'newest',
  scope: null,
  closedFrom: '',
  closedBefore: '',
  closingFrom: '',
  closingBefore: '',
  without: '',
  sourceId: '',
  filter: null,
};

const oneOf = <T extends string>(known: readonly T[], value: string | null, otherwise: T): T =>
  known.find((one) => one === value) ?? otherwise;
const dayOf = (value: string | null): string => (/^\d{4}-\d{2}-\d{2}$/.test(value ?? '') ? (value ?? '') : '');

/** The filters of an address; what is not known is left out. */
export function readDealFilters(params: URLSearchParams): DealFilters {
  const state = params.get('state');
  const kind = dealScopes.find((one) => params.get(one));
  return {
    view: oneOf(dealViews, params.get('view'), 'board'),
    pipelineId: params.get('pipeline') ?? '',
    q: params.get('q') ?? '',
    ownerId: params.get('owner') ?? '',
    agentId: params.get('agent') ?? '',
    state: state === 'all' ? '' : oneOf(dealStates, state, 'open'),
    order: oneOf(dealOrders, params.get('order'), 'newest'),
    scope: kind ? { kind, id: params.get(kind) ?? '' } : null,
    closedFrom: dayOf(params.get('closed-from')),
    closedBefore: dayOf(params.get('closed-before')),
    closingFrom: dayOf(params.get('closing-from')),
    closingBefore: dayOf(params.get('closing-before')),
    without: dealLacks.find((one) => one === params.get('without')) ?? '',
    sourceId: params.get('source') ?? '',
    filter: readFilterText(params.get('filter')),
  };
}

/** The address of what is shown, so that a reload and "back" bring the same. */
export function dealsPath(filters: DealFilters): string {
  const { view, pipelineId, q, ownerId, agentId, state, order, scope, without, sourceId } = filters;
  const set = {
    view: view === 'board' ? '' : view,
    pipeline: pipelineId,
    q: q.trim(),
    owner: ownerId,
    agent: agentId,
    state: state === 'open' ? '' : state || 'all',
    order: order === 'newest' ? '' : order,
    ...(scope && { [scope.kind]: scope.id }),
    'closed-from': filters.closedFrom,
    'closed-before': filters.closedBefore,
    'closing-from': filters.closingFrom,
    'closing-before': filters.closingBefore,
    without,
    source: sourceId,
    filter: filters.filter ? JSON.stringify(filters.filter) : '',
  };
  const query = new URLSearchParams(Object.entries(set).filter(([, value]) => value !== '')).toString();
  return query === '' ? '/deals' : `/deals?${query}`;
}

/** Those that leave deals out of what is shown; the pipeline and the view do not. */
export function countFilters(filters: DealFilters): number {
  const { view, q, ownerId, agentId, state, scope, without, sourceId } = filters;
  const isClosed = filters.closedFrom !== '' || filters.closedBefore !== '';
  const isClosing = filters.closingFrom !== '' || filters.closingBefore !== '';
  // The builder counts its own.
  const ofList = [state !== '', sourceId !== '', scope !== null, isClosed, isClosing, without !== ''];
  return [
    view !== 'slipping' && q.trim() !== '',
    ownerId !== '' || agentId !== '',
    ...(view === 'list' ? ofList : []),
  ].filter(Boolean).length;
}

/** The filters of the list as the server takes them: only what is set. */
export const dealQuery = (filters: DealFilters) => {
  const { pipelineId, q, ownerId, agentId, state, order, scope, sourceId, closedFrom, closedBefore } = filters;
  const { closingFrom, closingBefore, without, filter } = filters;
  return {
    ...(pipelineId ? { pipelineId } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
    ...(ownerId ? { ownerId } : {}),
    ...(agentId ? { agentId } : {}),
    ...(state ? { state } : {}),
    ...(scope ? { [`${scope.kind}Id`]: scope.id } : {}),
    ...(sourceId ? { sourceId } : {}),
    ...(closedFrom ? { closedFrom } : {}),
    ...(closedBefore ? { closedBefore } : {}),
    ...(closingFrom ? { closingFrom } : {}),
    ...(closingBefore ? { closingBefore } : {}),
    ...(without ? { [without]: 'none' } : {}),
    ...(filter ? { filter } : {}),
    order,
  };
};

/** The same without the order: which deals a hand-over is narrowed to. */
export const foundDeals = (filters: DealFilters) => {
  const { order: _order, ...found } = dealQuery(filters);
  return found;
};

/** What the list of slipping deals can be asked for. */
export const slippingQuery = ({ pipelineId, ownerId, agentId }: DealFilters) => ({
  ...(pipelineId ? { pipelineId } : {}),
  ...(ownerId ? { ownerId } : {}),
  ...(agentId ? { agentId } : {}),
});
