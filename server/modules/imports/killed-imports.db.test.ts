/** An import whose process, connections or database die in the middle gives the same result, and nothing twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { commandImport, readImport } from './imports.usecases.ts';
import { runImport } from './run-import.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
let importer: Importer;
const rows = 13_000;

/** Every tenth row repeats an earlier person, every fiftieth cannot be used; every third belongs to one of 200 firms. */
const fileOf = () => {
  let text = 'Name;Phone;Company\n';
  for (let index = 0; index < rows; index += 1) {
    const who = index % 10 === 9 ? index - 5 : index;
    const phone = index % 50 === 7 ? '12' : `8916${String(who).padStart(7, '0')}`;
    text += `Person ${who};${phone};${who % 3 === 0 ? `Firm ${who % 200}` : ''}\n`;
  }
  return text;
};

beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  importer = importerOf(platform);
  await importer.bring('Name;Phone\nPerson 3;89160000003\n');
});
afterAll(() => db.drop());

/** What is in the base, without what differs from run to run. */
const result = async () => {
  const people = await db.sql`
    select c.name, o.name as organisation, array_agg(p.e164 order by p.position) as phones, count(*) over (partition by c.name) as times
    from contacts c left join organisations o on o.id = c.organisation_id left join phones p on p.contact_id = c.id
    where c.deleted_at is null group by c.id, o.name order by c.name, c.id`;
  const [firms] = await db.sql<
    { count: number }[]
  >`select count(*)::int as count from organisations where deleted_at is null`;
  return { people: [...people], firms: firms?.count };
};

const killConnections = () =>
  db.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'trunkline-import'`.execute();

let run = 0;

/** Works until the import comes to an end, as the job queue does, and counts how often it had to begin. */
async function untilDone(id: string): Promise<number> {
  for (run = 1; ; run += 1) {
    await runImport(platform, id, new AbortController().signal).catch((error: Error) => {
      expect(error.message).toBeTruthy();
    });
    const { state } = await readImport(platform, systemPrincipal, id);
    if (state === 'done' || state === 'undone') return run;
    expect(['reading', 'matching', 'writing', 'undoing']).toContain(state);
  }
}

/**
 * Runs `kill` right after a batch has told of what it wrote, still inside its transaction: in the first run after the
 * first number of batches, in the second after the second…
 */
function killAfter(batches: readonly number[], kill: () => Promise<unknown>): () => void {
  const append = platform.facts.append;
  const seen = new Map<number, number>();
  platform.facts.append = async (tx, fact) => {
    const written = await append.call(platform.facts, tx, fact);
    if (fact.type === 'contacts.imported') {
      const number = (seen.get(run) ?? 0) + 1;
      seen.set(run, number);
      if (batches[run - 1] === number) await kill();
    }
    return written as never;
  };
  return () => {
    platform.facts.append = append;
  };
}

describe('[IMP-1] an import that is killed', () => {
  let expected: Awaited<ReturnType<typeof result>>;
  beforeAll(async () => {
    const { id } = await importer.bring(fileOf());
    expected = await result();
    expect(await readImport(platform, systemPrincipal, id)).toMatchObject({ state: 'done', counts: { problems: 260 } });
  }, 120_000);
  beforeEach(async () => {
    await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
    await importer.bring('Name;Phone\nPerson 3;89160000003\n');
  });

  it('gives the same result when its connections die three times while it writes', async () => {
    const { id } = await importer.hand(fileOf());
    await importer.command(id, 'start');
    const heal = killAfter([2, 2, 1], killConnections);
    const begun = await untilDone(id);
    heal();
    expect(begun).toBe(4);
    expect(await result()).toEqual(expected);
  }, 120_000);

  it('goes on from its checkpoint when the server stops while it reads', async () => {
    const { id } = await importer.hand(fileOf());
    await importer.command(id, 'start');
    const ends = new AbortController();
    ends.abort();
    for (let stops = 0; stops < 3; stops += 1) {
      expect(await runImport(platform, id, ends.signal)).toBe('stopped');
      expect((await readImport(platform, systemPrincipal, id)).state).toBe('reading');
    }
    await untilDone(id);
    expect(await result()).toEqual(expected);
  }, 120_000);

  it('reads the file again when a crash of the database has emptied the staged rows, and writes nothing twice', async () => {
    const { id } = await importer.hand(fileOf());
    await importer.command(id, 'start');
    const heal = killAfter([2], killConnections);
    run = 1;
    await runImport(platform, id, new AbortController().signal).catch(() => undefined);
    heal();
    expect((await readImport(platform, systemPrincipal, id)).counts.created).toBeGreaterThan(0);
    await db.sql`truncate import_rows`;
    await untilDone(id);
    expect(await result()).toEqual(expected);
  }, 120_000);

  it('is undone whole, also when undoing is killed, and when it was cancelled half-way', async () => {
    const { id } = await importer.hand(fileOf());
    await importer.command(id, 'start');
    run = 1;
    let heal = killAfter([2], () =>
      commandImport(platform, { principal: systemPrincipal, ip: '', importId: id, command: 'cancel' }),
    );
    await runImport(platform, id, new AbortController().signal);
    heal();
    expect(await readImport(platform, systemPrincipal, id)).toMatchObject({ state: 'cancelled', stoppedIn: 'writing' });
    await importer.command(id, 'undo');
    heal = killAfter([1, 1, 2], killConnections);
    expect(await untilDone(id)).toBe(4);
    heal();
    const left = await result();
    expect(left.people).toMatchObject([{ name: 'Person 3' }]);
    expect(left.firms).toBe(0);
  }, 120_000);
});
