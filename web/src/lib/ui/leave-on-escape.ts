/** Esc leaves a field and loses nothing: browsers would empty a search field, and the list would no longer be what the field says. */
export function leaveOnEscape(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.currentTarget.blur();
}
