/** Web forms over HTTP: two addresses for the pages of the firm's own site, the rest for whoever sets them up. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  formTokenSchema,
  newWebFormSchema,
  receivedSchema,
  submissionListQuerySchema,
  submissionListSchema,
  submissionSchema,
  submittedFieldsSchema,
  webFormListSchema,
  webFormPatchSchema,
  webFormSchema,
} from '../../contract/web-forms.contract.ts';
import { idempotencyKeyOf } from '../../platform/http/idempotency-rules.ts';
import { isHtmlForm } from '../../platform/http/read-input.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { maxFormBytes, receiveSubmission, showForm } from './receive-submission.usecases.ts';
import { settleSubmission } from './settle-submission.usecases.ts';
import { thanksPage } from './thanks-page.ts';
import { createWebFormLimits } from './web-form-limits.ts';
import { changeForm, createForm, listForms, listSubmissions } from './web-forms.usecases.ts';

const params = z.object({ id: idSchema });
const permission = 'settings.manage';

export const webFormRoutes = (platform: Platform) => [...forPages(platform), ...managing(platform), ...sent(platform)];

const forPages = (platform: Platform) => {
  const limits = createWebFormLimits(platform.database);
  return [
    route({
      method: 'get',
      path: '/api/web-forms/{id}',
      permission: 'public',
      publicForm: true,
      summary: 'A token for a page that shows the form; it is sent along as the field `token`',
      params,
      response: formTokenSchema,
      handler: ({ params: { id } }) => showForm(platform, id),
    }),
    route({
      method: 'post',
      path: '/api/web-forms/{id}',
      permission: 'public',
      publicForm: true,
      summary: 'Send a form: as JSON, or as a form of HTML does without a script',
      params,
      body: submittedFieldsSchema,
      maxBodyBytes: maxFormBytes,
      response: receivedSchema,
      status: 202,
      handler: async ({ params: { id }, body, request: { headers, ip } }) => {
        const { thanksUrl } = await receiveSubmission(platform, limits, {
          formId: id,
          fields: body,
          ip,
          origin: headers.get('origin'),
          idempotencyKey: idempotencyKeyOf('POST', headers),
        });
        return isHtmlForm(headers) ? thanksPage(thanksUrl) : { received: true as const };
      },
    }),
  ];
};

const managing = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/web-forms',
    permission,
    summary: 'Web forms by name',
    response: webFormListSchema,
    handler: () => listForms(platform),
  }),
  route({
    method: 'post',
    path: '/api/web-forms',
    permission,
    summary: 'Make a web form; its id is its key',
    body: newWebFormSchema,
    response: webFormSchema,
    status: 201,
    handler: ({ principal, body, request: { ip } }) => createForm(platform, { body, principal, ip }),
  }),
  route({
    method: 'patch',
    path: '/api/web-forms/{id}',
    permission,
    summary: 'Change a web form, switch it off or on again',
    params,
    body: webFormPatchSchema,
    response: webFormSchema,
    handler: ({ principal, params: { id }, body, request: { ip } }) =>
      changeForm(platform, { formId: id, patch: body, principal, ip }),
  }),
];

const sent = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/web-forms/{id}/submissions',
    permission,
    summary: 'What a web form sent, the newest first, and what became of it',
    params,
    query: submissionListQuerySchema,
    response: submissionListSchema,
    handler: ({ params: { id }, query }) => listSubmissions(platform, { formId: id, ...query }),
  }),
  ...([true, false] as const).map((accept) =>
    route({
      method: 'post',
      path: `/api/web-forms/submissions/{id}/${accept ? 'accept' : 'refuse'}`,
      permission,
      summary: accept ? 'Make a lead of what was put aside' : 'Say that what was put aside is nothing',
      params,
      response: submissionSchema,
      handler: ({ principal, params: { id }, request: { ip } }) =>
        settleSubmission(platform, { submissionId: id, accept, principal, ip }),
    }),
  ),
];
