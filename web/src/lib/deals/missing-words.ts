import type { CustomField } from '$contract/custom-fields.contract.ts';
import { type RequirableField, requirableFields } from '$contract/pipelines.contract.ts';
import { m } from '$lib/paraglide/messages.js';

export type MissingPart =
  | { kind: 'field'; field: RequirableField }
  | { kind: 'task'; taskId: string; title: string }
  | { kind: 'stage'; stageId: string; name: string };

/** What a refusal to move a deal names (`field.…`, `task.…`, `stage.…`); the rest of its fields is not for people. */
export const missingOf = (fields: Readonly<Record<string, string>>): MissingPart[] =>
  Object.entries(fields).flatMap(([key, text]): MissingPart[] => {
    // A field of the firm's own has a point in its name: `field.custom.budget`.
    const at = key.indexOf('.');
    const [kind, id] = at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
    if (kind === 'field') return [{ kind, field: id as RequirableField }];
    if (kind === 'task') return [{ kind, taskId: id, title: text }];
    return kind === 'stage' ? [{ kind, stageId: id, name: text }] : [];
  });

export const fieldWords: Record<(typeof requirableFields)[number], () => string> = {
  contact: m.deals_contact,
  organisation: m.deals_organisation,
  owner: m.deals_owner,
  potential: m.deals_potential,
  expectedClose: m.deals_expected_close,
  mainInterest: m.deals_main_interest,
  source: m.deals_source,
  advertisingChannel: m.deals_channel,
  offeredLines: m.deals_offered,
  soldLines: m.deals_sold,
};

/** @param own the firm's own fields of deals, with their labels */
export function requirableWords(field: RequirableField, own: readonly Pick<CustomField, 'key' | 'label'>[]): string {
  const known = requirableFields.find((one) => one === field);
  if (known) return fieldWords[known]();
  return own.find(({ key }) => `custom.${key}` === field)?.label ?? field;
}

export function missingWords(part: MissingPart, own: readonly Pick<CustomField, 'key' | 'label'>[]): string {
  switch (part.kind) {
    case 'field':
      return m.deals_missing_field({ field: requirableWords(part.field, own) });
    case 'task':
      return m.deals_missing_task({ task: part.title });
    case 'stage':
      return part.name;
  }
}
