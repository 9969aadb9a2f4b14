/**
 * Things of the firm in the audit (products, roles, ladders): named to whoever may read them, put back by whoever may change
 * them, through the use case that changes them by hand.
 */
import type { z } from 'zod';
import type { KindsOf } from '../../contract/audit-actions.ts';
import { faultsOf } from '../../contract/strict-input.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { canDo, type Permission } from '../access/permissions.ts';
import type { By, Principal } from '../access/principal.ts';
import { notYoursToRestore, valueNotAllowed } from './audit.errors.ts';
import { type ActionRestorer, type AuditedKind, hasPrefix, type Values } from './audited-kinds.ts';

/** Who did it and from where, as the use cases of settings take it. */
export interface ByHand {
  principal: Principal;
  ip: string;
}
export const byHand = ({ principal, ip }: By): ByHand => ({ principal, ip: ip ?? '' });

export interface FirmThing<Patch extends z.ZodType> {
  kind: KindsOf<'change-restored'>;
  /** Of its ids; null: its name is its id (a queue). */
  prefix: string | null;
  rights: { read: Permission; write: Permission };
  /** Keys of old values that can be put back; others follow. */
  fields: readonly string[];
  patch: Patch;
  /** Those of these that this reader may see, by id. */
  find(sql: Sql, ids: readonly string[], reader: Principal): Promise<ReadonlyMap<string, object>>;
  change(platform: Platform, by: ByHand, id: string, patch: z.output<Patch>): Promise<unknown>;
  /** Old values as a change takes them; left out: as they are. */
  patchOf?(values: Values): Values;
}

/** The change as it may be sent by hand, or a refusal that names the old values that are none any more. */
export function parsedPatch<Patch extends z.ZodType>(patch: Patch, values: Values): z.output<Patch> {
  const given = patch.safeParse(values);
  if (!given.success) throw valueNotAllowed(faultsOf(given.error));
  return given.data;
}

const nameOf = (thing: object): string => {
  const { name, label, title, key } = thing as Values;
  const told = [name, label, title, key].find((text) => typeof text === 'string' && text !== '');
  return typeof told === 'string' ? told : '';
};

/** Puts old values of such a thing back. */
export const firmThingRestorer = <Patch extends z.ZodType>(thing: FirmThing<Patch>): ActionRestorer => ({
  fields: thing.fields,
  async read(_platform, sql, reader, id) {
    if (!canDo(reader, thing.rights.read)) return null;
    return ((await thing.find(sql, [id], reader)).get(id) as Values | undefined) ?? null;
  },
  async change(platform, by, id, values, { version }) {
    if (!canDo(by.principal, thing.rights.write)) throw notYoursToRestore();
    const patch = parsedPatch(thing.patch, thing.patchOf?.(values) ?? values);
    // Guards against a change in between, where the thing counts them.
    const guarded = typeof version === 'number' ? { ...(patch as object), version } : patch;
    return thing.change(platform, byHand(by), id, guarded as z.output<Patch>);
  },
});

export const auditedFirmThing = <Patch extends z.ZodType>(thing: FirmThing<Patch>): AuditedKind => ({
  kind: thing.kind,
  isIdOf: thing.prefix === null ? () => false : hasPrefix(thing.prefix),
  ...(thing.prefix === null && { isNamed: true as const }),
  ofFirm: true,
  async titles(sql, reader, ids) {
    if (!canDo(reader, thing.rights.read)) return new Map();
    return new Map([...(await thing.find(sql, ids, reader))].map(([id, one]) => [id, nameOf(one) || id]));
  },
  restorer: firmThingRestorer(thing),
});

/** Of a short list that is read whole. */
export const foundIn = <Thing extends { id: string }>(
  all: readonly Thing[],
  ids: readonly string[],
): Map<string, Thing> => new Map(all.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one]));
