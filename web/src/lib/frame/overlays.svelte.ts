export type Overlay = 'palette' | 'keys' | 'sound';

/** Which of the frame's own dialogues is open; one at a time. */
class Overlays {
  current = $state<Overlay | null>(null);

  open(overlay: Overlay): void {
    this.current = overlay;
  }

  close(): void {
    this.current = null;
  }
}

export const overlays = new Overlays();
