-- Kinds of benefit that the city adds (3(6)) or gives a procedure of their own (15), by a decided and released matter. Never edited.

CREATE TABLE benefit_kind (
  kind {INT} NOT NULL,               -- 100 and above (LINE_KIND_LOCAL)
  word {TEXT} NOT NULL,
  long_term {INT} NOT NULL,          -- 1: a line, certified like any other; 0: art. 15, by its procedure
  procedure_text {TEXT} NOT NULL,
  citation {TEXT} NOT NULL,
  decided_by {TEXT} NOT NULL,
  released_by {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (kind),
  UNIQUE (word),
  CHECK (decided_by <> released_by)
) {CLUSTERED};
