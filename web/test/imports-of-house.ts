/** The imports of the firm, for pictures: one that was read, one that is being written, one that is done. Typed by the contract. */
import type { z } from 'zod';
import type {
  Import,
  importPreviewSchema,
  importRowsSchema,
  importTargetSchema,
} from '../../server/contract/imports.contract.ts';
import { timesOf } from './make.ts';

const headers = ['ФИО', 'Компания', 'Телефон', 'Эл. почта', 'Прим.'];
const samples = ['Иван Петров', 'ООО «Вега»', '8 (495) 123-45-67, доб. 9', 'petrov@vega.example', 'после обеда'];
const mapping = ['name', 'organisation', 'phone', 'email', null];
const noCounts: Import['counts'] = {
  problems: 0,
  create: 0,
  update: 0,
  skip: 0,
  clash: 0,
  created: 0,
  updated: 0,
  organisationsCreated: 0,
  restored: 0,
  kept: 0,
};

function makeImport(id: string, fileName: string, createdAt: string, more: Partial<Import>): Import {
  return {
    id,
    target: 'contacts',
    fileName,
    fileBytes: 1_240_000,
    fileKind: 'csv',
    format: { encoding: 'windows-1251', delimiter: ';', hasHeader: true, sheet: null },
    sheets: [],
    headers,
    guesses: mapping.map((target, index) => ({
      target,
      confidence: target === null ? 0 : 0.95 - index * 0.1,
      because: target === null ? null : index === 2 ? 'name-and-contents' : 'name',
      samples: [samples[index] ?? ''],
    })),
    mapping,
    rules: {
      inFile: { phone: 'merge', email: 'merge', name: 'keep' },
      inBase: { phone: 'update-empty', email: 'update-empty', name: 'create' },
      namesTellApart: true,
    },
    defaults: { ownerId: null, ownerIds: [], sourceId: null, lifecycle: null },
    state: 'ready',
    stoppedIn: null,
    failure: null,
    commands: ['check'],
    progress: { rowsTotal: null, rowsDone: 0, rowsPerSecond: null, secondsLeft: null },
    counts: noCounts,
    createdBy: 'Администратор',
    createdAt,
    finishedAt: null,
    version: 1,
    ...more,
  };
}

/** Newest first. */
export function makeHouseImports(now: number): Import[] {
  const { ago } = timesOf(now);
  const counts = { ...noCounts, problems: 41, create: 11_860, update: 522, skip: 12, clash: 3 };
  const whole = { rowsTotal: 12_438, rowsDone: 12_438, rowsPerSecond: null, secondsLeft: null };
  return [
    makeImport('import_new', 'Клиенты северо-запад (выгрузка за ноябрь, вторая).csv', ago(90), {}),
    makeImport('import_checked', 'clients.xlsx', ago(1_800), {
      fileKind: 'xlsx',
      sheets: ['Клиенты', 'Архив'],
      format: { encoding: 'utf-8', delimiter: ',', hasHeader: true, sheet: 'Клиенты' },
      state: 'checked',
      commands: ['check', 'start', 'cancel'],
      progress: whole,
      counts,
    }),
    makeImport('import_writing', 'base-2025.csv', ago(3_600), {
      state: 'writing',
      commands: ['pause', 'cancel'],
      progress: { rowsTotal: 1_000_000, rowsDone: 412_000, rowsPerSecond: 31_200, secondsLeft: 19 },
      counts: { ...counts, create: 980_000, created: 401_300, updated: 8_900 },
    }),
    makeImport('import_done', 'ярмарка.csv', ago(90_000), {
      state: 'done',
      commands: ['undo'],
      progress: whole,
      counts: { ...counts, created: 11_860, updated: 522, organisationsCreated: 304 },
      finishedAt: ago(89_000),
    }),
  ];
}

const target = (key: string, en: string, ru: string, fr: string, it: string): z.infer<typeof importTargetSchema> => ({
  key,
  kind: 'text',
  labels: { en, ru, fr, it },
  isRepeatable: key === 'phone' || key === 'email',
  isOff: false,
});
export const importTargets = [
  target('name', 'Name', 'Имя', 'Nom', 'Nome'),
  target('organisation', 'Organisation', 'Организация', 'Organisation', 'Organizzazione'),
  target('phone', 'Phone', 'Телефон', 'Téléphone', 'Telefono'),
  target('email', 'E-mail', 'Эл. почта', 'E-mail', 'E-mail'),
  target('notes', 'Notes', 'Примечания', 'Notes', 'Note'),
];

const wrong = { written: '12', e164: null, extension: null, because: 'internal' };
export const importPreview: z.infer<typeof importPreviewSchema> = {
  items: [
    {
      row: 2,
      cells: samples,
      problem: null,
      values: { name: 'Иван Петров', organisation: 'ООО «Вега»', email: 'petrov@vega.example' },
      repairs: [{ written: '8 (495) 123-45-67, доб. 9', e164: '+74951234567', extension: '9', because: null }],
    },
    {
      row: 3,
      cells: ['Ольга Новая', '', '12', '', ''],
      problem: 'phone:internal',
      values: { name: 'Ольга Новая' },
      repairs: [wrong],
    },
  ],
};

export const importRows: z.infer<typeof importRowsSchema> = {
  items: [
    {
      row: 3,
      name: 'Ольга Новая',
      organisation: null,
      phones: [],
      emails: [],
      because: 'phone:internal',
      sameAs: null,
      owner: null,
      lifecycle: null,
      cells: ['Ольга Новая', '', '12', '', ''],
      record: null,
    },
  ],
};
