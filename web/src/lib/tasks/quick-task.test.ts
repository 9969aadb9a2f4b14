import { describe, expect, it } from 'vitest';
import { parseQuickTask } from './parse-quick-task.ts';

/** Tuesday 3 March 2026, 09:30 of the reader. */
const now = new Date(2026, 2, 3, 9, 30).getTime();
const at = (month: number, date: number, hours: number, minutes = 0) =>
  new Date(2026, month - 1, date, hours, minutes).toISOString();
const wholeDay = (month: number, date: number) => ({ dueAt: at(month, date, 12), allDay: true });

describe('[TASK-1] the quick line', () => {
  it.each([
    ['en', 'tomorrow 10:00 call Anna', 'call Anna'],
    ['ru', 'завтра в 10 позвонить Анне', 'позвонить Анне'],
    ['fr', 'demain à 10h appeler Anna', 'appeler Anna'],
    ['it', 'domani alle 10 chiamare Anna', 'chiamare Anna'],
  ] as const)('[TASK-1] understands day, clock and kind in %s', (language, text, title) => {
    expect(parseQuickTask(text, now, language)).toEqual({
      title,
      dueAt: at(3, 4, 10),
      allDay: false,
      kind: 'call',
      priority: 'normal',
      recurrence: null,
    });
  });

  it.each([
    ['en', 'in 30 min write to the bank', at(3, 3, 10)],
    ['ru', 'через 2 часа отправить счёт', at(3, 3, 11, 30)],
    ['fr', 'dans 2 heures envoyer la facture', at(3, 3, 11, 30)],
    ['it', 'tra 30 minuti inviare la fattura', at(3, 3, 10)],
    ['en', '3pm meeting', at(3, 3, 15)],
    ['en', 'report 8:15', at(3, 4, 8, 15)],
    ['ru', 'в пятницу в 16:45 встреча', at(3, 6, 16, 45)],
    ['fr', 'vendredi 9h30 réunion', at(3, 6, 9, 30)],
    ['it', 'martedì alle 9 riunione', at(3, 10, 9)],
  ] as const)('[TASK-1] understands a moment in %s: %s', (language, text, dueAt) => {
    expect(parseQuickTask(text, now, language)).toMatchObject({ dueAt, allDay: false });
  });

  it.each([
    ['en', 'Friday send the offer', wholeDay(3, 6)],
    ['en', 'next monday tidy up', wholeDay(3, 9)],
    ['en', 'in 3 days ask again', wholeDay(3, 6)],
    ['en', '12 March pay', wholeDay(3, 12)],
    ['ru', '12.03 оплатить', wholeDay(3, 12)],
    ['ru', '5 мая оплатить', wholeDay(5, 5)],
    ['ru', 'послезавтра оплатить', wholeDay(3, 5)],
    ['fr', 'le 14 juillet payer', wholeDay(7, 14)],
    ['it', '2026-04-01 pagare', wholeDay(4, 1)],
  ] as const)('[TASK-1] takes a day without a clock for the whole day, in %s: %s', (language, text, expected) => {
    const parsed = parseQuickTask(text, now, language);
    expect(parsed).toMatchObject(expected);
    expect(parsed.title).not.toMatch(/\d/);
  });

  it('[TASK-1] takes a date that is over for that of the next year', () => {
    expect(parseQuickTask('01.02 оплатить', now, 'ru').dueAt).toBe(new Date(2027, 1, 1, 12).toISOString());
  });

  it.each([
    ['en', 'every day 10:00 report', { every: 1, unit: 'day' }, at(3, 3, 10)],
    ['ru', 'каждый понедельник в 9 отчёт', { every: 1, unit: 'week', weekdays: [1] }, at(3, 9, 9)],
    ['fr', 'tous les jours 10:00 rapport', { every: 1, unit: 'day' }, at(3, 3, 10)],
    ['it', 'ogni mese 10:00 rapporto', { every: 1, unit: 'month' }, at(3, 3, 10)],
    ['ru', 'по будням 10:00 планёрка', { every: 1, unit: 'week', weekdays: [1, 2, 3, 4, 5] }, at(3, 3, 10)],
  ] as const)('[TASK-1] understands what is repeated in %s: %s', (language, text, recurrence, dueAt) => {
    expect(parseQuickTask(text, now, language)).toMatchObject({ recurrence, dueAt });
  });

  it('[TASK-1] leaves alone what is no time, and never loses the title', () => {
    expect(parseQuickTask('Order 12 boards of 40 mm', now, 'en')).toMatchObject({
      title: 'Order 12 boards of 40 mm',
      dueAt: null,
    });
    expect(parseQuickTask('Call +7 912 123-45-67', now, 'en')).toMatchObject({
      title: 'Call +7 912 123-45-67',
      dueAt: null,
    });
    expect(parseQuickTask('Mondays are fine', now, 'en')).toMatchObject({ title: 'Mondays are fine', dueAt: null });
    expect(parseQuickTask('завтраки', now, 'ru')).toMatchObject({ title: 'завтраки', dueAt: null });
    expect(parseQuickTask('tomorrow', now, 'en')).toMatchObject({ title: 'tomorrow', ...wholeDay(3, 4) });
    expect(parseQuickTask('! urgent thing', now, 'en')).toMatchObject({ title: 'urgent thing', priority: 'high' });
  });
});
