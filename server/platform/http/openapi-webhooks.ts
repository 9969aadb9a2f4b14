/** What is sent to other programs, for the description of the API. */
import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';

export interface DescribedWebhook {
  /** `contact.created` */
  event: string;
  summary: string;
  /** The whole body. */
  message: z.ZodType;
}

const headers = z.object({
  'webhook-id': z.string().describe('Of this message: the same when it is sent again, so that it is taken once'),
  'webhook-timestamp': z
    .string()
    .regex(/^\d+$/)
    .describe('Seconds since 1970 at which it was sent; refuse what is older than five minutes'),
  'webhook-signature': z
    .string()
    .describe(
      'v1, and the base64 of HMAC-SHA256 over id + "." + timestamp + "." + body; the key is the base64-decoded secret without whsec_',
    ),
});

const description = `Signed as standardwebhooks.com describes it. Any 2xx within 10 seconds is an answer; otherwise it is sent again with
the same id and body, up to 24 hours later. At least once, nearly in order.`;

export const webhookConfigOf = ({ event, summary, message }: DescribedWebhook): RouteConfig => ({
  method: 'post',
  path: event,
  operationId: `on${event.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
  summary,
  description,
  tags: ['webhooks'],
  security: [],
  request: {
    headers: headers as never,
    body: { content: { 'application/json': { schema: message as never } }, required: true },
  },
  responses: {
    '2XX': { description: 'Received' },
    410: { description: 'Not wanted any more: the web-hook is paused' },
  },
});
