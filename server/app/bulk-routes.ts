/** Many records in one request, by the usecases that one of them goes through. */
import type { z } from 'zod';
import {
  bulkAnswerSchema,
  contactBulkSchema,
  dealBulkSchema,
  type InvalidItem,
  maxBulkItems,
  organisationBulkSchema,
  productBulkSchema,
  taskBulkSchema,
} from '../contract/bulk.contract.ts';
import type { Permission } from '../modules/access/permissions.ts';
import type { Principal } from '../modules/access/principal.ts';
import { route } from '../modules/access/route.ts';
import { callsForContacts } from '../modules/calls/calls-for-others.usecases.ts';
import { changeContact, deleteContact, restoreContact } from '../modules/contacts/contacts.usecases.ts';
import { createContact } from '../modules/contacts/create-contact.usecases.ts';
import { changeDeal, createDeal, deleteDeal, restoreDeal } from '../modules/deals/deals.usecases.ts';
import { moveDeal, undoMove } from '../modules/deals/move-deal.usecases.ts';
import {
  changeOrganisation,
  createOrganisation,
  deleteOrganisation,
  restoreOrganisation,
} from '../modules/organisations/organisations.usecases.ts';
import { changeProduct, createProduct } from '../modules/products/products.usecases.ts';
import { deleteTask, restoreTask } from '../modules/tasks/delete-task.usecases.ts';
import { changeTask, createTask } from '../modules/tasks/tasks.usecases.ts';
import { runBulk } from '../platform/bulk/run-bulk.ts';
import { invalid } from '../platform/errors/domain-error.ts';
import type { Platform } from '../platform/platform.ts';

type Saved = { id: string; version: number };
interface By {
  principal: Principal;
  ip: string;
}
/** What is done for each kind of item. */
type Works<Item extends { op: string }> = {
  [Op in Item['op']]: (platform: Platform, item: Extract<Item, { op: Op }>, by: By) => Promise<Saved>;
};

interface BulkRoute<Item extends { op: string }> {
  path: string;
  permission: Permission;
  summary: string;
  body: z.ZodType<{ items: (Item | InvalidItem)[]; allOrNothing: boolean }>;
  works: Works<Item>;
}

function carryOut<Item extends { op: string }>(
  platform: Platform,
  item: Item | InvalidItem,
  by: By,
  works: Works<Item>,
): Promise<Saved> {
  if (item.op === 'invalid')
    throw invalid(
      'request.invalid',
      'This item is not valid; `fields` says where and why.',
      (item as InvalidItem).fields,
    );
  // The schema lets through only what there is a work for; TypeScript cannot follow which one it is.
  const work = works[item.op as Item['op']] as (platform: Platform, item: unknown, by: By) => Promise<Saved>;
  return work(platform, item, by);
}

const bulkRoute = <Item extends { op: string }>(
  platform: Platform,
  { works, summary, ...definition }: BulkRoute<Item>,
) =>
  route({
    ...definition,
    method: 'post',
    summary: `${summary}; up to ${maxBulkItems} at once, with an answer for each`,
    maxBodyBytes: 8 * 1024 * 1024,
    response: bulkAnswerSchema,
    handler: ({ principal, body, request: { ip } }) =>
      runBulk(platform.database, body, (database, item) =>
        carryOut({ ...platform, database }, item, { principal, ip }, works),
      ),
  });

export const bulkRoutes = (platform: Platform) => [
  bulkRoute(platform, {
    path: '/api/contacts/bulk',
    permission: 'contacts.write',
    summary: 'Create, change, delete and restore people',
    body: contactBulkSchema,
    works: {
      create: (inside, { record }, by) => createContact(inside, { body: record, ...by }, callsForContacts),
      change: (inside, { id, patch }, by) => changeContact(inside, { contactId: id, patch, ...by }),
      delete: (inside, { id }, by) => deleteContact(inside, { contactId: id, ...by }),
      restore: (inside, { id }, by) => restoreContact(inside, { contactId: id, ...by }),
    },
  }),
  bulkRoute(platform, {
    path: '/api/organisations/bulk',
    permission: 'contacts.write',
    summary: 'Create, change, delete and restore organisations',
    body: organisationBulkSchema,
    works: {
      create: (inside, { record }, by) => createOrganisation(inside, { body: record, ...by }),
      change: (inside, { id, patch }, by) => changeOrganisation(inside, { organisationId: id, patch, ...by }),
      delete: (inside, { id }, by) => deleteOrganisation(inside, { organisationId: id, ...by }),
      restore: (inside, { id }, by) => restoreOrganisation(inside, { organisationId: id, ...by }),
    },
  }),
  bulkRoute(platform, {
    path: '/api/tasks/batch',
    permission: 'tasks.write',
    summary: 'Create, change, delete and restore tasks',
    body: taskBulkSchema,
    works: {
      create: (inside, { record }, by) => createTask(inside, { body: record, ...by }),
      change: (inside, { id, patch }, by) => changeTask(inside, { taskId: id, patch, ...by }),
      delete: (inside, { id }, by) => deleteTask(inside, { taskId: id, ...by }),
      restore: (inside, { id }, by) => restoreTask(inside, { taskId: id, ...by }),
    },
  }),
  bulkRoute(platform, {
    path: '/api/deals/bulk',
    permission: 'deals.write',
    summary: 'Create, change, give, move, delete and restore deals',
    body: dealBulkSchema,
    works: {
      create: (inside, { record }, by) => createDeal(inside, { body: record, ...by }),
      change: (inside, { id, patch }, by) => changeDeal(inside, { dealId: id, patch, ...by }),
      move: (inside, { id, to }, by) => moveDeal(inside, { dealId: id, move: to, ...by }),
      'undo-move': (inside, { id }, by) => undoMove(inside, { dealId: id, ...by }),
      delete: (inside, { id }, by) => deleteDeal(inside, { dealId: id, ...by }),
      restore: (inside, { id }, by) => restoreDeal(inside, { dealId: id, ...by }),
    },
  }),
  bulkRoute(platform, {
    path: '/api/products/bulk',
    permission: 'products.manage',
    summary: 'Create and change products of the catalogue, or turn them off',
    body: productBulkSchema,
    works: {
      create: (inside, { record }, by) => createProduct(inside, { body: record, ...by }),
      change: (inside, { id, patch }, by) => changeProduct(inside, { productId: id, patch, ...by }),
    },
  }),
];
