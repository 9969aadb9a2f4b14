/** Refusals of campaigns. */
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const campaignNotFound = () => notFound('campaigns.not_found', 'There is no such campaign.');
export const campaignInvalid = (fields: Record<string, string>) =>
  invalid('campaigns.invalid', 'The campaign cannot be saved.', fields);
export const campaignNameTaken = (name: string) =>
  conflict('campaigns.name_taken', `There is a campaign called ${name} already.`);
export const campaignChanged = () =>
  conflict('campaigns.changed', 'The campaign was changed by somebody else meanwhile. Read it again.');
export const campaignNotRunning = () => conflict('campaigns.not_running', 'The campaign does not run.');
export const campaignFinished = () => conflict('campaigns.finished', 'The campaign is over. Clone it to call again.');
export const campaignIsTemplate = () => conflict('campaigns.is_template', 'A template does not call. Clone it.');
export const campaignNotReady = (fields: Record<string, string>) =>
  invalid('campaigns.not_ready', 'The campaign cannot start yet.', fields);
export const notInCampaign = () => forbidden('campaigns.not_yours', 'You do not work in this campaign.');
export const agentBusy = () => conflict('campaigns.agent_busy', 'You have an attempt that is not finished.');
export const attemptNotFound = () => notFound('campaigns.attempt_not_found', 'There is no such attempt.');
export const attemptOver = () => conflict('campaigns.attempt_over', 'This attempt is over.');
export const attemptUnderWay = () =>
  conflict('campaigns.attempt_under_way', 'The call goes on. Give the result when it has ended.');
export const resultUnknown = () =>
  invalid('campaigns.result_unknown', 'This result is none of the campaign.', {
    dispositionId: 'must be a result of the campaign',
  });
export const callbackNeeded = () =>
  invalid('campaigns.callback_needed', 'Say when to call back.', { callback: 'is needed with this result' });
export const callbackTooLate = () =>
  invalid('campaigns.callback_invalid', 'This time cannot be promised.', {
    'callback.at': 'must be in the future, within a year',
  });
export const resultNeeded = () => conflict('campaigns.result_needed', 'Give the result of this call first.');
export const entryNotCallable = (because: string) =>
  conflict('campaigns.not_callable', `This person must not be called now: ${because}.`);
export const calledByCampaign = (name: string | null) =>
  conflict(
    'campaigns.being_called',
    `This customer is being called by a campaign${name === null ? '' : `, by ${name}`}. Wait until that is over.`,
  );
export const noTelephone = () => conflict('campaigns.no_telephone', 'You have no telephone to call with.');
