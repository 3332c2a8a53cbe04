-- Photographs of persons, for the clerk who compares (art. 7(1)): facts with the consent they rest on (个人信息保护法 29). A row
-- with `withdraws` ends earlier ones and is no picture itself. The picture is apart, sealed, and goes when its row is
-- withdrawn (个人信息保护法 47): it alone is ever deleted. Tokens as in 0001-init.sql.

CREATE TABLE photo (
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  withdraws {INT} NOT NULL DEFAULT 0, -- 0: a photo; 1 all before it, consent withdrawn; 2 the current one, wrong
  kind {INT} NOT NULL DEFAULT 0,      -- enum picture_kind
  width {INT} NOT NULL DEFAULT 0,
  height {INT} NOT NULL DEFAULT 0,
  size {INT} NOT NULL DEFAULT 0,      -- bytes
  digest {BLOB},                      -- SM3 of the picture
  taken_on {INT} NOT NULL DEFAULT 0,
  consent {INT} NOT NULL DEFAULT 0,   -- who consented: 1 the person, 2 a guardian
  agency {TEXT} NOT NULL,
  recorded_by {TEXT} NOT NULL,
  recorded_on {INT} NOT NULL,         -- business date: of the consent, of its withdrawal
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, n),
  FOREIGN KEY (person_id) REFERENCES person (person_id),
  CHECK (withdraws BETWEEN 0 AND 2),
  CHECK (withdraws <> 0 OR (kind <> 0 AND size > 0 AND taken_on > 0 AND consent IN (1, 2)))
) {CLUSTERED};

CREATE TABLE photo_picture (
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  sealed {BLOB} NOT NULL,
  PRIMARY KEY (person_id, n)
) {STRICT};
