/** What the people of the demonstration have to do: late, today, in the coming days, and some of it done. */
export type DemoTask = {
  title: string;
  /** Name of the person of demo-people.ts whom it is about; whoever owns that person does it. */
  person: string;
  kind: 'call' | 'meeting' | 'letter' | 'other';
  /** Days from today, and the hour of that day. */
  day: number;
  hour: number;
  minutes: number;
  priority?: 'low' | 'high';
  isDone?: true;
};

export const demoTasks: readonly DemoTask[] = [
  { title: 'Ask how the first delivery went', person: 'Anna Petrova', kind: 'call', day: -1, hour: 11, minutes: 15 },
  { title: 'Send the updated price list', person: 'Chiara Conti', kind: 'letter', day: -1, hour: 16, minutes: 20 },
  { title: 'Confirm the measurements', person: 'James Carter', kind: 'call', day: 0, hour: 10, minutes: 15 },
  {
    ...{ title: 'Agree the terms of payment', person: 'Igor Volkov', kind: 'call', day: 0, hour: 12, minutes: 30 },
    priority: 'high',
  },
  { title: 'Samples of ash and larch', person: 'Laura Schmidt', kind: 'other', day: 0, hour: 15, minutes: 40 },
  { title: 'Show the show-room', person: 'Anders Berg', kind: 'meeting', day: 1, hour: 11, minutes: 60 },
  { title: 'Offer for the second stage', person: 'Aigerim Nurlanova', kind: 'letter', day: 1, hour: 14, minutes: 60 },
  { title: 'Measure on the spot', person: 'Elena Kuznetsova', kind: 'meeting', day: 2, hour: 10, minutes: 90 },
  { title: 'Remind of the yearly contract', person: 'Igor Volkov', kind: 'call', day: 4, hour: 12, minutes: 15 },
  {
    ...{ title: 'Ask for a reference', person: 'Dmitry Orlov', kind: 'letter', day: 6, hour: 16, minutes: 20 },
    priority: 'low',
  },
  {
    ...{ title: 'Call about the unpaid invoice', person: 'Roman Egorov', kind: 'call', day: -2, hour: 12, minutes: 15 },
    isDone: true,
  },
  {
    ...{ title: 'Drawings to the workshop', person: 'Ksenia Belova', kind: 'other', day: 0, hour: 9, minutes: 30 },
    isDone: true,
  },
];
