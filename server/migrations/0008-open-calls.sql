-- When each bridge last said which calls it holds open: by the PBX's clock, and when we heard it.
alter table pbx_journals
  add column calls_told_at timestamptz,
  add column calls_heard_at timestamptz;
