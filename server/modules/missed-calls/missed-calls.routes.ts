/** HTTP of missed calls. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  assignMissedCallSchema,
  closeMissedCallSchema,
  missedCallListQuerySchema,
  missedCallListSchema,
  missedCallSchema,
  newAttemptSchema,
} from '../../contract/missed-calls.contract.ts';
import type { RequestInfo } from '../../platform/http/route.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { route } from '../access/route.ts';
import type { Debt } from './debt.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';
import { listMissedCalls, readMissedCall, viewDebt } from './read-debts.ts';
import { archiveByHand, assignByHand, reopenByHand, reportAttempt, resolveByHand } from './work-debt.ts';

const params = z.object({ id: idSchema });

interface Asked {
  principal: Principal;
  request: RequestInfo;
}

export const missedCallRoutes = (platform: Platform, neighbours: MissedCallNeighbours) => {
  const deps = { ...platform, neighbours };
  const { sql } = platform.database;
  const by = ({ principal, request }: Asked) => ({ principal, ip: request.ip });
  const shown = async (work: Promise<Debt>, { principal }: Asked) => viewDebt(deps, sql, await work, principal);
  return [
    route({
      method: 'get',
      path: '/api/missed-calls',
      permission: 'missed-calls.read',
      summary: 'Missed calls; open ones by urgency, closed ones last closed first',
      query: missedCallListQuerySchema,
      response: missedCallListSchema,
      handler: ({ principal, query }) => listMissedCalls(deps, sql, principal, query),
    }),
    route({
      method: 'get',
      path: '/api/missed-calls/{id}',
      permission: 'missed-calls.read',
      summary: 'One missed call; the id of a merged one gives the one it went into',
      params,
      response: missedCallSchema,
      handler: ({ principal, params: { id } }) => readMissedCall(deps, sql, principal, id),
    }),
    route({
      method: 'post',
      path: '/api/missed-calls/{id}/attempt',
      permission: 'missed-calls.work',
      summary: 'Tell how an attempt ended: one button for "no answer", busy, machine, failed, reached',
      params,
      body: newAttemptSchema,
      response: missedCallSchema,
      handler: (asked) => shown(reportAttempt(deps, by(asked), { id: asked.params.id, ...asked.body }), asked),
    }),
    route({
      method: 'post',
      path: '/api/missed-calls/{id}/resolve',
      permission: 'missed-calls.work',
      summary: 'Close as settled in another way',
      params,
      body: closeMissedCallSchema,
      response: missedCallSchema,
      handler: (asked) => shown(resolveByHand(deps, by(asked), { id: asked.params.id, note: asked.body.note }), asked),
    }),
    route({
      method: 'post',
      path: '/api/missed-calls/{id}/archive',
      permission: 'missed-calls.work',
      summary: 'Give up',
      params,
      body: closeMissedCallSchema,
      response: missedCallSchema,
      handler: (asked) => shown(archiveByHand(deps, by(asked), { id: asked.params.id, note: asked.body.note }), asked),
    }),
    route({
      method: 'post',
      path: '/api/missed-calls/{id}/reopen',
      permission: 'missed-calls.work',
      summary: 'Owe it again: due at once, the ladder begins anew',
      params,
      response: missedCallSchema,
      handler: (asked) => shown(reopenByHand(deps, by(asked), asked.params.id), asked),
    }),
    route({
      method: 'post',
      path: '/api/missed-calls/{id}/assign',
      permission: 'missed-calls.work',
      summary: 'Take it, put it back, or (supervisors) give it to somebody',
      params,
      body: assignMissedCallSchema,
      response: missedCallSchema,
      handler: (asked) =>
        shown(assignByHand(deps, by(asked), { id: asked.params.id, agentId: asked.body.agentId }), asked),
    }),
  ];
};
