/**
 * A person, an organisation and a deal in which every field that a role can hide holds something that stands nowhere else:
 * whoever finds or reads that knows the field. A new field right without its secret does not compile into the walk: it fails.
 */
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { TestClient } from '../server/test-server.ts';

export interface Secret {
  /** What somebody would type to find by it. */
  ask: string;
  /** What an answer that shows it holds. */
  tells: string;
  /** Records that must not be found by it. */
  ids: string[];
  /** Only answers of these addresses tell it; elsewhere the same words are a record of its own right. */
  within?: RegExp;
  /** The same for what is found by it. */
  foundIn?: RegExp;
}

export interface HiddenSecrets {
  client: Contact;
  organisation: Organisation;
  deal: Deal;
  task: { id: string };
  /** Ids of the firm's own fields that roles are kept from one by one, by `contact.custom.margin`. */
  ownFields: Readonly<Record<string, string>>;
  /** By `contact.emails`, as the rights are called. */
  secrets: Readonly<Record<string, Secret>>;
}

const of = <T extends { id: string }>(reply: { status: number; body: unknown }): T => {
  if (reply.status !== 201) throw new Error(`answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as T;
};

/** Records with a field of the firm's own, `margin`, that is held back by itself while another stays open. */
export const recordsWithMargin = ['contact', 'organisation', 'deal', 'task'] as const;

/** @param owners agents whose names nobody else has */
export async function plantSecrets(
  by: TestClient,
  owners: { contact: { id: string; name: string }; organisation: { id: string; name: string } },
): Promise<HiddenSecrets> {
  const make = async <T extends { id: string } = { id: string }>(path: string, body: object) =>
    of<T>(await by.post(path, body));
  for (const record of ['contact', 'organisation'])
    await make('/api/custom-fields', { record, key: 'grade', label: 'Grade', type: 'text' });
  const ownFields: Record<string, string> = {};
  for (const record of recordsWithMargin) {
    const field = await make('/api/custom-fields', { record, key: 'margin', label: 'Margin', type: 'text' });
    ownFields[`${record}.custom.margin`] = field.id;
  }
  const source = async (label: string) => (await make('/api/directories', { directory: 'source', label })).id;
  const parent = await make('/api/organisations', { name: 'Holdingquill' });
  const organisation = await make<Organisation>('/api/organisations', {
    name: 'Firmquill Works',
    parentId: parent.id,
    phones: [{ raw: '+7 495 777-13-46' }],
    emails: ['office@officequill.example'],
    notes: 'Notesofquill',
    addresses: [{ text: 'Lanequill 4', city: 'Townquill' }],
    website: 'https://webquill.example',
    sourceId: await source('Fairquill'),
    custom: { grade: 'Firmgradequill', margin: 'Firmmarginquill' },
    ownerId: owners.organisation.id,
  });
  const client = await make<Contact>('/api/contacts', {
    name: 'Zinaida Planted',
    role: 'Bossquill',
    organisationId: organisation.id,
    ownerId: owners.contact.id,
    phones: [{ raw: '+7 916 555-17-46' }],
    emails: ['private@mailquill.example'],
    notes: 'Secretquill',
    addresses: [{ text: 'Streetquill 9', city: 'Cityquill' }],
    birthday: '1977-03-14',
    mainNeed: 'Needquill',
    satisfaction: 4,
    sourceId: await source('Tradequill'),
    advertisingChannel: 'Channelquill',
    custom: { grade: 'Gradequill', margin: 'Clientmarginquill' },
  });
  const deal = await make<Deal>('/api/deals', {
    title: 'Boards',
    contactId: client.id,
    ownerId: null,
    potential: '7310459',
    custom: { margin: 'Dealmarginquill' },
  });
  const task = await make('/api/tasks', { title: 'Saw', agentId: null, custom: { margin: 'Taskmarginquill' } });
  const group = await make('/api/product-groups', { name: 'Wood' });
  const product = await make('/api/products', { groupId: group.id, name: 'Zinaida oak', price: '6173925' });
  const people = (ask: string, tells = ask): Secret => ({ ask, tells, ids: [client.id, deal.id] });
  const firms = (ask: string, tells = ask): Secret => ({ ask, tells, ids: [organisation.id] });
  const atPeople = /^\/api\/(contacts|leads|deals|search|segments|exports)/;
  const secrets: Record<string, Secret> = {
    'contact.role': people('Bossquill'),
    'contact.organisation': {
      ...people('Firmquill'),
      within: /^\/api\/(contacts|leads|search|exports\/contacts)/,
      foundIn: /^\/api\/(contacts|search|segments\/count contact|exports\/contacts)/,
    },
    'contact.owner': { ...people(owners.contact.name), within: atPeople },
    'contact.phones': people('9165551746'),
    'contact.emails': people('private@mailquill.example', 'private@mailquill'),
    'contact.notes': people('Secretquill'),
    'contact.addresses': people('Streetquill'),
    'contact.birthday': people('1977-03-14'),
    'contact.mainNeed': people('Needquill'),
    'contact.satisfaction': people('satisfaction 4', '"satisfaction":4'),
    'contact.source': people('Channelquill'),
    'contact.custom': people('Gradequill'),
    'organisation.owner': { ...firms(owners.organisation.name), within: /^\/api\/(organisations|search|exports)/ },
    'organisation.phones': firms('4957771346'),
    'organisation.emails': firms('office@officequill.example', 'office@officequill'),
    'organisation.notes': firms('Notesofquill'),
    'organisation.parent': {
      ...firms('Holdingquill'),
      within: new RegExp(`^/api/organisations/${organisation.id}`),
      foundIn: /^\/api\/(search|organisations|exports)/,
    },
    'organisation.addresses': firms('Lanequill'),
    'organisation.website': firms('webquill.example'),
    // An id: events of the directory name it by right.
    'organisation.source': {
      ...firms(organisation.sourceId ?? ''),
      within: /^\/api\/(organisations|search|exports\/organisations)/,
    },
    'organisation.custom': firms('Firmgradequill'),
    'organisation.contacts': {
      ...firms('Zinaida', client.id),
      within: /^\/api\/organisations/,
      foundIn: /^\/api\/(organisations|exports\/organisations)/,
    },
    'product.price': { ask: '6173925', tells: '6173925', ids: [product.id] },
    'contact.custom.margin': people('Clientmarginquill'),
    'organisation.custom.margin': firms('Firmmarginquill'),
    'deal.custom.margin': { ask: 'Dealmarginquill', tells: 'Dealmarginquill', ids: [deal.id] },
    'task.custom.margin': { ask: 'Taskmarginquill', tells: 'Taskmarginquill', ids: [task.id] },
    'deal.money': { ask: '7310459', tells: '7310459', ids: [deal.id] },
  };
  return { client, organisation, deal, task, ownFields, secrets };
}
