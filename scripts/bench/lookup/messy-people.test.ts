import { describe, expect, it } from 'vitest';
import { normalizePhone } from '../../../server/modules/phones/normalize-phone.ts';
import { diffPhones, phoneRows } from '../../../server/modules/phones/phone-rows.ts';
import { messyOrganisationOf, messyPersonOf, organisationCountFor } from './messy-people.ts';
import {
  e164Of,
  formCounts,
  homePlans,
  incomingForm,
  localPlan,
  mobilePlans,
  nationalNumber,
  officePlans,
  strangerPlans,
  writtenForm,
} from './number-plans.ts';

const plans = [...mobilePlans, ...homePlans, ...officePlans, localPlan, ...strangerPlans];
const subscribers = [0, 1, 7, 4_321, 58_000];

/** What a record that had no numbers keeps of these. */
const rowsOf = (typed: Parameters<typeof phoneRows>[0]) => diffPhones([], phoneRows(typed, 'RU')).order;

describe('numbers in many forms', () => {
  it.each(plans)('every way to write +… $prefix of $country is repaired to the number it was made of', (plan) => {
    for (const index of subscribers) {
      const national = nationalNumber(plan, index);
      for (let form = 0; form < formCounts(plan).written; form += 1) {
        const raw = writtenForm(plan, national, form);
        expect(normalizePhone(raw, 'RU'), raw).toMatchObject({
          ok: true,
          e164: e164Of(plan, national),
          country: plan.country,
          kind: plan.lineKind,
          extension: null,
          others: [],
        });
      }
    }
  });

  it.each(plans)('every way a carrier sends $prefix of $country is repaired to it, too', (plan) => {
    for (const index of subscribers) {
      const national = nationalNumber(plan, index);
      for (let form = 0; form < formCounts(plan).incoming; form += 1) {
        const raw = incomingForm(plan, national, form);
        expect(normalizePhone(raw, 'RU'), raw).toMatchObject({ ok: true, e164: e164Of(plan, national) });
      }
    }
  });
});

describe('a person of the base', () => {
  const sample = Array.from({ length: 700 }, (_, at) => at * 1_423);

  it('has the rows that the real rule makes of what was typed', () => {
    for (const index of sample) {
      const { typed, stored } = messyPersonOf(index);
      expect(rowsOf(typed), JSON.stringify(typed)).toEqual(stored);
    }
  });

  it('works in an organisation whose rows are the rule’s as well', () => {
    for (let organisation = 0; organisation < 60; organisation += 1) {
      const { typed, stored } = messyOrganisationOf(organisation);
      expect(rowsOf(typed)).toEqual(stored);
    }
    for (const index of sample)
      expect(messyPersonOf(index).organisation ?? 0).toBeLessThan(organisationCountFor(1_000_000));
  });

  it('has a first number that nobody else has', () => {
    const people = 50_000;
    const numbers = new Set(Array.from({ length: people }, (_, index) => messyPersonOf(index).stored[0]?.e164));
    expect(numbers.size).toBe(people);
  });
});
