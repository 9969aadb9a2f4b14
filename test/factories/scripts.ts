/** A script with a question of every kind, and a branch. */
export const saleScript = {
  name: 'Sale',
  steps: [
    {
      id: 'hello',
      title: 'Greeting',
      text: 'Good day, {{customer.name}}! This is {{agent.name}}.',
      questions: [
        { id: 'talks', label: 'May we talk?', kind: 'yes-no', required: true },
        { id: 'need', label: 'What is needed?', kind: 'text' },
      ],
      next: [{ when: { questionId: 'talks', is: 'equals', value: false }, to: 'later' }],
    },
    {
      id: 'offer',
      title: 'Offer',
      text: 'We have oak.',
      questions: [
        { id: 'budget', label: 'Budget', kind: 'number', min: 0, required: true },
        { id: 'wood', label: 'Which wood?', kind: 'choice', options: [option('oak'), option('elm')] },
        { id: 'rooms', label: 'For which rooms?', kind: 'choices', options: [option('hall'), option('attic')] },
        { id: 'wishes', label: 'Wishes', kind: 'long-text' },
      ],
      next: [{ to: 'end' }],
    },
    {
      id: 'later',
      title: 'Call later',
      questions: [{ id: 'day', label: 'On which day?', kind: 'date', required: true }],
    },
  ],
  objections: [
    { id: 'dear', title: 'Too dear', text: 'It lasts for a hundred years.', hotkey: '1' },
    { id: 'think', title: 'I shall think about it', text: 'Until when, {{customer.name}}?', hotkey: 't' },
  ],
};

function option(id: string) {
  return { id, label: id.toUpperCase() };
}
