/** Lists and states of exports in words. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import type { Export } from '$contract/exports.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StateWords } from '$lib/words/state-words.ts';

const listWords: Readonly<Record<string, () => string>> = {
  contacts: m.nav_people,
  organisations: m.organisations,
  calls: m.nav_calls,
  tasks: m.nav_tasks,
  deals: m.nav_deals,
  'missed-calls': m.desk_callbacks,
  leads: m.leads_open_list,
  'lead-sources': m.leads_sources_list,
  events: m.nav_events,
  'slipping-deals': m.slipping,
  abc: m.abc,
  products: m.products_title,
  board: m.deals_board,
  duplicates: m.merge_duplicates,
  'organisation-duplicates': m.merge_duplicates,
};
export const listWord = (list: string): string => listWords[list]?.() ?? list;

const stateWords: Record<Export['state'], StateWords> = {
  waiting: { label: m.export_state_waiting, tone: 'talking', icon: Hourglass },
  writing: { label: m.export_state_writing, tone: 'talking', icon: LoaderCircle },
  done: { label: m.export_state_done, tone: 'ready', icon: CircleCheck },
  failed: { label: m.export_state_failed, tone: 'gone', icon: CircleX },
  cancelled: { label: m.export_state_cancelled, tone: 'paused', icon: CircleX },
};
const expired: StateWords = { label: m.export_state_expired, tone: 'paused', icon: CircleDashed };

/** A file that was ready and is not kept any more has expired. */
export const exportStateWords = ({ state, downloadPath }: Pick<Export, 'state' | 'downloadPath'>): StateWords =>
  state === 'done' && downloadPath === null ? expired : stateWords[state];
