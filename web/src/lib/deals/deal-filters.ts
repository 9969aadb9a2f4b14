import { type DealCard, dealOrders } from '$contract/deals.contract.ts';
import { dealStates } from '$contract/pipelines.contract.ts';

export interface DealFilters {
  view: 'board' | 'list';
  /** Empty: the first pipeline in use. */
  pipelineId: string;
  q: string;
  ownerId: string;
  /** Only for the list. */
  state: '' | DealCard['state'];
  order: (typeof dealOrders)[number];
}

export const nothingLeftOut: DealFilters = {
  view: 'board',
  pipelineId: '',
  q: '',
  ownerId: '',
  state: 'open',
  order: 'newest',
};

const oneOf = <T extends string>(known: readonly T[], value: string | null, otherwise: T): T =>
  known.find((one) => one === value) ?? otherwise;

/** The filters of an address; what is not known is left out. */
export function readDealFilters(params: URLSearchParams): DealFilters {
  const state = params.get('state');
  return {
    view: oneOf(['board', 'list'] as const, params.get('view'), 'board'),
    pipelineId: params.get('pipeline') ?? '',
    q: params.get('q') ?? '',
    ownerId: params.get('owner') ?? '',
    state: state === 'all' ? '' : oneOf(dealStates, state, 'open'),
    order: oneOf(dealOrders, params.get('order'), 'newest'),
  };
}

/** The address of what is shown, so that a reload and "back" bring the same. */
export function dealsPath({ view, pipelineId, q, ownerId, state, order }: DealFilters): string {
  const set = {
    view: view === 'board' ? '' : view,
    pipeline: pipelineId,
    q: q.trim(),
    owner: ownerId,
    state: state === 'open' ? '' : state || 'all',
    order: order === 'newest' ? '' : order,
  };
  const query = new URLSearchParams(Object.entries(set).filter(([, value]) => value !== '')).toString();
  return query === '' ? '/deals' : `/deals?${query}`;
}

/** Those that leave deals out of what is shown; the pipeline and the view do not. */
export const countFilters = ({ view, q, ownerId, state }: DealFilters): number =>
  [q.trim() !== '', ownerId !== '', view === 'list' && state !== ''].filter(Boolean).length;

/** The filters of the list as the server takes them: only what is set. */
export const dealQuery = ({ pipelineId, q, ownerId, state, order }: DealFilters) => ({
  ...(pipelineId ? { pipelineId } : {}),
  ...(q.trim() ? { q: q.trim() } : {}),
  ...(ownerId ? { ownerId } : {}),
  ...(state ? { state } : {}),
  order,
});
