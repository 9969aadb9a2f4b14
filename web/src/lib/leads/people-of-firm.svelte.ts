import type { Api } from '$lib/api/api.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Somebody who may be named: a colleague or a team. */
export interface Nameable {
  kind: 'agent' | 'team';
  id: string;
  name: string;
}

/** Everybody of the firm who can be named, colleagues first. Read where a component is made. */
export const nameables = (api: Api): Load<Nameable[]> =>
  new Load(
    async () => {
      const [agents, teams] = await Promise.all([api.agents.list({ limit: 200 }), api.teams.list()]);
      return [
        ...agents.items.filter(({ active }) => active).map(({ id, name }) => ({ kind: 'agent' as const, id, name })),
        ...teams.items.map(({ id, name }) => ({ kind: 'team' as const, id, name: m.leads_team({ name }) })),
      ];
    },
    () => null,
  );
