/** What a form sent becomes a person; tried again when it fails, so that nothing is lost. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { takeSubmission } from './settle-submission.usecases.ts';
import type { WebFormFacts } from './web-forms.events.ts';

export const webFormListeners = (platform: Platform) => [
  listener<Pick<WebFormFacts, 'web-form.submitted'>>({
    name: 'take-submission.on-web-form-submitted',
    on: ['web-form.submitted'],
    handle: ({ payload: { submissionId } }, { tx }) => takeSubmission(platform, tx, submissionId),
  }),
];
