-- Feeds of partners (art. 7(3)): what came in, how it was judged, what of it is applied; and two columns of evidence.

CREATE TABLE feed (
  feed_id {ID} NOT NULL PRIMARY KEY,
  source {TEXT} NOT NULL,            -- code of src/domain/feed_source
  digest {TEXT} NOT NULL,            -- SM3 of the file, hex
  uploader {TEXT} NOT NULL,
  agency {TEXT} NOT NULL,            -- the uploader's
  received_on {INT} NOT NULL,
  state {INT} NOT NULL,              -- enum feed_state
  stage {INT} NOT NULL DEFAULT 0,    -- of a released feed: 1 (1 %), 2 (10 %), 3 (all); 0 not staged
  staged {INT} NOT NULL DEFAULT 0,   -- rows of the file looked at and, where matched, kept in feed_row
  kept {INT} NOT NULL DEFAULT 0,     -- rows in feed_row
  applied {INT} NOT NULL DEFAULT 0,  -- rows of feed_row that are evidence now
  reversed {INT} NOT NULL DEFAULT 0, -- rows of feed_row whose evidence is withdrawn again
  counts {TEXT} NOT NULL DEFAULT '', -- what the breaker looked at
  verdict {TEXT} NOT NULL DEFAULT '',
  sequence {INT} NOT NULL DEFAULT 0, -- of the envelope; 0: unsigned
  period {INT} NOT NULL DEFAULT 0,
  events {INT} NOT NULL DEFAULT 0,
  recorded_at {INT} NOT NULL
) {CLUSTERED};

CREATE INDEX feed_source ON feed (source, digest);

CREATE TABLE feed_event (
  feed_id {ID} NOT NULL,
  n {INT} NOT NULL,
  event {INT} NOT NULL,              -- enum feed_event
  actor {TEXT} NOT NULL,
  happened_on {INT} NOT NULL,
  reason {TEXT} NOT NULL DEFAULT '',
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (feed_id, n)
) {CLUSTERED};

CREATE TABLE feed_row (              -- matched rows, in the order of the file
  feed_id {ID} NOT NULL,
  n {INT} NOT NULL,
  file_line {INT} NOT NULL,
  person_id {ID} NOT NULL,
  kind {INT} NOT NULL,
  happened_on {INT} NOT NULL,
  until_on {INT} NOT NULL,
  sentence {INT} NOT NULL,
  name_agrees {INT} NOT NULL,
  name_bytes {BLOB} NOT NULL,
  PRIMARY KEY (feed_id, n)
) {CLUSTERED};

CREATE TABLE feed_refusal (
  feed_id {ID} NOT NULL,
  file_line {INT} NOT NULL,
  n {INT} NOT NULL,                  -- of the line's reasons
  field {TEXT} NOT NULL,
  reason {TEXT} NOT NULL,            -- id of the sentence: no cell, no personal data
  PRIMARY KEY (feed_id, file_line, n)
) {CLUSTERED};

CREATE TABLE feed_sender (           -- partners that sign: their SM2 keys
  source {TEXT} NOT NULL,
  valid_from {INT} NOT NULL,
  public_key {TEXT} NOT NULL,        -- PEM
  recorded_by {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (source, valid_from)
) {CLUSTERED};

ALTER TABLE evidence ADD COLUMN name_agrees {INT} NOT NULL DEFAULT 1;

ALTER TABLE evidence ADD COLUMN withdraws {INT} NOT NULL DEFAULT 0
