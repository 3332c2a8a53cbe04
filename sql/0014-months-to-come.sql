-- A line that begins, or pays another amount, in a month to come may overlap with another from then on (art. 11; C14): the night
-- of that month looks. The next day was reckoned without it: the next night looks at everybody with more than one line.

UPDATE person SET next_on = 20180101
 WHERE person_id IN (SELECT person_id FROM line GROUP BY person_id HAVING COUNT(*) > 1);
