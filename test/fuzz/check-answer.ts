/** Does an answer keep what the description promises? */
import { z } from 'zod';
import type { JsonSchema, Operation } from './api-description.ts';

const schemas = new WeakMap<JsonSchema, z.ZodType>();

function zodOf(schema: JsonSchema): z.ZodType {
  const known = schemas.get(schema);
  if (known) return known;
  const made = z.fromJSONSchema(schema as never);
  schemas.set(schema, made);
  return made;
}

export interface Answer {
  status: number;
  contentType: string | null;
  text: string;
}

/** Codes that say that something of ours broke, whatever the status. */
const ourFaults = new Set(['internal.error', 'request.invalid_value', 'database.unavailable']);

/** What is wrong with an answer, as one sentence; null: nothing. */
export function faultOf({ responses }: Operation, { status, contentType, text }: Answer): string | null {
  if (status >= 500 && status !== 502 && status !== 503) return `answers ${status}: ${text.slice(0, 300)}`;
  const described = responses[status] ?? (status >= 400 ? responses.default : undefined);
  if (!described) return `answers ${status}, which is not described`;
  const type = contentType?.split(';')[0] ?? null;
  if (!described.content) return text === '' ? null : `answers ${status} with a body where none is described`;
  const content = type === null ? undefined : (described.content[type] ?? described.content['*/*']);
  if (!content) return `answers ${status} as ${type}, which is not described`;
  if (type !== 'application/json') return null;
  const body: unknown = JSON.parse(text);
  const result = zodOf(content.schema).safeParse(body);
  if (!result.success) return `answers ${status} unlike its schema: ${JSON.stringify(result.error.issues.slice(0, 3))}`;
  return status >= 400 ? faultOfRefusal(body as { error: { code: string; message: string } }) : null;
}

function faultOfRefusal({ error: { code, message } }: { error: { code: string; message: string } }): string | null {
  if (ourFaults.has(code)) return `says ${code}: ${message}`;
  if (!/^[a-z][a-z-_]*\.[a-z][a-z_]*$/.test(code)) return `has the code ${code}`;
  return message.length > 10 ? null : `has no sentence but ${JSON.stringify(message)}`;
}
