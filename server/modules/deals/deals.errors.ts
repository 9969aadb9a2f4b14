/** Refusals of deals, pipelines and loss reasons. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { Missing, RefusedBecause } from './stage-move.ts';

export const dealNotFound = () => notFound('deals.not_found', 'There is no such deal, or not for you.');
export const dealNotYours = () => forbidden('deals.not_yours', 'You may see this deal, but it belongs to others.');
export const dealStale = () =>
  conflict('deals.stale', 'Somebody else has changed this deal in the meantime. Read it again.');
export const dealNotDeleted = () => conflict('deals.not_deleted', 'This deal has not been deleted.');
export const dealClosed = () =>
  conflict('deals.closed', 'This deal is closed: its pipeline stays. Open it again first, by moving it to a stage.');
export const dealInvalid = (fields: Record<string, string>) =>
  invalid('deals.invalid', 'Some fields cannot be used.', fields);
export const dealMoneyHidden = () =>
  forbidden(
    'deals.money_hidden',
    'Your role does not show what deals are worth, so they cannot be listed or ordered by it. Choose another order, or ask an administrator.',
  );
export const undoTooLate = () =>
  conflict(
    'deals.undo_too_late',
    'This move cannot be taken back any more: the deal has moved on, or minutes have passed.',
  );

export const pipelineNotFound = () => notFound('pipelines.not_found', 'There is no such pipeline.');
export const stageNotFound = () => notFound('pipelines.stage_not_found', 'There is no such stage in this pipeline.');
export const pipelineStale = () =>
  conflict('pipelines.stale', 'Somebody else has changed this pipeline in the meantime. Read it again.');
export const pipelineInvalid = (fields: Record<string, string>) =>
  invalid('pipelines.invalid', 'Some fields cannot be used.', fields);
export const stageHasDeals = (count: number) =>
  conflict('pipelines.stage_has_deals', `${count} deals are in this stage. Say with moveTo which stage takes them.`);
export const stageStays = () =>
  conflict('pipelines.stage_stays', 'A pipeline keeps its won and its lost stage and at least one open one.');
export const lastPipeline = () =>
  conflict('pipelines.last', 'This is the last pipeline in use. Make or turn on another one first.');

export const lossReasonTaken = (name: string) =>
  conflict('loss_reasons.name_taken', `There is a reason called ${name} already.`);
export const lossReasonNotFound = () => notFound('loss_reasons.not_found', 'There is no such reason.');
export const lossReasonStale = () =>
  conflict('loss_reasons.stale', 'Somebody else has changed this reason in the meantime. Read it again.');

const sentences: Record<RefusedBecause, string> = {
  'unknown-stage': 'This stage is not one of the deal’s pipeline.',
  'no-loss-reason': 'Say why the deal was lost: give lossReasonId.',
  'outside-process':
    'This deal is led outside a process: it is only won, lost, or opened again. Change its mode to use stages.',
  'goes-back': 'This deal is led strictly: it does not go back. Change its mode to manual to move it freely.',
  'skips-stages': 'This deal is led strictly: no stage is left out. Move it to the next one.',
  'not-complete': 'This deal is led strictly: something of its stage is still missing.',
};

const keyOf = (missing: Missing): [string, string] => {
  switch (missing.kind) {
    case 'field':
      return [`field.${missing.field}`, 'must be filled'];
    case 'task':
      return [`task.${missing.taskId}`, missing.title];
    case 'stage':
      return [`stage.${missing.stageId}`, missing.name];
    case 'loss-reason':
      return ['lossReasonId', 'must be given'];
  }
};

/** `fields` says what is missing: `field.<name>`, `task.<id>` with its title, `stage.<id>` with its name. */
export const moveRefused = (because: RefusedBecause, missing: readonly Missing[]) =>
  new DomainError({
    code: `deals.${because.replaceAll('-', '_')}`,
    status: 409,
    message: sentences[because],
    fields: Object.fromEntries(missing.map(keyOf)),
  });
