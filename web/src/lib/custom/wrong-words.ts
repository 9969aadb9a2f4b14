import type { CustomFieldType } from '$contract/custom-fields.contract.ts';
import { m } from '$lib/paraglide/messages.js';

const byType: Readonly<Partial<Record<CustomFieldType, () => string>>> = {
  number: m.fields_wrong_number,
  money: m.fields_wrong_money,
  date: m.fields_wrong_date,
  link: m.fields_wrong_link,
};

/**
 * What to say beside a field whose value the server refused: by its type, in the reader's language; of other types what
 * the server said.
 */
export const wrongWords = (type: CustomFieldType, refusal: string | undefined): string | undefined =>
  refusal === undefined ? undefined : (byType[type]?.() ?? refusal);
