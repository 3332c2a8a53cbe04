-- What processes compare to see that another one changed calendar, parameters or agencies: a fresh id with every change, in the
-- same transaction (store/day.h). The row is always there, so that a change is an UPDATE and takes its lock.

INSERT INTO store_meta (name, value) VALUES ('law_version', '0');
