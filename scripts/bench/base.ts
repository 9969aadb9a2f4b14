/** The whole base of a large firm, asked over HTTP; and the same questions without the indexes that are ours. */
import { writeFile } from 'node:fs/promises';
import pg from 'pg';
import { type ServerStack, startServerStack } from '../stack/server-stack.ts';
import { fillBase } from './base/fill-base.ts';
import { filters, firmFilters, type Kind, kindsOfQuestions, listFilters, type Question } from './base/questions.ts';
import { administrator, agentOf, otherReaders, type Reader } from './base/readers.ts';
import { type Bench, type Figure, percentile } from './bench.ts';

const size = {
  people: 1_000_000,
  organisations: 300_000,
  deals: 500_000,
  calls: 1_000_000,
  tasks: 400_000,
  messages: 300_000,
};
const agentCount = 20;
/** Each question so often; without our indexes twice, since some of them take seconds then. */
const rounds = Number(process.env.TRUNKLINE_BENCH_ROUNDS ?? 12);
const roundsOfOthers = Math.ceil(rounds / 3);
const roundsWithout = 2;

export const base: Bench = {
  name: 'base',
  title:
    'A million people, 300,000 organisations, 500,000 deals, 400,000 tasks, 300,000 messages: search, lists, kanban and counts over HTTP',
  async run(say) {
    const { TRUNKLINE_BENCH_BASE: dir } = process.env;
    const stack = await startServerStack({ isThrowAway: false, ...(dir ? { dir } : {}) });
    try {
      if (!(await isFilled(stack.databaseUrl))) await prepare(stack, say);
      const kinds = kindsOfQuestions(await deepCursors(stack.databaseUrl));
      say('asking…');
      const withOurs = await askAll({ stack, kinds, reader: administrator(stack), times: rounds }, say);
      const asOthers = new Map<Reader, Answers>();
      for (const reader of await otherReaders(stack))
        asOthers.set(reader, await askAll({ stack, kinds, reader, times: roundsOfOthers }, say));
      await tellEach(new Map([[administrator(stack), withOurs], ...asOthers]));
      const figures = (without: Answers) => [
        ...kinds.flatMap((kind) => figuresOf(kind, withOurs, without)),
        ...[...asOthers].flatMap(([reader, answers]) => kinds.map((kind) => figureAs(reader, kind, answers))),
      ];
      if (dir) return figures(new Map());
      say('dropping our indexes and asking again…');
      await dropIndexes(stack.databaseUrl);
      return figures(await askAll({ stack, kinds, reader: administrator(stack), times: roundsWithout }, say));
    } finally {
      await stack.stop();
    }
  },
};

/** A folder named by TRUNKLINE_BENCH_BASE keeps its base for the next time, and so its indexes. */
async function isFilled(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ filled: boolean }>('select exists (select from contacts) as filled');
    return rows[0]?.filled ?? false;
  } finally {
    await client.end();
  }
}

async function prepare(stack: ServerStack, say: (line: string) => void): Promise<void> {
  const team = async (name: string) => (await stack.api.post<{ id: string }>('teams', { name })).id;
  const teams = [await team('North'), await team('South')];
  const agents: { id: string; teamId: string | null }[] = [];
  for (let number = 0; number < agentCount; number += 1) {
    const teamId = teams[number % teams.length] ?? null;
    const { id } = await stack.api.post<{ id: string }>('agents', agentOf(number, teamId));
    agents.push({ id, teamId });
  }
  const field = (body: object) => stack.api.post('custom-fields', { record: 'contact', ...body });
  await field({ label: 'Budget', type: 'money' });
  await field({ label: 'Segment', type: 'choice', options: ['A', 'B', 'C'] });
  await fillBase(stack.databaseUrl, size, agents, say);
}

/** Cursors as the server gives them, from all over the lists by name and by creation. */
async function deepCursors(databaseUrl: string): Promise<{ name: string[]; created: string[] }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; name_key: string; created: string }>(
      `select id, name_key, created_at::text as created from contacts where id = any($1)`,
      [[17, 350_001, 700_007, 999_983].map((number) => `ctc_${String(number).padStart(9, '0')}`)],
    );
    const cursor = (key: string, id: string) => Buffer.from(`=${encodeURIComponent(key)}\n${id}`).toString('base64url');
    return {
      name: rows.map(({ name_key, id }) => cursor(name_key, id)),
      created: rows.map(({ created, id }) => cursor(created, id)),
    };
  } finally {
    await client.end();
  }
}

/** Milliseconds of each answer, by the question. */
type Answers = Map<Question, number[]>;

interface Asking {
  stack: ServerStack;
  kinds: readonly Kind[];
  reader: Reader;
  times: number;
}

async function askAll({ stack, kinds, reader, times }: Asking, say: (line: string) => void): Promise<Answers> {
  const answers: Answers = new Map();
  const { headers } = reader;
  for (const { name, questions } of kinds) {
    say(`${name}, as ${reader.name}…`);
    for (let round = -1; round < times; round += 1) {
      for (const question of questions) {
        const ms = await ask(`${stack.url}${question.path}`, { ...question, headers });
        // The first round is not counted: statements are prepared, pages are read.
        if (round >= 0) answers.set(question, [...(answers.get(question) ?? []), ms]);
      }
    }
  }
  return answers;
}

async function ask(url: string, { method, body, headers }: Question & { headers: Record<string, string> }) {
  const began = process.hrtime.bigint();
  const reply = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await reply.text();
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  // Without our indexes some take longer than the server lets a statement run: told as that long.
  if (!reply.ok && reply.status !== 500) throw new Error(`${url} answered ${reply.status}: ${text.slice(0, 300)}`);
  return ms;
}

function figuresOf({ name, limitMs, questions }: Kind, withOurs: Answers, without: Answers): Figure[] {
  const all = (answers: Answers) => questions.flatMap((question) => answers.get(question) ?? []);
  const [ours, bare] = [all(withOurs), all(without)];
  return [
    { name: `${name}, p50`, value: percentile(ours, 0.5), unit: 'ms' },
    { name: `${name}, p95`, value: percentile(ours, 0.95), unit: 'ms', limit: { atMost: limitMs } },
    ...(bare.length === 0
      ? []
      : [
          { name: `${name}, p50 without our indexes`, value: percentile(bare, 0.5), unit: 'ms' },
          { name: `${name}, p95 without our indexes`, value: percentile(bare, 0.95), unit: 'ms' },
        ]),
  ];
}

const figureAs = (reader: Reader, { name, limitMs, questions }: Kind, answers: Answers): Figure => ({
  name: `${name}, as ${reader.name}, p95`,
  value: percentile(
    questions.flatMap((question) => answers.get(question) ?? []),
    0.95,
  ),
  unit: 'ms',
  limit: { atMost: limitMs },
});

/** With BENCH_DETAILS=FILE every question with its median: where to look when a limit is missed. */
async function tellEach(answersOf: ReadonlyMap<Reader, Answers>): Promise<void> {
  const file = process.env.BENCH_DETAILS;
  if (!file) return;
  const filtersOfAll = [filters, firmFilters, ...Object.values(listFilters)].flatMap((those) => Object.entries(those));
  const names = new Map(filtersOfAll.map(([name, filter]) => [JSON.stringify(filter), name]));
  const all = [...answersOf].flatMap(([reader, answers]) => [...answers].map((answer) => ({ reader, answer })));
  const lines = all.map(({ reader, answer: [{ path, body }, sample] }) => {
    const filter = names.get(JSON.stringify((body as { filter?: object } | undefined)?.filter)) ?? '';
    return { ms: percentile(sample, 0.5), line: `${reader.name} ${path} ${filter} ${JSON.stringify(body ?? '')}` };
  });
  lines.sort((a, b) => b.ms - a.ms);
  await writeFile(file, lines.map(({ ms, line }) => `${ms.toFixed(1).padStart(9)}  ${line}\n`).join(''));
}

async function dropIndexes(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = any(array['contacts', 'phones', 'organisations', 'deals', 'calls', 'tasks']::regclass[])
        and not exists (select from pg_constraint where conindid = c.oid)`,
    );
    for (const { name } of rows) await client.query(`drop index ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
