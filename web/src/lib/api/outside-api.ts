/** Routes of what the firm lets out and in: forms on its own site, and web-hooks; and of work that failed behind the scenes. */
import type * as jobs from '$contract/jobs.contract.ts';
import type * as webForms from '$contract/web-forms.contract.ts';
import type * as webhooks from '$contract/webhooks.contract.ts';
import type { Query, Request } from './request.ts';
import { type In, id, type Out, verbsOf } from './verbs.ts';

export function outsideApi(request: Request) {
  const { get, post, patch, remove } = verbsOf(request);
  return {
    webForms: {
      list: () => get<Out<typeof webForms.webFormListSchema>>('web-forms'),
      create: (body: In<typeof webForms.newWebFormSchema>) => post<webForms.WebForm>('web-forms', body),
      change: (form: string, body: In<typeof webForms.webFormPatchSchema>) =>
        patch<webForms.WebForm>(`web-forms/${id(form)}`, body),
      submissions: (form: string, query?: Partial<In<typeof webForms.submissionListQuerySchema>>) =>
        get<Out<typeof webForms.submissionListSchema>>(`web-forms/${id(form)}/submissions`, query as Query),
      accept: (sent: string) => post<webForms.Submission>(`web-forms/submissions/${id(sent)}/accept`),
      refuse: (sent: string) => post<webForms.Submission>(`web-forms/submissions/${id(sent)}/refuse`),
    },
    jobs: {
      list: () => get<Out<typeof jobs.givenUpJobListSchema>>('jobs'),
      runAgain: (job: string) => post<void>(`jobs/${id(job)}/run-again`),
      dismiss: (job: string) => remove(`jobs/${id(job)}`),
    },
    webhooks: {
      list: () => get<Out<typeof webhooks.webhookListSchema>>('webhooks'),
      create: (body: In<typeof webhooks.newWebhookSchema>) =>
        post<Out<typeof webhooks.createdWebhookSchema>>('webhooks', body),
      change: (webhook: string, body: In<typeof webhooks.webhookPatchSchema>) =>
        patch<webhooks.Webhook>(`webhooks/${id(webhook)}`, body),
      remove: (webhook: string) => remove(`webhooks/${id(webhook)}`),
      renewSecret: (webhook: string) => post<{ secret: string }>(`webhooks/${id(webhook)}/secret`),
      test: (webhook: string) => post<webhooks.WebhookDeliveryDetail>(`webhooks/${id(webhook)}/test`),
      deliveries: (webhook: string, query?: Query) =>
        get<Out<typeof webhooks.webhookDeliveryListSchema>>(`webhooks/${id(webhook)}/deliveries`, query),
      delivery: (webhook: string, delivery: string) =>
        get<webhooks.WebhookDeliveryDetail>(`webhooks/${id(webhook)}/deliveries/${id(delivery)}`),
      resend: (webhook: string, delivery: string) =>
        post<webhooks.WebhookDeliveryDetail>(`webhooks/${id(webhook)}/deliveries/${id(delivery)}/resend`),
    },
  };
}
