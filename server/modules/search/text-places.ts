/**
 * Where the second look finds words: notes, addresses, own fields and so on of people, organisations, deals, tasks and calls.
 * Each place stands on an index of trigrams (migrations 0015 and 0042), whose expression is repeated here to the letter, and
 * asks the rights by itself: what the reader may not see is not among what it reads, so it cannot crowd out what they may.
 */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { hiddenOwnKeys, isHidden } from '../access/field-rights.ts';
import { type Permission, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visibleCalls } from '../calls/calls.usecases.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';
import { wordsOf } from '../contacts/search-conditions.ts';
import { visibleDeals } from '../deals/list-deals.usecases.ts';
import { visibleOrganisations } from '../organisations/organisation-table.usecases.ts';
import { visibleTasks } from '../tasks/task-access.ts';

export type FoundKind = 'contact' | 'organisation' | 'deal' | 'task' | 'call';

export interface TextPlace {
  kind: FoundKind;
  /** Table and what is joined to it. */
  from: SqlQuery;
  /** Id of the record that is found. */
  id: string;
  /** What is shown of it. */
  text: SqlQuery;
  /** Words and rights. */
  where: SqlQuery;
}

/** One field of a record among those that share an index. */
interface Part {
  field: string;
  /** Within `fold`. */
  value: string;
  /** As it was written; left out: not shown. */
  plain?: string;
}

interface Shared {
  parts: readonly Part[];
  /** The expression of the index, of all parts; of some of them the same without the others. */
  fold(joined: string): string;
}

const addressTexts = (alias: string) =>
  `search_json(jsonb_path_query_array(${alias}.addresses, '$[*].text') || jsonb_path_query_array(${alias}.addresses, '$[*].city'))`;

const textsOfContact: Shared = {
  parts: [
    { field: 'role', value: `coalesce(c.role, '')` },
    { field: 'mainNeed', value: 'c.main_need', plain: 'c.main_need' },
    { field: 'source', value: 'c.advertising_channel', plain: 'c.advertising_channel' },
    { field: 'notes', value: 'c.notes', plain: 'c.notes' },
  ],
  // Folded once: four times as fast where a word stands in many.
  fold: (joined) => `search_text(${joined})`,
};
const textsOfOrganisation: Shared = {
  parts: [
    { field: 'notes', value: 'search_text(o.notes)', plain: 'o.notes' },
    { field: 'website', value: 'search_text(o.website)', plain: 'o.website' },
    { field: 'addresses', value: addressTexts('o'), plain: `o.addresses #>> '{0,text}'` },
    { field: 'custom', value: 'search_json(o.custom)' },
  ],
  fold: (joined) => joined,
};

/** Words of the firm's own fields that this reader gets: what is hidden is no reason to be found. */
function ownWords(reader: Principal, kind: string, column: string): string {
  // Keys are of letters, digits and `_` (a constraint of the table).
  const hidden = [...hiddenOwnKeys(reader, kind)];
  return hidden.length === 0 ? `search_json(${column})` : `search_json(${column} - '{${hidden.join(',')}}'::text[])`;
}

const folded = ({ fold }: Shared, parts: readonly Part[]) => fold(parts.map(({ value }) => value).join(` || ' ' || `));

/** Several fields on one index: the words stand in them together, and in those of them that the reader may see. */
function sharedPlace(
  { sql, reader, words }: Asked,
  kind: 'contact' | 'organisation',
  { texts, ...place }: { texts: Shared; from: SqlQuery; id: string; rest: SqlQuery },
): TextPlace[] {
  const { parts } = texts;
  const seen = parts.flatMap((part) => {
    if (isHidden(reader, kind, part.field)) return [];
    return part.field === 'custom' ? [{ ...part, value: ownWords(reader, kind, 'o.custom') }] : [part];
  });
  if (seen.length === 0) return [];
  const plain = seen.flatMap((part) => (part.plain ? [`nullif(${part.plain}, '')`] : []));
  const text = plain.length > 0 ? sql.unsafe(`concat_ws(' · ', ${plain.join(', ')})`) : sql`''`;
  const where = sql.and([
    words(folded(texts, parts)),
    folded(texts, seen) !== folded(texts, parts) && words(folded(texts, seen)),
    place.rest,
  ]);
  return [{ kind, from: place.from, id: place.id, text, where }];
}

interface Asked {
  sql: Sql;
  reader: Principal;
  /** Every word stands somewhere in this folded text. */
  words(folded: string): SqlQuery;
}

/** Whoever reads notes reads messages (modules/messages/message-view.ts). */
const textsOfMessage = `search_text(w.subject || ' ' || w.text)`;
const textOfMessage = `concat_ws(' · ', w.subject, nullif(w.text, ''))`;

function placesOfContacts(asked: Asked): TextPlace[] {
  const { sql, reader, words } = asked;
  const visible = visibleContacts(sql, reader);
  const own = ownWords(reader, 'contact', 'c.custom');
  const place = (
    field: string,
    folded: string,
    more: { from?: string; text: string; rest?: string; seen?: string },
  ): TextPlace[] =>
    isHidden(reader, 'contact', field)
      ? []
      : [
          {
            kind: 'contact',
            from: sql.unsafe(more.from ?? 'contacts c'),
            id: 'c.id',
            text: sql.unsafe(more.text),
            where: sql.and([
              words(folded),
              more.seen !== undefined && more.seen !== folded && words(more.seen),
              more.rest !== undefined && sql.unsafe(more.rest),
              visible,
            ]),
          },
        ];
  const rest = sql`(c.role is not null or c.main_need <> '' or c.advertising_channel <> '' or c.notes <> '') and ${visible}`;
  return [
    ...place('notes', 'search_text(n.text)', {
      from: 'contact_notes n join contacts c on c.id = n.contact_id',
      text: 'n.text',
    }),
    ...place('notes', textsOfMessage, {
      from: 'messages w join contacts c on c.id = w.contact_id',
      text: textOfMessage,
    }),
    ...place('addresses', addressTexts('c'), { text: `c.addresses #>> '{0,text}'`, rest: `c.addresses <> '[]'` }),
    // By the index of all of them; then without those that the reader does not get.
    ...place('custom', 'search_json(c.custom)', { text: `''`, rest: `c.custom <> '{}'`, seen: own }),
    ...sharedPlace(asked, 'contact', { texts: textsOfContact, from: sql`contacts c`, id: 'c.id', rest }),
  ];
}

function placesOfOrganisations(asked: Asked): TextPlace[] {
  const { sql, reader, words } = asked;
  const visible = visibleOrganisations(sql, reader);
  const filled = `(o.notes <> '' or o.website <> '' or o.addresses <> '[]' or o.custom <> '{}')`;
  const notes: TextPlace = {
    kind: 'organisation',
    from: sql`organisation_notes n join organisations o on o.id = n.organisation_id`,
    id: 'o.id',
    text: sql`n.text`,
    where: sql.and([words('search_text(n.text)'), visible]),
  };
  const messages: TextPlace = {
    ...notes,
    from: sql`messages w join organisations o on o.id = w.organisation_id and w.contact_id is null`,
    text: sql.unsafe(textOfMessage),
    where: sql.and([words(textsOfMessage), visible]),
  };
  return [
    ...(isHidden(reader, 'organisation', 'notes') ? [] : [notes, messages]),
    ...sharedPlace(asked, 'organisation', {
      texts: textsOfOrganisation,
      from: sql`organisations o`,
      id: 'o.id',
      rest: sql`${sql.unsafe(filled)} and ${visible}`,
    }),
  ];
}

function placesOfDeals({ sql, reader, words }: Asked): TextPlace[] {
  const visible = sql`d.deleted_at is null and ${visibleDeals(sql, reader)}`;
  const own = ownWords(reader, 'deal', 'd.custom');
  const seen = own === 'search_json(d.custom)' ? sql.empty : sql`and ${words(own)}`;
  const custom = sql`${words('search_json(d.custom)')} ${seen} and d.custom <> '{}' and ${visible}`;
  const notes = sql`${words('search_text(n.text)')} and ${visible}`;
  return [
    {
      kind: 'deal',
      from: sql`deal_notes n join deals d on d.id = n.deal_id`,
      id: 'd.id',
      text: sql`n.text`,
      where: notes,
    },
    {
      kind: 'deal',
      from: sql`messages w join deals d on d.id = w.deal_id`,
      id: 'd.id',
      text: sql.unsafe(textOfMessage),
      where: sql`${words(textsOfMessage)} and ${visible}`,
    },
    { kind: 'deal' as const, from: sql`deals d`, id: 'd.id', text: sql`''`, where: custom },
  ];
}

function placesOfTasks({ sql, reader, words }: Asked): TextPlace[] {
  const where = sql`${words(`search_text(t.title || ' ' || t.description)`)} and ${visibleTasks(sql, reader)}`;
  return [{ kind: 'task', from: sql`tasks t`, id: 't.id', text: sql`t.description`, where }];
}

const textsOfCall = `search_text(calls.note || ' ' || calls.main_need || ' ' || coalesce(calls.next_step_text, ''))`;

function placesOfCalls({ sql, reader, words }: Asked): TextPlace[] {
  const visible = visibleCalls(sql, reader, 'calls.read');
  const filled = sql`(calls.note <> '' or calls.main_need <> '' or calls.next_step_text is not null)`;
  const text = sql`concat_ws(' · ', nullif(calls.note, ''), nullif(calls.main_need, ''), calls.next_step_text)`;
  // Of a result that thousands of calls have the last ones, by the index of each.
  const withResult = sql`dispositions r cross join lateral (
    select id from calls where calls.disposition_id = r.id and ${visible} order by started_at desc limit 20) calls`;
  const id = 'calls.id';
  return [
    { kind: 'call', from: sql`calls`, id, text, where: sql`${words(textsOfCall)} and ${filled} and ${visible}` },
    { kind: 'call', from: withResult, id, text: sql`r.label`, where: words('search_text(r.label)') },
  ];
}

/** Names of files, which lead to the record they lie with. */
function placesOfFiles({ sql, reader, words }: Asked): TextPlace[] {
  const named = sql`${words('search_text(f.name)')} and f.deleted_at is null`;
  const withRecord = (
    kind: 'contact' | 'organisation' | 'deal',
    table: string,
    id: string,
    visible: SqlQuery,
  ): TextPlace => ({
    kind,
    from: sql.unsafe(`files f join ${table} on f.record_kind = '${kind}' and ${id} = f.record_id`),
    id,
    text: sql`f.name`,
    where: sql`${named} and ${visible}`,
  });
  const deals = sql`d.deleted_at is null and ${visibleDeals(sql, reader)}`;
  return [
    withRecord('contact', 'contacts c', 'c.id', visibleContacts(sql, reader)),
    withRecord('organisation', 'organisations o', 'o.id', visibleOrganisations(sql, reader)),
    ...(scopeOf(reader, 'deals.read') === null ? [] : [withRecord('deal', 'deals d', 'd.id', deals)]),
  ];
}

/** Every place that this reader may look into. */
export function textPlaces(sql: Sql, reader: Principal, text: string): TextPlace[] {
  const patterns = wordsOf(text).map((word) => `%${likeText(word)}%`);
  const asked: Asked = {
    sql,
    reader,
    words: (folded) =>
      sql.and(patterns.map((pattern) => sql`${sql.unsafe(`(${folded})`)} like search_text(${pattern})`)),
  };
  const may = (permission: Permission, places: (asked: Asked) => TextPlace[]) =>
    scopeOf(reader, permission) === null ? [] : places(asked);
  return [
    ...placesOfContacts(asked),
    ...placesOfOrganisations(asked),
    ...may('deals.read', placesOfDeals),
    ...may('tasks.read', placesOfTasks),
    ...may('calls.read', placesOfCalls),
    ...placesOfFiles(asked),
  ];
}
