/**
 * Every route of server/contract/http-contract.md the console uses, typed by the contract's own schemas. One line per
 * route; a page never calls `fetch`. Inputs are what may be sent (`z.input`), answers what comes back (`z.output`).
 */
import type * as access from '$contract/access.contract.ts';
import type * as agents from '$contract/agents.contract.ts';
import type * as audit from '$contract/audit.contract.ts';
import type * as bulk from '$contract/bulk.contract.ts';
import type * as calls from '$contract/calls.contract.ts';
import type * as contacts from '$contract/contacts.contract.ts';
import type * as customFields from '$contract/custom-fields.contract.ts';
import type * as scoring from '$contract/deal-scoring.contract.ts';
import type * as deals from '$contract/deals.contract.ts';
import type * as directories from '$contract/directories.contract.ts';
import type * as exports from '$contract/exports.contract.ts';
import type * as files from '$contract/files.contract.ts';
import type * as filters from '$contract/filters.contract.ts';
import type * as handOvers from '$contract/hand-overs.contract.ts';
import type * as imports from '$contract/imports.contract.ts';
import type * as leads from '$contract/leads.contract.ts';
import type * as merges from '$contract/merges.contract.ts';
import type * as messages from '$contract/messages.contract.ts';
import type * as missed from '$contract/missed-calls.contract.ts';
import type * as pipelines from '$contract/pipelines.contract.ts';
import type * as products from '$contract/products.contract.ts';
import type * as reversible from '$contract/reversible-actions.contract.ts';
import type * as rotations from '$contract/rotations.contract.ts';
import type * as segments from '$contract/segments.contract.ts';
import type * as settings from '$contract/settings.contract.ts';
import type * as tasks from '$contract/tasks.contract.ts';
import { campaignApi } from './campaign-api.ts';
import { outsideApi } from './outside-api.ts';
import { type Query, queryString, type Request } from './request.ts';
import { scriptsApi } from './scripts-api.ts';
import { type In, type Items, id, type Out, verbsOf } from './verbs.ts';

/** What can be merged. */
export type MergeKind = 'contact' | 'organisation';

export function createApi(request: Request) {
  const { get, post, patch, put, remove } = verbsOf(request);
  return {
    session: {
      read: () => get<access.Session>('session'),
      signIn: (body: In<typeof access.signInSchema>) => post<access.Session>('session', body),
      signOut: () => remove('session'),
    },
    users: {
      list: (query?: Query) => get<Out<typeof access.userListSchema>>('users', query),
      create: (body: In<typeof access.newUserSchema>) => post<Out<typeof access.createdUserSchema>>('users', body),
      change: (user: string, body: In<typeof access.userPatchSchema>) => patch<access.User>(`users/${id(user)}`, body),
    },
    roles: {
      list: () => get<access.RoleList>('roles'),
      create: (body: In<typeof access.newRoleSchema>) => post<access.OwnRole>('roles', body),
      change: (role: string, body: In<typeof access.rolePatchSchema>) =>
        patch<access.OwnRole>(`roles/${id(role)}`, body),
      remove: (role: string) => remove(`roles/${id(role)}`),
    },
    events: {
      list: (query?: Partial<In<typeof audit.eventListQuerySchema>>) =>
        get<audit.EventList>('audit/events', query as Query),
      /** @param fields keys of old values; left out: the whole change */
      restore: (event: string, fields?: readonly string[]) =>
        post<Out<typeof audit.restoredChangeSchema>>(`audit/${id(event)}/restore`, fields ? { fields } : {}),
    },
    teams: {
      list: () => get<Items<Out<typeof access.teamSchema>>>('teams'),
      create: (body: In<typeof access.newTeamSchema>) => post<Out<typeof access.teamSchema>>('teams', body),
      change: (team: string, body: In<typeof access.newTeamSchema>) =>
        patch<Out<typeof access.teamSchema>>(`teams/${id(team)}`, body),
    },
    apiKeys: {
      list: () => get<Items<Out<typeof access.apiKeySchema>>>('api-keys'),
      create: (body: In<typeof access.newApiKeySchema>) =>
        post<Out<typeof access.createdApiKeySchema>>('api-keys', body),
      remove: (key: string) => remove(`api-keys/${id(key)}`),
    },
    agents: {
      list: (query?: Query) => get<Out<typeof agents.agentListSchema>>('agents', query),
      read: (agent: string) => get<agents.Agent>(`agents/${id(agent)}`),
      create: (body: In<typeof agents.newAgentSchema>) => post<Out<typeof agents.createdAgentSchema>>('agents', body),
      change: (agent: string, body: In<typeof agents.agentPatchSchema>) =>
        patch<agents.Agent>(`agents/${id(agent)}`, body),
      setPresence: (agent: string, body: In<typeof agents.presenceCommandSchema>) =>
        post<agents.Presence>(`agents/${id(agent)}/presence`, body),
    },
    pbx: {
      list: () => get<Out<typeof agents.pbxListSchema>>('pbx'),
      endpoints: () => get<Out<typeof agents.endpointListSchema>>('pbx/endpoints'),
    },
    queues: {
      list: () => get<Out<typeof agents.queueListSchema>>('queues'),
      change: (name: string, body: In<typeof agents.queuePatchSchema>) =>
        patch<agents.Queue>(`queues/${id(name)}`, body),
    },
    calls: {
      count: (body: Partial<In<typeof segments.countCallsSchema>>) => post<segments.Count>('calls/count', body),
      search: (body: Partial<In<typeof segments.searchCallsSchema>>) =>
        post<Out<typeof calls.callListSchema>>('calls/search', body),
      list: (query?: Partial<In<typeof calls.callListQuerySchema>>, signal?: AbortSignal) =>
        get<Out<typeof calls.callListSchema>>('calls', query as Query, signal),
      read: (call: string) => get<calls.Call>(`calls/${id(call)}`),
      change: (call: string, body: In<typeof calls.callPatchSchema>) => patch<calls.Call>(`calls/${id(call)}`, body),
      place: (body: In<typeof calls.newCallSchema>) => post<Out<typeof calls.placedCallSchema>>('calls', body),
      card: (call: string) => get<calls.CallCard>(`calls/${id(call)}/card`),
      hangUp: (call: string) => post<void>(`calls/${id(call)}/hangup`),
      hold: (call: string) => post<void>(`calls/${id(call)}/hold`),
      resume: (call: string) => post<void>(`calls/${id(call)}/resume`),
      transfer: (call: string, body: In<typeof calls.transferCallSchema>) =>
        post<void>(`calls/${id(call)}/transfer`, body),
      pauseRecording: (call: string) => post<void>(`calls/${id(call)}/record/pause`),
      resumeRecording: (call: string) => post<void>(`calls/${id(call)}/record/resume`),
      waveform: (call: string, recordingId: string) =>
        get<Out<typeof calls.waveformSchema>>(`calls/${id(call)}/waveform`, { recordingId }),
      recordingUrl: (call: string, recordingId: string) =>
        `/api/calls/${id(call)}/recording?recordingId=${id(recordingId)}`,
    },
    dispositions: {
      list: () => get<Out<typeof calls.dispositionListSchema>>('dispositions'),
      create: (body: In<typeof calls.newDispositionSchema>) => post<calls.Disposition>('dispositions', body),
      change: (disposition: string, body: In<typeof calls.dispositionPatchSchema>) =>
        patch<calls.Disposition>(`dispositions/${id(disposition)}`, body),
    },
    tasks: {
      count: (body: Partial<In<typeof segments.countTasksSchema>>) => post<segments.Count>('tasks/count', body),
      search: (body: Partial<In<typeof segments.searchTasksSchema>>) =>
        post<Out<typeof tasks.taskListSchema>>('tasks/search', body),
      list: (query?: Partial<In<typeof tasks.taskListQuerySchema>>, signal?: AbortSignal) =>
        get<Out<typeof tasks.taskListSchema>>('tasks', query as Query, signal),
      read: (task: string) => get<tasks.TaskDetail>(`tasks/${id(task)}`),
      create: (body: In<typeof tasks.newTaskSchema>) => post<tasks.Task>('tasks', body),
      change: (task: string, body: In<typeof tasks.taskPatchSchema>) => patch<tasks.Task>(`tasks/${id(task)}`, body),
      step: (task: string, body: In<typeof tasks.newTaskStepSchema>) =>
        post<tasks.TaskDetail>(`tasks/${id(task)}/steps`, body),
      changeMany: (body: In<typeof tasks.bulkTasksSchema>) =>
        post<Out<typeof tasks.bulkTasksResultSchema>>('tasks/bulk', body),
      calendar: (query: { from: string; to: string; agentIds?: string }) =>
        get<Out<typeof tasks.taskCalendarSchema>>('tasks/calendar', query),
      progress: (query: { from: string; to: string }) =>
        get<Out<typeof tasks.taskProgressSchema>>('tasks/progress', query),
      answerReminder: (reminder: string, until?: string) =>
        post<void>(`tasks/reminders/${id(reminder)}/answer`, until === undefined ? {} : { until }),
    },
    contacts: {
      list: (query?: Partial<In<typeof contacts.contactListQuerySchema>>, signal?: AbortSignal) =>
        get<Out<typeof contacts.contactListSchema>>('contacts', query as Query, signal),
      read: (contact: string) => get<contacts.Contact>(`contacts/${id(contact)}`),
      /** @param requestKey sent again with the same one it makes no second person */
      create: (body: In<typeof contacts.newContactSchema>, requestKey?: string) =>
        post<contacts.Contact>('contacts', body, requestKey),
      change: (contact: string, body: In<typeof contacts.contactPatchSchema>) =>
        patch<contacts.Contact>(`contacts/${id(contact)}`, body),
      search: (body: In<typeof segments.searchRecordsSchema>) =>
        post<Out<typeof contacts.contactListSchema>>('contacts/search', body),
      remove: (contact: string) => remove(`contacts/${id(contact)}`),
      restore: (contact: string) => post<contacts.Contact>(`contacts/${id(contact)}/restore`),
      takeBack: (contact: string) => post<void>(`contacts/${id(contact)}/take-back`, {}),
      birthdays: (query: In<typeof contacts.birthdayQuerySchema>) =>
        get<Out<typeof contacts.birthdayListSchema>>('contacts/birthdays', query),
      duplicates: (query: In<typeof contacts.duplicatesQuerySchema>, signal?: AbortSignal) =>
        get<Out<typeof contacts.duplicatesSchema>>('contacts/duplicates', query, signal),
      lookup: (number: string, signal?: AbortSignal) =>
        get<Out<typeof contacts.lookupSchema>>('contacts/lookup', { number }, signal),
      timeline: (contact: string, query?: Query) =>
        get<Out<typeof calls.timelineSchema>>(`contacts/${id(contact)}/timeline`, query),
      reveal: (contact: string, phone: string) =>
        post<Out<typeof contacts.revealedPhoneSchema>>(`contacts/${id(contact)}/phones/${id(phone)}/reveal`),
      notes: (contact: string, query: In<typeof contacts.noteListQuerySchema> = {}) =>
        get<Out<typeof contacts.noteListSchema>>(`contacts/${id(contact)}/notes`, query),
      addNote: (contact: string, body: In<typeof contacts.newNoteSchema>) =>
        post<Out<typeof contacts.noteSchema>>(`contacts/${id(contact)}/notes`, body),
      resolveNote: (contact: string, note: string, resolved: boolean) =>
        patch<Out<typeof contacts.noteSchema>>(`contacts/${id(contact)}/notes/${id(note)}`, { resolved }),
    },
    merges: {
      preview: (kind: MergeKind, ids: readonly string[], survivorId?: string) =>
        get<merges.MergePreview>(`${kind}s/merge-preview`, { ids: ids.join(','), survivorId }),
      merge: (kind: MergeKind, survivor: string, body: In<typeof merges.mergeBodySchema>) =>
        post<merges.Merged>(`${kind}s/${id(survivor)}/merge`, body),
      pairs: (query: Query) => get<merges.DuplicatePairs>('contacts/duplicate-pairs', query),
      organisationPairs: (query: Query) => get<merges.OrganisationPairs>('organisations/duplicate-pairs', query),
      notSame: (kind: MergeKind, ids: [string, string]) => post<void>(`${kind}s/not-duplicates`, { ids }),
    },
    leads: {
      list: (query?: Partial<In<typeof leads.leadListQuerySchema>>) =>
        get<Out<typeof leads.leadListSchema>>('leads', query as Query),
      next: (query: In<typeof leads.nextLeadQuerySchema>) => get<leads.NextLead>('leads/next', query),
      sources: (query: In<typeof leads.leadSourcesQuerySchema>) => get<leads.LeadSources>('leads/sources', query),
      distribute: (contactIds: readonly string[]) => post<leads.DistributedLeads>('leads/distribute', { contactIds }),
    },
    handOvers: {
      holdings: (agentId: string) => get<handOvers.Holdings>('hand-overs/holdings', { agentId }),
      preview: (body: handOvers.HandOverBody) => post<handOvers.HandOverPreview>('hand-overs/preview', body),
      create: (body: handOvers.HandOverBody) => post<handOvers.HandedOver>('hand-overs', body),
    },
    rotations: {
      preview: (body: rotations.RotationBody) => post<rotations.RotationPreview>('rotations/preview', body),
      create: (body: rotations.RotationBody) => post<rotations.Rotated>('rotations', body),
    },
    reversibleActions: {
      list: (query?: Query) => get<Out<typeof reversible.actionsSchema>>('reversible-actions', query),
      undo: (action: string) => post<reversible.Undone>(`reversible-actions/${id(action)}/undo`),
    },
    bulk: {
      contact: (items: In<typeof bulk.contactBulkSchema>['items']) => post<bulk.BulkAnswer>('contacts/bulk', { items }),
      organisation: (items: In<typeof bulk.organisationBulkSchema>['items']) =>
        post<bulk.BulkAnswer>('organisations/bulk', { items }),
      deal: (items: In<typeof bulk.dealBulkSchema>['items']) => post<bulk.BulkAnswer>('deals/bulk', { items }),
      product: (items: In<typeof bulk.productBulkSchema>['items']) => post<bulk.BulkAnswer>('products/bulk', { items }),
      task: (items: In<typeof bulk.taskBulkSchema>['items']) => post<bulk.BulkAnswer>('tasks/batch', { items }),
    },
    organisations: {
      list: (query?: Partial<In<typeof contacts.organisationListQuerySchema>>) =>
        get<Out<typeof contacts.organisationListSchema>>('organisations', query as Query),
      search: (body: In<typeof segments.searchRecordsSchema>) =>
        post<Out<typeof contacts.organisationListSchema>>('organisations/search', body),
      read: (organisation: string) => get<contacts.Organisation>(`organisations/${id(organisation)}`),
      reveal: (organisation: string, phone: string) =>
        post<Out<typeof contacts.revealedPhoneSchema>>(`organisations/${id(organisation)}/phones/${id(phone)}/reveal`),
      create: (body: In<typeof contacts.newOrganisationSchema>) => post<contacts.Organisation>('organisations', body),
      change: (organisation: string, body: In<typeof contacts.organisationPatchSchema>) =>
        patch<contacts.Organisation>(`organisations/${id(organisation)}`, body),
      remove: (organisation: string) => remove(`organisations/${id(organisation)}`),
      restore: (organisation: string) => post<contacts.Organisation>(`organisations/${id(organisation)}/restore`),
      duplicates: (query: In<typeof contacts.organisationDuplicatesQuerySchema>, signal?: AbortSignal) =>
        get<Out<typeof contacts.organisationDuplicatesSchema>>('organisations/duplicates', query, signal),
      timeline: (organisation: string, query?: Query) =>
        get<Out<typeof calls.timelineSchema>>(`organisations/${id(organisation)}/timeline`, query),
      notes: (organisation: string, query: In<typeof contacts.noteListQuerySchema> = {}) =>
        get<Out<typeof contacts.noteListSchema>>(`organisations/${id(organisation)}/notes`, query),
      addNote: (organisation: string, body: In<typeof contacts.newNoteSchema>) =>
        post<Out<typeof contacts.noteSchema>>(`organisations/${id(organisation)}/notes`, body),
      resolveNote: (organisation: string, note: string, resolved: boolean) =>
        patch<Out<typeof contacts.noteSchema>>(`organisations/${id(organisation)}/notes/${id(note)}`, { resolved }),
    },
    deals: {
      count: (body: Partial<In<typeof segments.countDealsSchema>>) => post<segments.Count>('deals/count', body),
      search: (body: Partial<In<typeof segments.searchDealsSchema>>) =>
        post<Out<typeof deals.dealListSchema>>('deals/search', body),
      list: (query?: Partial<In<typeof deals.dealListQuerySchema>>) =>
        get<Out<typeof deals.dealListSchema>>('deals', query as Query),
      board: (query?: Partial<In<typeof deals.boardQuerySchema>>) => get<deals.Board>('deals/board', query as Query),
      column: (query: Partial<In<typeof deals.columnQuerySchema>>) =>
        get<Out<typeof deals.dealListSchema>>('deals/column', query as Query),
      read: (deal: string) => get<deals.Deal>(`deals/${id(deal)}`),
      create: (body: In<typeof deals.newDealSchema>) => post<deals.Deal>('deals', body),
      change: (deal: string, body: In<typeof deals.dealPatchSchema>) => patch<deals.Deal>(`deals/${id(deal)}`, body),
      move: (deal: string, body: In<typeof deals.moveDealSchema>) => post<deals.Deal>(`deals/${id(deal)}/stage`, body),
      undoMove: (deal: string) => post<deals.Deal>(`deals/${id(deal)}/stage/undo`),
      remove: (deal: string) => remove(`deals/${id(deal)}`),
      restore: (deal: string) => post<deals.Deal>(`deals/${id(deal)}/restore`),
      lines: (deal: string) => get<products.DealLines>(`deals/${id(deal)}/lines`),
      writeLines: (deal: string, body: In<typeof products.dealLinesPutSchema>) =>
        put<products.DealLines>(`deals/${id(deal)}/lines`, body),
      timeline: (deal: string, query?: Query) =>
        get<Out<typeof calls.timelineSchema>>(`deals/${id(deal)}/timeline`, query),
      addNote: (deal: string, text: string) => post<unknown>(`deals/${id(deal)}/notes`, { text }),
      score: (deal: string) => get<scoring.DealScoreView>(`deals/${id(deal)}/score`),
      scores: (ids: readonly string[]) => get<Items<scoring.DealScoreView>>('deals/scores', { ids: ids.join(',') }),
      adjustClass: (deal: string, body: In<typeof scoring.adjustClassSchema>) =>
        put<scoring.DealScoreView>(`deals/${id(deal)}/class-adjustment`, body),
      slipping: (query?: Partial<In<typeof scoring.slippingQuerySchema>>) =>
        get<Out<typeof scoring.slippingListSchema>>('deals/slipping', query as Query),
      abc: (body: In<typeof segments.searchAbcSchema>) => post<Out<typeof scoring.abcSchema>>('deals/abc', body),
      forecast: (body: In<typeof segments.searchForecastSchema>) => post<scoring.ForecastView>('deals/forecast', body),
    },
    pipelines: {
      list: () => get<Items<pipelines.Pipeline>>('pipelines'),
      create: (body: In<typeof pipelines.newPipelineSchema>) => post<pipelines.Pipeline>('pipelines', body),
      change: (pipeline: string, body: In<typeof pipelines.pipelinePatchSchema>) =>
        patch<pipelines.Pipeline>(`pipelines/${id(pipeline)}`, body),
      addStage: (pipeline: string, body: In<typeof pipelines.newStageSchema>) =>
        post<pipelines.Pipeline>(`pipelines/${id(pipeline)}/stages`, body),
      changeStage: (pipeline: string, stage: string, body: In<typeof pipelines.stagePatchSchema>) =>
        patch<pipelines.Pipeline>(`pipelines/${id(pipeline)}/stages/${id(stage)}`, body),
      removeStage: (pipeline: string, stage: string, moveTo?: string) =>
        request<pipelines.Pipeline>('DELETE', `pipelines/${id(pipeline)}/stages/${id(stage)}`, { query: { moveTo } }),
    },
    lossReasons: {
      list: () => get<Items<pipelines.LossReason>>('loss-reasons'),
      create: (name: string) => post<pipelines.LossReason>('loss-reasons', { name }),
      change: (reason: string, body: In<typeof pipelines.lossReasonPatchSchema>) =>
        patch<pipelines.LossReason>(`loss-reasons/${id(reason)}`, body),
    },
    products: {
      list: (query?: Partial<In<typeof products.productListQuerySchema>>) =>
        get<Out<typeof products.productListSchema>>('products', query as Query),
      create: (body: In<typeof products.newProductSchema>) => post<products.Product>('products', body),
      change: (product: string, body: In<typeof products.productPatchSchema>) =>
        patch<products.Product>(`products/${id(product)}`, body),
      groups: () => get<Items<products.ProductGroup>>('product-groups'),
      createGroup: (name: string) => post<products.ProductGroup>('product-groups', { name }),
      changeGroup: (group: string, body: In<typeof products.productGroupPatchSchema>) =>
        patch<products.ProductGroup>(`product-groups/${id(group)}`, body),
    },
    files: {
      list: (query: files.FileOfRecord) => get<Items<files.StoredFileInfo>>('files', { ...query }),
      remove: (file: string) => remove(`files/${id(file)}`),
      restore: (file: string) => post<files.StoredFileInfo>(`files/${id(file)}/restore`),
      contentUrl: (file: string) => `/api/files/${id(file)}/content`,
    },
    messages: {
      write: (body: In<typeof messages.newMessageSchema>) => post<messages.Message>('messages', body),
      addresses: (query: messages.MessageOfRecord) =>
        get<messages.MessageAddresses>('messages/addresses', { ...query }),
      takeBack: (message: string) => post<messages.Message>(`messages/${id(message)}/take-back`),
      resend: (message: string) => post<messages.Message>(`messages/${id(message)}/resend`),
      mailServer: () => get<messages.MailServerState>('messages/mail-server'),
      testMail: () => post<messages.MailTest>('messages/mail-server/test', {}),
    },
    imports: {
      list: (query?: Query) => get<Out<typeof imports.importListSchema>>('imports', query),
      read: (file: string) => get<imports.Import>(`imports/${id(file)}`),
      /** Where a file is handed in, see `sendFile`. */
      path: (query: In<typeof imports.newImportQuerySchema>) => `imports${queryString(query)}`,
      targets: (target: imports.Import['target']) =>
        get<Out<typeof imports.importTargetsSchema>>('imports/targets', { target }),
      change: (file: string, body: In<typeof imports.importPatchSchema>) =>
        patch<imports.Import>(`imports/${id(file)}`, body),
      command: (file: string, command: imports.ImportCommand) =>
        post<imports.Import>(`imports/${id(file)}/${command === 'check' ? 'dry-run' : command}`),
      preview: (file: string, limit: number) =>
        get<Out<typeof imports.importPreviewSchema>>(`imports/${id(file)}/preview`, { limit }),
      rows: (file: string, query: In<typeof imports.importRowsQuerySchema>) =>
        get<Out<typeof imports.importRowsSchema>>(`imports/${id(file)}/rows`, query as Query),
      kept: (file: string) => get<Out<typeof imports.importKeptSchema>>(`imports/${id(file)}/kept`),
      errorsUrl: (file: string, language: string) => `/api/imports/${id(file)}/errors.csv${queryString({ language })}`,
    },
    exports: {
      list: (query?: Query) => get<Out<typeof exports.exportListSchema>>('exports', query),
      read: (file: string) => get<exports.Export>(`exports/${id(file)}`),
      lists: (language: string) => get<Out<typeof exports.exportableListsSchema>>('exports/lists', { language }),
      create: (body: In<typeof exports.newExportSchema>) => post<exports.Export>('exports', body),
    },
    fields: (record: filters.FilterRecord) => get<Out<typeof filters.fieldListSchema>>('fields', { record }),
    segments: {
      list: (record: filters.FilterRecord) => get<Out<typeof segments.segmentListSchema>>('segments', { record }),
      count: (body: In<typeof segments.countQuerySchema>) => post<segments.Count>('segments/count', body),
      create: (body: In<typeof segments.newSegmentSchema>) => post<segments.Segment>('segments', body),
      change: (segment: string, body: In<typeof segments.segmentPatchSchema>) =>
        patch<segments.Segment>(`segments/${id(segment)}`, body),
      remove: (segment: string) => remove(`segments/${id(segment)}`),
      restore: (segment: string) => post<segments.Segment>(`segments/${id(segment)}/restore`),
    },
    search: (q: string, signal?: AbortSignal) => get<Out<typeof contacts.searchSchema>>('search', { q }, signal),
    missedCalls: {
      list: (query?: Partial<In<typeof missed.missedCallListQuerySchema>>) =>
        get<Out<typeof missed.missedCallListSchema>>('missed-calls', query as Query),
      read: (debt: string) => get<missed.MissedCall>(`missed-calls/${id(debt)}`),
      attempt: (debt: string, body: In<typeof missed.newAttemptSchema>) =>
        post<missed.MissedCall>(`missed-calls/${id(debt)}/attempt`, body),
      resolve: (debt: string, body: In<typeof missed.closeMissedCallSchema> = {}) =>
        post<missed.MissedCall>(`missed-calls/${id(debt)}/resolve`, body),
      archive: (debt: string, body: In<typeof missed.closeMissedCallSchema> = {}) =>
        post<missed.MissedCall>(`missed-calls/${id(debt)}/archive`, body),
      assign: (debt: string, agentId: string | null) =>
        post<missed.MissedCall>(`missed-calls/${id(debt)}/assign`, { agentId }),
      reopen: (debt: string) => post<missed.MissedCall>(`missed-calls/${id(debt)}/reopen`),
    },
    ladders: {
      list: () => get<Out<typeof missed.ladderListSchema>>('retry-ladders'),
      create: (body: In<typeof missed.newLadderSchema>) => post<missed.Ladder>('retry-ladders', body),
      change: (ladder: string, body: In<typeof missed.ladderPatchSchema>) =>
        patch<missed.Ladder>(`retry-ladders/${id(ladder)}`, body),
      /** One in use needs another that takes its place. */
      remove: (ladder: string, substituteId?: string) => remove(`retry-ladders/${id(ladder)}`, { substituteId }),
    },
    callingHours: {
      list: () => get<Out<typeof missed.callingHoursListSchema>>('calling-hours'),
      create: (body: In<typeof missed.callingHoursPatchSchema>) => post<missed.CallingHours>('calling-hours', body),
      change: (hours: string, body: In<typeof missed.callingHoursPatchSchema>) =>
        patch<missed.CallingHours>(`calling-hours/${id(hours)}`, body),
    },
    directories: {
      list: () => get<Out<typeof directories.directoryEntryListSchema>>('directories'),
      create: (body: In<typeof directories.newDirectoryEntrySchema>) =>
        post<directories.DirectoryEntry>('directories', body),
      change: (entry: string, body: In<typeof directories.directoryEntryPatchSchema>) =>
        patch<directories.DirectoryEntry>(`directories/${id(entry)}`, body),
    },
    customFields: {
      list: () => get<Out<typeof customFields.customFieldListSchema>>('custom-fields'),
      create: (body: In<typeof customFields.newCustomFieldSchema>) =>
        post<customFields.ShownField>('custom-fields', body),
      change: (field: string, body: In<typeof customFields.customFieldPatchSchema>) =>
        patch<customFields.ShownField>(`custom-fields/${id(field)}`, body),
    },
    settings: {
      read: () => get<settings.Settings>('settings'),
      change: (body: In<typeof settings.settingsPatchSchema>) => patch<settings.Settings>('settings', body),
    },
    scripts: scriptsApi(request),
    ...outsideApi(request),
    ...campaignApi(request),
    audit: (query?: Query) => get<Out<typeof settings.auditListSchema>>('audit', query),
  };
}

export type Api = ReturnType<typeof createApi>;
