-- Setting up a login 开通账号: a secret that is given once on paper and opens one thing only, choosing a password and binding
-- the one-time code. Tokens as in 0001-init.sql.

CREATE TABLE staff_setup (
  login {TEXT} NOT NULL PRIMARY KEY,
  tag {BLOB} NOT NULL,               -- keyed tag of the secret: the table opens no login
  made_at {INT} NOT NULL,
  until_at {INT} NOT NULL,
  made_by {TEXT} NOT NULL,
  used_at {INT} NOT NULL DEFAULT 0
) {CLUSTERED};
