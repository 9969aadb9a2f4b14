/** The shorter lists as files: missed calls, leads and their sources, events, slipping deals, products. */
import { auditEventSchema, eventListQuerySchema } from '../contract/audit.contract.ts';
import { listQuerySchema } from '../contract/common.contract.ts';
import { slippingDealSchema, slippingQuerySchema } from '../contract/deal-scoring.contract.ts';
import { boardQuerySchema, boardTotalSchema } from '../contract/deals.contract.ts';
import {
  leadListQuerySchema,
  leadSchema,
  leadSourcesQuerySchema,
  leadSourcesSchema,
} from '../contract/leads.contract.ts';
import {
  duplicatePairsQuerySchema,
  duplicatePairsSchema,
  organisationPairsSchema,
} from '../contract/merges.contract.ts';
import { missedCallListQuerySchema, missedCallSchema } from '../contract/missed-calls.contract.ts';
import { productListQuerySchema, productSchema } from '../contract/products.contract.ts';
import { listEvents } from '../modules/audit/events.usecases.ts';
import { listSlipping } from '../modules/deal-scoring/deal-scores.usecases.ts';
import { requireMoney } from '../modules/deals/deal-money.ts';
import { readBoardTotals } from '../modules/deals/list-deals.usecases.ts';
import { boardColumns, pairColumns } from '../modules/exports/board-columns.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import {
  eventColumns,
  leadColumns,
  leadSourceColumns,
  missedCallColumns,
  productColumns,
  slippingColumns,
} from '../modules/exports/other-columns.ts';
import { listLeads, readSources } from '../modules/leads/leads.usecases.ts';
import { listDuplicatePairs, listOrganisationPairs } from '../modules/merges/duplicate-pairs.usecases.ts';
import { listMissedCalls } from '../modules/missed-calls/read-debts.ts';
import { listProducts } from '../modules/products/products.usecases.ts';
import type { App } from './app.ts';
import { auditedKinds } from './audited-kinds.ts';

/** A list that is read whole. */
const onePage = <Item>(items: Item[]) => ({ items, nextCursor: null });

const missedCallList = ({ platform, missedCalls }: App): ExportableList =>
  exportableList(platform, {
    list: 'missed-calls',
    item: missedCallSchema,
    permission: 'missed-calls.read',
    query: missedCallListQuerySchema,
    columns: missedCallColumns,
    read: (principal, query) =>
      listMissedCalls({ ...platform, neighbours: missedCalls }, platform.database.sql, principal, query),
  });

const leadList = ({ platform }: App): ExportableList =>
  exportableList(platform, {
    list: 'leads',
    item: leadSchema,
    permission: 'contacts.read',
    hiddenWith: 'contact',
    query: leadListQuerySchema,
    columns: leadColumns,
    read: (principal, query) => listLeads(platform, principal, query),
  });

const leadSourceList = ({ platform }: App): ExportableList =>
  exportableList(platform, {
    list: 'lead-sources',
    item: leadSourcesSchema.shape.items.element,
    permission: 'contacts.read',
    query: leadSourcesQuerySchema,
    columns: leadSourceColumns,
    read: async (principal, query) => onePage((await readSources(platform, principal, query)).items),
  });

const eventList = (app: App): ExportableList =>
  exportableList(app.platform, {
    list: 'events',
    item: auditEventSchema,
    permission: 'events.read',
    query: eventListQuerySchema,
    columns: eventColumns,
    read: (principal, query) => listEvents(app.platform, auditedKinds(app), principal, query),
  });

const slippingList = ({ platform }: App): ExportableList =>
  exportableList(platform, {
    list: 'slipping-deals',
    item: slippingDealSchema,
    permission: 'deals.read',
    query: slippingQuerySchema,
    columns: slippingColumns,
    check: async (principal) => requireMoney(principal),
    read: (principal, query) => listSlipping(platform, principal, query),
  });

const productList = ({ platform }: App): ExportableList =>
  exportableList(platform, {
    list: 'products',
    item: productSchema,
    permission: 'products.read',
    query: productListQuerySchema,
    columns: productColumns,
    read: (_principal, query) => listProducts(platform, query),
  });

const boardList = ({ platform }: App): ExportableList =>
  exportableList(platform, {
    list: 'board',
    item: boardTotalSchema,
    permission: 'deals.read',
    hiddenWith: 'deal',
    query: boardQuerySchema.omit({ limit: true }),
    columns: boardColumns,
    read: async (principal, query) => onePage(await readBoardTotals(platform, principal, { ...query, limit: 1 })),
  });

const pairLists = ({ platform }: App): ExportableList[] => [
  exportableList(platform, {
    list: 'duplicates',
    item: duplicatePairsSchema.shape.items.element,
    permission: 'contacts.merge',
    query: duplicatePairsQuerySchema,
    columns: pairColumns,
    read: (principal, query) => listDuplicatePairs(platform, principal, query),
  }),
  exportableList(platform, {
    list: 'organisation-duplicates',
    item: organisationPairsSchema.shape.items.element,
    permission: 'contacts.merge',
    query: listQuerySchema,
    columns: pairColumns,
    read: (principal, query) => listOrganisationPairs(platform, principal, query),
  }),
];

export const otherLists = (app: App): ExportableList[] => [
  ...[missedCallList, leadList, leadSourceList, eventList, slippingList, productList, boardList].map((make) =>
    make(app),
  ),
  ...pairLists(app),
];
