-- A listener may want fewer types of facts than it declares, for as long as nobody asks for the others: web-hooks.
-- A table of its own, since rows of outbox_listeners are locked while a listener works.
create table outbox_narrowed (
  listener text primary key,
  fact_types text[] not null
);

insert into outbox_narrowed (listener, fact_types)
select 'note-deliveries.on-webhook-event',
  array(select distinct unnest(events) from webhooks where state <> 'off' order by 1);
