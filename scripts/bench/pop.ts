/** Asterisk's event for a ringing agent to the card shown in the browser, beside a bare way of the same payload. */
import { type Bench, type Figure, percentile } from './bench.ts';
import { fillPeople } from './people/fill-people.ts';
import { runBare } from './pop/run-bare.ts';
import { type PopRun, type PopScale, runProduct, startPopStack } from './pop/run-product.ts';
import { figuresOf, takeApart, type Way } from './pop/station-figures.ts';
import type { CardStamps } from './pop/watch-cards.ts';

const scale: PopScale = {
  people: 1_000_000,
  consoles: 100,
  watched: 2,
  watchedEverySeconds: 5,
  callsPerSecond: 10,
  warmUpSeconds: 20,
  seconds: 300,
};

export const pop: Bench = {
  name: 'pop',
  title: 'A ringing telephone to the card shown: 100 consoles, a million people, 10 calls a second',
  run: (say) => measurePop(scale, say),
};

export async function measurePop(size: PopScale, say: (line: string) => void): Promise<Figure[]> {
  const started = await startPopStack(size, ({ databaseUrl }) => fillPeople(databaseUrl, size.people, say));
  try {
    const { product, next: bare } = await runProduct(started, size, say, (run) => {
      say('the same payloads by the bare way, beside as many calls…');
      return runBare(started.stack.databaseUrl, run, size);
    });
    const way = takeApart([...product.cards.keys()], stationsOf(product));
    const bareWay = takeApart(
      [...bare.cards.keys()],
      [
        { name: 'sent', at: (callId) => bare.sentAt.get(callId) },
        { name: 'shown', at: (callId) => shownAt(bare.cards.get(callId)) },
      ],
    );
    return popFigures(product, way, bareWay);
  } finally {
    await started.stack.stop();
  }
}

/** What the compositor said; when it said nothing, when the frame had been made. */
const shownAt = (card: CardStamps | undefined): number | undefined => card?.shownAt ?? card?.paintedAt;

function stationsOf({ ringingAt, stored, cards }: PopRun) {
  return [
    { name: 'Asterisk says it rings', at: (id: string) => ringingAt.get(id) },
    { name: 'bridge: read, understood, written down', at: (id: string) => stored.get(id)?.journalledAt },
    { name: 'server: begins the transaction', at: (id: string) => stored.get(id)?.takenAt },
    { name: 'server: call and caller stored', at: (id: string) => stored.get(id)?.toldAt },
    { name: 'server: committed, card read and pushed', at: (id: string) => cards.get(id)?.receivedAt },
    { name: 'browser: card in the document', at: (id: string) => cards.get(id)?.inDomAt },
    { name: 'browser: shown', at: (id: string) => shownAt(cards.get(id)) },
  ];
}

function popFigures(product: PopRun, way: Way, bare: Way): Figure[] {
  const times = (share: number) => percentile(way.whole, share) / percentile(bare.whole, share);
  return [
    ...figuresOf('ringing to card shown', way.whole, { p50: 40, p99: 150 }),
    { name: 'of the bare way, p50', value: times(0.5), unit: '×', limit: { atMost: 3 } },
    { name: 'of the bare way, p99', value: times(0.99), unit: '×' },
    ...figuresOf('bare way', bare.whole),
    { name: 'cards that were not shown', value: product.expected - way.whole.length, unit: '', limit: { atMost: 0 } },
    { name: 'cards measured', value: way.whole.length, unit: '' },
    ...way.parts.flatMap(({ name, ms }) => figuresOf(name, ms)),
  ];
}
