import { describe, expect, it } from 'vitest';
import { noFilters, startOf } from './call-filters.ts';
import { callsFound } from './calls-found.ts';

const now = Date.parse('2026-03-04T12:00:00Z');
const filterOf = (source: ReturnType<typeof callsFound>) => (source.kind === 'filter' ? source.filter : null);

describe('the calls that the log shows, as a source of a list', () => {
  it('say their period as the log counts it, its first moment among them', () => {
    expect(filterOf(callsFound(noFilters, null, now))).toEqual({
      all: [{ not: { field: 'started', is: 'before', value: startOf('week', now) } }],
    });
  });
  it('leave nothing out that is set, nor add what is not', () => {
    const built = { field: 'talk-seconds', is: 'more-than' as const, value: 60 };
    const filters = { period: 'all' as const, direction: 'inbound' as const, outcome: 'busy' as const };
    const found = callsFound({ ...filters, agentId: 'agt_1', queue: 'sales', number: ' 3001 ' }, built, now);
    expect(found).toEqual({
      kind: 'filter',
      record: 'call',
      q: '3001',
      filter: {
        all: [
          { field: 'direction', is: 'any-of', value: ['inbound'] },
          { field: 'outcome', is: 'any-of', value: ['busy'] },
          { field: 'agent', is: 'any-of', value: ['agt_1'] },
          { field: 'queue', is: 'any-of', value: ['sales'] },
          built,
        ],
      },
    });
    expect(callsFound({ ...noFilters, period: 'all' }, null, now)).toEqual({
      kind: 'filter',
      record: 'call',
      filter: { all: [] },
    });
  });
});
