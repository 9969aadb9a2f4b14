/**
 * What a request brings is taken as a whole or refused: a field that nobody knows is a wish that would be left undone
 * without a word. Pure.
 */
import { z } from 'zod';

const made = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/** The same schema, in which every object refuses fields it does not name, however deep. Free maps stay free. */
export function strictInput<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  const known = made.get(schema);
  if (known) return known as Schema;
  const strict = strictly(schema) as Schema;
  made.set(schema, strict);
  made.set(strict, strict);
  return strict;
}

/** A copy with some of its parts exchanged; what was said about the original (`describe`) is said about it as well. */
function withParts(schema: z.core.$ZodType, parts: Record<string, unknown>): z.core.$ZodType {
  return z.core.clone(schema, z.core.util.mergeDefs(schema._zod.def, parts), { parent: true });
}

const strictShape = (shape: z.core.$ZodShape): Record<string, z.core.$ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, strictInput(field)]));

function strictly(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const shape = strictShape(def.shape);
      // A loose object says itself that it takes more.
      if (def.catchall) return withParts(schema, { shape });
      return withParts(schema, { shape, catchall: z.never(), error: withRefusal(Object.keys(shape), def.error) });
    }
    case 'array':
      return withParts(schema, { element: strictInput(def.element) });
    case 'tuple':
      return withParts(schema, { items: def.items.map(strictInput) });
    case 'record':
      return withParts(schema, { valueType: strictInput(def.valueType) });
    case 'union':
      return withParts(schema, { options: def.options.map(strictInput) });
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return withParts(schema, { innerType: strictInput(def.innerType) });
    case 'pipe':
      return withParts(schema, { in: strictInput(def.in), out: strictInput(def.out) });
    case 'lazy': {
      const { getter } = def;
      return withParts(schema, { getter: () => strictInput(getter()) });
    }
    case 'intersection':
      throw new Error('an intersection cannot be strict: each half refuses what the other one names; extend instead');
    default:
      return schema;
  }
}

/** Says what may stand there beside what must not. */
function withRefusal(names: readonly string[], others: z.core.$ZodErrorMap<never> | undefined): z.core.$ZodErrorMap {
  const allowed = names.length === 0 ? 'nothing can be given here' : `there are: ${[...names].sort().join(', ')}`;
  return (issue) => (issue.code === 'unrecognized_keys' ? `is no field here; ${allowed}` : others?.(issue as never));
}

/** More than anybody reads. */
const mostFaults = 50;
const pathOf = (path: readonly PropertyKey[], whole: string): string =>
  path.map(String).join('.').slice(0, 200) || whole;

/** Of a choice that nothing fitted: the faults of the one choice that would fit but for fields it does not know. */
function insideChoice(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const near = issue.errors.find(
    (issues) => issues.length > 0 && issues.every(({ code }) => code === 'unrecognized_keys'),
  );
  return near ? near.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) : [issue];
}

/**
 * Zod's findings as one sentence per field.
 * @param whole name of what is wrong as a whole
 */
export function faultsOf(error: z.core.$ZodError, whole = '(body)'): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const issue of error.issues.flatMap(insideChoice)) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths.slice(0, mostFaults)) faults[pathOf(path, whole)] ??= issue.message;
  }
  return faults;
}
