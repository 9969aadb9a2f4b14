/**
 * The people of the demonstration: invented firms and names, some well kept, some as carelessly typed as real bases are.
 * The same persons call in the lab, so that their cards open.
 */
export type DemoPerson = {
  name: string;
  role: string | null;
  organisation: string | null;
  lifecycle: 'lead' | 'client' | 'former' | 'supplier' | 'partner';
  /** As a person would have typed it. */
  phones: string[];
  /** What the telephone network shows when this person calls. */
  callsFrom: string;
  email: string | null;
  notes: string;
  vip?: boolean;
  timeZone?: string;
};

type Row = [
  name: string,
  role: string,
  organisation: string,
  lifecycle: DemoPerson['lifecycle'],
  phone: string,
  callsFrom: string,
  notes: string,
];

const rows: Row[] = [
  [
    'Anna Petrova',
    'Purchasing manager',
    'Severny Les',
    'client',
    '8 (495) 120-45-67',
    '+74951204567',
    'Orders oak boards every second month. Prefers a call before noon.',
  ],
  [
    'Igor Volkov',
    'Owner',
    'Volkov Dairy',
    'client',
    '+7 916 301-22-18',
    '+79163012218',
    'Pays on time. Asked for a yearly contract.',
  ],
  [
    'Marina Sokolova',
    'Chief accountant',
    'Severny Les',
    'client',
    '8 495 120 45 70 доб. 12',
    '+74951204570',
    'Invoices go to her, not to Anna.',
  ],
  [
    'Dmitry Orlov',
    'Logistics',
    'Ural Transport',
    'client',
    '+7 (343) 220-11-09',
    '+73432201109',
    'Two hours ahead of Moscow.',
  ],
  [
    'Elena Kuznetsova',
    'Director',
    'Bakery on Lenina',
    'lead',
    '8-383-211-40-02',
    '+73832114002',
    'Saw us at the fair in October.',
  ],
  [
    'Sergey Popov',
    'Engineer',
    'Amur Energo',
    'lead',
    '+7 4212 30 15 44',
    '+74212301544',
    'Khabarovsk: seven hours ahead of Moscow.',
  ],
  [
    'Olga Morozova',
    'Office manager',
    'Baltic Freight',
    'client',
    '8 (4012) 33-20-18',
    '+74012332018',
    'Kaliningrad. Always friendly, always in a hurry.',
  ],
  [
    'Nikolay Lebedev',
    'Head of supply',
    'Volga Stroy',
    'client',
    '+7 846 225-31-70',
    '+78462253170',
    'Compares with two competitors each time.',
  ],
  [
    'Tatiana Novikova',
    'Private customer',
    '',
    'lead',
    '8 926 448 31 05',
    '+79264483105',
    'Wants delivery on Saturday.',
  ],
  [
    'Pavel Fedorov',
    'Private customer',
    '',
    'client',
    '9031187722',
    '+79031187722',
    'Number was typed without a country code.',
  ],
  [
    'Claire Dubois',
    'Acheteuse',
    'Maison Dubois',
    'client',
    '01 44 55 01 23',
    '+33144550123',
    'Paris. Speaks French and English.',
  ],
  ['Jean Moreau', 'Directeur', 'Moreau et Fils', 'lead', '+33 6 12 34 56 78', '+33612345678', 'Asked for samples.'],
  ['Sophie Laurent', 'Comptable', 'Maison Dubois', 'client', '+33 (0)1 44 55 01 30', '+33144550130', ''],
  [
    'Giulia Rossi',
    'Responsabile acquisti',
    'Rossi Arredamenti',
    'client',
    '+39 02 5501 2345',
    '+390255012345',
    'Milano. Large orders in spring.',
  ],
  ['Marco Bianchi', 'Titolare', 'Bianchi Legno', 'partner', '+39 347 555 0199', '+393475550199', 'Resells in Veneto.'],
  [
    'Chiara Conti',
    'Architect',
    'Studio Conti',
    'lead',
    '0039 06 5550 178',
    '+39065550178',
    'Two hotel projects planned.',
  ],
  ['Anders Berg', 'Procurement', 'Nordic Interiors', 'lead', '+46 8 505 550 12', '+46850555012', 'Stockholm.'],
  [
    'Laura Schmidt',
    'Einkauf',
    'Schmidt Bau',
    'client',
    '+49 30 5550 1177',
    '+493055501177',
    'Berlin. Confirms everything by e-mail.',
  ],
  ['James Carter', 'Buyer', 'Carter & Sons', 'lead', '+44 20 7946 0123', '+442079460123', 'London.'],
  [
    'Emily Stone',
    'Operations',
    'Hudson Fittings',
    'former',
    '+1 212-555-0147',
    '+12125550147',
    'New York: call after 16:00 Moscow time.',
  ],
  ['Aigerim Nurlanova', 'Head of purchasing', 'Almaty Mebel', 'client', '+7 727 355-01-44', '+77273550144', 'Almaty.'],
  [
    'Viktor Zaitsev',
    'Driver',
    'Ural Transport',
    'supplier',
    '+7 912 640 18 22',
    '+79126401822',
    'Calls about deliveries to our warehouse.',
  ],
  ['Ksenia Belova', 'Marketing', 'Bakery on Lenina', 'lead', '+7 913 740-55-19', '+79137405519', ''],
  [
    'Roman Egorov',
    'Owner',
    'Egorov Boats',
    'client',
    '8 (812) 640-22-31',
    '+78126402231',
    'Good customer since the first year.',
  ],
];

/** Everybody of the demonstration, in a fixed order. */
export const demoPeople: readonly DemoPerson[] = rows.map(
  ([name, role, organisation, lifecycle, phone, callsFrom, notes], index) => ({
    name,
    role: role === 'Private customer' ? null : role,
    organisation: organisation === '' ? null : organisation,
    lifecycle,
    phones: [phone],
    callsFrom,
    email: index % 3 === 0 ? `${(name.split(' ')[1] ?? name).toLowerCase()}@example.com` : null,
    notes,
    vip: index === 1 || index === 13,
  }),
);

/** Numbers that call and are in nobody's card. */
export const strangers: readonly { number: string; name: string }[] = [
  { number: '+74959900118', name: '' },
  { number: '+79650042217', name: '' },
  { number: '+33699001122', name: '' },
  { number: '+390699887766', name: '' },
];

/** People of the firm at the lab's telephones. */
export const demoAgents: readonly { name: string; signIn: string; extension: string }[] = [
  { name: 'Alice Romanova', signIn: 'alice', extension: '101' },
  { name: 'Bob Keller', signIn: 'bob', extension: '102' },
  { name: 'Carol Jensen', signIn: 'carol', extension: '103' },
  { name: 'Dmitri Sidorov', signIn: 'dmitri', extension: '104' },
  { name: 'Elena Vasilieva', signIn: 'elena', extension: '105' },
  { name: 'Farid Aliev', signIn: 'farid', extension: '106' },
];
