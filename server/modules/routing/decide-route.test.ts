import { describe, expect, it } from 'vitest';
import { decideRoute, type RoutedAgent } from './decide-route.ts';

const settings = { order: ['owner', 'last-agent'] as ('owner' | 'last-agent')[], vipPriority: 10, knownPriority: 2 };
const ready = (device: string): RoutedAgent => ({ interface: device, isReady: true });
const busy = (device: string): RoutedAgent => ({ interface: device, isReady: false });
const caller = { isVip: false, ownerAgentId: 'agt_owner', lastAgentId: 'agt_last' };
const everybody = new Map([
  ['agt_owner', ready('PJSIP/101')],
  ['agt_last', ready('PJSIP/102')],
]);

describe('[TEL-11] who is rung before the queue', () => {
  it('the owner', () => {
    const route = { interface: 'PJSIP/101', priority: 2, because: 'owner' };
    expect(decideRoute(settings, caller, everybody)).toEqual(route);
  });

  it('who talked with the caller last, when the owner is busy; or first, if the firm wants so', () => {
    const route = { interface: 'PJSIP/102', priority: 2, because: 'last-agent' };
    expect(decideRoute(settings, caller, new Map([...everybody, ['agt_owner', busy('PJSIP/101')]]))).toEqual(route);
    expect(decideRoute({ ...settings, order: ['last-agent'] }, caller, everybody)).toEqual(route);
  });

  it('nobody: both are busy, have left or have no telephone; the caller is not known; the firm wants nobody', () => {
    const nobody = { interface: null, priority: 2, because: 'nobody-ready' };
    expect(decideRoute(settings, caller, new Map([['agt_owner', busy('PJSIP/101')]]))).toEqual(nobody);
    expect(decideRoute(settings, caller, new Map([['agt_owner', { interface: null, isReady: true }]]))).toEqual(nobody);
    expect(decideRoute({ ...settings, order: [] }, caller, everybody)).toEqual(nobody);
    expect(decideRoute(settings, null, everybody)).toEqual({ interface: null, priority: 0, because: 'unknown-caller' });
  });

  it('a VIP comes before others in the queue, never after somebody who is only known', () => {
    const vip = { ...caller, isVip: true };
    expect(decideRoute(settings, vip, new Map()).priority).toBe(10);
    expect(decideRoute({ ...settings, vipPriority: 0 }, vip, new Map()).priority).toBe(2);
  });
});
