-- Training stores: which made-up person a trainee's lesson is about. A new start is a new row; person 0: given up. Never edited.

CREATE TABLE training_start (
  login {TEXT} NOT NULL,
  lesson {INT} NOT NULL,
  start_id {INT} NOT NULL,           -- ids follow time: the greatest is the one that counts
  person_id {INT} NOT NULL,
  started_on {INT} NOT NULL,         -- the business date: the day of the exercise
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (login, lesson, start_id)
) {CLUSTERED};
