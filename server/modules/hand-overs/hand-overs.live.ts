/** Whoever got, gave or gets back records is told at once; the console then reads its lists again. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import type { HandOverFacts } from './hand-overs.events.ts';

export const handOverLive = () => ({
  mappings: [
    liveMapping<Pick<HandOverFacts, 'records.handed-over' | 'records.handed-back'>>({
      on: ['records.handed-over', 'records.handed-back'],
      toMessages: async ({ type, payload }, { database }) => {
        const isBack = type === 'records.handed-back';
        const [giver, taker] = isBack
          ? [payload.toAgentId, payload.fromAgentId]
          : [payload.fromAgentId, payload.toAgentId];
        // Of what was nobody's there is one side only.
        const sides = [giver, taker].filter((id) => id !== null);
        const agents = await readAgentRecords(database.sql, sides);
        const { counts, note, actionId } = payload;
        const nameOf = (id: string | null) => (id === null ? '' : (agents.get(id)?.name ?? ''));
        const names = { fromName: nameOf(giver), toName: nameOf(taker) };
        return [
          {
            rooms: sides.map(rooms.agent),
            event: { name: 'records.handed-over', payload: { actionId, toAgentId: taker, ...names, counts, note } },
          },
        ];
      },
    }),
  ],
  snapshot: [],
  rooms: [],
});
