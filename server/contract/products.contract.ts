/** The catalogue (group → product) and the lines of a deal. Money is text with two decimals: a float would lose cents. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema, nameSchema, patchOf, textOf } from './common.contract.ts';
import { recordOf } from './sensitive.ts';

/** `1234.5` is taken, `1234.50` is given. */
export const moneySchema = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount such as 1250.00')
  .describe('money of the currency in the settings');
export const quantitySchema = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a quantity such as 2 or 0.5')
  .refine((text) => /[1-9]/.test(text), 'must be more than nothing');
export const percentSchema = z
  .string()
  .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, 'must be a percentage from 0 to 100');

export const productGroupSchema = z.object({
  id: idSchema,
  name: z.string(),
  position: z.number().int(),
  active: z.boolean(),
  version: z.number().int(),
});
export type ProductGroup = z.infer<typeof productGroupSchema>;
export const productGroupListSchema = z.object({ items: z.array(productGroupSchema) });
export const newProductGroupSchema = z.object({ name: nameSchema });
export const productGroupPatchSchema = z
  .object({
    name: nameSchema,
    active: z.boolean(),
    position: z.number().int().min(0).max(1000),
    version: z.number().int(),
  })
  .partial();

export const productSchema = recordOf(
  'product',
  z.object({
    id: idSchema,
    groupId: idSchema,
    groupName: z.string(),
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    /** Empty: the reader's role hides it. */
    price: z.string(),
    active: z.boolean(),
    version: z.number().int(),
  }),
);
export type Product = z.infer<typeof productSchema>;
export const productListSchema = listOf(productSchema);
export const productListQuerySchema = listQuerySchema.extend({
  q: z.string().max(200).optional(),
  groupId: idSchema.optional(),
  /** Default: those that can be sold now. */
  active: z.enum(['true', 'false', 'all']).default('true'),
});
export const newProductSchema = z.object({
  groupId: idSchema,
  code: textOf(60).default(''),
  name: nameSchema,
  unit: textOf(30).default(''),
  price: moneySchema,
  active: z.boolean().default(true),
});
export const productPatchSchema = patchOf(newProductSchema).extend({ version: z.number().int().optional() });

/** One line as it is written; `productId` null: something that is not in the catalogue. */
export const newDealLineSchema = z.object({
  /** Id of a line that is there already; left out: a new one. */
  id: idSchema.optional(),
  productId: idSchema.nullable().default(null),
  /** Left out: name, unit and price of the product. */
  name: textOf(300).optional(),
  unit: textOf(30).optional(),
  quantity: quantitySchema.default('1'),
  price: moneySchema.optional(),
  discountPercent: percentSchema.default('0'),
});
export const dealLineSchema = recordOf(
  'deal',
  z.object({
    id: idSchema,
    productId: idSchema.nullable(),
    name: z.string(),
    unit: z.string(),
    quantity: z.string(),
    price: z.string(),
    discountPercent: z.string(),
    /** quantity × price less the discount, to the cent. */
    total: z.string(),
  }),
);
export type DealLine = z.infer<typeof dealLineSchema>;
const lineTotals = recordOf('deal', z.object({ beforeDiscount: z.string(), discount: z.string(), total: z.string() }));
export const dealLinesSchema = z.object({
  offered: z.array(dealLineSchema),
  sold: z.array(dealLineSchema),
  totals: z.object({ offered: lineTotals, sold: lineTotals }),
  /** The largest discount this reader may give, percent. */
  maxDiscountPercent: z.number(),
  /** Version of the deal. */
  version: z.number().int(),
});
export type DealLines = z.infer<typeof dealLinesSchema>;
/** Both lists as they are to be; what is left out of a list goes. */
export const dealLinesPutSchema = z.object({
  offered: z.array(newDealLineSchema).max(200),
  sold: z.array(newDealLineSchema).max(200),
  version: z.number().int().optional(),
});
