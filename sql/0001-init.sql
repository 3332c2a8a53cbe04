-- The data of 健在, written once for both databases (docs/model.md). Tokens, replaced by src/db/migrate.c:
--   {ID} {INT}      INTEGER (SQLite)                         BIGINT (PostgreSQL)
--   {TEXT} {BLOB}   TEXT, BLOB                               TEXT COLLATE "C", BYTEA
--   {SEQ}           INTEGER PRIMARY KEY (order of time)      BIGINT NOT NULL
--   {KEY a, b}      nothing                    , PRIMARY KEY (a, b)  (write its comma: it brings its own)
--   {STRICT}        STRICT                                   nothing
--   {CLUSTERED}     WITHOUT ROWID, STRICT                    nothing
-- Dates are yyyymmdd, months yyyymm, moments microseconds since 1970 UTC, money 分; 0 means none. Codes are enums of
-- src/domain.

CREATE TABLE store_meta (
  name {TEXT} NOT NULL PRIMARY KEY,
  value {TEXT} NOT NULL
) {CLUSTERED};

CREATE TABLE agency (
  code {TEXT} NOT NULL,
  kind {INT} NOT NULL,               -- 1 agency 经办, 2 department 行政部门
  valid_from {INT} NOT NULL,
  valid_until {INT} NOT NULL DEFAULT 0,
  level {INT} NOT NULL,              -- 1 city, 2 district, 3 town, 4 station
  parent {TEXT} NOT NULL,
  name {TEXT} NOT NULL,
  hours {TEXT} NOT NULL DEFAULT '',
  phone {TEXT} NOT NULL DEFAULT '',
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (code, kind, valid_from)
) {CLUSTERED};

CREATE TABLE calendar_day (
  version {INT} NOT NULL,
  day {INT} NOT NULL,
  name {TEXT} NOT NULL,
  kind {INT} NOT NULL,               -- 1 holiday, 2 make-up working day
  year {INT} NOT NULL,
  published {INT} NOT NULL,
  superseded_on {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (version, day, name, published)
) {CLUSTERED};

CREATE TABLE param (
  name {TEXT} NOT NULL,
  valid_from {INT} NOT NULL,
  version {INT} NOT NULL,
  value {INT} NOT NULL,
  citation {TEXT} NOT NULL,
  decided_by {TEXT} NOT NULL,
  released_by {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (name, valid_from, version),
  CHECK (decided_by <> released_by)
) {CLUSTERED};

CREATE TABLE person (
  person_id {ID} NOT NULL PRIMARY KEY,
  name {TEXT} NOT NULL,
  name_key {TEXT} NOT NULL,
  initials {TEXT} NOT NULL,
  sex {INT} NOT NULL,
  birth {INT} NOT NULL,
  number {BLOB} NOT NULL,            -- the 社会保障号码 sealed
  last4 {TEXT} NOT NULL,
  phone {BLOB},
  phone_tag {BLOB},
  residence_kind {INT} NOT NULL,
  residence_code {TEXT} NOT NULL,
  registered_on {INT} NOT NULL,
  first_month {INT} NOT NULL,        -- the earliest of the lines
  last_success {INT} NOT NULL,       -- event day of the last certification that counts
  due_on {INT} NOT NULL,
  next_on {INT} NOT NULL,            -- lower bound of the next day on which anything happens
  certification_seq {INT} NOT NULL DEFAULT 0, -- newest certification; each names the one before it
  certification_count {INT} NOT NULL DEFAULT 0,
  protection {INT} NOT NULL DEFAULT 0,
  attention {INT} NOT NULL DEFAULT 0, -- 1: open matters or a line not paid; certifying then looks at everything
  recorded_at {INT} NOT NULL
) {STRICT};

CREATE INDEX person_next ON person (next_on);
CREATE INDEX person_name ON person (name_key);
CREATE INDEX person_initials ON person (initials);
CREATE INDEX person_last4 ON person (last4);
CREATE INDEX person_phone ON person (phone_tag);

CREATE TABLE person_fact (
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  field {TEXT} NOT NULL,
  value {TEXT} NOT NULL,
  sealed {BLOB},
  valid_from {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  recorded_by {TEXT} NOT NULL,
  reviewed_by {TEXT} NOT NULL DEFAULT '',
  PRIMARY KEY (person_id, n)
) {CLUSTERED};

CREATE TABLE document (
  person_id {ID} NOT NULL,
  kind {INT} NOT NULL,
  tag {BLOB} NOT NULL,
  number {BLOB} NOT NULL,
  last4 {TEXT} NOT NULL,
  valid_from {INT} NOT NULL DEFAULT 0,
  valid_until {INT} NOT NULL DEFAULT 0,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, kind, tag)
) {CLUSTERED};

CREATE TABLE document_key (
  tag {BLOB} NOT NULL,
  person_id {ID} NOT NULL,
  PRIMARY KEY (tag)
) {CLUSTERED};

CREATE TABLE line (
  person_id {ID} NOT NULL,
  line_id {INT} NOT NULL,
  kind {INT} NOT NULL,
  payer {TEXT} NOT NULL,
  first_month {INT} NOT NULL,
  last_month {INT} NOT NULL DEFAULT 0,
  status {INT} NOT NULL,             -- 1 paid, 2 suspended, 3 stopped, 4 ended
  status_matter {INT} NOT NULL DEFAULT 0,
  linked_person {ID} NOT NULL DEFAULT 0,
  linked_tag {BLOB},
  relation {INT} NOT NULL DEFAULT 0,
  appraisal_until {INT} NOT NULL DEFAULT 0,
  note {TEXT} NOT NULL DEFAULT '',
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, line_id),
  FOREIGN KEY (person_id) REFERENCES person (person_id),
  CHECK (status BETWEEN 1 AND 4),
  CHECK (status = 1 OR status_matter <> 0)
) {CLUSTERED};

CREATE INDEX line_suspended ON line (payer, person_id) WHERE status IN (2, 3);

CREATE TABLE line_rate (
  person_id {ID} NOT NULL,
  line_id {INT} NOT NULL,
  first_month {INT} NOT NULL,
  n {INT} NOT NULL,
  amount {INT} NOT NULL,
  basic {INT} NOT NULL DEFAULT 0,
  account {INT} NOT NULL DEFAULT 0,
  subsidy {INT} NOT NULL DEFAULT 0,
  standard {INT} NOT NULL DEFAULT 0,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, line_id, first_month, n),
  FOREIGN KEY (person_id, line_id) REFERENCES line (person_id, line_id),
  CHECK (amount >= 0)
) {CLUSTERED};

CREATE TABLE line_span (
  person_id {ID} NOT NULL,
  line_id {INT} NOT NULL,
  n {INT} NOT NULL,
  effect {INT} NOT NULL,             -- 1 suspend, 2 stop, 3 end, 4 lift (ends what matter_id began), 5 void
  matter_id {ID} NOT NULL,           -- the matter that began what this row begins or lifts
  by_matter {ID} NOT NULL,           -- the matter whose event wrote this row
  from_month {INT} NOT NULL,         -- first month without payment; for a lift: first month paid again
  happened_on {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, line_id, n),
  FOREIGN KEY (person_id, line_id) REFERENCES line (person_id, line_id)
) {CLUSTERED};

CREATE TABLE month_entry (
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
  CHECK (kind BETWEEN 1 AND 9)
) {CLUSTERED};

CREATE TABLE certification (
  seq {SEQ},
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  prev_seq {INT} NOT NULL,
  way {INT} NOT NULL,                -- 1..6, art. 7
  channel {TEXT} NOT NULL,
  held_on {INT} NOT NULL,
  agency {TEXT} NOT NULL,
  operator {TEXT} NOT NULL,
  evidence {INT} NOT NULL,
  result {INT} NOT NULL,             -- 1 passed, 2 failed, 3 history from the roster
  valid_until {INT} NOT NULL,
  finding_seq {INT} NOT NULL,
  reverses {INT} NOT NULL,
  recorded_at {INT} NOT NULL{KEY person_id, n}
) {STRICT};

CREATE TABLE finding (
  seq {SEQ},
  subject_id {ID} NOT NULL,
  question {INT} NOT NULL,
  outcome {INT} NOT NULL,
  bytes {BLOB} NOT NULL,
  recorded_at {INT} NOT NULL{KEY subject_id, seq}
) {STRICT};

CREATE TABLE evidence (
  person_id {ID} NOT NULL,
  n {INT} NOT NULL,
  kind {INT} NOT NULL,
  side {INT} NOT NULL,               -- 1 for, 2 against
  strength {INT} NOT NULL,           -- 1 A, 2 B, 3 C
  happened_on {INT} NOT NULL,
  until_on {INT} NOT NULL DEFAULT 0,
  sentence {INT} NOT NULL DEFAULT 0,
  source {TEXT} NOT NULL,
  feed {TEXT} NOT NULL,
  feed_row {INT} NOT NULL,
  name_bytes {BLOB},
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (person_id, n)
) {CLUSTERED};

CREATE TABLE matter (
  subject_id {ID} NOT NULL,
  matter_id {ID} NOT NULL,
  kind {INT} NOT NULL,
  state {INT} NOT NULL,
  agency {TEXT} NOT NULL,            -- who must act
  opened_on {INT} NOT NULL,
  clock_from {INT} NOT NULL,
  clock_days {INT} NOT NULL,
  due_on {INT} NOT NULL,
  cause {INT} NOT NULL,
  event_on {INT} NOT NULL,
  until_on {INT} NOT NULL DEFAULT 0,
  reported_on {INT} NOT NULL DEFAULT 0,
  detail {INT} NOT NULL DEFAULT 0,   -- sentence, place of the reporter …: the kind says
  effect_month {INT} NOT NULL DEFAULT 0,
  parent_matter {ID} NOT NULL DEFAULT 0,
  note {TEXT} NOT NULL DEFAULT '',
  events {INT} NOT NULL DEFAULT 0,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, matter_id)
) {CLUSTERED};

CREATE INDEX matter_id_of ON matter (matter_id);
CREATE INDEX matter_worklist ON matter (agency, kind, state, due_on);

CREATE TABLE matter_event (
  subject_id {ID} NOT NULL,
  matter_id {ID} NOT NULL,
  n {INT} NOT NULL,
  event {INT} NOT NULL,
  from_state {INT} NOT NULL,
  to_state {INT} NOT NULL,
  actor {TEXT} NOT NULL,
  releaser {TEXT} NOT NULL DEFAULT '',
  adverse {INT} NOT NULL DEFAULT 0,
  happened_on {INT} NOT NULL,
  reason {TEXT} NOT NULL DEFAULT '',
  finding_seq {INT} NOT NULL DEFAULT 0,
  letter {TEXT} NOT NULL DEFAULT '',
  served_on {INT} NOT NULL DEFAULT 0,
  served_how {TEXT} NOT NULL DEFAULT '',
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, matter_id, n),
  FOREIGN KEY (subject_id, matter_id) REFERENCES matter (subject_id, matter_id),
  CHECK (adverse = 0 OR (releaser <> '' AND releaser <> actor AND finding_seq <> 0))
) {CLUSTERED};

CREATE TABLE notice (
  subject_id {ID} NOT NULL,
  notice_id {ID} NOT NULL,
  about {TEXT} NOT NULL,             -- what it is about, so that it is never made twice
  kind {INT} NOT NULL,
  channel {TEXT} NOT NULL,
  state {INT} NOT NULL,
  made_on {INT} NOT NULL,
  matter_id {ID} NOT NULL DEFAULT 0,
  number {TEXT} NOT NULL DEFAULT '', -- 文号
  body {BLOB} NOT NULL,              -- sealed: a letter names the person
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (subject_id, notice_id),
  UNIQUE (subject_id, about)
) {CLUSTERED};

CREATE TABLE payroll_run (
  payer {TEXT} NOT NULL,
  month {INT} NOT NULL,
  sequence {INT} NOT NULL,
  state {INT} NOT NULL,              -- 1 open, 2 locked, 3 sent, 4 acknowledged, 5 recalled
  locked_at {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (payer, month, sequence)
) {CLUSTERED};

CREATE TABLE payroll_event (
  payer {TEXT} NOT NULL,
  month {INT} NOT NULL,
  sequence {INT} NOT NULL,
  n {INT} NOT NULL,
  state {INT} NOT NULL,
  actor {TEXT} NOT NULL,
  happened_on {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (payer, month, sequence, n)
) {CLUSTERED};

CREATE TABLE collective_window (
  window_id {ID} NOT NULL PRIMARY KEY,
  scope {TEXT} NOT NULL,
  announced {INT} NOT NULL,
  first_day {INT} NOT NULL,
  last_day {INT} NOT NULL,
  recorded_at {INT} NOT NULL,
  CHECK (announced < first_day AND first_day <= last_day)
) {STRICT};

CREATE TABLE outage (
  outage_id {ID} NOT NULL PRIMARY KEY,
  channel {TEXT} NOT NULL,
  from_day {INT} NOT NULL,
  until_day {INT} NOT NULL,
  note {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};

CREATE TABLE staff (
  login {TEXT} NOT NULL PRIMARY KEY,
  name {TEXT} NOT NULL,
  password {TEXT} NOT NULL,
  second_factor {BLOB},
  disabled_from {INT} NOT NULL DEFAULT 0,
  recorded_at {INT} NOT NULL
) {CLUSTERED};

CREATE TABLE staff_grant (
  login {TEXT} NOT NULL,
  role {INT} NOT NULL,
  agency {TEXT} NOT NULL,
  agency_kind {INT} NOT NULL,
  valid_from {INT} NOT NULL,
  valid_until {INT} NOT NULL DEFAULT 0,
  granted_by {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (login, role, agency, valid_from)
) {CLUSTERED};

CREATE TABLE request (
  request_id {SEQ},
  subject_id {ID} NOT NULL,
  principal {TEXT} NOT NULL,
  digest {BLOB},
  answer {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL{KEY subject_id, request_id}
) {STRICT};

CREATE TABLE audit (
  seq {SEQ},
  chain {ID} NOT NULL,
  n {INT} NOT NULL,
  prev_seq {INT} NOT NULL,
  moment {INT} NOT NULL,
  actor {TEXT} NOT NULL,
  action {TEXT} NOT NULL,
  object {TEXT} NOT NULL,
  purpose {TEXT} NOT NULL,
  request_id {INT} NOT NULL,
  content {BLOB} NOT NULL,
  prev {BLOB} NOT NULL,
  digest {BLOB} NOT NULL{KEY chain, n}
) {STRICT};

CREATE TABLE audit_tip (
  chain {ID} NOT NULL PRIMARY KEY,
  n {INT} NOT NULL,
  seq {INT} NOT NULL,                -- of entry n: the log of a subject is read backwards from here
  head {INT} NOT NULL,               -- the n that the newest signed head covers, 0 for none
  digest {BLOB} NOT NULL
) {STRICT};

CREATE TABLE audit_head (
  day {INT} NOT NULL PRIMARY KEY,
  root {BLOB} NOT NULL,
  count {INT} NOT NULL,
  signature {BLOB} NOT NULL
) {STRICT};

CREATE TABLE job (
  job_id {ID} NOT NULL PRIMARY KEY,
  kind {TEXT} NOT NULL,
  state {INT} NOT NULL,
  digest {TEXT} NOT NULL,
  position {INT} NOT NULL,
  total {INT} NOT NULL,
  detail {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};

CREATE TABLE day_run (
  day {INT} NOT NULL PRIMARY KEY,
  counts {TEXT} NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};
