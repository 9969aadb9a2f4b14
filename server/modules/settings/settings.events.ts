/** Facts of the settings; every list that the console caches tells its changes this way. */
export type SettingsFacts = {
  /** `what`: name of the list or `settings` for the one row. */
  'settings.changed': { what: string };
};
