/** Facts of the module. */
export type RetryRuleFacts = {
  'retry-ladder.changed': { ladderId: string };
  'retry-ladder.deleted': { ladderId: string; substituteId: string | null };
  'calling-hours.changed': { callingHoursId: string };
};
