/** Reads and checks what a request brings, so that a handler only ever sees input of its schemas. */
import type { z } from 'zod';
import { faultsOf } from '../../contract/strict-input.ts';
import { DomainError, invalid } from '../errors/domain-error.ts';

export const defaultMaxBodyBytes = 1024 * 1024;
const maxDepth = 40;

const tooLarge = (maxBytes: number) =>
  new DomainError({ code: 'request.too_large', status: 413, message: `The body is larger than ${maxBytes} bytes.` });

/** The whole body, or a refusal as soon as it is known to be too large. */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const parts: Uint8Array[] = [];
  const reader = request.body?.getReader();
  for (let length = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    parts.push(value);
  }
  return Buffer.concat(parts);
}

/** The fields of an HTML form; one that was sent several times has its texts joined. */
function formFields(bytes: Uint8Array): Record<string, string> {
  const fields = new URLSearchParams(new TextDecoder('utf-8').decode(bytes));
  return Object.fromEntries([...new Set(fields.keys())].map((name) => [name, fields.getAll(name).join(', ')]));
}

const malformed = (cause: unknown) =>
  new DomainError({ code: 'request.malformed_json', status: 400, message: 'The body is not JSON in UTF-8.', cause });

/** True for a body as a form of HTML sends it without a script. */
export const isHtmlForm = (headers: Headers): boolean =>
  /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get('content-type') ?? '');

/**
 * The JSON of a body. An empty body is `{}`, for commands whose fields are all optional.
 * @param acceptsForms a body of an HTML form is read as an object of texts
 */
export async function readJson(
  request: Request,
  maxBytes: number,
  { acceptsForms = false }: { acceptsForms?: boolean } = {},
): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return {};
  const type = request.headers.get('content-type') ?? '';
  if (acceptsForms && isHtmlForm(request.headers)) return formFields(bytes);
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new DomainError({ code: 'request.not_json', status: 415, message: 'Send JSON, as application/json.' });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw malformed(error);
  }
}

/**
 * Texts the database cannot hold (NUL, half of a surrogate pair) and nesting that no schema of ours has, by the path
 * where they stand. Null when all is well.
 */
export function findUnstorable(value: unknown, path = '', depth = 0): { path: string; because: string } | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return { path, because: 'must not hold a NUL character' };
    return /\p{Surrogate}/u.test(value) ? { path, because: 'must be well-formed Unicode' } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= maxDepth) return { path, because: 'is nested too deeply' };
  for (const [key, item] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    const found = findUnstorable(key, at) ?? findUnstorable(item, at, depth + 1);
    if (found) return found;
  }
  return null;
}

const refusal = (fields: Record<string, string>) => {
  const [first] = Object.entries(fields);
  const hint = first ? ` ${first[0].slice(0, 100)}: ${first[1]}.` : '';
  return invalid('request.invalid', `The request is not valid.${hint}`, fields);
};

/** `value` by `schema`; without a schema: undefined. Throws 422 with a sentence per field. */
export function checkInput(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const unstorable = findUnstorable(value);
  if (unstorable) throw refusal({ [unstorable.path.slice(0, 200) || '(body)']: unstorable.because });
  const result = schema.safeParse(value);
  if (!result.success) throw refusal(faultsOf(result.error));
  return result.data;
}

/** Query parameters; one given several times is a list. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key);
    query[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...query };
}
