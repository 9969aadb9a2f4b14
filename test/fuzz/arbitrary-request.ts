/** Requests made from a description of them: of the right shape, nearly so, or hostile. */
import fc from 'fast-check';
import type { JsonSchema, Operation } from './api-description.ts';

export interface FuzzRequest {
  path: string;
  body: string | undefined;
  contentType: string;
  headers: Record<string, string>;
}

/** Values that have broken somebody's server before. */
const hostile: readonly unknown[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  'x'.repeat(5_000),
  '𝒳'.repeat(300),
  '\u202e\u200b\ufeffname',
  "' or 1=1 --",
  '"; drop table contacts; --',
  '%_%',
  '\\',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '{{7*7}}#{7*7}',
  'e\u0301'.repeat(100),
  'NaN',
  '1e400',
  '2026-02-30T25:61:61Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  true,
  false,
  null,
  [],
  {},
  [null],
  [[[[[[]]]]]],
  { __proto__: null, constructor: 1, toString: 2 },
  Array.from({ length: 300 }, () => 'x'),
];

/** So many levels below, only what ends. */
const maxDepth = 5;

export interface Known {
  /** Ids of records, own and other people's, by the collection they are read from: `contacts`, `calls`. */
  ids: Readonly<Record<string, readonly string[]>>;
  /** Ids of deleted ones, which can be restored. */
  deleted?: Readonly<Record<string, readonly string[]>>;
  /** Ids that belong together where an address has several, by their names in it. */
  sets?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** The collection whose address is asked: ids without a name of their own are of it. */
  collection?: string;
  numbers: readonly string[];
  /** An address that answers web-hooks. */
  url: string;
}

const looksLikeId = (name: string) => /(?:^id|Id|Ids|By)$/.test(name);

/** Where records with such a field's name are read from. */
const collectionOf: Readonly<Record<string, string>> = {
  contactId: 'contacts',
  exceptId: 'contacts',
  organisationId: 'organisations',
  recordId: 'contacts',
  partnerId: 'organisations',
  parentId: 'organisations',
  sourceId: 'directories',
  typeId: 'directories',
  skillId: 'directories',
  skillIds: 'directories',
  agentId: 'agents',
  ownerId: 'agents',
  ownerIds: 'agents',
  agentIds: 'agents',
  fromAgentId: 'agents',
  callId: 'calls',
  teamId: 'teams',
  userId: 'users',
  missedCallId: 'missed-calls',
  deliveryId: 'deliveries',
  dealId: 'deals',
  pipelineId: 'pipelines',
  stageId: 'stages',
  productId: 'products',
  groupId: 'product-groups',
  lossReasonId: 'loss-reasons',
  roleId: 'roles',
  ladderId: 'retry-ladders',
  substituteId: 'retry-ladders',
  dispositionId: 'dispositions',
  mainResultId: 'dispositions',
  scriptId: 'scripts',
  campaignId: 'campaigns',
  callListId: 'call-lists',
  entryId: 'entries',
  callingHoursId: 'calling-hours',
  questionId: 'questions',
};

/** Amounts, quantities and percentages are texts of a form of their own. */
const decimals: Readonly<Record<string, readonly string[]>> = {
  price: ['10.00', '0', '99.5'],
  potential: ['1000', '0.01'],
  quantity: ['1', '2.5'],
  discountPercent: ['0', '0', '5'],
};

/** Mostly an id of the right kind, sometimes one of another. */
function idArbitrary(name: string, collection: string, known: Known): fc.Arbitrary<string> {
  const right = known.ids[collectionOf[name] ?? (collection || (known.collection ?? ''))];
  const any = fc.constantFrom(...Object.values(known.ids).flat(), 'none_00');
  return right?.length
    ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: any })
    : any;
}

/** Ids of two records of one kind, with a comma between. */
function pairArbitrary({ ids }: Known): fc.Arbitrary<string> {
  const kinds = [ids.contacts, ids.organisations, ids.deals].filter((list) => list !== undefined && list.length > 1);
  if (kinds.length === 0) return fc.constant('none_00,none_01');
  return fc
    .constantFrom(...kinds)
    .chain((list) => fc.shuffledSubarray([...(list ?? [])], { minLength: 2, maxLength: 2 }))
    .map((pair) => pair.join(','));
}

function textArbitrary(schema: JsonSchema, name: string, known: Known): fc.Arbitrary<unknown> {
  if (schema.format === 'date-time') {
    const range = { min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true };
    return fc.date(range).map((date) => date.toISOString());
  }
  if (schema.format === 'date') return fc.constantFrom('2026-03-01', '2026-05-17', '2026-09-30');
  if (schema.format === 'email') return fc.nat(99_999).map((n) => `fuzz.${n}+x@example.test`);
  // Several ids in one text: two records of one kind, as a merge or a list of scores wants them.
  if (name === 'ids') return pairArbitrary(known);
  const decimal = decimals[name];
  if (decimal)
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...decimal) }, { weight: 1, arbitrary: fc.string() });
  if (name === 'url') return fc.constantFrom(known.url, 'http://169.254.169.254/latest', 'http://localhost:1/');
  if (name === 'password') return fc.constant('correct horse battery');
  if (name === 'version') return fc.constantFrom(1, 1, 1, 2, 99);
  const plain = fc.string({
    unit: 'grapheme',
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 40, 40),
  });
  const number = fc.constantFrom(...known.numbers);
  if (looksLikeId(name)) return idArbitrary(name, '', known);
  if (/number|raw|^to$|phone|^q$/i.test(name)) return fc.oneof(number, plain);
  if (/zone/i.test(name)) return fc.constantFrom('Europe/Moscow', 'Asia/Tokyo', 'UTC', 'Mars/Base');
  if (/region$/i.test(name)) return fc.constantFrom('RU', 'FR', 'XX');
  if (/^(?:from|until)$/.test(name)) return fc.constantFrom('09:00', '24:00', '18:30');
  return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: number });
}

/** Values of a schema. `name`: of the field, which tells ids and numbers from other texts. */
export function arbitraryOf(schema: JsonSchema, name: string, known: Known, depth = 0): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema) => arbitraryOf(inner, name, known, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => of({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return textArbitrary(schema, name, known);
    case 'integer':
    case 'number': {
      // Whole numbers do for any number, from the first above a minimum such as 0.5.
      const min = Math.ceil(Math.max(schema.minimum ?? -3, -(2 ** 31)));
      const max = Math.floor(Math.min(schema.maximum ?? 100_000, 2 ** 31 - 1));
      return fc.integer({ min: Math.min(min, max), max: Math.max(min, max) });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      // Each of several ids is one.
      const ofItem = (inner: JsonSchema) => arbitraryOf(inner, name === 'ids' ? 'id' : name, known, depth + 1);
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(ofItem));
      const least = schema.minItems ?? 0;
      const most = depth >= maxDepth ? least : Math.max(least, Math.min(schema.maxItems ?? 4, 7));
      return fc.array(ofItem(schema.items ?? {}), { minLength: least, maxLength: most });
    }
    case 'object':
      return objectArbitrary(schema, known, depth);
    default:
      return fc.constantFrom(...hostile);
  }
}

function objectArbitrary(schema: JsonSchema, known: Known, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const fields = Object.fromEntries(properties.map(([key, inner]) => [key, arbitraryOf(inner, key, known, depth + 1)]));
  const required = (schema.required ?? []).filter((key) => key in fields);
  // Every second one says only what it must: with thirty fields one is always wrong, and the door is never passed.
  const least = Object.fromEntries(required.map((key) => [key, fields[key]!]));
  return fc.oneof(fc.record(fields, { requiredKeys: required as never[] }), fc.record(least));
}

/** One place of a value, replaced by something hostile. */
const spoiled = (value: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.constantFrom(...hostile), fc.nat(1_000)).map(([bad, where]) => replaceAt(value, where, bad));

function replaceAt(value: unknown, where: number, bad: unknown): unknown {
  if (typeof value !== 'object' || value === null) return bad;
  const keys = Object.keys(value);
  const key = keys[where % (keys.length + 1)];
  if (key === undefined) return bad;
  const inner = replaceAt((value as Record<string, unknown>)[key], Math.floor(where / 3), bad);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === key ? inner : item))
    : { ...value, [key]: inner };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Requests of an operation. */
export function requestsOf({ path, parameters = [], requestBody }: Operation, all: Known): fc.Arbitrary<FuzzRequest> {
  const collection = path.split('/')[2] ?? '';
  const deleted = path.endsWith('/restore') ? all.deleted?.[collection] : undefined;
  const known = { ...all, collection, ids: deleted ? { ...all.ids, [collection]: deleted } : all.ids };
  const given = parameters.filter((parameter) => parameter.in !== 'header');
  const values = fc.tuple(
    ...given.map(({ name, schema, in: place, required }) => {
      const isOfPath = place === 'path' && (name === 'id' || name === 'name');
      const right = isOfPath ? idArbitrary(name, collection, known) : arbitraryOf(schema, name, known);
      const value = fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...hostile) });
      return place === 'path' || required ? value : fc.option(value, { nil: undefined, freq: 1 });
    }),
  );
  const named = given.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const sets = (known.sets?.[collection] ?? []).filter((set) => named.every((name) => name in set));
  const together =
    named.length > 1 && sets.length > 0
      ? fc.option(fc.constantFrom(...sets), { nil: null, freq: 4 })
      : fc.constant(null);
  const contentType = Object.keys(requestBody?.content ?? {})[0] ?? 'application/json';
  const schema = requestBody?.content['application/json']?.schema;
  const right = schema ? arbitraryOf(schema, '', known) : fc.constant(undefined);
  const body = schema
    ? fc.oneof(
        { weight: 6, arbitrary: right.map((value) => JSON.stringify(value)) },
        { weight: 3, arbitrary: right.chain(spoiled).map((value) => JSON.stringify(value)) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', '{', 'null', '[]', '"x"', '0', `${'['.repeat(3_000)}${']'.repeat(3_000)}`),
        },
      )
    : requestBody
      ? fc.constantFrom('Name;Phone\nAnna;89127770041\n', '', '%PDF-1.7', 'PK\u0003\u0004', 'Имя,Телефон\r\n"Анна\n')
      : fc.constant(undefined);
  const key = fc.oneof(
    { weight: 10, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom('fuzz-1', 'two words') },
  );
  return fc.tuple(values, together, body, key).map(([said, set, text, idempotencyKey]): FuzzRequest => {
    let address = path;
    const query = new URLSearchParams();
    given.forEach(({ name, in: place }, index) => {
      const value = (place === 'path' && set?.[name]) || said[index];
      if (value === undefined) return;
      // What no address can hold goes into bodies only.
      const wellFormed = asText(value)
        .slice(0, 3_000)
        .replaceAll(/\p{Surrogate}/gu, '?');
      // An empty part of a path would be another path.
      if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(wellFormed || 'x'));
      else query.set(name, wellFormed);
    });
    return {
      path: query.size > 0 ? `${address}?${query}` : address,
      body: text,
      contentType,
      headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey as string },
    };
  });
}
