-- A third end of a photograph: the term of keeping it is over (photo.keep_months; 个人信息保护法 19, 47). The bound of
-- `withdraws` cannot be changed in place on SQLite: the table is built anew, with the same rows. Tokens as in
-- 0001-init.sql.

CREATE TABLE photo_anew (
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  withdraws {INT} NOT NULL DEFAULT 0, -- 0: a photo; 1 all before it, consent withdrawn; 2 the current one, wrong; 3 all before it, the term is over
  kind {INT} NOT NULL DEFAULT 0,
  width {INT} NOT NULL DEFAULT 0,
  height {INT} NOT NULL DEFAULT 0,
  size {INT} NOT NULL DEFAULT 0,
  digest {BLOB},
  taken_on {INT} NOT NULL DEFAULT 0,
  consent {INT} NOT NULL DEFAULT 0,
  agency {TEXT} NOT NULL,
  recorded_by {TEXT} NOT NULL,
  recorded_on {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, n),
  FOREIGN KEY (person_id) REFERENCES person (person_id),
  CHECK (withdraws BETWEEN 0 AND 3),
  CHECK (withdraws <> 0 OR (kind <> 0 AND size > 0 AND taken_on > 0 AND consent IN (1, 2)))
) {CLUSTERED};

INSERT INTO photo_anew (person_id, n, withdraws, kind, width, height, size, digest, taken_on, consent, agency, recorded_by, recorded_on, recorded_at)
SELECT person_id, n, withdraws, kind, width, height, size, digest, taken_on, consent, agency, recorded_by, recorded_on, recorded_at FROM photo;

DROP TABLE photo;

ALTER TABLE photo_anew RENAME TO photo;
