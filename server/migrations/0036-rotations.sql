-- Base rotation is an action that can be taken back, as merges and hand-overs are.
alter table reversible_actions drop constraint reversible_actions_kind_check;
alter table reversible_actions add constraint reversible_actions_kind_check
  check (kind in ('contact.merged', 'organisation.merged', 'handed-over', 'rotated'));
