/** The tasks of the firm, for pictures of the list, the calendar and the figures. Typed by the contract. */
import type { CalendarItem, ProgressRow, Task, TaskDetail } from '../../server/contract/tasks.contract.ts';
import { anna, makeTask, me, number, pavel } from './make.ts';

const oleg = { id: 'agent_oleg', name: 'Олег Ким' };
const boss = { id: 'user_maxi', name: 'Максимилиан Преображенский' };

type More = Partial<Task>;
type Line = [day: number, clock: string, title: string, agent: Task['agent'], more?: More];

/** Days from today, Monday of this week is `1 - weekday`. */
const lines: Line[] = [
  [-3, '11:00', 'Отправить акт сверки', me, { kind: 'letter', priority: 'high' }],
  [
    -1,
    '16:30',
    'Перезвонить по договору поставки дубовой доски на второй квартал',
    me,
    { kind: 'call', contactName: 'Иван Сергеевич Белозёров', contactId: 'contact_ivan' },
  ],
  [0, '09:30', 'Планёрка', me, { kind: 'meeting', durationMinutes: 45, recurrence: { every: 1, unit: 'day' } }],
  [
    0,
    '10:00',
    'Отправить счёт',
    me,
    {
      kind: 'letter',
      contactName: 'Giulia Conti',
      contactId: 'contact_giulia',
      state: 'executed',
      verify: true,
      creator: boss,
      done: false,
    },
  ],
  [0, '15:00', 'Встреча на складе', me, { kind: 'meeting', durationMinutes: 90, organisationName: 'Волга-Электро' }],
  [0, '15:30', 'Уточнить реквизиты', me, { kind: 'call', state: 'given', verify: true, creator: boss }],
  [0, '23:59', 'Сдать отчёт', me, { allDay: true }],
  [1, '11:15', 'Выезд к клиенту', me, { kind: 'Выезд', durationMinutes: 120 }],
  [2, '14:00', 'Relancer le devis', anna, { kind: 'call', contactName: 'Claire Dubois' }],
  [0, '12:00', 'Send samples', anna, { kind: 'letter', state: 'returned', verify: true, creator: boss }],
  [1, '10:00', 'Проверить остатки', pavel],
  [3, '10:00', 'Согласовать скидку', pavel, { priority: 'high' }],
  [4, '16:00', 'Позвонить поставщику', oleg, { kind: 'call' }],
  [6, '12:00', 'Поздравить с днём рождения', oleg, { kind: 'call' }],
  [8, '10:00', 'Продлить договор', me],
  [11, '13:00', 'Презентация', pavel, { kind: 'meeting', durationMinutes: 60 }],
];

function at(now: number, days: number, clock: string): string {
  const day = new Date(now);
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, hours, minutes).toISOString();
}

export const makeHouseTasks = (now: number): Task[] => [
  ...lines.map(([days, clock, title, agent, more], index) => ({
    ...makeTask(`plan_${index}`, title, now, null),
    dueAt: at(now, days, clock),
    agent,
    ...more,
  })),
  { ...makeTask('plan_none', 'Когда-нибудь разобрать архив', now, null), agent: null },
];

export const calendarOf = (tasks: readonly Task[], now: number): CalendarItem[] => [
  ...tasks.flatMap((task): CalendarItem[] =>
    task.dueAt ? [{ kind: 'task', at: task.startAt ?? task.dueAt, task }] : [],
  ),
  {
    kind: 'callback',
    at: at(now, 0, '13:10'),
    id: 'missed_1',
    number: number('+79277654321'),
    contactId: null,
    contactName: null,
    tries: 3,
    agent: null,
  },
];

export const progressOfHouse = (): ProgressRow[] => [
  { agent: me, planned: 12, done: 6, doneLate: 1, overdue: 2, open: 3 },
  { agent: pavel, planned: 9, done: 8, doneLate: 1, overdue: 0, open: 0 },
  { agent: anna, planned: 14, done: 7, doneLate: 2, overdue: 4, open: 1 },
  { agent: oleg, planned: 3, done: 0, doneLate: 0, overdue: 0, open: 3 },
];

export const detailOf = (task: Task, now: number): TaskDetail => ({
  ...task,
  description: 'Взять образцы и подписанный экземпляр.',
  mayChange: !task.verify,
  steps:
    task.state === 'given' || task.state === 'returned'
      ? ['accept', 'execute']
      : task.state === 'executed'
        ? ['verify', 'return']
        : [],
  history: task.verify
    ? [
        {
          at: at(now, -1, '15:20'),
          step: 'return',
          toState: 'returned',
          comment: 'Нет печати на втором листе.',
          by: boss,
        },
        { at: at(now, -1, '14:00'), step: 'execute', toState: 'executed', comment: '', by: me },
        { at: at(now, -2, '10:00'), step: 'accept', toState: 'accepted', comment: '', by: me },
      ]
    : [],
});
