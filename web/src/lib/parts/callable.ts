/** As little of a number as the question needs: of a call, of a debt, of a person. */
export interface Dialable {
  raw: string | null;
  e164: string | null;
  withheld?: boolean;
  doNotCall?: boolean;
}

/** What to dial for a number, or null when it cannot or must not be called. */
export function callable(number: Dialable | undefined): string | null {
  if (!number || number.withheld || number.doNotCall) return null;
  return number.e164 ?? number.raw;
}
