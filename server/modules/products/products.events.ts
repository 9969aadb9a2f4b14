/** Facts of the catalogue. */
export type ProductFacts = {
  'product.changed': { productId: string };
  'product-group.changed': { groupId: string };
};
