/** What an own role holds back of the fields of a record, as a form asks it. */
export interface HeldBack {
  isShown: (field: string) => boolean;
  /** Shown, but not to be changed. */
  isLocked: (field: string) => boolean;
}
