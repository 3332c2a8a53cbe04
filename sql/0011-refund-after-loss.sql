-- A loss learnt late opens a refund of what was paid beyond it (arts. 8, 9; C13). Losses released before this version have none
-- yet: the next night looks at everybody with a loss. Kind 4 of a matter is a loss.

UPDATE person SET next_on = 20180101
 WHERE person_id IN (SELECT subject_id FROM matter WHERE kind = 4);
