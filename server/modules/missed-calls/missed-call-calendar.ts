/** Callbacks in the calendar of tasks: open debts at their next attempt. */
import type { CalendarSource } from '../tasks/calendar.usecases.ts';
import type { MissedCallDeps } from './debt-store.ts';
import { listDueBetween } from './read-debts.ts';

export const missedCallCalendar = (deps: Pick<MissedCallDeps, 'clock' | 'neighbours'>): CalendarSource => ({
  async read(sql, { reader, ...range }) {
    const debts = await listDueBetween(deps, sql, reader, range);
    return debts.map((debt) => ({
      kind: 'callback',
      at: debt.nextAttemptAt ?? debt.lastMissedAt,
      id: debt.id,
      number: debt.number,
      contactId: debt.contactId,
      contactName: debt.contactName,
      tries: debt.tries,
      agent: debt.assignee,
    }));
  },
});
