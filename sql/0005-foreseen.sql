-- What can be seen coming (art. 8; C15) now includes papers from abroad that run out, sentences that end and pensions that take
-- the place of an allowance. The day on which anything happens next was reckoned without them: the next night looks at those
-- whom it may concern and reckons anew.

UPDATE person SET next_on = 20180101
 WHERE residence_kind >= 3 OR attention = 1 OR person_id IN (SELECT person_id FROM line WHERE kind = 6);
