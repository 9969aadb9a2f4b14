/** Refusals of call lists. */
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const callListNotFound = () => notFound('call_lists.not_found', 'There is no such call list.');
export const callListChanged = () =>
  conflict('call_lists.changed', 'The call list was changed by somebody else meanwhile. Read it again.');
export const callListBuilding = () =>
  conflict('call_lists.building', 'The call list is still being filled. Wait until it is ready.');
export const campaignUnknown = () =>
  invalid('call_lists.campaign_unknown', 'There is no such campaign, or it is over.', {
    campaignId: 'must be a campaign that is not over',
  });
export const liveNeedsSegment = () =>
  invalid('call_lists.live_needs_segment', 'Only a list from a segment can follow it.', {
    live: 'needs a source of the kind segment',
  });
export const nobodyNamed = () =>
  invalid('call_lists.nobody_named', 'Nobody is named: no line is a number or the name of one person.', {
    source: 'names nobody',
  });
export const tooManyNamed = () =>
  invalid('call_lists.too_many_named', 'More people than a list by name can hold. Use a filter or a segment.', {
    source: 'names too many people',
  });
export const entryNotFound = () => notFound('call_lists.entry_not_found', 'There is no such entry.');
export const entryBusy = () =>
  conflict('call_lists.entry_busy', 'This entry is being called or looked at. Wait until that is over.');
