/** The catalogue over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  newProductGroupSchema,
  newProductSchema,
  productGroupListSchema,
  productGroupPatchSchema,
  productGroupSchema,
  productListQuerySchema,
  productListSchema,
  productPatchSchema,
  productSchema,
} from '../../contract/products.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import {
  changeProduct,
  changeProductGroup,
  createProduct,
  createProductGroup,
  listProductGroups,
  listProducts,
} from './products.usecases.ts';

const params = z.object({ id: idSchema });

export const productRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/products',
    permission: 'products.read',
    summary: 'The catalogue, by group and name',
    query: productListQuerySchema,
    response: productListSchema,
    handler: ({ query }) => listProducts(platform, query),
  }),
  route({
    method: 'post',
    path: '/api/products',
    permission: 'products.manage',
    summary: 'Put a product into the catalogue',
    body: newProductSchema,
    response: productSchema,
    status: 201,
    handler: ({ principal, body, request }) => createProduct(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/products/{id}',
    permission: 'products.manage',
    summary: 'Change a product; lines of deals keep the price they were made with',
    params,
    body: productPatchSchema,
    response: productSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeProduct(platform, { productId: id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'get',
    path: '/api/product-groups',
    permission: 'products.read',
    summary: 'Groups of the catalogue in their order',
    response: productGroupListSchema,
    handler: async () => ({ items: await listProductGroups(platform) }),
  }),
  route({
    method: 'post',
    path: '/api/product-groups',
    permission: 'products.manage',
    summary: 'Add a group of products',
    body: newProductGroupSchema,
    response: productGroupSchema,
    status: 201,
    handler: ({ principal, body, request }) => createProductGroup(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/product-groups/{id}',
    permission: 'products.manage',
    summary: 'Rename a group, move it, or take it out of use with its products',
    params,
    body: productGroupPatchSchema,
    response: productGroupSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeProductGroup(platform, { groupId: id, patch: body, principal, ip: request.ip }),
  }),
];
