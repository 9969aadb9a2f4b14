-- Files of recordings. What the PBX announced, and its state, is in call_recordings; here is what truly lies on disk.

create table recording_files (
  recording_id text primary key references call_recordings (id) on delete cascade,
  -- below DATA_DIR: recordings/2026/03/02/<recording id>.wav
  path text not null unique,
  bytes bigint not null,
  sha256 text not null,
  content_type text not null,
  -- null: no WAV, so its length is not known
  seconds double precision,
  -- about 800 peaks, each 0..255; empty when the encoding is not understood
  peaks bytea not null,
  arrived_at timestamptz not null
);

-- When somebody last listened: one entry of the audit per sitting, not one per range of bytes.
create table recording_plays (
  recording_id text not null,
  listener_id text not null,
  last_at timestamptz not null,
  primary key (recording_id, listener_id)
);
