import type { Agent } from '$contract/agents.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';

/** Everybody who works here, and those whose tasks the reader may see: an operator's own, a supervisor's team, all for others. */
export class Colleagues {
  readonly #load: Load<{ items: Agent[] }>;
  readonly #session: Console['session'];

  constructor({ api, session }: Console) {
    this.#session = session;
    this.#load = new Load(
      () => api.agents.list({ limit: 200 }),
      () => null,
    );
  }

  get all(): Agent[] {
    return (this.#load.value?.items ?? []).filter(({ active }) => active);
  }

  get led(): Agent[] {
    const { role, agentId, teamId } = this.#session;
    if (role === 'operator') return this.all.filter(({ id }) => id === agentId);
    if (role === 'supervisor')
      return this.all.filter((agent) => agent.id === agentId || (teamId !== null && agent.teamId === teamId));
    return this.all;
  }
}
