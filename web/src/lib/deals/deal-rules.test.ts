import { expect, test } from 'vitest';
import type { Board, DealCard } from '$contract/deals.contract.ts';
import type { RequirableField, Stage } from '$contract/pipelines.contract.ts';
import { addPage, moveCard, takeCard } from './board-state.ts';
import { lineSum, linesBody, productLine } from './lines-draft.ts';
import { missingOf, missingWords } from './missing-words.ts';
import { formatMoney, minus, plus, readMoney } from './money.ts';
import { neededFields } from './needed-fields.ts';
import { formatStay } from './stage-words.ts';

const card = (id: string, more: Partial<DealCard> = {}): DealCard => ({
  id,
  title: id,
  pipelineId: 'p',
  stageId: 'a',
  stageName: 'A',
  state: 'open',
  mode: 'manual',
  contactId: null,
  contactName: null,
  organisationId: null,
  organisationName: null,
  owner: null,
  potential: '100.10',
  probability: 50,
  expectedSum: '50.05',
  expectedClose: null,
  stageSince: '2026-03-02T09:00:00.000Z',
  createdAt: '2026-03-02T09:00:00.000Z',
  custom: {},
  version: 1,
  ...more,
});
const stage = (id: string, kind: Stage['kind'] = 'open'): Stage => ({
  id,
  name: id.toUpperCase(),
  kind,
  colour: 'grey',
  position: 1,
  probability: 10,
  requiredFields: [],
  tasks: [],
});
const board: Board = {
  pipelineId: 'p',
  closedDays: 30,
  columns: [
    {
      stageId: 'a',
      count: 40,
      totalPotential: '4004.00',
      totalExpected: '2002.00',
      items: [card('1')],
      nextCursor: 'x',
    },
    { stageId: 'w', count: 0, totalPotential: '0.00', totalExpected: '0.00', items: [], nextCursor: null },
  ],
};
const at = '2026-03-03T09:00:00.000Z';

test('[DEAL-1] a card that is moved takes its share of the sums along, before the server answers', () => {
  const [a, won] = moveCard(board, '1', stage('w', 'won'), at).columns;
  expect(a).toMatchObject({ count: 39, totalPotential: '3903.90', totalExpected: '1951.95', items: [] });
  expect(won).toMatchObject({ count: 1, totalPotential: '100.10', totalExpected: '100.10' });
  expect(won?.items[0]).toMatchObject({ state: 'won', probability: 100, stageId: 'w' });
  expect(moveCard(board, 'unknown', stage('w', 'won'), at)).toBe(board);
});

test('[DEAL-1] a newer state of a deal takes its place, an older one is left, a next page doubles nothing', () => {
  const newer = takeCard(board, card('1', { version: 3, potential: '1.00', expectedSum: '0.50' }));
  expect(newer.columns[0]).toMatchObject({ count: 40, totalPotential: '3904.90' });
  expect(takeCard(newer, card('1', { version: 2 }))).toBe(newer);
  const page = addPage(board, 'a', { items: [card('1'), card('2')], nextCursor: null });
  expect(page.columns[0]?.items.map(({ id }) => id)).toEqual(['1', '2']);
});

test('[DEAL-1] amounts are read as people type them, and nothing else is an amount', () => {
  expect(['1250', '1 250,5', '1.250,50', '1,250.5', '12 500', '0'].map(readMoney)).toEqual([
    '1250',
    '1250.5',
    '1250.50',
    '1250.5',
    '12500',
    '0',
  ]);
  expect(['', '-1', '1e5', 'abc', '1,2345', '1234567890123'].map(readMoney)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(plus('0.10', '0.20')).toBe('0.30');
  expect([formatMoney('1250.00', 'EUR', 'en-GB'), formatMoney('0.50', 'EUR', 'en-GB')]).toEqual(['€1,250', '€0.50']);
});

test('[DEAL-2] what a refused move says is missing is told in the order of the refusal', () => {
  expect(missingOf({ 'field.potential': 'x', 'task.tsk_1': 'Call', 'stage.stg_2': 'Two', other: 'x' })).toEqual([
    { kind: 'field', field: 'potential' },
    { kind: 'task', taskId: 'tsk_1', title: 'Call' },
    { kind: 'stage', stageId: 'stg_2', name: 'Two' },
  ]);
});

test('[DEAL-2] a field of the firm’s own that is missing is told by its label', () => {
  const [part] = missingOf({ 'field.custom.budget': 'x' });
  expect(part).toEqual({ kind: 'field', field: 'custom.budget' });
  expect(part && missingWords(part, [{ key: 'budget', label: 'Budget' }])).toBe('Fill in: Budget');
  expect(part && missingWords(part, [])).toBe('Fill in: custom.budget');
});

test('[DEAL-2] what a stage requires is marked on strict deals that are open, and on no other', () => {
  const stage = { requiredFields: ['potential', 'custom.budget'] as const satisfies RequirableField[] };
  const strict = neededFields({ mode: 'strict', state: 'open' }, { requiredFields: [...stage.requiredFields] });
  expect([strict.fields.has('potential'), strict.custom.has('budget')]).toEqual([true, true]);
  for (const other of [
    { mode: 'manual', state: 'open' },
    { mode: 'strict', state: 'won' },
  ] as const)
    expect(neededFields(other, { requiredFields: [...stage.requiredFields] }).fields.size).toBe(0);
});

test('[DEAL-1] a stay is told in its largest whole unit', () => {
  expect([59, 3_599, 7_200, 200_000].map((seconds) => formatStay(seconds, 'en'))).toEqual([
    '1 minute',
    '59 minutes',
    '2 hours',
    '2 days',
  ]);
});

test('[ACC-1] an amount that a role hides is nothing, not none, and stays so in every sum', () => {
  expect(formatMoney('', 'EUR', 'en')).toBe('');
  expect([plus('', '1.00'), minus('1.00', '')]).toEqual(['', '']);
});

test('[ACC-1] lines whose prices a role hides are sent without them, and are whole all the same', () => {
  const line = {
    id: 'dln_1',
    productId: null,
    name: ' Oak ',
    unit: 'm',
    quantity: '2,5',
    price: '',
    discountPercent: '',
  };
  const sent = { id: 'dln_1', productId: null, name: 'Oak', unit: 'm', quantity: '2.5' };
  expect(linesBody({ offered: [line], sold: [] }, 7, false)).toEqual({ offered: [sent], sold: [], version: 7 });
  expect(linesBody({ offered: [line], sold: [] }, 7)).toBeNull();
  expect(linesBody({ offered: [{ ...line, quantity: '0' }], sold: [] }, 7, false)).toBeNull();
});

test('[ACC-1] a product whose price a role hides costs what the catalogue says, unless a price is typed', () => {
  const product = {
    id: 'prd_1',
    groupId: 'pgr_1',
    groupName: '',
    code: '',
    name: 'Oak',
    unit: 'm',
    price: '',
    active: true,
    version: 1,
  };
  const line = productLine(product);
  const sent = { id: undefined, productId: 'prd_1', name: 'Oak', unit: 'm', quantity: '1', discountPercent: '0' };
  expect(linesBody({ offered: [line], sold: [] }, 1)?.offered).toEqual([{ ...sent, price: undefined }]);
  expect(lineSum(line)).toBeNull();
  expect(linesBody({ offered: [{ ...line, price: '5' }], sold: [] }, 1)?.offered).toEqual([{ ...sent, price: '5' }]);
  // A price that is seen and was emptied is none.
  expect(
    linesBody({ offered: [{ ...productLine({ ...product, price: '7.00' }), price: '' }], sold: [] }, 1),
  ).toBeNull();
});
