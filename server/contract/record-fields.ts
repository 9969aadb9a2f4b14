/**
 * Fields of records that an own role can hide or lock, by kind of record. One line here (and `record(...)` on the contract
 * of the kind) is all that a new kind needs; docs/access.md says what it means.
 */
export interface RecordField {
  /** Keys of the record as it is sent that show this field. */
  shows: readonly string[];
  /** Keys of a change that write it. */
  writes: readonly string[];
  /** False: the record cannot be shown without it; it can only be made read-only. */
  canHide: boolean;
}

const same = (...keys: string[]): RecordField => ({ shows: keys, writes: keys, canHide: true });
const locked = (...keys: string[]): RecordField => ({ ...same(...keys), canHide: false });

/** Kind of record → field whose right holds for its own fields of the type money as well. */
export const moneyOfOwnFields: Readonly<Record<string, string>> = { deal: 'money' };

export const recordFields: Readonly<Record<string, Readonly<Record<string, RecordField>>>> = {
  contact: {
    name: locked('name'),
    role: same('role'),
    organisation: same('organisationId', 'organisationName', 'otherRoles'),
    lifecycle: locked('lifecycle'),
    owner: { shows: ['owner'], writes: ['ownerId'], canHide: true },
    phones: same('phones'),
    emails: same('emails'),
    notes: same('notes'),
    addresses: same('addresses'),
    birthday: same('birthday'),
    mainNeed: same('mainNeed'),
    satisfaction: same('satisfaction'),
    source: same('sourceId', 'advertisingChannel'),
    custom: same('custom'),
    vip: locked('vip'),
    timeZone: locked('timeZone'),
    private: locked('private'),
  },
  organisation: {
    name: locked('name'),
    owner: { shows: ['owner'], writes: ['ownerId'], canHide: true },
    phones: same('phones'),
    emails: same('emails'),
    notes: same('notes'),
    parent: { shows: ['parent', 'children'], writes: ['parentId'], canHide: true },
    lifecycle: locked('lifecycle'),
    addresses: same('addresses'),
    website: same('website'),
    source: same('sourceId'),
    custom: same('custom'),
    timeZone: locked('timeZone'),
    contacts: { shows: ['contacts'], writes: [], canHide: true },
  },
  deal: {
    /**
     * All of it is one field: of a potential, a price and a sum each tells the others. Fields of the firm's own of the type
     * money are part of it (`moneyOfOwnFields`).
     */
    money: {
      shows: [
        'potential',
        'expectedSum',
        'maxPotential',
        'totalPotential',
        'totalExpected',
        'price',
        'discountPercent',
        'beforeDiscount',
        'discount',
        'total',
        'totals',
      ],
      writes: ['potential', 'price', 'discountPercent'],
      canHide: true,
    },
  },
  product: {
    /** What the catalogue says; the price that a line of a deal was made with is money of the deal. */
    price: same('price'),
  },
};
