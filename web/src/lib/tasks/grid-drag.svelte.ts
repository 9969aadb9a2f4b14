/** Dragging in the calendar with a mouse or a pen. A press that hardly moves stays a press; touch keeps its scrolling. */
export interface Drop {
  /** Value of `data-cell` below the pointer. */
  cell: string;
  /** How far it was taken, px. */
  dy: number;
  edge: Edge;
}

/** What was taken: the whole, or its lower edge, which goes up and down only and needs no cell below it. */
export type Edge = 'whole' | 'lower';

const SLIP_PX = 5;

export class GridDrag {
  id = $state<string | null>(null);
  dx = $state(0);
  dy = $state(0);
  edge = $state<Edge>('whole');
  /** The cell below the pointer, to show where it would fall. */
  over = $state<string | null>(null);
  /** True right after a drop: the click that follows it opens nothing. */
  justDropped = false;
  readonly #ondrop: (id: string, drop: Drop) => void;

  constructor(ondrop: (id: string, drop: Drop) => void) {
    this.#ondrop = ondrop;
  }

  start(event: PointerEvent, id: string, edge: Edge = 'whole'): void {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    const { clientX, clientY } = event;
    this.justDropped = false;
    const move = (at: PointerEvent) => {
      const [dx, dy] = [at.clientX - clientX, at.clientY - clientY];
      if (this.id === null && Math.hypot(dx, dy) < SLIP_PX) return;
      at.preventDefault();
      this.id = id;
      this.edge = edge;
      this.dx = edge === 'whole' ? dx : 0;
      this.dy = dy;
      this.over = edge === 'whole' ? cellAt(at) : null;
    };
    const end = (at: PointerEvent) => {
      stop();
      const cell = cellAt(at);
      const { dy } = this;
      const wasDragged = this.id !== null;
      this.#reset();
      this.justDropped = wasDragged;
      if (wasDragged && (cell !== null || edge === 'lower')) this.#ondrop(id, { cell: cell ?? '', dy, edge });
    };
    const cancel = () => {
      stop();
      this.#reset();
    };
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key === 'Escape') cancel();
    };
    const stop = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', key);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('keydown', key);
  }

  #reset(): void {
    this.id = null;
    this.dx = this.dy = 0;
    this.over = null;
  }
}

/** The cell itself, not the one that what is dragged came from: that one lies below the pointer all the way. */
function cellAt({ clientX, clientY }: PointerEvent): string | null {
  const below = document.elementsFromPoint(clientX, clientY);
  return below.map((element) => element.getAttribute('data-cell')).find((cell) => cell !== null) ?? null;
}
