/**
 * A large firm's base in a few minutes: people, organisations, numbers, calls, deals and tasks, written by statements over sets,
 * with the indexes made afterwards. The same numbers give the same base.
 */
import pg from 'pg';
import { fillWithoutIndexes } from '../people/copy-rows.ts';

export interface BaseSize {
  people: number;
  organisations: number;
  deals: number;
  calls: number;
  tasks: number;
  messages: number;
}

const firstNames =
  'Иван,Мария,Дмитрий,Ольга,Сергей,Élodie,Jean,Anna,Peter,Giulia,Marco,Fatima,Лейла,Тимур,Zoë,Karl'.split(',');
const lastNames =
  'Петров,Сидорова,Кузнецов,Морозова,Ковалёв,Dupont,Lefèvre,Moreau,Smith,Johnson,Rossi,Bianchi,Новиков,Соколова,Meyer,Novák,Белов,Орлова,García,Silva,Ferrari,Лебедев,Wagner'.split(
    ',',
  );
const firmWords = 'Норд,Atlas,Вектор,Lumière,Орион,Delta,Сибирь,Aurora,Кедр,Meridian,Полюс,Vento'.split(',');
const stages = ['stg_new', 'stg_need', 'stg_offer', 'stg_agreement', 'stg_won', 'stg_lost'];

const array = (words: readonly string[]) => `array[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join()}]`;
/** A word of the list by a number that grows: neighbours differ. Days go by primes, so that those of one day are of all kinds. */
const word = (words: readonly string[], number: string) => `(${array(words)})[1 + (${number}) % ${words.length}]`;

/**
 * By chance below `below`, and the same with each run: whose a record is says nothing of its name, its deals or its calls. With
 * remainders of one number everywhere, whole letters of the alphabet would belong to one team.
 */
const chance = (what: Chance, below: number | string) =>
  `((hashint4(n + ${1 + chances.indexOf(what)} * 10000019) & 2147483647) % ${below})`;
const chances = [
  'owner',
  'person',
  'organisation',
  'number',
  'direction',
  'outcome',
  'result',
  'sum',
  'lifecycle',
] as const;
type Chance = (typeof chances)[number];
const id = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 9, '0')`;

/** @param agents owners of the records, each of a team */
export async function fillBase(
  databaseUrl: string,
  size: BaseSize,
  agents: readonly { id: string; teamId: string | null }[],
  say: (line: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = ['contacts', 'phones', 'organisations', 'deals', 'calls', 'tasks', 'messages'];
    const steps = [organisationsOf, peopleOf, phonesOf, callsOf, activityOf, dealsOf, tasksOf, messagesOf].map((of) =>
      of(size),
    );
    await client.query('create temporary table owners (number integer primary key, id text, team_id text)');
    for (const [number, { id, teamId }] of agents.entries())
      await client.query('insert into owners values ($1, $2, $3)', [number, id, teamId]);
    const fill = async () => {
      for (const step of steps) await client.query(step.replaceAll(':owners', String(agents.length)));
    };
    say(`writing ${size.people} people, ${size.organisations} organisations, ${size.deals} deals…`);
    await fillWithoutIndexes(client, tables, fill, say);
    await client.query('select rebuild_deal_totals()');
  } finally {
    await client.end();
  }
}

const organisationsOf = ({ organisations }: BaseSize) => `
  insert into organisations (id, name, lifecycle, owner_agent_id, team_id, created_at, updated_at)
  select 'org_' || lpad(n::text, 9, '0'), ${word(firmWords, 'n')} || ' ' || ${word(lastNames, 'n / 7')} || ' ' || n,
    ${word(['lead', 'client', 'client', 'supplier'], chance('lifecycle', 4))}, o.id, o.team_id,
    now() - n % 1500 * interval '1 day', now()
  from generate_series(0, ${organisations - 1}) n left join owners o on o.number = ${chance('owner', '(:owners + 2)')}`;

// Who was called lately, long ago or never is as uneven as in life; a budget is known of every fifth.
const peopleOf = ({ people, organisations }: BaseSize) => `
  insert into contacts (id, name, role, organisation_id, lifecycle, owner_agent_id, team_id, emails, vip, birthday,
    main_need, source_id, custom, created_at, updated_at)
  select 'ctc_' || lpad(n::text, 9, '0'), ${word(firstNames, 'n')} || ' ' || ${word(lastNames, 'n / 16')},
    case when n % 4 = 0 then 'Director' end,
    case when n % 10 < 6 then ${id('org', chance('organisation', organisations))} end,
    ${word(['lead', 'lead', 'lead', 'client', 'client', 'former'], 'n / 5')}, o.id, o.team_id,
    case when n % 3 = 0 then array['p' || n || '@mail.example'] else '{}'::text[] end, n % 200 = 0,
    case when n % 4 = 1 then date '1950-01-01' + (n::bigint * 7919 % 20000)::integer end,
    case when n % 50 = 0 then 'Wants an offer' else '' end,
    case when n % 3 = 0 then 'dir_source_import' when n % 7 = 0 then 'dir_source_web-form' end,
    case when n % 5 = 0 then jsonb_build_object('budget', (n::bigint * 7919 % 1000000)::numeric(14, 2)::text,
      'segment', (array['a', 'b', 'c'])[1 + n % 3]) else '{}'::jsonb end,
    now() - (n::bigint * 104729 % 2000) * interval '1 day' - n * interval '1 millisecond', now()
  from generate_series(0, ${people - 1}) n left join owners o on o.number = ${chance('owner', '(:owners + 3)')}`;

const phonesOf = ({ people }: BaseSize) => `
  insert into phones (id, contact_id, position, raw, e164, digits, country, line_kind, kind, is_primary, created_at)
  select 'phn_' || lpad(n::text, 9, '0'), 'ctc_' || lpad((n % ${people})::text, 9, '0'), n / ${people},
    '+' || digits, '+' || digits, digits, case when n % 5 < 4 then 'RU' else 'FR' end, 'mobile', 'mobile', n < ${people}, now()
  from (select n, case when n % 5 < 4 then '79' || lpad((n::bigint * 7919 % 1000000000)::text, 9, '0')
      else '336' || lpad((n::bigint * 7919 % 100000000)::text, 8, '0') end as digits
    from generate_series(0, ${Math.floor(people * 1.2) - 1}) n) numbered`;

const callsOf = ({ calls, people }: BaseSize) => `
  insert into calls (id, bridge_id, pbx, journal_id, sequence, recorded_at, direction, state, outcome, from_withheld,
    to_withheld, dialled_raw, dialled_e164, customer_raw, customer_e164, started_at, ended_at, wait_seconds, ring_seconds,
    talk_seconds, hold_seconds, end_inferred, contact_id, disposition_id, agent_ids, team_ids, version)
  select 'call_' || lpad(n::text, 9, '0'), 'bench', 'bench', 'bench', n, at, case when ${chance('direction', 3)} = 0 then 'inbound' else 'outbound' end,
    'ended', case when ${chance('outcome', 5)} < 3 then 'answered' else 'no-answer' end, false, false,
    '+7495555' || lpad(${chance('number', 20)}::text, 4, '0'), '+7495555' || lpad(${chance('number', 20)}::text, 4, '0'), '+' || n, null, at,
    at + interval '2 minutes', 0, 8, 100, 0, false, ${id('ctc', chance('person', people))},
    case ${chance('result', 36)} / 4 when 0 then 'dsp_not_interested' when 1 then 'dsp_agreed' when 2 then 'dsp_agreed' end,
    case when o.id is null then '{}' else array[o.id] end, case when o.team_id is null then '{}' else array[o.team_id] end, 1
  from (select n, now() - (n::bigint * 7919 % 907) * interval '1 day' - n * interval '1 second' as at
    from generate_series(1, ${calls}) n) timed left join owners o on o.number = ${chance('owner', ':owners')}`;

/** What the listener of calls would have kept. */
const activityOf = () => `
  update contacts c set last_call_at = k.last_call_at, last_reached_at = k.last_reached_at, call_count = k.calls,
    attempt_count = k.attempts, reached_count = k.reached
  from (select contact_id, max(started_at) as last_call_at, max(started_at) filter (where outcome = 'answered') as last_reached_at,
      count(*) as calls, count(*) filter (where direction = 'outbound') as attempts,
      count(*) filter (where outcome = 'answered') as reached
    from calls where contact_id is not null group by contact_id) k
  where c.id = k.contact_id`;

const dealsOf = ({ deals, people, organisations }: BaseSize) => `
  insert into deals (id, title, pipeline_id, stage_id, last_open_stage_id, state, mode, contact_id, organisation_id,
    owner_agent_id, agent_ids, team_id, potential, max_potential, probability, expected_close, stage_since, closed_at,
    created_at, updated_at)
  select 'deal_' || lpad(n::text, 9, '0'), ${word(firmWords, 'n')} || ' ' || n, 'pip_sales', stage, 'stg_new',
    case stage when 'stg_won' then 'won' when 'stg_lost' then 'lost' else 'open' end, 'manual',
    ${id('ctc', chance('person', people))}, ${id('org', chance('organisation', organisations))},
    o.id, case when o.id is null then '{}' else array[o.id] end, o.team_id, ${chance('sum', 5000)} * 100, ${chance('sum', 5000)} * 100, n % 101,
    current_date + n % 200, at, case when stage in ('stg_won', 'stg_lost') then at end, at, at
  from (select n, ${word([...stages.slice(0, 4), ...stages.slice(4), ...stages.slice(4)], 'n / 11')} as stage,
      now() - n % 701 * interval '1 day' - n * interval '1 millisecond' as at
    from generate_series(0, ${deals - 1}) n) staged left join owners o on o.number = ${chance('owner', ':owners')}`;

// Three of four are done; of the others one in eight is late.
const tasksOf = ({ tasks, people, organisations }: BaseSize) => `
  insert into tasks (id, title, kind, state, done, done_at, due_at, contact_id, organisation_id, agent_id, team_id, created_at)
  select 'tsk_' || lpad(n::text, 9, '0'), 'Call about offer ' || n, ${word(['call', 'call', 'meeting', 'letter', 'other'], 'n / 4')},
    case when n % 4 > 0 then 'done' else 'open' end, n % 4 > 0, case when n % 4 > 0 then at end,
    case when n % 4 > 0 then at when n % 32 = 0 then now() - n % 60 * interval '1 hour' else now() + n % 90 * interval '1 day' end,
    ${id('ctc', chance('person', people))},
    case when n % 3 = 0 then ${id('org', chance('organisation', organisations))} end, o.id, o.team_id, at
  from (select n, now() - n % 701 * interval '1 day' - n * interval '1 millisecond' as at
    from generate_series(0, ${tasks - 1}) n) timed left join owners o on o.number = ${chance('owner', ':owners')}`;

// Most went out to a person, one in five came by a form.
const messagesOf = ({ messages, people }: BaseSize) => `
  insert into messages (id, direction, channel, state, contact_id, address, subject, text, created_at)
  select 'msg_' || lpad(n::text, 9, '0'), case when n % 5 > 0 then 'out' else 'in' end,
    case when n % 5 > 0 then 'email' else 'web-form' end, case when n % 5 > 0 then 'sent' else 'received' end,
    ${id('ctc', chance('person', people))}, 'person' || n || '@example.com', 'Предложение ' || n,
    'Dear ' || ${word(lastNames, 'n')} || ', the offer for ' || ${word(firmWords, 'n / 3')} || ' as agreed, delivery ' || n,
    now() - n % 701 * interval '1 day' - n * interval '1 millisecond'
  from generate_series(0, ${messages - 1}) n`;
