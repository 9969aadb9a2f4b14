import type { Console } from '$lib/app/console.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Whose deals a list can be of: everybody's, mine, those of a colleague. To be called while a component is made. */
export function ownerOptions({ api, session }: Console) {
  const agents = new Load(
    () => api.agents.list({ limit: 200 }),
    () => null,
  );
  const all = $derived([
    { value: '', label: m.deals_everybodys() },
    ...(session.agentId ? [{ value: session.agentId, label: m.deals_mine() }] : []),
    ...(agents.value?.items ?? [])
      .filter(({ id, active }) => active && id !== session.agentId)
      .map(({ id: value, name: label }) => ({ value, label })),
  ]);
  return {
    get all() {
      return all;
    },
  };
}
