/** The catalogue and the deals of the demonstration: a timber trade, as believable as its people. */
export type DemoProduct = { group: string; code: string; name: string; unit: string; price: string };

const product = (group: string, code: string, name: string, unit: string, price: string): DemoProduct => ({
  group,
  code,
  name,
  unit,
  price,
});

export const demoProducts: readonly DemoProduct[] = [
  product('Boards', 'OAK-30', 'Oak board, 30 mm', 'm²', '4200.00'),
  product('Boards', 'ASH-30', 'Ash board, 30 mm', 'm²', '3650.00'),
  product('Boards', 'PINE-40', 'Pine board, 40 mm', 'm²', '980.00'),
  product('Boards', 'LARCH-28', 'Larch decking, 28 mm', 'm²', '2350.00'),
  product('Panels', 'PLY-18', 'Birch plywood, 18 mm', 'sheet', '2890.00'),
  product('Panels', 'MDF-16', 'MDF panel, 16 mm', 'sheet', '1740.00'),
  product('Services', 'CUT', 'Cutting to size', 'hour', '1500.00'),
  product('Services', 'DEL-MSK', 'Delivery within Moscow', 'trip', '4500.00'),
  product('Services', 'DEL-RU', 'Delivery to the regions', 'trip', '18500.00'),
];

export type DemoDeal = {
  title: string;
  /** Name of the person of demo-people.ts. */
  person: string;
  /** Id of the stage of the first pipeline. */
  stage: 'stg_new' | 'stg_need' | 'stg_offer' | 'stg_agreement' | 'stg_won' | 'stg_lost';
  potential: string;
  /** Days from today; null: nobody knows yet. */
  closesInDays: number | null;
  /** Typed; left out: that of the stage. */
  probability?: number;
  interest: string;
  /** Key of an entry of the directory; null: as its person came. */
  source: string | null;
  lossReason?: string;
  lossComment?: string;
  /** Code of the product, quantity. */
  offered: readonly [code: string, quantity: string][];
};

type Row = [
  title: string,
  person: string,
  stage: DemoDeal['stage'],
  potential: string,
  closesInDays: number | null,
  interest: string,
  source: string | null,
  offered: DemoDeal['offered'],
];

const rows: readonly Row[] = [
  [
    'Oak boards, second quarter',
    'Anna Petrova',
    'stg_agreement',
    '840000',
    9,
    'Oak every second month',
    null,
    [
      ['OAK-30', '180'],
      ['DEL-MSK', '4'],
    ],
  ],
  [
    'Yearly contract for pallets',
    'Igor Volkov',
    'stg_offer',
    '1250000',
    25,
    'A fixed price for a year',
    null,
    [
      ['PINE-40', '900'],
      ['DEL-RU', '6'],
    ],
  ],
  [
    'Fit-out of the new bakery',
    'Elena Kuznetsova',
    'stg_need',
    '310000',
    40,
    'Counters and shelves by May',
    'exhibition',
    [],
  ],
  ['Counter for the fair', 'Ksenia Belova', 'stg_new', '0', null, '', 'web-form', []],
  [
    'Hotel lobby in Rome',
    'Chiara Conti',
    'stg_need',
    '560000',
    60,
    'Ash, oiled, fire class B',
    'recommendation',
    [['ASH-30', '120']],
  ],
  ['Show-room in Stockholm', 'Anders Berg', 'stg_new', '420000', null, 'Samples first', 'web-form', []],
  [
    'Office doors, Berlin',
    'Laura Schmidt',
    'stg_offer',
    '730000',
    14,
    'Twelve pairs, oak',
    null,
    [
      ['OAK-30', '96'],
      ['CUT', '20'],
      ['DEL-RU', '1'],
    ],
  ],
  ['Kitchen fronts', 'James Carter', 'stg_new', '95000', null, '', 'call', []],
  [
    'School furniture, stage one',
    'Aigerim Nurlanova',
    'stg_agreement',
    '1980000',
    18,
    'Birch plywood, delivery in March',
    null,
    [
      ['PLY-18', '520'],
      ['DEL-RU', '5'],
    ],
  ],
  ['Larch decking for two boats', 'Roman Egorov', 'stg_won', '268000', null, 'Decking', null, [['LARCH-28', '110']]],
  ['Window sills', 'Dmitry Orlov', 'stg_won', '147000', null, '', 'call', [['ASH-30', '38']]],
];

const plain = ([title, person, stage, potential, closesInDays, interest, source, offered]: Row): DemoDeal => ({
  title,
  person,
  stage,
  potential,
  closesInDays,
  interest,
  source,
  offered,
});

export const demoDeals: readonly DemoDeal[] = [
  ...rows.map(plain),
  {
    title: 'Warehouse racks',
    person: 'Emily Stone',
    stage: 'stg_lost',
    potential: '390000',
    closesInDays: null,
    interest: 'Racks for four aisles',
    source: 'web-form',
    offered: [],
    lossReason: 'lsr_price',
    lossComment: 'A local maker was a fifth cheaper, without the freight.',
  },
];
