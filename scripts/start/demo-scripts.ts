/** What is said and asked in calls of the demonstration. */
const option = (id: string, label: string) => ({ id, label });

export const demoScripts = [
  {
    name: 'Boards: first call',
    steps: [
      {
        id: 'greeting',
        title: 'Greeting',
        text: 'Good day, {{customer.name}}! This is {{agent.name}} of {{company.name}}. You asked for boards. Have you two minutes?',
        questions: [{ id: 'demo_has_time', label: 'Has two minutes', kind: 'yes-no', required: true }],
        next: [{ when: { questionId: 'demo_has_time', is: 'equals', value: false }, to: 'later' }],
      },
      {
        id: 'need',
        title: 'What is needed',
        text: 'What are the boards for, and how many of them?',
        questions: [
          {
            ...{ id: 'demo_wood', label: 'Which wood', kind: 'choice', required: true },
            options: [option('oak', 'Oak'), option('larch', 'Larch'), option('pine', 'Pine'), option('other', 'Other')],
          },
          { id: 'demo_volume', label: 'Cubic metres', kind: 'number', min: 0 },
          {
            ...{ id: 'demo_use', label: 'What for', kind: 'choices' },
            options: [option('floor', 'Floor'), option('terrace', 'Terrace'), option('facade', 'Façade')],
          },
        ],
        next: [{ when: { questionId: 'demo_volume', is: 'greater', value: 20 }, to: 'large' }],
      },
      {
        id: 'offer',
        title: 'Offer',
        text: 'We have it in stock at {{customer.city}}. May I send you an offer today?',
        questions: [{ id: 'demo_offer_by', label: 'Offer until', kind: 'date', required: true }],
        next: [{ to: 'end' }],
      },
      {
        id: 'large',
        title: 'A large order',
        text: 'For that much our head of sales makes you a price of its own. When may they call you?',
        questions: [{ id: 'demo_wishes', label: 'Wishes for the talk', kind: 'long-text' }],
        next: [{ to: 'end' }],
      },
      {
        id: 'later',
        title: 'Call later',
        text: 'When is a better time?',
        questions: [{ id: 'demo_call_on', label: 'Call again on', kind: 'date', required: true }],
      },
    ],
    objections: [
      {
        ...{ id: 'dear', title: 'Too dear', hotkey: '1' },
        text: 'Our boards are dried to 8 per cent and do not warp. Shall I send you what other customers say after two winters?',
      },
      {
        ...{ id: 'have', title: 'We have a supplier', hotkey: '2' },
        text: 'Good. Most of our customers have two, for the weeks in which one has nothing. May I send you our price list for those?',
      },
      {
        id: 'mail',
        title: 'Send it by e-mail',
        hotkey: 'm',
        text: 'Gladly. So that it fits: which wood, and how much of it?',
      },
    ],
  },
] as const;
