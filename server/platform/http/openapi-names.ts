/**
 * Gives records of a description their names: what looks the same in many places stands once, under `components`, and is
 * referred to. Pure.
 */
type Json = Readonly<Record<string, unknown>>;

const prefix = '#/components/schemas/';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isRecord = (value: Json): boolean => 'properties' in value || 'anyOf' in value || 'oneOf' in value;

/** @param named schemas by name, written as they stand in the document */
export function withNames(document: object, named: Readonly<Record<string, unknown>>): object {
  const names = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]));
  const refer = (value: unknown): unknown => {
    if (!isObject(value)) return inside(value);
    const name = isRecord(value) ? names.get(JSON.stringify(value)) : undefined;
    return name === undefined ? inside(value) : { $ref: prefix + name };
  };
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    return isObject(value) ? mapped(value, refer) : value;
  };
  const { components, ...rest } = document as Json;
  const known = isObject(components) ? components : {};
  const schemas = { ...(isObject(known.schemas) ? known.schemas : {}), ...mapped(named, inside) };
  return { ...(inside(rest) as object), components: { ...known, schemas } };
}

/** The same document with every named schema written out where it is meant, for who reads it from top to bottom. */
export function withoutNames<Document extends object>(document: Document): Document {
  const { components } = document as { components?: { schemas?: Json } };
  const full = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(full);
    if (!isObject(value)) return value;
    const { $ref } = value;
    if (typeof $ref !== 'string') return mapped(value, full);
    return full(components?.schemas?.[$ref.slice(prefix.length)] ?? {});
  };
  return full(document) as Document;
}

const mapped = (value: Json, change: (part: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
