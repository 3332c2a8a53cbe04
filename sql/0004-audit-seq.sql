-- What has come into the log since a day was sealed, and its newest entry: on SQLite the rows lie in that order anyway.

{EITHER DROP INDEX IF EXISTS audit_seq | CREATE INDEX audit_seq ON audit (seq)};
