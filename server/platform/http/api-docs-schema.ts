/** A JSON schema as lines of a page: one per field, those of inner objects indented. Pure. */
import { escapeHtml } from './escape-html.ts';

export interface DocumentedSchema {
  type?: string | string[];
  description?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: DocumentedSchema;
  properties?: Record<string, DocumentedSchema>;
  required?: string[];
  additionalProperties?: boolean | DocumentedSchema;
  anyOf?: DocumentedSchema[];
  oneOf?: DocumentedSchema[];
}

const bounded = (least: number | undefined, most: number | undefined, unit: string): string => {
  const hasMost = most !== undefined && most < Number.MAX_SAFE_INTEGER;
  const hasLeast = least !== undefined && least > Number.MIN_SAFE_INTEGER && least !== 0;
  if (hasLeast && hasMost) return ` ${least} to ${most}${unit}`;
  if (hasMost) return ` up to ${most}${unit}`;
  return hasLeast ? ` from ${least}${unit}` : '';
};

const choicesOf = ({ anyOf, oneOf }: DocumentedSchema) => anyOf ?? oneOf;
const isNull = ({ type }: DocumentedSchema) => type === 'null';

/** In words: `text up to 200 characters, or null`. */
export function typeInWords(schema: DocumentedSchema): string {
  const choices = choicesOf(schema);
  if (choices) {
    const others = choices.filter((choice) => !isNull(choice)).map(typeInWords);
    return [...new Set(others)].join(', or ') + (choices.some(isNull) ? ', or null' : '');
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (Array.isArray(schema.type)) {
    const others = schema.type.filter((type) => type !== 'null').map((type) => typeInWords({ ...schema, type }));
    return others.join(', or ') + (schema.type.includes('null') ? ', or null' : '');
  }
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date-time') return 'time (ISO 8601, UTC)';
      return `${schema.format ?? 'text'}${bounded(schema.minLength, schema.maxLength, ' characters')}`;
    case 'integer':
      return `whole number${bounded(schema.minimum, schema.maximum, '')}`;
    case 'number':
      return `number${bounded(schema.minimum, schema.maximum, '')}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `list${bounded(schema.minItems, schema.maxItems, '')} of ${schema.items ? typeInWords(schema.items) : 'anything'}`;
    case 'object':
      return schema.properties ? 'object' : 'object with any keys';
    default:
      return 'anything';
  }
}

/** The object inside of lists, choices and maps, whose fields are shown below. */
function innerObject(schema: DocumentedSchema): DocumentedSchema | null {
  if (schema.properties) return schema;
  if (schema.items) return innerObject(schema.items);
  if (typeof schema.additionalProperties === 'object') return innerObject(schema.additionalProperties);
  for (const choice of choicesOf(schema) ?? []) {
    const found = innerObject(choice);
    if (found) return found;
  }
  return null;
}

export function schemaHtml(schema: DocumentedSchema, depth = 0): string {
  const object = innerObject(schema);
  const head = depth === 0 ? `<p class="type">${escapeHtml(typeInWords(schema))}</p>` : '';
  if (!object?.properties || depth > 5) return head;
  const required = new Set(object.required ?? []);
  const rows = Object.entries(object.properties).map(([name, field]) => {
    const words = [typeInWords(field), field.default === undefined ? '' : `otherwise ${JSON.stringify(field.default)}`];
    const more = field.description && !/^ISO 8601/.test(field.description) ? ` — ${escapeHtml(field.description)}` : '';
    return `<li><code>${escapeHtml(name)}</code>${required.has(name) ? '' : '<i>optional</i>'}
      <span>${escapeHtml(words.filter(Boolean).join('; '))}${more}</span>${schemaHtml(field, depth + 1)}</li>`;
  });
  return `${head}<ul>${rows.join('')}</ul>`;
}
