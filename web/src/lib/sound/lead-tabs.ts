let leads = false;
let isAsked = false;
const waiting = new Set<() => void>();

/**
 * Two tabs of one console must not ring twice. The first that may play holds a lock of the browser as long as the page is
 * open; then the next one has it. Without TLS browsers know no locks: there every tab is heard.
 */
export function leadTabs(onLead: () => void): void {
  if (leads || !navigator.locks) {
    onLead();
    return;
  }
  waiting.add(onLead);
  if (isAsked) return;
  isAsked = true;
  void navigator.locks.request('trunkline.sound', () => {
    leads = true;
    for (const run of waiting) run();
    waiting.clear();
    return new Promise<void>(() => undefined);
  });
}
