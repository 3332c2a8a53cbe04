-- A change of a dated parameter is a matter about no person: what is proposed, and who would be touched by it. The value itself
-- becomes a row of param with the release.

CREATE TABLE param_proposal (
  subject_id {ID} NOT NULL,          -- negative, of this matter alone
  matter_id {ID} NOT NULL,
  name {TEXT} NOT NULL,
  value {INT} NOT NULL,
  valid_from {INT} NOT NULL,
  citation {TEXT} NOT NULL,
  reason {TEXT} NOT NULL,
  proposed_by {TEXT} NOT NULL,
  counts {TEXT} NOT NULL,            -- JSON: what the what-if counted, by payer
  cases {INT} NOT NULL,              -- persons in param_case
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, matter_id)
) {CLUSTERED};

CREATE TABLE param_case (            -- whom the what-if listed, many to a row (app/param_change.c)
  subject_id {ID} NOT NULL,
  n {INT} NOT NULL,
  cases {BLOB} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, n)
) {CLUSTERED};
