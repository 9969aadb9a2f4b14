/** What lists of people and organisations need besides: fields, stages, organisations. Typed by the contract. */
import type { Organisation } from '../../server/contract/contacts.contract.ts';
import type { ShownField } from '../../server/contract/custom-fields.contract.ts';
import { builtInLifecycles, type DirectoryEntry } from '../../server/contract/directories.contract.ts';
import type { FieldDescription, FilterRecord } from '../../server/contract/filters.contract.ts';
import { makeContact, me, pavel } from './make.ts';

const entry = (directory: DirectoryEntry['directory'], key: string, position: number): DirectoryEntry => ({
  id: `${directory}_${key}`,
  directory,
  key,
  label: directory === 'lifecycle' ? null : key,
  colour: null,
  active: true,
  position,
});

export const directoryEntries: DirectoryEntry[] = [
  ...builtInLifecycles.map((key, index) => entry('lifecycle', key, index)),
  ...['Сайт', 'Выставка', 'Рекомендация'].map((key, index) => entry('source', key, index)),
];

export const customFields: ShownField[] = [
  {
    id: 'field_budget',
    record: 'contact',
    key: 'budget',
    label: 'Бюджет на год',
    hint: '',
    type: 'money',
    options: [],
    active: true,
    onCard: true,
    position: 1,
    roles: {},
    right: null,
    version: 1,
  },
  {
    id: 'field_branch',
    record: 'deal',
    key: 'branch',
    label: 'Отрасль',
    hint: '',
    type: 'choice',
    options: [
      { id: 'trade', label: 'Торговля', active: true },
      { id: 'health', label: 'Здравоохранение', active: true },
    ],
    active: true,
    onCard: false,
    position: 1,
    roles: {},
    right: null,
    version: 1,
  },
];

const field = (key: string, type: FieldDescription['type'], group: string, sortable: boolean): FieldDescription => ({
  key,
  type,
  group,
  label: null,
  operators: ['empty', 'not-empty'],
  options: null,
  sortable,
});

const dealFields: FieldDescription[] = [
  field('title', 'text', 'deal', false),
  field('stage-since', 'time', 'deal', false),
  {
    ...field('custom.branch', 'choice', 'custom', false),
    label: 'Отрасль',
    operators: ['any-of', 'none-of', 'empty', 'not-empty'],
    options: customFields[1]?.options ?? [],
  },
];
const baseFieldsOf = (record: FilterRecord): FieldDescription[] => [
  field('name', 'text', record === 'contact' ? 'person' : 'organisation', true),
  field('created', 'time', record === 'contact' ? 'person' : 'organisation', true),
  ...(record === 'contact' ? [field('calls.last', 'time', 'calls', true)] : []),
  ...(record === 'contact'
    ? [{ ...field('custom.budget', 'money', 'custom', true), label: 'Бюджет на год' } satisfies FieldDescription]
    : []),
];

export const fieldsOf = (record: FilterRecord): FieldDescription[] =>
  record === 'deal' ? dealFields : baseFieldsOf(record);

const names = [
  'Волга-Электро',
  'Общество с ограниченной ответственностью «Балтика-Сервис-Северо-Запад»',
  'Atelier Lumière',
  'Зелёный лес',
  'Первая городская клиника',
];

export const organisations: Organisation[] = names.map((name, index) => {
  const { phones, createdAt, updatedAt } = makeContact(`org_${index}`, name, `+7495123450${index}`);
  return {
    id: `org_${index}`,
    name,
    parent: index === 3 ? { id: 'org_0', name: names[0] as string } : null,
    children: index === 0 ? [{ id: 'org_3', name: names[3] as string }] : [],
    lifecycle: index % 2 === 0 ? 'client' : 'lead',
    phones,
    emails: [],
    addresses: [],
    website: '',
    sourceId: null,
    custom: {},
    notes: '',
    owner: index % 2 === 0 ? me : pavel,
    timeZone: null,
    contacts: index === 0 ? [{ id: 'contact_ivan', name: 'Иван Сергеевич Белозёров', role: 'директор' }] : [],
    createdAt,
    updatedAt,
    version: 1,
  };
});
