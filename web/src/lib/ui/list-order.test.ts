import { describe, expect, it } from 'vitest';
import { createPreferences } from '$lib/app/preferences.ts';
import { ListOrder, type Orderable } from './list-order.svelte.ts';

const name: Orderable = { key: 'name', label: 'Name', kind: 'text' };
const budget: Orderable = { key: 'custom.budget', label: 'Budget', kind: 'number' };
const usual = { by: 'name', descending: false };

describe('[CRM-3] the order of a list', () => {
  it('[CRM-3] begins with A and with the largest figure; the same field again turns it round', () => {
    const order = new ListOrder(createPreferences(null), 'people', usual, () => [name, budget]);
    expect(order.current).toEqual(usual);
    order.choose('custom.budget');
    expect(order.current).toEqual({ by: 'custom.budget', descending: true });
    order.choose('custom.budget');
    expect(order.current).toEqual({ by: 'custom.budget', descending: false });
    order.choose('name');
    expect(order.current).toEqual(usual);
  });

  it('[CRM-3] is kept, and falls back when its field is switched off', () => {
    const preferences = createPreferences(null);
    let offered: readonly Orderable[] | null = [name, budget];
    new ListOrder(preferences, 'people', usual, () => offered).choose('custom.budget');
    offered = null;
    const again = new ListOrder(preferences, 'people', usual, () => offered);
    expect(again.current.by).toBe('custom.budget');
    offered = [name];
    expect(again.current).toEqual(usual);
    expect(new ListOrder(preferences, 'organisations', usual, () => offered).current).toEqual(usual);
  });
});
