/**
 * Where the keyboard goes when a dialogue opens: to the element marked `data-first`, else to the dialogue itself, whose
 * title is read out. Not to the closing cross, which would open its tooltip over what one came for.
 */
export function focusFirst(event: Event): void {
  event.preventDefault();
  const dialog = document.querySelector<HTMLElement>('[role=dialog][data-state=open]');
  (dialog?.querySelector<HTMLElement>('[data-first]') ?? dialog)?.focus();
}
