import type { LeadRegion, LeadSettings, LeadSkill, LeadTakers } from '$contract/leads.contract.ts';
import { type DurationParts, partsOf, secondsOf, wholeNumber } from '$lib/settings/duration-field.ts';
import { linesOf } from '$lib/settings/lines.ts';

/** What the form of the rules holds while it is typed in. */
export interface RegionDraft {
  name: string;
  countries: string;
  timeZones: string;
  who: LeadTakers;
}
export interface SkillDraft {
  name: string;
  sourceIds: string[];
  channels: string;
  countries: string;
  timeZones: string;
  /** Empty: none, only whoever is named. */
  skillId: string;
  who: LeadTakers;
}
export interface LeadDraft {
  on: boolean;
  handMade: LeadSettings['handMade'];
  order: LeadSettings['order'];
  takers: LeadTakers;
  regions: RegionDraft[];
  skills: SkillDraft[];
  untouched: { on: boolean; after: DurationParts; most: string };
}

const copyOf = ({ agentIds, teamIds }: LeadTakers): LeadTakers => ({ agentIds: [...agentIds], teamIds: [...teamIds] });

/** Countries as they were typed, in capitals; null: one of them is no country. */
export function countriesOf(text: string): string[] | null {
  const words = text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  return words.every((word) => /^[A-Z]{2}$/.test(word)) ? [...new Set(words)] : null;
}

export const newRegion = (): RegionDraft => ({
  name: '',
  countries: '',
  timeZones: '',
  who: { agentIds: [], teamIds: [] },
});
export const newSkill = (): SkillDraft => ({
  name: '',
  sourceIds: [],
  channels: '',
  countries: '',
  timeZones: '',
  skillId: '',
  who: { agentIds: [], teamIds: [] },
});

export const draftOf = ({ on, handMade, order, takers, regions, skills, untouched }: LeadSettings): LeadDraft => ({
  on,
  handMade,
  order: order.map((each) => ({ ...each })),
  takers: copyOf(takers),
  regions: regions.map((region) => ({
    name: region.name,
    countries: region.countries.join(', '),
    timeZones: region.timeZones.join('\n'),
    who: copyOf(region),
  })),
  skills: skills.map((skill) => ({
    name: skill.name,
    sourceIds: [...skill.sourceIds],
    channels: skill.channels.join('\n'),
    countries: skill.countries.join(', '),
    timeZones: skill.timeZones.join('\n'),
    skillId: skill.skillId ?? '',
    who: copyOf(skill),
  })),
  untouched: { on: untouched.on, after: partsOf(untouched.afterMinutes * 60), most: String(untouched.most) },
});

const regionOf = (draft: RegionDraft): LeadRegion | null => {
  const countries = countriesOf(draft.countries);
  const name = draft.name.trim();
  return countries === null || name === ''
    ? null
    : { name, countries, timeZones: linesOf(draft.timeZones), ...copyOf(draft.who) };
};
const skillOf = (draft: SkillDraft): LeadSkill | null => {
  const countries = countriesOf(draft.countries);
  const name = draft.name.trim();
  if (countries === null || name === '') return null;
  const places = { countries, timeZones: linesOf(draft.timeZones) };
  const skillId = draft.skillId === '' ? null : draft.skillId;
  return {
    ...{ name, sourceIds: [...draft.sourceIds], channels: linesOf(draft.channels) },
    ...{ ...places, skillId, ...copyOf(draft.who) },
  };
};

/** What is saved; null: something is missing or wrong. */
export function settingsOf(draft: LeadDraft): LeadSettings | null {
  const regions = draft.regions.map(regionOf);
  const skills = draft.skills.map(skillOf);
  const seconds = secondsOf(draft.untouched.after);
  const afterMinutes = seconds === null ? null : wholeNumber(String(Math.round(seconds / 60)), 5, 43_200);
  const most = wholeNumber(draft.untouched.most, 1, 10);
  if (afterMinutes === null || most === null) return null;
  const isWhole = <T>(list: (T | null)[]): list is T[] => list.every((each) => each !== null);
  if (!isWhole(regions) || !isWhole(skills)) return null;
  return {
    on: draft.on,
    handMade: draft.handMade,
    order: draft.order.map((each) => ({ ...each })),
    takers: copyOf(draft.takers),
    regions,
    skills,
    untouched: { on: draft.untouched.on, afterMinutes, most },
  };
}
