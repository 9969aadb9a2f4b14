import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { testClock } from '../../platform/clock/clock.ts';
import { createAgentMemory } from './agent-memory.ts';
import { insertAgent, updateAgent } from './agents.repository.ts';

let db: TestDatabase;
const clock = testClock();
beforeAll(async () => {
  db = await createTestDatabase();
  const anna = { name: 'Anna', interface: 'PJSIP/101', active: true };
  await insertAgent(db.sql, 'agt_anna', anna, clock.now());
  await insertAgent(db.sql, 'agt_gone', { name: 'Gone', interface: 'PJSIP/102', active: false }, clock.now());
});
afterAll(() => db.drop());

it('[AGT-1] agents are remembered until a fact about one of them, or five seconds', async () => {
  const memory = createAgentMemory(clock);
  const name = async () => (await memory.names(db.sql, ['agt_anna', 'nobody'])).get('agt_anna');
  const rename = (to: string) => updateAgent(db.sql, 'agt_anna', { name: to }, clock.now());
  expect(await name()).toBe('Anna');
  await rename('Anna B.');
  expect(await name()).toBe('Anna');
  memory.follow({ type: 'call.changed' });
  expect(await name()).toBe('Anna');
  memory.follow({ type: 'agent.saved' });
  expect(await name()).toBe('Anna B.');
  await rename('Anna C.');
  clock.advance(5_000);
  expect(await name()).toBe('Anna C.');
});

it('[AGT-1] a telephone is that of the active agent who has it; former ones keep their name and role', async () => {
  const memory = createAgentMemory(clock);
  const at = await memory.atInterfaces(db.sql, ['PJSIP/101', 'PJSIP/102', 'PJSIP/103']);
  expect([...at].map(([device, { agentId }]) => [device, agentId])).toEqual([['PJSIP/101', 'agt_anna']]);
  expect((await memory.readers(db.sql, ['agt_gone'])).get('agt_gone')).toMatchObject({
    role: 'operator',
    userId: null,
  });
});
