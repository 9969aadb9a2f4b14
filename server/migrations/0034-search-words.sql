-- A word that begins a name, or a part of it behind a blank or a hyphen, as one regular expression: an index of trigrams is
-- then asked once for all words together. Three patterns for each word asked it three times for each. Everything but letters,
-- digits and blanks is taken as it stands, after accents were taken away, which may make such signs of others.
create or replace function search_word(value text) returns text
  language sql immutable parallel safe strict
  as $function$
    select '(^|[ -])' || regexp_replace(public.search_text(value), '[^[:alnum:][:space:]]', '\\\&', 'g')
  $function$;
