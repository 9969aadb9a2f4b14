/** Web-hooks over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  createdWebhookSchema,
  newWebhookSchema,
  webhookDeliveryDetailSchema,
  webhookDeliveryListSchema,
  webhookDeliveryQuerySchema,
  webhookListSchema,
  webhookPatchSchema,
  webhookSchema,
  webhookSecretSchema,
} from '../../contract/webhooks.contract.ts';
import { route } from '../access/route.ts';
import type { SendDeps } from './send-deliveries.usecases.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  readDeliveryDetail,
  renewSecret,
  resendDelivery,
  testWebhook,
} from './webhooks.usecases.ts';

const params = z.object({ id: idSchema });
const deliveryParams = z.object({ id: idSchema, deliveryId: idSchema });
const permission = 'webhooks.manage';

export const webhookRoutes = (deps: SendDeps) => [...managing(deps), ...log(deps)];

const managing = (deps: SendDeps) => [
  route({
    method: 'get',
    path: '/api/webhooks',
    permission,
    summary: 'Web-hooks by name',
    response: webhookListSchema,
    handler: async () => ({ items: await listWebhooks(deps.database.sql) }),
  }),
  route({
    method: 'post',
    path: '/api/webhooks',
    permission,
    summary: 'Make a web-hook; its secret is shown this once',
    body: newWebhookSchema,
    response: createdWebhookSchema,
    status: 201,
    isSecret: true,
    handler: ({ principal, body, request: { ip } }) => createWebhook(deps, { body, principal, ip }),
  }),
  route({
    method: 'patch',
    path: '/api/webhooks/{id}',
    permission,
    summary: 'Change a web-hook, switch it off or on again',
    params,
    body: webhookPatchSchema,
    response: webhookSchema,
    handler: ({ principal, params: { id }, body, request: { ip } }) =>
      changeWebhook(deps, { webhookId: id, patch: body, principal, ip }),
  }),
  route({
    method: 'delete',
    path: '/api/webhooks/{id}',
    permission,
    summary: 'Delete a web-hook with its log',
    params,
    handler: ({ principal, params: { id }, request: { ip } }) => deleteWebhook(deps, { webhookId: id, principal, ip }),
  }),
  route({
    method: 'post',
    path: '/api/webhooks/{id}/secret',
    permission,
    summary: 'Give a web-hook a new secret, which is shown this once',
    params,
    response: webhookSecretSchema,
    isSecret: true,
    handler: ({ principal, params: { id }, request: { ip } }) => renewSecret(deps, { webhookId: id, principal, ip }),
  }),
  route({
    method: 'post',
    path: '/api/webhooks/{id}/test',
    permission,
    summary: 'Send a test to a web-hook and wait for what comes of it',
    params,
    response: webhookDeliveryDetailSchema,
    handler: ({ principal, params: { id }, request: { ip } }) => testWebhook(deps, { webhookId: id, principal, ip }),
  }),
];

const log = (deps: SendDeps) => [
  route({
    method: 'get',
    path: '/api/webhooks/{id}/deliveries',
    permission,
    summary: 'What was sent to a web-hook and what waits to be, newest first',
    params,
    query: webhookDeliveryQuerySchema,
    response: webhookDeliveryListSchema,
    handler: ({ params: { id }, query }) => listDeliveries(deps.database.sql, id, query),
  }),
  route({
    method: 'get',
    path: '/api/webhooks/{id}/deliveries/{deliveryId}',
    permission,
    summary: 'One delivery with its attempts and what came back',
    params: deliveryParams,
    response: webhookDeliveryDetailSchema,
    handler: ({ principal, params: { id, deliveryId } }) =>
      readDeliveryDetail(deps.database.sql, principal, id, deliveryId),
  }),
  route({
    method: 'post',
    path: '/api/webhooks/{id}/deliveries/{deliveryId}/resend',
    permission,
    summary: 'Send a delivery once more, with the same id and body',
    params: deliveryParams,
    response: webhookDeliveryDetailSchema,
    handler: ({ principal, params: { id, deliveryId }, request: { ip } }) =>
      resendDelivery(deps, { webhookId: id, deliveryId, principal, ip }),
  }),
];
