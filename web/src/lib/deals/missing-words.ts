import type { RequirableField } from '$contract/pipelines.contract.ts';
import { m } from '$lib/paraglide/messages.js';

export type MissingPart =
  | { kind: 'field'; field: RequirableField }
  | { kind: 'task'; taskId: string; title: string }
  | { kind: 'stage'; stageId: string; name: string };

/** What a refusal to move a deal names (`field.…`, `task.…`, `stage.…`); the rest of its fields is not for people. */
export const missingOf = (fields: Readonly<Record<string, string>>): MissingPart[] =>
  Object.entries(fields).flatMap(([key, text]): MissingPart[] => {
    const [kind, id = ''] = key.split('.');
    if (kind === 'field') return [{ kind, field: id as RequirableField }];
    if (kind === 'task') return [{ kind, taskId: id, title: text }];
    return kind === 'stage' ? [{ kind, stageId: id, name: text }] : [];
  });

export const fieldWords: Record<RequirableField, () => string> = {
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

export function missingWords(part: MissingPart): string {
  switch (part.kind) {
    case 'field':
      return m.deals_missing_field({ field: fieldWords[part.field]?.() ?? part.field });
    case 'task':
      return m.deals_missing_task({ task: part.title });
    case 'stage':
      return part.name;
  }
}
