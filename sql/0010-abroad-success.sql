-- A paper from abroad gives a period of its own (abroad.cycle): the last one that counts stands beside the last success by any
-- other way (struct successes of src/law/law.h). From here on last_success is the latter. Tokens as in 0001-init.sql.

ALTER TABLE person ADD COLUMN last_abroad {INT} NOT NULL DEFAULT 0;

-- way 5, passed or history, and not taken back
UPDATE person SET last_abroad = a.day FROM (
  SELECT c.person_id AS person_id, MAX(c.held_on) AS day FROM certification c
  WHERE c.way = 5 AND c.result IN (1, 3) AND c.seq NOT IN (SELECT reverses FROM certification WHERE reverses <> 0)
  GROUP BY c.person_id) AS a WHERE a.person_id = person.person_id;

UPDATE person SET last_success = 0 WHERE last_abroad <> 0;

UPDATE person SET last_success = a.day FROM (
  SELECT c.person_id AS person_id, MAX(c.held_on) AS day FROM certification c
  WHERE c.way <> 5 AND c.result IN (1, 3) AND c.seq NOT IN (SELECT reverses FROM certification WHERE reverses <> 0)
  GROUP BY c.person_id) AS a WHERE a.person_id = person.person_id AND person.last_abroad <> 0;
