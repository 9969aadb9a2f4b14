/** Facts of the module. The subject is the web-hook. */
export type WebhookFacts = {
  /** Made, changed, deleted, or paused by itself: the settings page reads again. */
  'webhook.changed': { webhookId: string };
};
