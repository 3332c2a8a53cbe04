-- Relatives on the person file (K4): the dependants' lines that name a worker, found by the tag of the worker's number, also
-- when the worker came on record later than they did. Few lines have one. Tokens as in 0001-init.sql.

CREATE INDEX line_linked ON line (linked_tag) WHERE linked_tag IS NOT NULL;
