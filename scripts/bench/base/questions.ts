/** What is asked of the large base, by kind, each as a request of the API. */
import type { Filter } from '../../../server/contract/filters.contract.ts';

export interface Question {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
}
export interface Kind {
  name: string;
  /** Milliseconds that 95 of a hundred must stay under (issue 3). */
  limitMs: number;
  questions: readonly Question[];
}

const get = (path: string): Question => ({ method: 'GET', path });
const search = (of: string, body: object): Question => ({ method: 'POST', path: `/api/${of}/search`, body });
const list = (body: object): Question => search('contacts', body);
const count = (filter: Filter, record = 'contact'): Question => ({
  method: 'POST',
  path: '/api/segments/count',
  body: { record, filter },
});

/** As typed, letter by letter and whole: words of names, e-mails, digits from the front and from the back. */
const typed =
  'ив,иван,иван пет,мария сид,dup,dupont él,smi,john peter,p1234@,зое,орл тим,атлас,nord,nord smi,7916,+7 912 34,8912,4567,45678,345678,891234567,mor'.split(
    ',',
  );

export const filters: Readonly<Record<string, Filter>> = {
  'one stage': { field: 'lifecycle', is: 'any-of', value: ['former'] },
  'not called for 90 days or never': { field: 'calls.last', is: 'not-in-last-days', value: 90 },
  'never reached, two attempts or more': {
    all: [
      { field: 'calls.reached', is: 'equals', value: 0 },
      { field: 'calls.attempts', is: 'more-than', value: 1 },
    ],
  },
  'an own field in a range': { field: 'custom.budget', is: 'between', value: { from: '100000', to: '110000' } },
  'a choice of an own field': { field: 'custom.segment', is: 'any-of', value: ['b'] },
  'a birthday within a week': { field: 'birthday', is: 'anniversary-in-days', value: 7 },
  'part of a name': { field: 'name', is: 'contains', value: 'петр' },
  'an open deal over a sum': { field: 'deals.potential', is: 'more-than', value: '400000' },
  'called one of our numbers': { field: 'calls.dialled-number', is: 'is', value: '+74955550007' },
  'a result of a call': { field: 'calls.result', is: 'any-of', value: ['dsp_not_interested'] },
  'an open deal': { field: 'deals.open', is: 'is', value: true },
  'open deals of a sum, all together': { field: 'deals.sum-open', is: 'more-than', value: '600000' },
  'won something within a year': { field: 'deals.won', is: 'last-days', value: 365 },
  'a task that is overdue': { field: 'tasks.overdue', is: 'is', value: true },
  'numbers of one country': { field: 'phone', is: 'country', value: ['FR'] },
  'an important client, or one of two conditions': {
    any: [
      { field: 'vip', is: 'is', value: true },
      {
        all: [
          { field: 'main-need', is: 'not-empty' },
          { field: 'lifecycle', is: 'any-of', value: ['client'] },
        ],
      },
    ],
  },
};

/** Of firms, by what they are and by what hangs on them. */
export const firmFilters: Readonly<Record<string, Filter>> = {
  'a supplier': { field: 'lifecycle', is: 'any-of', value: ['supplier'] },
  'a firm with an open deal': { field: 'deals.open', is: 'is', value: true },
  'a firm whose open deals sum up': { field: 'deals.sum-open', is: 'more-than', value: '700000' },
  'a firm with a task that is overdue': { field: 'tasks.overdue', is: 'is', value: true },
  'a firm with a result of a call': { field: 'calls.result', is: 'any-of', value: ['dsp_not_interested'] },
};

/** Of the lists that have their own orders. */
export const listFilters: Readonly<Record<'deals' | 'tasks' | 'calls', Readonly<Record<string, Filter>>>> = {
  deals: {
    'a deal above a sum': { field: 'potential', is: 'more-than', value: '499000' },
    'a deal made long ago in one of two stages': {
      all: [
        { field: 'created', is: 'not-in-last-days', value: 690 },
        { field: 'stage', is: 'any-of', value: ['stg_offer', 'stg_won'] },
      ],
    },
    'a part of the title of a deal': { field: 'title', is: 'contains', value: 'lumi' },
  },
  tasks: {
    'tasks of one kind': { field: 'kind', is: 'any-of', value: ['meeting'] },
    'a part of the title of a task': { field: 'title', is: 'contains', value: '77' },
  },
  calls: {
    'calls with a result': { field: 'result', is: 'any-of', value: ['dsp_not_interested'] },
    'calls to one of our numbers': { field: 'dialled-number', is: 'is', value: '+74955550007' },
    'long calls that were lost': {
      all: [
        { field: 'outcome', is: 'any-of', value: ['no-answer'] },
        { field: 'direction', is: 'any-of', value: ['inbound'] },
      ],
    },
  },
};

const sorts = [
  { by: 'name' },
  { by: 'created', descending: true },
  { by: 'calls.last' },
  { by: 'calls.last-reached', descending: true },
  { by: 'custom.budget', descending: true },
];

/** @param cursors of lists by name and by creation, from deep inside */
export function kindsOfQuestions(cursors: { name: readonly string[]; created: readonly string[] }): Kind[] {
  const all = Object.values(filters);
  const filtered = all.flatMap((filter) => [
    list({ filter }),
    list({ filter, sort: { by: 'created', descending: true } }),
  ]);
  const deep = [
    ...cursors.name.map((cursor) => list({ cursor, sort: { by: 'name' } })),
    ...cursors.created.map((cursor) => list({ cursor, sort: { by: 'created', descending: true } })),
  ];
  const firms = Object.values(firmFilters);
  const asked = [{}, { q: 'atlas' }, ...firms.map((filter) => ({ filter }))];
  const ofLists = Object.entries(listFilters).flatMap(([of, those]) =>
    Object.values(those).map((filter) => search(of, { filter })),
  );
  return [
    {
      name: 'search box',
      limitMs: 50,
      questions: typed.map((text) => get(`/api/search?q=${encodeURIComponent(text)}`)),
    },
    { name: 'list in each order', limitMs: 150, questions: sorts.map((sort) => list({ sort })) },
    { name: 'list, deep inside', limitMs: 150, questions: deep },
    { name: 'list, filtered', limitMs: 150, questions: filtered },
    { name: 'list of organisations', limitMs: 150, questions: asked.map((body) => search('organisations', body)) },
    { name: 'list of deals, tasks and calls, filtered', limitMs: 150, questions: ofLists },
    {
      name: 'list of deals',
      limitMs: 150,
      questions: ['newest', 'largest', 'closing'].map((order) => get(`/api/deals?order=${order}`)),
    },
    { name: 'kanban', limitMs: 150, questions: [get('/api/deals/board?pipelineId=pip_sales')] },
    {
      name: 'segment count',
      limitMs: 500,
      questions: [...all.map((filter) => count(filter)), ...firms.map((filter) => count(filter, 'organisation'))],
    },
  ];
}
