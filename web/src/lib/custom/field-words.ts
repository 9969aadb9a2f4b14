import type { CustomFieldType, CustomRecord } from '$contract/custom-fields.contract.ts';
import { m } from '$lib/paraglide/messages.js';

export const fieldTypeWords: Record<CustomFieldType, () => string> = {
  text: m.fields_type_text,
  number: m.fields_type_number,
  money: m.fields_type_money,
  date: m.fields_type_date,
  choice: m.fields_type_choice,
  choices: m.fields_type_choices,
  'yes-no': m.fields_type_yes_no,
  person: m.fields_type_person,
  link: m.fields_type_link,
};

/** What a field is of. */
export const fieldRecordWords: Record<CustomRecord, () => string> = {
  contact: m.fields_of_people,
  organisation: m.fields_of_organisations,
  deal: m.fields_of_deals,
  task: m.fields_of_tasks,
  call: m.fields_of_calls,
};
