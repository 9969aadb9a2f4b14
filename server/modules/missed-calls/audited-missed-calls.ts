/** Missed calls in the audit: whose they were, and how what a person did to one is taken back. */
import { canSee } from '../access/permissions.ts';
import type { By } from '../access/principal.ts';
import { type ActionRestorer, type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { ownershipOf } from './claim-debt.ts';
import type { Debt } from './debt.ts';
import type { MissedCallDeps } from './debt-store.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';
import { maySeePerson, readDebtAsItIs, readDebtsAsTheyAre } from './read-debts.ts';
import { archiveByHand, assignByHand, reopenByHand, resolveByHand } from './work-debt.ts';

const byHand = ({ principal, ip }: By) => ({ principal, ip: ip ?? null });

const read: ActionRestorer['read'] = async (_platform, sql, reader, id) => {
  const debt = await readDebtAsItIs(sql, id);
  return debt && canSee(reader, 'missed-calls.read', ownershipOf(debt)) ? { ...debt } : null;
};

const assignment = (neighbours: MissedCallNeighbours): ActionRestorer => ({
  fields: ['assigneeAgentId'],
  read,
  change: (platform, by, id, { assigneeAgentId }) =>
    assignByHand({ ...platform, neighbours }, byHand(by), { id, agentId: assigneeAgentId as string | null }),
});

type Ended = Partial<Pick<Debt, 'state' | 'closeNote'>>;

/** Closed, given up or opened again, with the note that went with it. */
function change(deps: MissedCallDeps, by: By, id: string, { state, closeNote = '' }: Ended): Promise<Debt> {
  if (state === 'resolved') return resolveByHand(deps, byHand(by), { id, note: closeNote });
  if (state === 'archived') return archiveByHand(deps, byHand(by), { id, note: closeNote });
  return reopenByHand(deps, byHand(by), id);
}

const ending = (neighbours: MissedCallNeighbours): ActionRestorer => ({
  fields: ['state', 'closeNote'],
  read,
  change: (platform, by, id, values: Values) => change({ ...platform, neighbours }, by, id, values as Ended),
  // What the telephone did is no entry of a person; and that a call reached somebody cannot be said again by hand.
  takes: ({ user_id, before }) =>
    user_id !== null && (before?.state !== 'resolved' || before.resolvedHow === 'by-hand'),
});

export const auditedMissedCalls = (neighbours: MissedCallNeighbours): AuditedKind => ({
  kind: 'missed-call',
  isIdOf: hasPrefix('msd'),
  async titles(sql, reader, ids) {
    const debts = (await readDebtsAsTheyAre(sql, ids)).filter((debt) =>
      canSee(reader, 'missed-calls.read', ownershipOf(debt)),
    );
    const people = await neighbours.people(
      sql,
      debts.flatMap(({ contactId }) => contactId ?? []),
    );
    return new Map(
      debts.map((debt) => {
        const person = people.get(debt.contactId ?? '');
        const name = person && maySeePerson(reader, person) ? person.name : null;
        return [debt.id, name ?? debt.numberE164 ?? debt.numberRaw ?? ''];
      }),
    );
  },
  actions: {
    'missed-call.assigned': assignment(neighbours),
    'missed-call.resolved': ending(neighbours),
    'missed-call.archived': ending(neighbours),
    'missed-call.reopened': ending(neighbours),
  },
});
