-- The undo of an import can be run again for what it left: a merge was taken back since, a deal was deleted.
alter table imports drop constraint imports_goal_check;
alter table imports add constraint imports_goal_check check (goal in ('check', 'write', 'undo', 'undo-left'));
create index import_changes_kept on import_changes (import_id, kind, "row") where undone = 'kept';
