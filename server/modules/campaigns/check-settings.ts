/** What a campaign names must be there: agents, teams, hours, results; each wrong place is told. */
import type { CampaignSettings } from '../../contract/campaigns.contract.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Sql } from '../../platform/database/database.ts';
import { senderOf } from '../../platform/mail/mailer.ts';
import { campaignInvalid } from './campaigns.errors.ts';

async function unknownIn(sql: Sql, table: string, ids: readonly string[], live = 'true'): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select id from ${sql(table)} where id = any(${[...ids]}::text[]) and ${sql.unsafe(live)}`;
  const known = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

const lettersOf = ({ results }: Pick<CampaignSettings, 'results'>): number =>
  results.flatMap(({ consequences }) => consequences.filter(({ kind }) => kind === 'message')).length;

/** Throws 422 when a rule is added that writes e-mails, and this server sends none. */
export function refuseLetters(
  config: Config,
  before: Pick<CampaignSettings, 'results'>,
  after: CampaignSettings,
): void {
  if (senderOf(config) !== null || lettersOf(after) <= lettersOf(before)) return;
  throw campaignInvalid({ results: 'cannot write e-mails: this server sends none yet (SMTP_URL and MAIL_FROM)' });
}

/** Throws 422 `campaigns.invalid` naming the fields. */
export async function checkSettings(sql: Sql, settings: CampaignSettings): Promise<void> {
  const { agentIds, teamIds, callingHoursId, scriptId, results, first, mode } = settings;
  const named = results.map(({ dispositionId }) => dispositionId);
  const lists = results.flatMap(({ consequences }) =>
    consequences.flatMap((one) => (one.kind === 'call-list' ? [one.callListId] : [])),
  );
  const wrong = {
    agentIds: await unknownIn(sql, 'agents', agentIds, 'active'),
    teamIds: await unknownIn(sql, 'teams', teamIds),
    callingHoursId: await unknownIn(sql, 'calling_hours', callingHoursId === null ? [] : [callingHoursId]),
    scriptId: await unknownIn(
      sql,
      'scripts',
      scriptId === null ? [] : [scriptId],
      'deleted_at is null and published_version is not null',
    ),
    results: [
      ...(await unknownIn(sql, 'dispositions', named, 'active')),
      ...(await unknownIn(sql, 'call_lists', lists, 'deleted_at is null')),
    ],
  };
  const fields: Record<string, string> = {};
  for (const [field, ids] of Object.entries(wrong)) {
    if (ids.length > 0) fields[field] = `names what is not there any more: ${ids.join(', ')}`;
  }
  if (new Set(named).size < named.length) fields.results = 'names a result twice';
  if (first === 'customer' && (mode === 'manual' || mode === 'preview')) {
    fields.first = 'must be agent: whoever looks at an entry first also dials first';
  }
  if (Object.keys(fields).length > 0) throw campaignInvalid(fields);
}
