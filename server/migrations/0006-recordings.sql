-- Files of recordings. What the PBX announced, and its state, is in call_recordings; here is what truly lies on disk.

create table recording_files (
  recording_id text primary key references call_recordings (id) on delete cascade,
  -- below DATA_DIR/recordings: 2026/03/02/<recording id>.wav
  path text not null unique,
  bytes bigint not null,
  sha256 text not null,
  content_type text not null,
  seconds double precision not null,
  sample_rate int not null,
  channels smallint not null,
  -- about 800 peaks, each 0..255
  peaks bytea not null,
  arrived_at timestamptz not null default now()
);
create index recording_files_by_age on recording_files (arrived_at);

-- One row per play session of a person: listening is audited once per session, not once per byte range.
create table recording_plays (
  recording_id text not null,
  user_id text not null,
  session_day date not null,
  last_at timestamptz not null,
  primary key (recording_id, user_id, session_day)
);
