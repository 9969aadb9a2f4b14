/** What the bare baseline is told over its WebSocket, one JSON text each. */
export type BareMessage =
  /** What to push for this call, told beforehand: on the way itself only the fact travels, as it does in the product. */
  | { kind: 'prepare'; callId: string; body: unknown }
  | { kind: 'fact'; callId: string; e164: string; room: string; fact: unknown };

/** The line a bare server prints when it listens. */
export const bareReady = /^listening on (\d+)$/;

/** A page that is empty but for the card. `data-opened` and the heading stand where the console has them. */
export const barePage = (room: string): string => `<!doctype html>
<meta charset="utf-8"><title>bare</title>
<div id="card"></div>
<script src="/socket.io/socket.io.js"></script>
<script>
  const card = document.getElementById('card');
  io({ transports: ['websocket'], query: { room: ${JSON.stringify(room)} } }).on('event', ({ event }) => {
    const { call, card: shown } = event.payload;
    const name = document.createElement('h2');
    name.textContent = shown.contact.name;
    const number = document.createElement('p');
    number.textContent = shown.number.e164;
    card.dataset.opened = 'call ' + call.id;
    card.replaceChildren(name, number);
  });
</script>`;
