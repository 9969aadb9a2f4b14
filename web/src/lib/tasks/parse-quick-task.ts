/**
 * A task out of one line as a person types it: "tomorrow 10:00 call Anna !". Pure. What is understood is taken out of the title, the
 * rest is the title; nothing is refused. Days and clocks are the reader's own (the browser's zone).
 */
import type { Language } from '$contract/access.contract.ts';
import type { Recurrence } from '$contract/tasks.contract.ts';
import { type QuickWords, quickWords } from './quick-task-words.ts';

export interface QuickTask {
  title: string;
  /** null: no day and no clock was named. */
  dueAt: string | null;
  /** A day without a clock. */
  allDay: boolean;
  kind: 'call' | 'meeting' | 'letter' | 'other';
  priority: 'normal' | 'high';
  recurrence: Recurrence | null;
}

const MINUTE_MS = 60_000;
/** Letters of any script: `\b` knows Latin ones only. */
const alone = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'iu');

interface Day {
  year: number;
  month: number;
  date: number;
}

/** The line, of which each rule takes away what it has understood. */
class Line {
  text: string;
  constructor(text: string) {
    this.text = text;
  }

  take(pattern: string): RegExpExecArray | null {
    const found = alone(pattern).exec(this.text);
    if (found) this.text = `${this.text.slice(0, found.index)} ${this.text.slice(found.index + found[0].length)}`;
    return found;
  }
}

const dayAfter = (now: Date, days: number): Day => {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  return { year: at.getFullYear(), month: at.getMonth(), date: at.getDate() };
};

/** ISO weekday, Monday is 1. */
const weekdayOf = (at: Date): number => at.getDay() || 7;

/** The next such weekday, never today. */
const nextWeekday = (now: Date, weekday: number): Day => dayAfter(now, ((weekday - weekdayOf(now) + 6) % 7) + 1);

/** A day and a month of this year, or of the next one when it is over. */
function dateOf(now: Date, date: number, month: number, year?: number): Day | null {
  if (month < 0 || month > 11 || date < 1 || date > 31) return null;
  const thisYear = year ?? now.getFullYear();
  const isOver = new Date(thisYear, month, date + 1) <= now;
  return { year: year === undefined && isOver ? thisYear + 1 : thisYear, month, date };
}

function monthNames(language: Language): string[][] {
  const name = (month: number, style: 'long' | 'short') =>
    new Intl.DateTimeFormat(language, { day: 'numeric', month: style })
      .formatToParts(new Date(2026, month, 15))
      .find(({ type }) => type === 'month')
      ?.value.replace('.', '') ?? '';
  return Array.from({ length: 12 }, (_, month) => [name(month, 'long'), name(month, 'short')]);
}

function takeRecurrence(line: Line, words: QuickWords): Recurrence | null {
  if (line.take(words.every.workday)) return { every: 1, unit: 'week', weekdays: [1, 2, 3, 4, 5] };
  if (line.take(words.every.day)) return { every: 1, unit: 'day' };
  if (line.take(words.every.week)) return { every: 1, unit: 'week' };
  if (line.take(words.every.month)) return { every: 1, unit: 'month' };
  for (const [index, name] of words.weekdays.entries()) {
    if (line.take(`(?:${words.every.weekday})\\s+(?:${name})s?`))
      return { every: 1, unit: 'week', weekdays: [index + 1] };
  }
  return null;
}

/** "in 30 min", "in 2 hours", "in 3 days". Minutes and hours name the clock as well. */
function takeFromNow(line: Line, words: QuickWords, now: Date): { at?: Date; day?: Day } | null {
  const number = `(?:${words.within})\\s+(\\d{1,3})\\s*`;
  const minutes = line.take(`${number}(?:${words.units.minute})`) ?? null;
  if (minutes) return { at: new Date(now.getTime() + Number(minutes[1]) * MINUTE_MS) };
  const hours = line.take(`${number}(?:${words.units.hour})`);
  if (hours) return { at: new Date(now.getTime() + Number(hours[1]) * 60 * MINUTE_MS) };
  const days = line.take(`${number}(?:${words.units.day})`);
  if (days) return { day: dayAfter(now, Number(days[1])) };
  const weeks = line.take(`${number}(?:${words.units.week})`);
  return weeks ? { day: dayAfter(now, Number(weeks[1]) * 7) } : null;
}

/** "10:30", "10h30", "10 h", "at 10", "3pm". */
function takeClock(line: Line, words: QuickWords): { hours: number; minutes: number } | null {
  const at = `(?:(?:${words.at})\\s*)?`;
  const full = line.take(`${at}([01]?\\d|2[0-3])(?::|h)([0-5]\\d)`);
  if (full) return { hours: Number(full[1]), minutes: Number(full[2]) };
  const half = line.take(`${at}(1[0-2]|0?[1-9])\\s*(am|pm)`);
  if (half) return { hours: (Number(half[1]) % 12) + (half[2]?.toLowerCase() === 'pm' ? 12 : 0), minutes: 0 };
  const whole = line.take(`(?:${words.at})\\s*([01]?\\d|2[0-3])\\s*h?`) ?? line.take('([01]?\\d|2[0-3])\\s?h');
  return whole ? { hours: Number(whole[1]), minutes: 0 } : null;
}

function takeDay(line: Line, words: QuickWords, now: Date, language: Language): Day | null {
  for (const [pattern, days] of words.days) if (line.take(pattern)) return dayAfter(now, days);
  const iso = line.take('(\\d{4})-(\\d{2})-(\\d{2})');
  if (iso) return dateOf(now, Number(iso[3]), Number(iso[2]) - 1, Number(iso[1]));
  const on = `(?:(?:${words.on})\\s+)?`;
  const figures = line.take(`${on}(\\d{1,2})[./](\\d{1,2})(?:[./](20\\d{2}))?`);
  if (figures) {
    const year = figures[3] === undefined ? undefined : Number(figures[3]);
    return dateOf(now, Number(figures[1]), Number(figures[2]) - 1, year);
  }
  for (const [month, names] of monthNames(language).entries()) {
    const named = `(?:${names.filter((name) => name !== '').join('|')})\\.?`;
    const found = line.take(`${on}(\\d{1,2})\\s+${named}`) ?? line.take(`${on}${named}\\s+(\\d{1,2})`);
    if (found) return dateOf(now, Number(found[1]), month);
  }
  for (const [index, name] of words.weekdays.entries())
    if (line.take(`${on}(?:${name})`)) return nextWeekday(now, index + 1);
  return null;
}

function kindOf(text: string, { kinds }: QuickWords): QuickTask['kind'] {
  if (alone(kinds.call).test(text)) return 'call';
  if (alone(kinds.meeting).test(text)) return 'meeting';
  return alone(kinds.letter).test(text) ? 'letter' : 'other';
}

/** The first day on which a series may begin when none was named. */
function firstDay(rule: Recurrence, now: Date): Day {
  const [first] = rule.weekdays ?? [];
  if (first === undefined || rule.weekdays?.includes(weekdayOf(now))) return dayAfter(now, 0);
  const next = rule.weekdays?.find((day) => day > weekdayOf(now)) ?? first;
  return nextWeekday(now, next);
}

/**
 * @param nowMs the moment of typing
 * @example parseQuickTask('завтра в 10 позвонить Анне', now, 'ru') // { title: 'позвонить Анне', kind: 'call', dueAt: … }
 */
export function parseQuickTask(text: string, nowMs: number, language: Language): QuickTask {
  const now = new Date(nowMs);
  const words = quickWords[language];
  const line = new Line(text);
  const priority = /(^|\s)!+(\s|$)/.test(line.text) ? 'high' : 'normal';
  line.text = line.text.replace(/(^|\s)!+(?=\s|$)/g, ' ');
  const recurrence = takeRecurrence(line, words);
  const fromNow = takeFromNow(line, words, now);
  const day = fromNow?.day ?? takeDay(line, words, now, language) ?? (recurrence ? firstDay(recurrence, now) : null);
  const clock = fromNow?.at ? null : takeClock(line, words);
  const title = line.text.replace(/\s+/g, ' ').replace(/^[\s,.:;–—-]+|[\s,:;–—-]+$/g, '');
  return {
    title: title === '' ? text.trim() : title,
    ...momentOf(now, { at: fromNow?.at ?? null, day, clock }),
    kind: kindOf(text, words),
    priority,
    recurrence,
  };
}

interface Named {
  at: Date | null;
  day: Day | null;
  clock: { hours: number; minutes: number } | null;
}

/** A clock without a day is the next time that clock comes; a day without a clock is the whole day. */
function momentOf(now: Date, { at, day, clock }: Named): { dueAt: string | null; allDay: boolean } {
  if (at) return { dueAt: at.toISOString(), allDay: false };
  if (!day && !clock) return { dueAt: null, allDay: false };
  const { year, month, date } = day ?? dayAfter(now, 0);
  if (!clock) return { dueAt: new Date(year, month, date, 12).toISOString(), allDay: true };
  const due = new Date(year, month, date, clock.hours, clock.minutes);
  if (!day && due <= now) due.setDate(due.getDate() + 1);
  return { dueAt: due.toISOString(), allDay: false };
}
