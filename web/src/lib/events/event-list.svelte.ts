import type { AuditEvent, EventList as EventPage } from '$contract/audit.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PagedList } from '$lib/app/paged-list.svelte.ts';

export type EventPeriod = 'day' | 'week' | 'month';
export interface EventFilters {
  period: EventPeriod;
  /** A person, a key or a form; empty: everybody's. */
  actorId: string;
  /** Empty: every kind. */
  kind: string;
}

const DAY_MS = 86_400_000;
const days: Record<EventPeriod, number> = { day: 1, week: 7, month: 30 };

/** From when on, as the moment of asking has it. */
type Asked = EventFilters & { now: number };

/** The filters as the server takes them. */
export const eventQuery = ({ period, actorId, kind }: EventFilters, now: number): Record<string, string> => ({
  from: new Date(now - days[period] * DAY_MS).toISOString(),
  ...(actorId === '' ? {} : { actorId }),
  ...(kind === '' ? {} : { kind }),
});

/** The events page by page, newest first, with the counts beside them. */
export class EventList extends PagedList<AuditEvent, Asked> {
  people = $state.raw<EventPage['people']>([]);
  kinds = $state.raw<EventPage['kinds']>([]);

  constructor(api: Api) {
    super((asked, cursor, limit) => api.events.list({ ...eventQuery(asked, asked.now), limit, cursor }));
  }

  protected override opened({ people, kinds }: EventPage): void {
    this.people = people;
    this.kinds = kinds;
  }
}
