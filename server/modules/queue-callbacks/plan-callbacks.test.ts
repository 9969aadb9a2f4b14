import { describe, expect, it } from 'vitest';
import { planCallbacks } from './plan-callbacks.ts';

const callback = (id: string, joinedAt: number, queue = 'sales') => ({ id, queue, joinedAt });
const line = (waiting: number[], freeAgentIds: string[], queue = 'sales') => ({ queue, waiting, freeAgentIds });

describe('[MIS-6] whose turn it is', () => {
  it('the caller who keeps the place comes where they stood: behind those who came earlier, before those who came later', () => {
    const asked = [callback('qcb_1', 20)];
    expect(planCallbacks(asked, [line([10, 30], ['anna'])])).toEqual([]);
    expect(planCallbacks(asked, [line([10, 30], ['anna', 'boris'])])).toEqual([
      { callbackId: 'qcb_1', agentId: 'boris' },
    ]);
    expect(planCallbacks(asked, [line([30], ['anna'])])).toEqual([{ callbackId: 'qcb_1', agentId: 'anna' }]);
  });

  it('who has been free longest calls the first in line; without a free agent nobody is called', () => {
    const asked = [callback('qcb_2', 2), callback('qcb_1', 1)];
    expect(planCallbacks(asked, [line([], ['anna', 'boris'])])).toEqual([
      { callbackId: 'qcb_1', agentId: 'anna' },
      { callbackId: 'qcb_2', agentId: 'boris' },
    ]);
    expect(planCallbacks(asked, [line([], [])])).toEqual([]);
  });

  it('an agent of two queues is taken once; a queue that is not there any more calls nobody', () => {
    const asked = [callback('qcb_1', 1, 'sales'), callback('qcb_2', 2, 'support'), callback('qcb_3', 3, 'gone')];
    expect(planCallbacks(asked, [line([], ['anna']), line([], ['anna'], 'support')])).toEqual([
      { callbackId: 'qcb_1', agentId: 'anna' },
    ]);
  });
});
