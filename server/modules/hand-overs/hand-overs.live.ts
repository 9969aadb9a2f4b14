/** Whoever got, gave or gets back records is told at once; the console then reads its lists again. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import type { HandOverFacts } from './hand-overs.events.ts';

export const handOverLive = () => ({
  mappings: [
    liveMapping<HandOverFacts>({
      on: ['records.handed-over', 'records.handed-back'],
      toMessages: async ({ type, payload }, { database }) => {
        const isBack = type === 'records.handed-back';
        const [giver, taker] = isBack
          ? [payload.toAgentId, payload.fromAgentId]
          : [payload.fromAgentId, payload.toAgentId];
        const agents = await readAgentRecords(database.sql, [giver, taker]);
        const { counts, note, actionId } = payload;
        const names = { fromName: agents.get(giver)?.name ?? '', toName: agents.get(taker)?.name ?? '' };
        return [
          {
            rooms: [rooms.agent(giver), rooms.agent(taker)],
            event: { name: 'records.handed-over', payload: { actionId, toAgentId: taker, ...names, counts, note } },
          },
        ];
      },
    }),
  ],
  snapshot: [],
  rooms: [],
});
