/** Pure: targets of an import that few files have; they are kept in `extra` of a row (row-extra.ts). */
import { oneLine } from '../contacts/clean-text.ts';
import type { ValueField } from '../custom-fields/clean-custom-values.ts';
import { readCustomCell, saysNothing } from './read-custom-cell.ts';
import { readAddressKind, readCountry, readMark } from './read-extra.ts';
import { readYesNo } from './read-value.ts';
import type { RowDraft } from './row-draft.ts';
import { addOtherRole, addressFor, extraOf, type RowExtra } from './row-extra.ts';
import { both, type ImportTarget, labels, organisations, people } from './target-parts.ts';

type TextKey = 'advertisingChannel' | 'mainNeed' | 'website' | 'parent';

const text = (key: TextKey, longest: number) => (draft: RowDraft, cell: string) => {
  const clean = key === 'mainNeed' ? cell.trim() : oneLine(cell);
  if (clean.length > longest) return 'too-long';
  if (clean !== '') extraOf(draft)[key] = clean;
  return null;
};

/** Reads a date as the firm's own fields of that kind are read. */
const day: ValueField = { type: 'date', options: [] };

const origin: ImportTarget[] = [
  {
    key: 'source',
    kind: 'source',
    lists: both,
    isRepeatable: false,
    labels: labels(
      'Source, Lead source, Origin',
      'Источник, Источник лида, Откуда узнали',
      'Source, Origine, Provenance',
      'Fonte, Origine, Provenienza',
    ),
    write(draft, cell, { sources }) {
      if (saysNothing(cell)) return null;
      const id = sources.get(oneLine(cell).toLowerCase());
      if (id === undefined) return 'unknown-source';
      extraOf(draft).sourceId = id;
      return null;
    },
  },
  {
    key: 'advertisingChannel',
    kind: 'text',
    lists: people,
    isRepeatable: false,
    labels: labels(
      'Advertising channel, Advertising, Campaign, Ad channel',
      'Рекламный канал, Реклама, Канал, Рекламная кампания',
      'Canal publicitaire, Publicité, Campagne',
      'Canale pubblicitario, Pubblicità, Campagna',
    ),
    write: text('advertisingChannel', 200),
  },
];

const personal: ImportTarget[] = [
  {
    key: 'birthday',
    kind: 'date',
    lists: people,
    isRepeatable: false,
    labels: labels(
      'Birthday, Date of birth, Birth date, Born',
      'День рождения, Дата рождения, Родился',
      'Anniversaire, Date de naissance',
      'Compleanno, Data di nascita',
    ),
    fits: (cell, region) => !('because' in readCustomCell(day, cell, region)),
    write(draft, cell, { region }) {
      const read = readCustomCell(day, cell, region);
      if ('because' in read) return read.because;
      if (typeof read.value === 'string') extraOf(draft).birthday = read.value;
      return null;
    },
  },
  {
    key: 'mainNeed',
    kind: 'long-text',
    lists: people,
    isRepeatable: false,
    labels: labels(
      'Main need, Need, Needs',
      'Главная потребность, Потребность, Потребности',
      'Besoin principal, Besoin, Besoins',
      'Esigenza principale, Esigenza, Esigenze',
    ),
    write: text('mainNeed', 2_000),
  },
  {
    key: 'satisfaction',
    kind: 'mark',
    lists: people,
    isRepeatable: false,
    labels: labels(
      'Satisfaction, Rating, Mark',
      'Удовлетворённость, Оценка',
      'Satisfaction, Évaluation',
      'Soddisfazione, Valutazione',
    ),
    fits: (cell) => saysNothing(cell) || readMark(cell) !== null,
    write(draft, cell) {
      if (saysNothing(cell)) return null;
      const mark = readMark(cell);
      if (mark === null) return 'no-mark';
      extraOf(draft).satisfaction = mark;
      return null;
    },
  },
  {
    key: 'private',
    kind: 'yes-no',
    lists: people,
    isRepeatable: false,
    labels: labels(
      'Private, Private client',
      'Личный, Личный клиент',
      'Privé, Client privé',
      'Privato, Cliente privato',
    ),
    write(draft, cell) {
      const said = readYesNo(cell);
      if (said === null) return 'no-yes-or-no';
      extraOf(draft).private = said;
      return null;
    },
  },
  {
    key: 'otherOrganisation',
    kind: 'organisation',
    lists: people,
    isRepeatable: true,
    labels: labels(
      'Other organisation, Second organisation, Other company',
      'Другая организация, Вторая организация',
      'Autre organisation, Deuxième organisation, Autre société',
      'Altra organizzazione, Seconda organizzazione, Altra azienda',
    ),
    write(draft, cell) {
      const organisation = oneLine(cell);
      if (organisation.length > 200) return 'too-long';
      if (organisation !== '') addOtherRole(draft, { organisation, role: null });
      return null;
    },
  },
  {
    key: 'otherRole',
    kind: 'text',
    lists: people,
    isRepeatable: true,
    labels: labels(
      'Other position, Other role, Second role',
      'Другая должность, Вторая должность',
      'Autre fonction, Deuxième fonction',
      'Altro ruolo, Secondo ruolo',
    ),
    write(draft, cell) {
      const role = oneLine(cell);
      if (role.length > 200) return 'too-long';
      if (role !== '') addOtherRole(draft, { role });
      return null;
    },
  },
];

const ofOrganisations: ImportTarget[] = [
  {
    key: 'parent',
    kind: 'text',
    lists: organisations,
    isRepeatable: false,
    labels: labels(
      'Holding, Parent organisation, Parent company, Group',
      'Холдинг, Головная организация, Группа компаний',
      'Holding, Société mère, Groupe',
      'Holding, Capogruppo, Gruppo',
    ),
    write: text('parent', 200),
  },
  {
    key: 'website',
    kind: 'text',
    lists: organisations,
    isRepeatable: false,
    labels: labels(
      'Website, Web site, Site, Homepage, URL',
      'Сайт, Веб-сайт, Интернет-сайт',
      'Site web, Site internet, Site',
      'Sito web, Sito, Sito internet',
    ),
    write: text('website', 300),
  },
];

type Part = 'text' | 'city' | 'country' | 'kind';

const partOf =
  (part: Part, read: (cell: string) => string | null, because: string, longest: number) =>
  (draft: RowDraft, cell: string): string | null => {
    const value = read(cell);
    if (value === null) return because;
    if (value.length > longest) return 'too-long';
    const address = value === '' ? null : addressFor(draft, part);
    if (address) Object.assign(address, { [part]: value });
    return null;
  };

const addresses: ImportTarget[] = [
  {
    key: 'address',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels(
      'Address, Street, Street address, Postal address',
      'Адрес, Улица, Почтовый адрес',
      'Adresse, Rue, Adresse postale',
      'Indirizzo, Via, Indirizzo postale',
    ),
    write: partOf('text', (cell) => cell.trim(), 'too-long', 500),
  },
  {
    key: 'city',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels('City, Town', 'Город, Населённый пункт', 'Ville, Commune', 'Città, Comune'),
    write: partOf('city', oneLine, 'too-long', 200),
  },
  {
    key: 'country',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels('Country', 'Страна', 'Pays', 'Paese, Nazione'),
    fits: (cell) => readCountry(cell) !== null,
    write: partOf('country', readCountry, 'unknown-country', 2),
  },
  {
    key: 'addressKind',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels(
      'Kind of address, Address kind, Address type',
      'Вид адреса, Тип адреса',
      'Genre d’adresse, Type d’adresse',
      'Tipo di indirizzo',
    ),
    fits: (cell) => readAddressKind(cell) !== null,
    write: partOf('kind', readAddressKind, 'unknown-kind', 10),
  },
];

export const moreTargets: readonly ImportTarget[] = [...origin, ...personal, ...addresses, ...ofOrganisations];

/** Why this person cannot be made private: like a form, a file may only hide clients of its importer. Null: nothing is wrong. */
export function privateProblem(
  extra: RowExtra,
  ownerAgentId: string | null,
  importer: { agentId: string | null; mayHide: boolean },
): string | null {
  if (extra.private !== true) return null;
  if (ownerAgentId === null) return 'private:needs-owner';
  return importer.mayHide || ownerAgentId === importer.agentId ? null : 'private:not-owner';
}
