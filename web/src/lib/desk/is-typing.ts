/** True when a field with something in it has the keyboard: nothing may be taken away from under it. */
export function isTypingNow(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return element.value !== '';
  if (!(element instanceof HTMLInputElement)) return false;
  return /^(text|search|email|tel|url|datetime-local)$/.test(element.type) && element.value !== '';
}
