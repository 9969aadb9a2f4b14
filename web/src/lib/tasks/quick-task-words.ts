/** The words of the quick line in each language of the console. Patterns are matched between letters, whatever the case. */
import type { Language } from '$contract/access.contract.ts';

export interface QuickWords {
  /** Days from today. */
  days: readonly (readonly [pattern: string, days: number])[];
  /** Monday first. */
  weekdays: readonly string[];
  /** Words that may stand before a weekday or a date. */
  on: string;
  /** What stands before "30 minutes" to mean "from now". */
  within: string;
  units: { minute: string; hour: string; day: string; week: string };
  /** What stands before a clock without minutes: "at 10". */
  at: string;
  every: { day: string; week: string; month: string; workday: string; weekday: string };
  kinds: { call: string; meeting: string; letter: string };
}

export const quickWords: Record<Language, QuickWords> = {
  en: {
    days: [
      ['day after tomorrow', 2],
      ['today', 0],
      ['tomorrow', 1],
    ],
    weekdays: [
      'mon(?:day)?',
      'tue(?:sday)?',
      'wed(?:nesday)?',
      'thu(?:rsday)?',
      'fri(?:day)?',
      'sat(?:urday)?',
      'sun(?:day)?',
    ],
    on: 'on|next',
    within: 'in',
    units: { minute: 'min(?:ute)?s?', hour: 'h(?:our)?s?', day: 'days?', week: 'weeks?' },
    at: 'at',
    every: {
      day: 'every day|daily',
      week: 'every week|weekly',
      month: 'every month|monthly',
      workday: 'every workday|every weekday',
      weekday: 'every',
    },
    kinds: { call: 'call|ring|phone', meeting: 'meet|meeting|visit', letter: 'letter|write|e-?mail' },
  },
  ru: {
    days: [
      ['послезавтра', 2],
      ['сегодня', 0],
      ['завтра', 1],
    ],
    weekdays: [
      'понедельник|пн',
      'вторник|вт',
      'сред[ау]|ср',
      'четверг|чт',
      'пятниц[ау]|пт',
      'суббот[ау]|сб',
      'воскресенье|вс',
    ],
    on: 'в|во|на',
    within: 'через',
    units: { minute: 'мин(?:ут[уы]?)?', hour: 'час(?:а|ов)?|ч', day: 'день|дня|дней', week: 'недел[юиь]' },
    at: 'в|к',
    every: {
      day: 'каждый день|ежедневно',
      week: 'каждую неделю|еженедельно',
      month: 'каждый месяц|ежемесячно',
      workday: 'по будням|каждый рабочий день',
      weekday: 'кажд(?:ый|ую|ое)',
    },
    kinds: {
      call: 'позвонить|перезвонить|звонок|созвон',
      meeting: 'встреча|встретить(?:ся)?|визит',
      letter: 'письмо|написать',
    },
  },
  fr: {
    days: [
      ['apr[eè]s[- ]demain', 2],
      ["aujourd[’']hui", 0],
      ['demain', 1],
    ],
    weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
    on: 'le|ce',
    within: 'dans',
    units: { minute: 'min(?:ute)?s?', hour: 'h(?:eure)?s?', day: 'jours?', week: 'semaines?' },
    at: 'à|vers',
    every: {
      day: 'chaque jour|tous les jours',
      week: 'chaque semaine|toutes les semaines',
      month: 'chaque mois|tous les mois',
      workday: 'chaque jour ouvr[eé]|tous les jours ouvr[eé]s',
      weekday: 'chaque|tous les',
    },
    kinds: {
      call: 'appeler|rappeler|appel',
      meeting: 'r[eé]union|rencontrer?|rdv|rendez-vous',
      letter: 'lettre|[eé]crire|e-?mail',
    },
  },
  it: {
    days: [
      ['dopodomani', 2],
      ['oggi', 0],
      ['domani', 1],
    ],
    weekdays: ['luned[iì]', 'marted[iì]', 'mercoled[iì]', 'gioved[iì]', 'venerd[iì]', 'sabato', 'domenica'],
    on: 'il|questo',
    within: 'tra|fra',
    units: { minute: 'min(?:ut[oi])?', hour: 'or[ae]|h', day: 'giorn[oi]', week: 'settiman[ae]' },
    at: "alle|all[’']",
    every: {
      day: 'ogni giorno|tutti i giorni',
      week: 'ogni settimana|tutte le settimane',
      month: 'ogni mese|tutti i mesi',
      workday: 'ogni giorno feriale|nei giorni feriali',
      weekday: 'ogni',
    },
    kinds: {
      call: 'chiama(?:re)?|richiamare|telefonare|telefonata',
      meeting: 'riunione|incontr(?:o|are)',
      letter: 'lettera|scrivere|e-?mail',
    },
  },
};
