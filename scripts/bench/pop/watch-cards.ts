/// <reference lib="dom" />
/** Put into the page before anything of it runs: stamps when the card of each call arrives, stands, and has been painted. */

/** Wall-clock milliseconds of this machine, so that they can be compared with those of other processes. */
export type CardStamps = {
  callId: string;
  /** The message with the card came out of the socket. */
  receivedAt: number;
  /** The card of exactly this call stands in the document. */
  inDomAt: number;
  /** The frame with it has been made: its animation callbacks, layout and paint are over. */
  paintedAt: number;
  /** When the compositor says it showed the text; null when it did not say. */
  shownAt: number | null;
  /** What came out of the socket, to send the same by the bare way. */
  message: string;
};

type Watched = { cardStamps: CardStamps[] };

/** Reads what a page has stamped; runs in the page. */
export const readCardStamps = (): CardStamps[] => (window as unknown as Watched).cardStamps;

/** Runs in the page. Knows nothing from outside of it. */
export function watchCards(): void {
  const stamps: CardStamps[] = [];
  (window as unknown as Watched).cardStamps = stamps;
  const awaited = new Map<string, { name: string; message: string; receivedAt: number }>();
  const painted = new Map<string, CardStamps>();

  const receive = (message: string): void => {
    const receivedAt = Date.now();
    const [, body] = JSON.parse(message.slice(message.indexOf('['))) as [string, { event: OfferedEvent }];
    const { call, card } = body.event.payload;
    if (card.contact) awaited.set(call.id, { name: card.contact.name, message, receivedAt });
  };
  type OfferedEvent = { payload: { call: { id: string }; card: { contact: { name: string } | null } } };

  class WatchedSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      // Before the page's own listener, so that what the page does with it is not counted to the way here.
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.includes('"name":"call.offered"')) receive(data);
      });
    }
  }
  window.WebSocket = WatchedSocket;

  const look = (): void => {
    if (awaited.size === 0) return;
    const region = document.querySelector<HTMLElement>('[data-opened^="call "]');
    const callId = region?.dataset.opened?.slice('call '.length) ?? '';
    const found = awaited.get(callId);
    if (!found) return;
    const title = region?.querySelector('h2');
    if (title?.textContent !== found.name) return;
    awaited.delete(callId);
    const inDomAt = Date.now();
    title.setAttribute('elementtiming', callId);
    requestAnimationFrame(() => {
      // A message posted in a frame is worked once the frame has been made.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const { receivedAt, message } = found;
        const stamp = { callId, receivedAt, inDomAt, paintedAt: Date.now(), shownAt: null, message };
        stamps.push(stamp);
        painted.set(callId, stamp);
        port1.close();
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { identifier: string; renderTime: number })[]) {
      const stamp = painted.get(entry.identifier);
      if (stamp && entry.renderTime > 0) stamp.shownAt = performance.timeOrigin + entry.renderTime;
    }
  }).observe({ type: 'element', buffered: true });
}
