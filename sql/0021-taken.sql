-- An offset (77号) is taken of the line that pays, which is not always the line that owes: kind 12 of an entry. The CHECK of a
-- table cannot be widened in SQLite: the table is built anew, as it was. Tokens as in 0001.

CREATE TABLE month_entry_wider (
  person_id {ID} NOT NULL,
  line_id {INT} NOT NULL,
  month {INT} NOT NULL,
  n {INT} NOT NULL,
  kind {INT} NOT NULL,
  amount {INT} NOT NULL,
  run_month {INT} NOT NULL,          -- the payroll month that pays or takes it, 0 for withheld
  run_sequence {INT} NOT NULL,       -- 0 regular, 1.. supplementary
  matter_id {ID} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, line_id, month, n),
  FOREIGN KEY (person_id, line_id) REFERENCES line (person_id, line_id),
  CHECK (amount >= 0),
  CHECK (kind BETWEEN 1 AND 12)
) {CLUSTERED};

INSERT INTO month_entry_wider (person_id, line_id, month, n, kind, amount, run_month, run_sequence, matter_id, recorded_at)
  SELECT person_id, line_id, month, n, kind, amount, run_month, run_sequence, matter_id, recorded_at FROM month_entry;

DROP TABLE month_entry;

ALTER TABLE month_entry_wider RENAME TO month_entry;
