-- Finding people of a town or a station (K3): its people are looked through, whatever the city's size. All that find asks for
-- stands in the index. Tokens as in 0001-init.sql.

CREATE INDEX person_place ON person (residence_code, initials, name_key, last4);
