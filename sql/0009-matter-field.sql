-- What comes with a matter's events by name (src/domain/matter_field.h): sealed, kept for ever.

CREATE TABLE matter_field (
  subject_id {ID} NOT NULL,
  matter_id {ID} NOT NULL,
  event_n {INT} NOT NULL,            -- n of the event in matter_event
  name {TEXT} NOT NULL,
  event {INT} NOT NULL,              -- enum matter_event_id
  value {BLOB} NOT NULL,             -- sealed: descriptions, accounts, names of people
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, matter_id, event_n, name),
  FOREIGN KEY (subject_id, matter_id) REFERENCES matter (subject_id, matter_id)
) {CLUSTERED};
