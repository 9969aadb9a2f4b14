/**
 * The border: takes out of every answer and live message what the reader may not see, by the marks of the contract
 * (contract/sensitive.ts). Whoever nothing is held back from costs nothing here.
 */
import type { z } from 'zod';
import type { Present } from '../../platform/http/present.ts';
import { hiddenKeys, hiddenOwnKeys, isHidden, seesNumbers } from './field-rights.ts';
import type { Principal } from './principal.ts';
import { compileRedactor, type RedactionContext } from './redactor.ts';

/** What is held back from this reader; null: nothing. */
export function heldBackFrom(reader: Principal): RedactionContext | null {
  const { rights, ownFields } = reader;
  if (rights === undefined && ownFields === undefined) return null;
  const masks = !seesNumbers(reader);
  const held = [...Object.values(rights?.fields ?? {}), ...Object.values(ownFields ?? {})];
  const hasHidden = held.some((fields) => Object.values(fields).includes('hidden'));
  if (!masks && !hasHidden) return null;
  return {
    masks,
    shown: new Set(),
    agentId: reader.agentId,
    hiddenKeys: (kind) => hiddenKeys(reader, kind),
    hiddenOwnKeys: (kind) => hiddenOwnKeys(reader, kind),
    isHidden: (field) => {
      const [kind = '', name = ''] = field.split('.');
      return isHidden(reader, kind, name);
    },
  };
}

export const present: Present<Principal> = <Value>(
  reader: Principal | null,
  schema: z.ZodType,
  value: Value,
): Value => {
  const context = reader && heldBackFrom(reader);
  const redact = context && compileRedactor(schema);
  return context && redact ? (redact(value, context) as Value) : value;
};
