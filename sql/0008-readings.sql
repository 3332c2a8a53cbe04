-- The other readings of a name (K3): 单仁 is found by sr, dr and cr. Derived from person.initials, which holds all of them with
-- the most usual first; that one is found there. Tokens as in 0001-init.sql.

CREATE TABLE person_reading (
  person_id {ID} NOT NULL,
  initials {TEXT} NOT NULL,
  PRIMARY KEY (person_id, initials)
) {CLUSTERED};

INSERT INTO person_reading (person_id, initials)
  WITH RECURSIVE part (person_id, word, rest) AS (
    SELECT person_id, substr(initials, 1, 0),
      substr(initials, {EITHER instr(initials, ' ') | strpos(initials, ' ')} + 1) || ' '
      FROM person WHERE initials LIKE '% %'
    UNION ALL
    SELECT person_id, substr(rest, 1, {EITHER instr(rest, ' ') | strpos(rest, ' ')} - 1),
      substr(rest, {EITHER instr(rest, ' ') | strpos(rest, ' ')} + 1) FROM part WHERE rest <> '')
  SELECT DISTINCT person_id, word FROM part WHERE word <> '';

CREATE INDEX person_reading_initials ON person_reading (initials);
