/** Pure: a part of a whole; null where there is nothing to divide by, so that no report shows 0 % of nothing. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
