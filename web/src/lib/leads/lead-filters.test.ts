import { expect, test } from 'vitest';
import { everyLead, leadQuery } from './lead-filters.ts';

test('[CRM-8] only what is set of the filters of leads is asked for', () => {
  expect(leadQuery(everyLead)).toEqual({});
  expect(leadQuery({ q: '  vera ', sourceId: '', ownerId: 'agt_1' })).toEqual({ q: 'vera', ownerId: 'agt_1' });
});
