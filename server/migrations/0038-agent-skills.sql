-- Skills are words of the firm, and a fact of agents: leads ask for them, and calls may.

alter table directory_entries drop constraint directory_entries_directory_check;
alter table directory_entries add constraint directory_entries_directory_check
  check (directory in ('lifecycle', 'source', 'deal-type', 'skill'));

create table agent_skills (
  agent_id text not null references agents (id) on delete cascade,
  skill_id text not null references directory_entries (id),
  primary key (agent_id, skill_id)
);
create index agent_skills_skill on agent_skills (skill_id);
