/**
 * Marks of the contract: which parts of an answer are telephone numbers, records with field rights, or copies of a field of
 * a record. Written once where a shape is written; the border (modules/access/redaction.ts) takes out by them what a reader
 * may not see, in every route and live event that carries the shape. docs/access.md says how to mark a new shape.
 */
import { z } from 'zod';

export interface Mark {
  /** whole: the text is a number · within: a text that may hold numbers (a caller id name, a line of a search). */
  number?: 'whole' | 'within';
  /** Kind of record of record-fields.ts: its fields go by the field rights. */
  record?: string;
  /** The value shows this field of a record (`contact.owner`) elsewhere. */
  copyOf?: string;
  /** Data without a shape of its own (old and new values of an audit entry). */
  anything?: true;
  /** A call or its card, whose own number is shown in full to whoever is in it: the key that says who is. */
  ownCall?: 'agents' | 'ownCall';
}

/** Not `.meta()`: these marks are ours and have no place in the description of the API. */
export const sensitive = z.registry<Mark>();

/** @example phone: marked(z.string().nullable(), { number: 'whole' }) */
export function marked<Schema extends z.ZodType>(schema: Schema, mark: Mark): Schema {
  sensitive.add(schema, mark as never);
  return schema;
}

/** A telephone number as text. */
export const phoneText = () => marked(z.string(), { number: 'whole' });
/** Text that may hold a telephone number. */
export const textWithPhone = () => marked(z.string(), { number: 'within' });
/** Marks the contract of a kind of record, whose fields an own role may hold back. */
export const recordOf = <Schema extends z.ZodType>(kind: string, schema: Schema): Schema =>
  marked(schema, { record: kind });
