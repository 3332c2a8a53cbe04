-- Sessions of staff, and what each of them did at the counter today. Tokens as in 0001-init.sql. Moments of a session are the
-- machine's own, also in a training store that plays another day.

CREATE TABLE session (
  token {BLOB} NOT NULL PRIMARY KEY,  -- SM3 of the token in the cookie: the table opens no session
  login {TEXT} NOT NULL,
  created {INT} NOT NULL,
  last_seen {INT} NOT NULL,           -- written at most every few seconds
  idle_seconds {INT} NOT NULL,        -- how long the page seen last may wait: short at the counter
  step_up_until {INT} NOT NULL DEFAULT 0,
  code_step {INT} NOT NULL DEFAULT 0, -- newest one-time code taken: no code counts twice
  ended {INT} NOT NULL DEFAULT 0
) {CLUSTERED};

CREATE INDEX session_login ON session (login);

CREATE TABLE desk_work (
  login {TEXT} NOT NULL,
  day {INT} NOT NULL,
  seq {INT} NOT NULL,                 -- the certification
  person_id {ID} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (login, day, seq)
) {CLUSTERED};
