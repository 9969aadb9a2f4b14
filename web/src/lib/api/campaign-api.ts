/** Routes of telemarketing: campaigns, call lists, the next entry and what came of it; and of who is called back from a queue. */
import type * as lists from '$contract/call-lists.contract.ts';
import type * as reports from '$contract/campaign-report.contract.ts';
import type * as campaigns from '$contract/campaigns.contract.ts';
import type * as doNotCall from '$contract/do-not-call.contract.ts';
import type * as callbacks from '$contract/queue-callbacks.contract.ts';
import type { Query, Request } from './request.ts';
import { type In, type Items, id, type Out, verbsOf } from './verbs.ts';

export function campaignApi(request: Request) {
  const { get, post, patch, remove } = verbsOf(request);
  return {
    queueCallbacks: {
      list: (query?: Partial<In<typeof callbacks.queueCallbackListQuerySchema>>) =>
        get<Out<typeof callbacks.queueCallbackListSchema>>('queue-callbacks', query as Query),
      cancel: (callback: string) => post<callbacks.QueueCallback>(`queue-callbacks/${id(callback)}/cancel`),
    },
    doNotCall: {
      list: (query?: Partial<In<typeof doNotCall.doNotCallListQuerySchema>>) =>
        get<Out<typeof doNotCall.doNotCallListSchema>>('do-not-call', query as Query),
      add: (body: In<typeof doNotCall.addDoNotCallSchema>) => post<doNotCall.DoNotCallAdded>('do-not-call', body),
      remove: (number: string) => remove(`do-not-call/${id(number)}`),
      restore: (number: string) => post<doNotCall.DoNotCall>(`do-not-call/${id(number)}/restore`),
    },
    campaigns: {
      list: (query?: Partial<In<typeof campaigns.campaignListQuerySchema>>) =>
        get<Out<typeof campaigns.campaignListSchema>>('campaigns', query as Query),
      read: (campaign: string) => get<campaigns.Campaign>(`campaigns/${id(campaign)}`),
      pace: (campaign: string) => get<Out<typeof campaigns.campaignPaceSchema>>(`campaigns/${id(campaign)}/pace`),
      report: (campaign: string, query?: Partial<In<typeof reports.campaignReportQuerySchema>>) =>
        get<reports.CampaignReport>(`campaigns/${id(campaign)}/report`, query as Query),
      create: (body: In<typeof campaigns.newCampaignSchema>) => post<campaigns.Campaign>('campaigns', body),
      change: (campaign: string, body: In<typeof campaigns.campaignPatchSchema>) =>
        patch<campaigns.Campaign>(`campaigns/${id(campaign)}`, body),
      move: (campaign: string, move: 'start' | 'pause' | 'finish') =>
        post<campaigns.Campaign>(`campaigns/${id(campaign)}/${move}`),
      clone: (campaign: string, body: In<typeof campaigns.cloneCampaignSchema>) =>
        post<campaigns.Campaign>(`campaigns/${id(campaign)}/clone`, body),
      remove: (campaign: string) => remove(`campaigns/${id(campaign)}`),
    },
    callLists: {
      list: (query?: Query) => get<Items<lists.CallList>>('call-lists', query),
      read: (list: string) => get<lists.CallList>(`call-lists/${id(list)}`),
      preview: (body: In<typeof lists.previewCallListSchema>) =>
        post<Out<typeof lists.callListPreviewSchema>>('call-lists/preview', body),
      create: (body: In<typeof lists.newCallListSchema>) => post<lists.CallList>('call-lists', body),
      change: (list: string, body: In<typeof lists.callListPatchSchema>) =>
        patch<lists.CallList>(`call-lists/${id(list)}`, body),
      remove: (list: string) => remove(`call-lists/${id(list)}`),
      append: (list: string, body: In<typeof lists.appendToCallListSchema>) =>
        post<lists.CallList>(`call-lists/${id(list)}/append`, body),
      shuffle: (list: string) => post<lists.CallList>(`call-lists/${id(list)}/shuffle`),
      split: (list: string, body: In<typeof lists.splitCallListSchema>) =>
        post<lists.CallList>(`call-lists/${id(list)}/split`, body),
      removals: (list: string, query?: Query) =>
        get<Out<typeof lists.removalListSchema>>(`call-lists/${id(list)}/removals`, query),
      entries: (list: string, query?: Query) =>
        get<Out<typeof campaigns.entryListSchema>>(`call-lists/${id(list)}/entries`, query),
    },
    entries: {
      next: (campaignId?: string) =>
        post<Out<typeof campaigns.givenEntrySchema>>('entries/next', campaignId ? { campaignId } : {}),
      why: (entry: string) => get<Out<typeof campaigns.whyEntrySchema>>(`entries/${id(entry)}/why`),
      change: (entry: string, body: In<typeof lists.entryPatchSchema>) =>
        patch<campaigns.Entry>(`entries/${id(entry)}`, body),
    },
    attempts: {
      current: () => get<{ attempt: campaigns.Attempt | null }>('attempts/current'),
      list: (query?: Query) => get<Out<typeof campaigns.attemptListSchema>>('attempts', query),
      people: (query: Partial<In<typeof campaigns.attemptPeopleQuerySchema>>) =>
        get<Out<typeof campaigns.attemptPeopleSchema>>('attempts/people', query as Query),
      dial: (attempt: string) => post<campaigns.Attempt>(`attempts/${id(attempt)}/dial`),
      giveBack: (attempt: string) => post<void>(`attempts/${id(attempt)}/return`),
      result: (attempt: string, body: In<typeof campaigns.attemptResultSchema>) =>
        post<campaigns.Attempt>(`attempts/${id(attempt)}/result`, body),
    },
  };
}
