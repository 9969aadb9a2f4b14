-- The source of a deal is an entry of the directory, as that of a person is; until now it was free text.

alter table deals add column source_id text references directory_entries (id);

-- Our own entries have their words on the screen, in four languages.
create temporary table source_words on commit drop as select * from (values
  ('call', 'call'), ('call', 'звонок'), ('call', 'appel'), ('call', 'chiamata'),
  ('web-form', 'web form'), ('web-form', 'форма на сайте'), ('web-form', 'formulaire web'), ('web-form', 'modulo web'),
  ('web-form', 'website'), ('web-form', 'сайт'), ('web-form', 'site web'), ('web-form', 'sito web'),
  ('recommendation', 'recommendation'), ('recommendation', 'рекомендация'), ('recommendation', 'recommandation'),
  ('recommendation', 'passaparola'),
  ('import', 'импорт'), ('import', 'importazione'),
  ('cold-call', 'cold call'), ('cold-call', 'холодный звонок'), ('cold-call', 'prospection'), ('cold-call', 'chiamata a freddo'),
  ('exhibition', 'exhibition'), ('exhibition', 'выставка'), ('exhibition', 'salon'), ('exhibition', 'fiera')
) as words (key, name);
create temporary table typed_sources on commit drop as
select id as deal_id, created_at, btrim(regexp_replace(source, '\s+', ' ', 'g')) as label,
  lower(btrim(regexp_replace(source, '\s+', ' ', 'g'))) as name
from deals where btrim(source) <> '';

-- What was typed means an entry by its label, its key or its word; the firm's own word comes before ours.
create function pg_temp.source_meant(text) returns text language sql as $$
  select e.id from directory_entries e
  where e.directory = 'source' and (lower(e.label) = $1 or e.key = $1
    or exists (select from source_words w where w.key = e.key and w.name = $1))
  order by lower(e.label) = $1 desc nulls last, e.active desc, e.position, e.id limit 1
$$;

-- Names that mean none become entries of their own, written as they were written first.
insert into directory_entries (id, directory, key, label, position)
select 'dir_source_' || substr(md5(name), 1, 20), 'source', 'deal-' || substr(md5(name), 1, 20), label,
  (select coalesce(max(position), 0) from directory_entries where directory = 'source') + row_number() over (order by name)
from (select distinct on (name) name, label from typed_sources order by name, created_at, deal_id) first
where pg_temp.source_meant(name) is null;

update deals d set source_id = m.id
from (select name, pg_temp.source_meant(name) as id from (select distinct name from typed_sources) names) m, typed_sources t
where t.deal_id = d.id and t.name = m.name;

alter table deals drop column source;
create index deals_source on deals (source_id) where source_id is not null;
