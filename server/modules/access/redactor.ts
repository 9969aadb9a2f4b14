/**
 * Pure: from a schema of the contract the function that takes things out of its values. Made once per schema; null when
 * nothing in it is marked, so that most answers are not walked at all.
 */
import type { z } from 'zod';
import { type Mark, sensitive } from '../../contract/sensitive.ts';
import { withoutOwn } from './field-rights.ts';
import { maskAnything, maskNumber, maskWithin } from './mask-number.ts';

export interface RedactionContext {
  /** Numbers are masked. */
  masks: boolean;
  /** Numbers that this reader sees in full all the same: of the call they are in. */
  shown: ReadonlySet<string>;
  agentId: string | null;
  hiddenKeys(kind: string): ReadonlySet<string>;
  /** Keys of the firm's own fields. */
  hiddenOwnKeys(kind: string): ReadonlySet<string>;
  /** @param field `contact.owner` */
  isHidden(field: string): boolean;
}

export type Redactor = (value: unknown, context: RedactionContext) => unknown;

type Schema = z.core.$ZodTypes;
type Fields = Record<string, unknown>;

const made = new WeakMap<object, Redactor | null>();

export function compileRedactor(schema: z.core.$ZodType): Redactor | null {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const redact = compile(schema as Schema);
  made.set(schema, redact);
  return redact;
}

function compile(schema: Schema): Redactor | null {
  const mark = sensitive.get(schema as never);
  const inside = compileInside(schema);
  return mark ? byMark(mark, schema, inside) : inside;
}

function compileInside(schema: Schema): Redactor | null {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return ofObject(def.shape as Record<string, Schema>);
    case 'array':
      return each(compileRedactor(def.element));
    case 'record':
      return ofRecord(compileRedactor(def.valueType));
    case 'union':
      return ofUnion(def.options as Schema[], 'discriminator' in def ? String(def.discriminator) : null);
    case 'nullable':
    case 'optional':
    case 'default':
    case 'readonly':
      return compileRedactor(def.innerType);
    case 'pipe':
      return compileRedactor(def.out);
    default:
      return null;
  }
}

const each = (redact: Redactor | null): Redactor | null =>
  redact && ((value, context) => (Array.isArray(value) ? value.map((item) => redact(item, context)) : value));

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ofRecord = (redact: Redactor | null): Redactor | null =>
  redact &&
  ((value, context) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, context)]))
      : value);

function ofObject(shape: Record<string, Schema>): Redactor | null {
  const parts = Object.entries(shape).flatMap(([key, schema]) => {
    const redact = compileRedactor(schema);
    return redact ? [[key, redact] as const] : [];
  });
  if (parts.length === 0) return null;
  return (value, context) => {
    if (!isObject(value)) return value;
    const result = { ...value };
    for (const [key, redact] of parts) if (key in result) result[key] = redact(result[key], context);
    return result;
  };
}

/** A member of a union by its discriminator; without one by what the value turns out to be. */
function ofUnion(options: Schema[], discriminator: string | null): Redactor | null {
  const members = options.map((schema) => ({ schema, redact: compileRedactor(schema) }));
  if (members.every(({ redact }) => redact === null)) return null;
  const isMember = (schema: Schema, value: unknown): boolean => {
    const names = discriminator === null ? undefined : schema._zod.propValues?.[discriminator];
    if (names && discriminator !== null && isObject(value)) return names.has(value[discriminator] as string);
    return (schema as unknown as z.ZodType).safeParse(value).success;
  };
  return (value, context) => {
    const member = members.find(({ schema }) => isMember(schema, value));
    return member?.redact ? member.redact(value, context) : value;
  };
}

function byMark(mark: Mark, schema: Schema, inside: Redactor | null): Redactor {
  const blank = mark.copyOf === undefined ? undefined : blankOf(schema);
  const blanks = mark.record === undefined ? {} : blanksOf(schema);
  return (value, context) => {
    if (mark.copyOf !== undefined && context.isHidden(mark.copyOf)) return blank;
    if (mark.anything) return context.masks ? maskAnything(value) : value;
    if (mark.number !== undefined) return context.masks ? maskText(value, mark.number, context) : value;
    const deeper = mark.ownCall === undefined ? context : inOwnCall(value, mark.ownCall, context);
    const walked = inside ? inside(value, deeper) : value;
    return mark.record === undefined ? walked : withoutHiddenKeys(walked, mark.record, context, blanks);
  };
}

function maskText(value: unknown, how: 'whole' | 'within', { shown }: RedactionContext): unknown {
  if (typeof value !== 'string' || shown.has(value)) return value;
  return how === 'whole' ? maskNumber(value) : maskWithin(value);
}

/** Whoever's telephone is in a call sees its numbers anyway; so the console shows them while it lasts. */
function inOwnCall(value: unknown, key: 'agents' | 'ownCall', context: RedactionContext): RedactionContext {
  if (!context.masks || context.agentId === null || !isObject(value)) return context;
  const said = value[key];
  const isLiveIn = (agent: unknown) => isObject(agent) && agent.live === true && agent.agentId === context.agentId;
  const isIn = Array.isArray(said) ? said.some(isLiveIn) : said === true;
  if (!isIn) return context;
  const numbers = ['from', 'to', 'number'].flatMap((name) => {
    const number = value[name];
    return isObject(number) ? [number.raw, number.e164] : [];
  });
  const texts = [...numbers, value.callerIdName].filter((text) => typeof text === 'string');
  return { ...context, shown: new Set([...context.shown, ...texts]) };
}

function withoutHiddenKeys(value: unknown, kind: string, context: RedactionContext, blanks: Fields): unknown {
  const [hidden, own] = [context.hiddenKeys(kind), context.hiddenOwnKeys(kind)];
  if (hidden.size + own.size === 0 || !isObject(value)) return value;
  const shown = (key: string, item: unknown) => (key === 'custom' ? withoutOwn(item, own) : item);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hidden.has(key) ? blanks[key] : shown(key, item)]),
  );
}

function blanksOf(schema: Schema): Fields {
  const { def } = schema._zod;
  if (def.type !== 'object') return {};
  return Object.fromEntries(Object.entries(def.shape).map(([key, field]) => [key, blankOf(field as Schema)]));
}

/** The value that says nothing, as the contract of a field allows it. */
function blankOf({ _zod: { def } }: Schema): unknown {
  switch (def.type) {
    case 'nullable':
      return null;
    case 'array':
      return [];
    case 'string':
      return '';
    case 'record':
      return {};
    default:
      return undefined;
  }
}
