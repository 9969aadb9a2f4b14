/** What was written to customers of the demonstration. */
export type DemoMessage = { person: string; subject: string; text: string };

export const demoMessages: readonly DemoMessage[] = [
  {
    person: 'Anna Petrova',
    subject: 'Oak boards: price for March',
    text: `Dear Anna,

as agreed on the telephone: 40 m³ of oak boards, 28 mm, at last month's price, delivered to your yard in the second week of March.

The offer stands until the end of the month. The certificate of origin follows as soon as the mill has sent it.

Kind regards`,
  },
  {
    person: 'Dmitry Orlov',
    subject: 'Transport on Thursday',
    text: 'Dear Dmitry,\n\nthe lorry is at your gate on Thursday at 10:00 your time. The driver calls half an hour before.',
  },
  {
    person: 'Chiara Conti',
    subject: 'Campioni per i due alberghi',
    text: 'Gentile Chiara,\n\ni campioni di rovere e noce sono partiti oggi e arrivano entro venerdì.\n\nCordiali saluti',
  },
];
