/** Every state, kind and reason of imports in words; what the server may add later is shown as it came. */
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleX from '@lucide/svelte/icons/circle-x';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FilePen from '@lucide/svelte/icons/file-pen';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import PenLine from '@lucide/svelte/icons/pen-line';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { becauseWords, problemSentences, problemWords } from '$contract/import-problems.ts';
import type { Import, ImportDefaults, ImportState, InBaseRule, InFileRule } from '$contract/imports.contract.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { fieldWords } from '$lib/words/field-words.ts';
import type { StateWords } from '$lib/words/state-words.ts';
import type { Certainty } from './column-choice.ts';
import type { Kind, ResultPart } from './import-stage.ts';

type Words = Readonly<Record<string, () => string>>;

export const importStateWords: Record<ImportState, StateWords> = {
  ready: { label: m.import_state_ready, tone: 'paused', icon: FilePen },
  waiting: { label: m.import_state_waiting, tone: 'talking', icon: LoaderCircle },
  reading: { label: m.import_state_reading, tone: 'talking', icon: LoaderCircle },
  matching: { label: m.import_state_matching, tone: 'talking', icon: LoaderCircle },
  checked: { label: m.import_state_checked, tone: 'wrapup', icon: ClipboardCheck },
  writing: { label: m.import_state_writing, tone: 'talking', icon: LoaderCircle },
  paused: { label: m.import_state_paused, tone: 'ringing', icon: CirclePause },
  done: { label: m.import_state_done, tone: 'ready', icon: CircleCheck },
  cancelled: { label: m.import_state_cancelled, tone: 'paused', icon: Ban },
  failed: { label: m.import_state_failed, tone: 'gone', icon: TriangleAlert },
  undoing: { label: m.import_state_undoing, tone: 'held', icon: LoaderCircle },
  undone: { label: m.import_state_undone, tone: 'held', icon: Undo2 },
};

export interface KindWords extends StateWords {
  /** What becomes of such rows: "12 rows …". */
  text: () => string;
}

export const kindWords: Record<Kind, KindWords> = {
  create: { label: m.import_kind_create, text: m.import_kind_create_text, tone: 'ready', icon: CirclePlus },
  update: { label: m.import_kind_update, text: m.import_kind_update_text, tone: 'talking', icon: PenLine },
  skip: { label: m.import_kind_skip, text: m.import_kind_skip_text, tone: 'paused', icon: CircleDashed },
  clash: { label: m.import_kind_clash, text: m.import_kind_clash_text, tone: 'ringing', icon: CircleQuestionMark },
  problem: { label: m.import_kind_problem, text: m.import_kind_problem_text, tone: 'gone', icon: CircleX },
};

export const resultWords: Record<ResultPart, StateWords> = {
  created: { ...kindWords.create, label: m.import_created },
  updated: { ...kindWords.update, label: m.import_updated },
  organisationsCreated: { ...kindWords.create, label: m.import_organisations_created },
  restored: { label: m.import_restored, tone: 'held', icon: Undo2 },
  kept: { label: m.import_count_kept, tone: 'ringing', icon: CirclePause },
  skip: kindWords.skip,
  clash: kindWords.clash,
  problems: kindWords.problem,
};

export const targetWords: Record<Import['target'], () => string> = {
  contacts: m.import_people,
  organisations: m.organisations,
};

export const encodingWords: Record<Import['format']['encoding'], () => string> = {
  'utf-8': () => 'UTF-8',
  'utf-16le': () => 'UTF-16 LE',
  'utf-16be': () => 'UTF-16 BE',
  'windows-1251': m.import_encoding_cyrillic,
  'windows-1252': m.import_encoding_western,
};

const delimiterWords: Words = {
  ',': m.import_delimiter_comma,
  ';': m.import_delimiter_semicolon,
  '\t': m.import_delimiter_tab,
  '|': m.import_delimiter_bar,
};
export const delimiterWord = (sign: string): string => delimiterWords[sign]?.() ?? sign;

type Because = NonNullable<Import['guesses'][number]['because']>;
export const guessWords: Record<Because, () => string> = {
  name: m.import_guess_name,
  'similar-name': m.import_guess_similar,
  contents: m.import_guess_contents,
  'name-and-contents': m.import_guess_both,
};
export const certaintyWords: Record<Certainty, () => string> = {
  sure: m.import_guess_sure,
  likely: m.import_guess_likely,
  unsure: m.import_guess_unsure,
};

export const inFileWords: Record<InFileRule, () => string> = {
  merge: m.import_rule_merge,
  first: m.import_rule_first,
  last: m.import_rule_last,
  keep: m.import_rule_keep,
  skip: m.import_rule_skip_all,
};
export const inBaseWords: Record<InBaseRule, () => string> = {
  'update-empty': m.import_rule_fill,
  'update-all': m.import_rule_overwrite,
  skip: m.import_rule_skip,
  create: m.import_rule_create,
  ask: m.import_rule_ask,
};

export const defaultWords: Record<keyof ImportDefaults, () => string> = {
  ownerId: m.people_owner,
  ownerIds: m.import_owners_in_turn,
  sourceId: m.people_source,
  lifecycle: m.people_stage,
};

/** Why a number cannot be kept. */
export const problemWord = (reason: string): string => problemWords[reason]?.[locale.current] ?? reason;

/**
 * All that is wrong with a row: one or more of `<key of the target>:<reason>`.
 * @param fieldOf the name of a target
 * @example problemText('phone:internal', …) // 'Phone: looks like an internal number'
 */
export function problemText(problem: string, fieldOf: (key: string) => string): string {
  if (!problem.includes(':')) return problem;
  return problemSentences(problem, (key) => (key === 'row' ? m.import_row() : fieldOf(key)), locale.current);
}

export const becauseWord = (because: string): string => becauseWords[because]?.[locale.current] ?? because;

const keptWords: Words = {
  changed: m.import_kept_changed,
  'in-use': m.import_kept_in_use,
  merged: m.import_kept_merged,
};
/** Names of the base as `fieldWords` has them. */
const asField: Readonly<Record<string, string>> = {
  organisation_id: 'organisationId',
  owner_agent_id: 'ownerId',
  time_zone: 'timeZone',
  main_need: 'mainNeed',
  source_id: 'sourceId',
  advertising_channel: 'advertisingChannel',
  parent_id: 'parentId',
};
/** @param fieldOf the name of a target, for the firm's own fields */
export const keptWord = (kept: string, fieldOf: (key: string) => string): string =>
  keptWords[kept]?.() ?? fieldWords[asField[kept] ?? kept]?.() ?? fieldOf(kept);

/** Why it failed, and what to do. */
export function failureText(failure: string): string {
  if (failure.startsWith('file: ')) return m.import_failed_file({ why: failure.slice('file: '.length) });
  if (failure.startsWith('field: ')) return m.import_failed_field({ field: failure.slice('field: '.length) });
  if (failure.startsWith('default: ')) {
    const words: Words = defaultWords;
    const key = failure.slice('default: '.length);
    return m.import_failed_default({ field: words[key]?.() ?? key });
  }
  return failure === 'not-allowed' ? m.import_failed_right() : m.import_failed_internal();
}
