/** Teams: the middle step between one's own records and all of them. */
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { teamNotFound, teamTaken } from './access.errors.ts';
import type { AccessFacts } from './access.events.ts';
import { actorOf, type By } from './principal.ts';

type Needs = Pick<Platform, 'clock' | 'ids' | 'facts' | 'database'>;

export interface Team {
  id: string;
  name: string;
}

export const listTeams = async ({ database }: Pick<Needs, 'database'>): Promise<Team[]> =>
  await database.sql<Team[]>`select id, name from teams order by lower(name), id`;

export async function createTeam(needs: Needs, name: string, by: By): Promise<Team> {
  const team = { id: needs.ids('team'), name };
  await save(needs, team, by, async (tx) => {
    await tx`insert into teams ${tx({ ...team, created_at: needs.clock.now() })}`;
    return null;
  });
  return team;
}

export async function renameTeam(needs: Needs, id: string, name: string, by: By): Promise<Team> {
  const team = { id, name };
  await save(needs, team, by, async (tx) => {
    const [before] = await tx<Team[]>`select id, name from teams where id = ${id} for update`;
    if (!before) throw teamNotFound();
    await tx`update teams set name = ${name} where id = ${id}`;
    return before;
  });
  return team;
}

type Write = Parameters<Platform['database']['transaction']>[0];

async function save(needs: Needs, team: Team, by: By, write: Write): Promise<void> {
  try {
    await needs.database.transaction(async (tx) => {
      const before = await write(tx);
      const action = before ? 'team.changed' : 'team.created';
      await createAudit(needs).record(tx, { ...by, action, record: team.id, before: before ?? undefined, after: team });
      const payload = { teamId: team.id };
      await needs.facts.append<AccessFacts>(tx, {
        type: 'team.changed',
        payload,
        subject: team.id,
        actor: actorOf(by.principal),
      });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? teamTaken() : error;
  }
}
