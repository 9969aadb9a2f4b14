import type { AuditEvent, EventList as EventPage } from '$contract/audit.contract.ts';
import type { Api } from '$lib/api/api.ts';

export type EventPeriod = 'day' | 'week' | 'month';
export interface EventFilters {
  period: EventPeriod;
  /** Empty: everybody's. */
  userId: string;
  /** Empty: every kind. */
  kind: string;
}

const DAY_MS = 86_400_000;
const days: Record<EventPeriod, number> = { day: 1, week: 7, month: 30 };

/** The filters as the server takes them. */
export const eventQuery = ({ period, userId, kind }: EventFilters, now: number): Record<string, string> => ({
  from: new Date(now - days[period] * DAY_MS).toISOString(),
  ...(userId === '' ? {} : { userId }),
  ...(kind === '' ? {} : { kind }),
});

/** The events page by page, newest first, with the counts beside them. An answer that comes late is dropped. */
export class EventList {
  items = $state.raw<readonly AuditEvent[]>([]);
  people = $state.raw<EventPage['people']>([]);
  kinds = $state.raw<EventPage['kinds']>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #query: Record<string, string | number> = {};
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(filters: EventFilters, now: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    this.#query = { ...eventQuery(filters, now), limit: 100 };
    try {
      const page = await this.#api.events.list(this.#query);
      if (turn !== this.#turn) return;
      this.items = page.items;
      this.people = page.people;
      this.kinds = page.kinds;
      this.#next = page.nextCursor;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Reads the next page when there is one; harmless when one is on its way. */
  async more(): Promise<void> {
    if (!this.#next || this.#isPaging) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#api.events.list({ ...this.#query, cursor: this.#next });
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }
}
