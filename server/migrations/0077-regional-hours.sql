-- Hours and limits that hold for numbers of some countries, whatever a campaign allows itself.
alter table calling_hours add column countries text[] not null default '{}';
alter table calling_hours add column calls_per_30_days integer check (calls_per_30_days between 1 and 1000);
alter table calling_hours add constraint calling_hours_default_everywhere check (not is_default or countries = '{}');
