CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE data_key (
    id TEXT PRIMARY KEY,              -- hexadecimal, in every value sealed under it; the two roots have a name instead
    purpose TEXT NOT NULL CHECK (purpose IN ('seal', 'digest', 'checkpoint')),
    cipher TEXT NOT NULL CHECK (cipher IN ('aes-256-gcm', 'sm4-gcm')),
    created_at BIGINT NOT NULL,
    retired_at BIGINT                 -- since then nothing is sealed under it
);
CREATE TABLE wrapped_key (
    key_id TEXT NOT NULL REFERENCES data_key (id),
    master TEXT NOT NULL,             -- which key file: a digest of it
    wrapped BLOB NOT NULL,
    PRIMARY KEY (key_id, master)
);
CREATE TABLE region (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'county', 'zone')),
    parent_id TEXT REFERENCES region (id)
);
CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bureau', 'institution', 'enterprise', 'college', 'partner')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES region (id),
    credit_code TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL
);
CREATE TABLE person_category (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL              -- the rule that names it
);
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,               -- empty once the account is closed
    name_sealed BLOB,                 -- the name of somebody whose account is closed
    sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),   -- of somebody who is gone it is not known
    birth_date TEXT NOT NULL,
    document_type TEXT NOT NULL,
    document_digest BLOB NOT NULL,
    document_sealed BLOB NOT NULL,
    document_masked TEXT NOT NULL,
    phone_sealed BLOB NOT NULL,
    phone_masked TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES region (id),
    category_code TEXT REFERENCES person_category (code),
    category_since TEXT,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    kept_until BIGINT,                -- absent where nothing of somebody is kept (any more), and for everybody else
    -- A random number in the digests of this row that stand in the audit log: once it is gone, nobody can tell of whom they are.
    fact_salt BLOB NOT NULL DEFAULT x'',
    CONSTRAINT person_document_once UNIQUE (document_type, document_digest)
);
CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    text_version TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    told_at BIGINT,                   -- until when they were told of changes to password and second factor; absent: never
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT account_login_once UNIQUE (login)
);
CREATE TABLE role_grant (
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    region_id TEXT REFERENCES region (id),
    granted_at BIGINT NOT NULL,
    ends_at BIGINT,                   -- absent: not yet known
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: a role without it gives no right
    PRIMARY KEY (account_id, role)
);
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    code_digest BLOB NOT NULL,
    name TEXT NOT NULL,               -- who is meant; empty once the time is over
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    invited_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    accepted_by TEXT REFERENCES account (id),
    CONSTRAINT invitation_code_once UNIQUE (code_digest)
);
CREATE TABLE login_session (
    token_digest BLOB PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL DEFAULT ''   -- a rough kind such as `android/wechat`, so that people know their own
);
CREATE TABLE login_ended (
    token_digest BLOB PRIMARY KEY,
    at_ms BIGINT NOT NULL             -- by the clock of the database
) WITHOUT ROWID;
CREATE TABLE login_failure (
    login TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE TABLE account_phone (
    phone_digest BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    verified_at BIGINT,               -- when a code sent to it was typed right; until then it is only what somebody wrote
    CONSTRAINT account_phone_once UNIQUE (phone_digest)
);
CREATE TABLE one_time_code (
    phone_digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    code_digest BLOB NOT NULL,
    sent_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (phone_digest, purpose)
);
CREATE TABLE code_sending (
    id TEXT PRIMARY KEY,
    whom TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE TABLE second_factor (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret_sealed BLOB NOT NULL,
    last_step BIGINT NOT NULL,        -- the half minute whose code was used last: a code opens once
    since BIGINT NOT NULL
);
CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    code_digest BLOB NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_digest)
);
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    credential_id TEXT NOT NULL,      -- what the device calls it, base64url
    name TEXT NOT NULL,               -- what its owner calls it
    public_key TEXT NOT NULL,         -- with what else must be kept of it, JSON
    counter BIGINT NOT NULL,          -- how often the device says it was used; always 0 with many devices
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    removed_at BIGINT,
    CONSTRAINT passkey_credential_once UNIQUE (credential_id)
);
CREATE TABLE passkey_challenge (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'sign_in', 'check', 'hold')),
    account_id TEXT NOT NULL,         -- whose device is asked; empty at sign-in, where the answer says who it is
    subject TEXT NOT NULL,            -- the check it answers, or the name of the passkey to be added
    state TEXT NOT NULL,              -- what the answer must fit, JSON
    until_ms BIGINT NOT NULL
);
CREATE TABLE identity_link (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,            -- what the provider calls the person
    account_id TEXT NOT NULL REFERENCES account (id),
    linked_at BIGINT NOT NULL,
    CONSTRAINT identity_link_subject_once PRIMARY KEY (issuer, subject),
    CONSTRAINT identity_link_account_once UNIQUE (issuer, account_id)
);
CREATE TABLE staff_device (
    device_digest BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (device_digest, account_id)
);
CREATE TABLE category_paper (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    category_code TEXT NOT NULL REFERENCES person_category (code),
    since TEXT NOT NULL,              -- the day since which the category holds, as the person says
    name_sealed BLOB NOT NULL,        -- a file's name may hold somebody's number
    kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('open', 'accepted', 'refused')),
    decided_at BIGINT,
    decided_by TEXT REFERENCES account (id),
    reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE paper_content (
    paper_id TEXT PRIMARY KEY REFERENCES category_paper (id),
    content_sealed BLOB NOT NULL
);
CREATE TABLE paper_seen (
    paper_id TEXT NOT NULL REFERENCES category_paper (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (paper_id, account_id)
);
CREATE TABLE course (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    outcomes TEXT NOT NULL,           -- JSON array of texts
    outcomes_en TEXT NOT NULL,
    trade_code TEXT NOT NULL,
    trade TEXT NOT NULL,
    trade_en TEXT NOT NULL,
    level TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'blended')),
    cover TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    published_at BIGINT NOT NULL
);
CREATE TABLE course_audience (
    course_id TEXT NOT NULL REFERENCES course (id),
    category_code TEXT NOT NULL REFERENCES person_category (code),
    PRIMARY KEY (course_id, category_code)
);
CREATE TABLE course_term (
    term TEXT NOT NULL,
    course_id TEXT NOT NULL REFERENCES course (id),
    weight BIGINT NOT NULL,
    PRIMARY KEY (term, course_id)
);
CREATE TABLE lesson (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES course (id),
    code TEXT NOT NULL UNIQUE,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'document', 'quiz')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,      -- measured by the server when published
    media_path TEXT,
    media_bytes BIGINT NOT NULL,
    media_sha256 TEXT,                -- of the film, measured by the server when published
    captions_path TEXT,
    poster_path TEXT,
    pages TEXT NOT NULL,              -- JSON array of document pages or quiz items, empty for a video
    CONSTRAINT lesson_position_once UNIQUE (course_id, position)
);
CREATE TABLE question (
    id TEXT PRIMARY KEY,
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    at_ms BIGINT NOT NULL,            -- asked only after this moment of the lesson was studied
    prompt TEXT NOT NULL,
    options TEXT NOT NULL,            -- JSON array of texts; the first is right
    explanation TEXT NOT NULL
);
CREATE TABLE training_class (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    course_id TEXT NOT NULL REFERENCES course (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    teacher_id TEXT REFERENCES account (id),
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    policy_version TEXT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE TABLE class_plan (
    class_id TEXT NOT NULL REFERENCES training_class (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    due_on TEXT NOT NULL,
    PRIMARY KEY (class_id, lesson_id)
);
CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolled_at BIGINT NOT NULL,
    CONSTRAINT enrolment_once UNIQUE (class_id, person_id)
);
CREATE TABLE study_session (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    policy_version TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT CHECK (end_reason IN ('closed', 'superseded'))
);
CREATE TABLE study_trace (
    session_id TEXT PRIMARY KEY REFERENCES study_session (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    opened_at BIGINT NOT NULL,
    device_digest BLOB,
    network_digest BLOB
);
CREATE TABLE person_study (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    state TEXT NOT NULL,              -- JSON of domain::study::PersonStudy
    log BLOB,                         -- domain::study::RecordLog of the open segment
    live_progress TEXT,               -- JSON of domain::study::LessonProgress of the live lesson
    live_counted_ms BIGINT NOT NULL DEFAULT 0,   -- of it not yet in lesson_progress
    -- What lists need of the state:
    live_enrolment_id TEXT,
    live_lesson_id TEXT,
    last_beat_at BIGINT NOT NULL,
    open_check_id TEXT,
    held BOOLEAN NOT NULL,
    -- MAC of state, log and live progress (store_read::row_mac): what was not written by the running server is not counted on.
    mac BLOB NOT NULL DEFAULT x''
);
CREATE TABLE lesson_progress (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    covered TEXT NOT NULL,            -- JSON of domain::coverage::Ranges
    position_ms BIGINT NOT NULL,
    credited_to_ms BIGINT NOT NULL,
    waiting_ms BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id)
);
CREATE TABLE evidence (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,          -- number of its first record among the person's
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,          -- time of its last record
    body BLOB NOT NULL,               -- domain::study::RecordLog, packed (store::packed)
    mac BLOB NOT NULL DEFAULT x'',    -- MAC of the row (store_read::row_mac)
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TABLE evidence_archive (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    body BLOB NOT NULL,
    mac BLOB NOT NULL DEFAULT x'',
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TABLE attendance_check (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    session_id TEXT NOT NULL REFERENCES study_session (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT,                    -- the enrolment's
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    kind TEXT NOT NULL,
    question_id TEXT,
    offer BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    shown_at BIGINT,
    ignored_at TEXT,                  -- moments at which an offer of it ran out unanswered, JSON
    answered_at BIGINT,
    outcome TEXT CHECK (outcome IN ('passed', 'wrong', 'hold', 'expired')),
    given_answer TEXT,
    hasty BOOLEAN NOT NULL DEFAULT FALSE,   -- answered faster than it can be read
    reply TEXT                        -- the stored answer to a final answer, returned if it is sent again
);
CREATE TABLE check_tally (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    answered BIGINT NOT NULL,
    unanswered BIGINT NOT NULL        -- offers that ran out
) WITHOUT ROWID;
CREATE TABLE refusal (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    day TEXT NOT NULL,
    code TEXT NOT NULL,
    ms BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id, day, code)
);
CREATE TABLE ledger_entry_group (
    entry_group INTEGER PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    person_digest BLOB NOT NULL,      -- as entries name the person
    policy TEXT NOT NULL,             -- the version in force when they were made
    CONSTRAINT ledger_entry_group_once UNIQUE (enrolment_id, policy, person_digest)
);
CREATE TABLE ledger_lesson (
    lesson INTEGER PRIMARY KEY,
    lesson_id TEXT NOT NULL UNIQUE REFERENCES lesson (id)
);
CREATE TABLE ledger_entry (
    entry_index INTEGER PRIMARY KEY,  -- place in the tree, from 0
    at_ms BIGINT NOT NULL,
    entry_group INTEGER NOT NULL REFERENCES ledger_entry_group (entry_group),
    lesson INTEGER NOT NULL REFERENCES ledger_lesson (lesson),
    ms INTEGER NOT NULL,
    day TEXT,                         -- the local day; absent if there are several (ledger_day)
    body BLOB NOT NULL,               -- the rest of the entry (domain::ledger::compact), or all of it packed (store::packed)
    mac BLOB NOT NULL DEFAULT x''     -- MAC of the entry at its place (store_read::row_mac)
);
CREATE TABLE ledger_day (
    entry_index INTEGER NOT NULL REFERENCES ledger_entry (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
) WITHOUT ROWID;
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,      -- how many were signed
    mac BLOB                          -- MAC of both (store_read::row_mac); absent while both are 0
);
CREATE TABLE ledger_node (
    node_index INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
);
CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);
CREATE TABLE cosignature (
    tree TEXT NOT NULL CHECK (tree IN ('ledger', 'audit')),
    size BIGINT NOT NULL,             -- of the checkpoint
    public_key TEXT NOT NULL,         -- of the witness, name+id+base64
    at_s BIGINT NOT NULL,             -- unix seconds, by the witness's clock
    line TEXT NOT NULL,               -- the signature line
    PRIMARY KEY (tree, size, public_key, at_s)
);
CREATE TABLE witness (
    public_key TEXT NOT NULL,
    tree TEXT NOT NULL CHECK (tree IN ('ledger', 'audit')),
    asked_at BIGINT NOT NULL,         -- when it was asked last
    silent_since BIGINT,              -- when it first was asked in vain, since it last cosigned
    trouble TEXT CHECK (trouble IN ('away', 'unknown', 'clock', 'shorter', 'rewritten')),
    PRIMARY KEY (public_key, tree),
    CONSTRAINT witness_silent CHECK ((silent_since IS NULL) = (trouble IS NULL))
);
CREATE TABLE ledger_key_note (
    n BIGINT CONSTRAINT ledger_key_note_once PRIMARY KEY,   -- place in the list, from 0: a hand-over, its end, the next hand-over
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE TABLE subsidy_record (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    policy_version TEXT NOT NULL,
    verified_ms BIGINT NOT NULL,
    required_ms BIGINT NOT NULL,
    credit_tenths BIGINT NOT NULL,
    completed BOOLEAN NOT NULL,
    pay_mode TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    reasoning TEXT NOT NULL,          -- JSON of domain::subsidy::Reason
    ledger_size BIGINT NOT NULL,      -- entries counted when it was computed
    computed_at BIGINT NOT NULL
);
CREATE TABLE appeal (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL,
    day TEXT NOT NULL,
    code TEXT NOT NULL CHECK (code IN ('check_ignored', 'day_cap', 'faster_than_time')),
    refused_ms BIGINT NOT NULL CHECK (refused_ms > 0),   -- as it stood when it was made
    reason TEXT NOT NULL CHECK (LENGTH(reason) >= 4),
    made_at BIGINT NOT NULL,
    CONSTRAINT appeal_once_per_span UNIQUE (enrolment_id, lesson_id, day, code),
    FOREIGN KEY (enrolment_id, lesson_id, day, code) REFERENCES refusal (enrolment_id, lesson_id, day, code)
);
CREATE TABLE appeal_step (
    appeal_id TEXT NOT NULL REFERENCES appeal (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'propose', 'send_back', 'confirm')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('grant', 'refuse')),
    ground TEXT,
    reason TEXT NOT NULL CHECK (LENGTH(reason) >= 4),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (appeal_id, n),
    CONSTRAINT appeal_step_verdict CHECK ((kind IN ('propose', 'confirm')) = (verdict IS NOT NULL)),
    CONSTRAINT appeal_step_ground CHECK ((verdict IS NOT NULL AND verdict = 'grant') = (ground IS NOT NULL))
);
CREATE TABLE appeal_holder (
    appeal_id TEXT NOT NULL REFERENCES appeal (id),
    n BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    CONSTRAINT appeal_holder_once PRIMARY KEY (appeal_id, n)
);
CREATE TABLE appeal_grant (
    appeal_id TEXT PRIMARY KEY REFERENCES appeal (id),
    entry_index BIGINT NOT NULL REFERENCES ledger_entry (entry_index),
    ms BIGINT NOT NULL CHECK (ms > 0),
    CONSTRAINT appeal_grant_once UNIQUE (entry_index)
);
CREATE TABLE registration_trace (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    at_ms BIGINT NOT NULL,
    number_digest BLOB NOT NULL,      -- of what neighbouring document numbers share
    device_digest BLOB,
    network_digest BLOB
);
CREATE TABLE signal (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,            -- what it is about, `person:…`, `device:…`: with the kind, once while open
    class_id TEXT REFERENCES training_class (id),
    day TEXT,                         -- the local day, where it is about one
    found_at BIGINT NOT NULL,
    evidence TEXT NOT NULL,           -- JSON: the numbers of its sentence
    looked_at BIGINT,
    looked_by TEXT REFERENCES account (id),
    verdict TEXT CHECK (verdict IN ('nothing', 'follow_up')),
    note TEXT
);
CREATE TABLE signal_person (
    signal_id TEXT NOT NULL REFERENCES signal (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (signal_id, person_id)
);
CREATE TABLE audit_event (
    id TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    account_id TEXT REFERENCES account (id),   -- absent for what the system does by itself
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    before_value TEXT NOT NULL DEFAULT '',     -- what stood there before a change, and what stands there since
    after_value TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL
);
CREATE TABLE audit_leaf (
    leaf_index BIGINT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES audit_event (id),
    mac BLOB NOT NULL DEFAULT x'',    -- MAC of the event at its place (store_read::row_mac)
    CONSTRAINT audit_leaf_once UNIQUE (event_id)
);
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,      -- how many were signed
    mac BLOB                          -- MAC of both (store_read::row_mac); absent while both are 0
);
CREATE TABLE audit_node (
    node_index INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
);
CREATE TABLE audit_checkpoint (
    size BIGINT PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);
CREATE TABLE export_run (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    class_id TEXT REFERENCES training_class (id),   -- absent: every class the requester may see
    region_id TEXT REFERENCES region (id),
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv', 'csv_raw')),
    full_numbers BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    ledger_size BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'building', 'ready', 'failed')),
    failure TEXT,
    file_name TEXT,
    row_count BIGINT,
    sha256 TEXT,
    manifest TEXT,
    finished_at BIGINT,
    erased_at BIGINT                  -- when its file was erased
);
CREATE TABLE job (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,            -- the id of what it is about; empty for what recurs
    payload TEXT NOT NULL,            -- JSON, where the subject does not say everything
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,         -- since it last succeeded
    lease_until BIGINT,               -- when its worker is taken for dead, unless it gives a sign of life
    leased_by TEXT,                   -- host and process of that worker
    last_error TEXT,
    steps_done BIGINT,                -- how far its worker has come, where it says so
    steps BIGINT,                     -- of so many
    created_at BIGINT NOT NULL,
    finished_at BIGINT,               -- of what recurs: when it last ended well
    PRIMARY KEY (kind, subject)
);
INSERT INTO _sqlx_migrations VALUES (1, 'key', '2026-11-30 01:43:16', 1, X'25A2EA03557A860E737355D5A53D083D6923BA13637947F3EB80D1DF83966219F9F924593C2525E8BA1A3CB919E17CE9', 1195544);
INSERT INTO _sqlx_migrations VALUES (2, 'person', '2026-11-30 01:43:16', 1, X'5EA1BB3ED7508148BBAC9F6EDF738AB46BF09BA0CF62448A0810DE70BF89C2140F8E6A0F6C22BA98D4F9E3DEFCFAA03B', 1546779);
INSERT INTO _sqlx_migrations VALUES (3, 'account', '2026-11-30 01:43:16', 1, X'E423343CDE4E908838B8BCBAB093D793E7252092A5144028CAE89D6D0AEE379CD424108A375E27E465D0FAFD030FF30F', 3269760);
INSERT INTO _sqlx_migrations VALUES (4, 'paper', '2026-11-30 01:43:16', 1, X'F7D77AC216558CBEE3C47284652DA26A5CCFA6F0F5D01E875959FD4EFBCDB6B4CB8F304934FA4D2E18232C03948BBB1A', 1321001);
INSERT INTO _sqlx_migrations VALUES (5, 'course class', '2026-11-30 01:43:16', 1, X'0198081F456C287A06D767A56EE94D2908C3348D88BA01CB3AEB62008658B668F4CA5F940EED87BF982BFA8118C087AC', 3444270);
INSERT INTO _sqlx_migrations VALUES (6, 'study', '2026-11-30 01:43:16', 1, X'E12FDAC624D6A20570F7FCE2417BA4809549A322C4A88E0D4B8A7C86EAB2B7B1106D2065E02A784B9ED255C738F06E5F', 3591499);
INSERT INTO _sqlx_migrations VALUES (7, 'ledger', '2026-11-30 01:43:16', 1, X'CB7ACA846E8D946627605637DB3995FCF5B4F3523EEDEA031A7CD4D85948A72A85946C9508881C53FC8C08D731F5A41D', 3323159);
INSERT INTO _sqlx_migrations VALUES (8, 'appeal signal', '2026-11-30 01:43:16', 1, X'C6C2CF34E17D3C2A5F6A6C741CFF96B6BFA2C90906B2DDE13F075D074012EA21BE8454DD0CC703D97B5790E5A73B663A', 2859477);
INSERT INTO _sqlx_migrations VALUES (9, 'audit', '2026-11-30 01:43:16', 1, X'9C8ABE359A4BE79F8FE05BB4FB54C4743B59387146F00D21AD70763C50B0B12FEDDAC274796DC0050C7432670B657960', 2077691);
INSERT INTO _sqlx_migrations VALUES (10, 'export', '2026-11-30 01:43:16', 1, X'239C808F591423A062E43D70588F1F7D11F678409C080EC016A182555E6E0394BF45107E1968B8F0308B3796345AA365', 788437);
INSERT INTO _sqlx_migrations VALUES (11, 'job', '2026-11-30 01:43:16', 1, X'B04E5604E71055E76CF20F88882D5435D27B368060BAE6BA9685FEDB8C560DC48FA811656E78060E69B8922CFA9FEB42', 714846);
INSERT INTO setting VALUES ('key_check', '3de1e7c814cd124d8f751f9e77e60669d3a2392cfd2699bf110e5e24696608aa');
INSERT INTO data_key VALUES ('digest', 'digest', 'aes-256-gcm', 0, NULL);
INSERT INTO data_key VALUES ('checkpoint', 'checkpoint', 'aes-256-gcm', 0, NULL);
INSERT INTO data_key VALUES ('9b74a8516a89391b', 'seal', 'aes-256-gcm', 1795309200000, NULL);
INSERT INTO wrapped_key VALUES ('digest', '16de2b3d9039249a', X'AFCD1D7B39A820E2F465B9A1B727C77C9C81F416A842848BAE919DA1B29ED4113BE6C7A9C6FCF56DBF3A2EFBA879901D8702F071C51B81D2A6E1F282');
INSERT INTO wrapped_key VALUES ('checkpoint', '16de2b3d9039249a', X'4F450980185DC406EC814C72D796021D8FFC9B4BF73DBD18F36531333E081A84F4D4FCFFB81B7BDED390F3DDDEA9B0CBF93DE152A5DA1E981F9DD425');
INSERT INTO wrapped_key VALUES ('9b74a8516a89391b', '16de2b3d9039249a', X'A6B08C368C48B8F3093DB13C36ACFC7A9BCA253CCA755E9950020D034A65D58695CF56CE0F122473DC76EE8C861E72A7D5D93904D824CFEED104F36E');
INSERT INTO region VALUES ('elsewhere', '外地', 'Elsewhere', 'city', NULL);
INSERT INTO region VALUES ('city', '东营市', 'Dongying', 'city', NULL);
INSERT INTO region VALUES ('county', '河口区', 'Hekou', 'county', 'city');
INSERT INTO region VALUES ('county2', '新滩区', 'Xintan', 'county', 'city');
INSERT INTO organisation VALUES ('bureau', 'bureau', '市人社局', 'City bureau', 'city', 'C0', '12333');
INSERT INTO organisation VALUES ('school', 'institution', '渔丰学校', 'Yufeng School', 'county', 'C1', '0546-1');
INSERT INTO organisation VALUES ('school2', 'institution', '新航学校', 'Xinhang School', 'county2', 'C2', '0546-2');
INSERT INTO person_category VALUES ('rural_transfer', '农村转移就业劳动者', 'Rural migrant worker', '2020-01-01', NULL, 'test');
INSERT INTO person_category VALUES ('unemployed', '登记失业人员', 'Registered unemployed', '2020-01-01', NULL, 'test');
INSERT INTO person_category VALUES ('graduate', '毕业年度高校毕业生', 'Graduate', '2020-01-01', NULL, 'test');
INSERT INTO person_category VALUES ('employee', '企业职工', 'Employee', '2020-01-01', NULL, 'test');
INSERT INTO person VALUES ('person-zhou', '学员zhou', NULL, 'f', '1990-01-01', 'resident', X'B44CF0EC8140E2240D32BB4C857FEBC00459D0138A085FF1BE4ABF9255558C55', X'019B74A8516A89391B2FA93A9855751F8E194DCC00A9D68FE0809EBBDEFD23EE8A84EC6EB1D7F43E604A02D93920100F04C392F738742F', '0000**********0000', X'019B74A8516A89391BF6DE5B05E026D3C27BDBBBE074A9726A28B788C5DF44C7512AA54666EA31D0F95AC83A253532CB0BF16E80006FB4', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-wu', '学员wu', NULL, 'f', '1990-01-01', 'resident', X'85863361F4E9EAE1EF676C76E0F3578B6261D1DEE44548D31725F083C6D6A8FA', X'019B74A8516A89391B867F7F2B1017CFC3644F9183D3703B137FFB9F4DA84347B34F7DE8092196DE467771E74E5073F4252A152753CAE8', '0000**********0000', X'019B74A8516A89391BAB801D97973FBB8455125275856710069D840E95583688BD4876DE462DE8E049B50AAAD1E79817C1404CB3FF3806', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-li', '学员li', NULL, 'f', '1990-01-01', 'resident', X'A3FC622AC0432622F02948992B288E9DB5DF89FEB3DBB4FC05D1EA3BA6F1E77F', X'019B74A8516A89391B0DF12518928A03A96A2FCA0DF2C192800571ACA1CF5A560D65227375DE2667B3F3184F5BB403CBB200B20AC379B3', '0000**********0000', X'019B74A8516A89391BAC85445A2B8D1AD8D79E0B10D7DACA10CE071F1FC85EA84A1D7E0E4D6034580DF329CF74192E0ED58A0955010E71', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', X'CEDC5CD3842B43E123FB68FDFE0CBDFFCCFF080E97FC29BEA97CCDB0D96EAAD0', X'019B74A8516A89391B45366A0F18A5D4871B1382BD01B70DBF82D2FDBA302FD5C542609166A191936916A54FDC2A6397F4B2F1556E9FE5', '0000**********0000', X'019B74A8516A89391B620C66E9FEDC2C440B5E6B115F7E54EA5636027C34EC32BA7E783914274E48C56ED722E6976CD6082B10B691CB35', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795311027000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', X'4F6E4F10F67603F391D743CD6182353D3F88CCAD25803204771DA8F0E6A193D6', X'019B74A8516A89391B1E21BCCA0616720F27A1F169BEE325D3646A87F008104AE5CCD48FF23A2B15D15B2B6E4860D6D8FACC55755DAA10', '0000**********0000', X'019B74A8516A89391B809D7B1E128F20A63546218482EEAEB4709182E745B4152369FE04158088FCA1AE416D255F6B2C7A445A34FA87AC', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795312854000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', X'09679EB91B2E6C26E661ECE5CF33F3860D88A1C88B9FCAAFFB8503CFAC9C8BFD', X'019B74A8516A89391BB367449D86E4EAAD528CFA70A18B3FE7770491E006DBD27A9FDC5CEF4DC485FC42FE2AEDF07D67C92559A999BDC4', '0000**********0000', X'019B74A8516A89391B43B2D0FA0C53635A996B583F8B26A7601249538383EA2A3F9792BF802A3EF40EC2190D596CCD0C5D04AA58F62350', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795313178000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'3AA18A0E6226D0DD652B5F2DA51245A2');
INSERT INTO account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'2CCB7C4F98D7AAD1B2A9E821DF14FFB6');
INSERT INTO account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'645437DE2B33BAD00E741B202615D394');
INSERT INTO account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795311027000, NULL, X'2A435B30DA4482BEB567E3B96C378F1B');
INSERT INTO account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795312854000, NULL, X'7D9328D21474554A1B1FC438970CE528');
INSERT INTO account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795313178000, NULL, X'B7792C41F581D337F37E0A77FEF8DD88');
INSERT INTO role_grant VALUES ('account-zhou', 'city_first_reviewer', 'bureau', 'city', 1795309200000, NULL, X'0A173DFDEF49DBED3242C1ACF5569C41');
INSERT INTO role_grant VALUES ('account-wu', 'city_second_reviewer', 'bureau', 'city', 1795309200000, NULL, X'F652AD1C2778A28DDABBA6980ABCF23C');
INSERT INTO role_grant VALUES ('account-li', 'learner', NULL, 'county', 1795309200000, NULL, X'E2E3D5ADADDAD891B4A0227C3C6D40E0');
INSERT INTO role_grant VALUES ('account-wang', 'learner', NULL, 'county', 1795311027000, NULL, X'54DDDDB14C4DA69D8FF774DBA9908DE7');
INSERT INTO role_grant VALUES ('account-zhao', 'learner', NULL, 'county', 1795312854000, NULL, X'C3C9AF51D54DED80493A5C72EE0D2960');
INSERT INTO role_grant VALUES ('account-sun', 'learner', NULL, 'county', 1795313178000, NULL, X'5039FA4B28EEB8FF52D690DABA93840D');
INSERT INTO login_session VALUES (X'068AB1529533FE955E4A89A6EC03125B6AD6C1AF57F969DE0E36C7D243B4C679', 'account-zhou', 1795309200000, 1795314226000, 1795352400000, '');
INSERT INTO login_session VALUES (X'2D2E831CAD38B651AF2F1476F003D63568332DA231C2CCC07782E4B1D5EEACB4', 'account-wu', 1795309200000, 1795312854000, 1795352400000, '');
INSERT INTO login_session VALUES (X'98B66CFA70908D90A58BC0A4E25612B9436079CEECCA50A1F3CC06A0304200B6', 'account-li', 1795309200000, 1795309200000, 1795352400000, '');
INSERT INTO login_session VALUES (X'1D0D5085A3A2C25882D21657E69536BFA6E510AA921581B87AF7CDADD433DE32', 'account-li', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO login_session VALUES (X'7B7BAC8E9411C4B24FF7746E3035D1304F7D03C4A832CA71A97796A75C643EAA', 'account-wang', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO login_session VALUES (X'156997481944405065639A121B20BCC3740A8559549D64F64D89FDCEB3475FC7', 'account-wang', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO login_session VALUES (X'5768634F4B82766F000F7D282E7C0CF7FEA5089B8EDB0C768C9764851FF80CEA', 'account-zhao', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO login_session VALUES (X'FFF9A007A3B9265A4CBBADA7B29D8ED9EC11C26C31F12CC44E8DB1CB464E458C', 'account-sun', 1795313178000, 1795313178000, 1795356378000, '');
INSERT INTO course VALUES ('crab', 'crab', '大闸蟹养殖入门', 'crab first steps', '从选塘到卖蟹,一步一步学', 'Step by step', '["会选塘","会喂养"]', '["Choose a pond","Feed"]', 'trade-crab', '水产养殖工', 'Aquaculture worker', 'special', 'online', 'crab.svg', 'school', 1795309200000);
INSERT INTO course_audience VALUES ('crab', 'rural_transfer');
INSERT INTO course_audience VALUES ('crab', 'unemployed');
INSERT INTO course_term VALUES ('1', 'crab', 1);
INSERT INTO course_term VALUES ('2', 'crab', 1);
INSERT INTO course_term VALUES ('3', 'crab', 1);
INSERT INTO course_term VALUES ('aquaculture', 'crab', 4);
INSERT INTO course_term VALUES ('by', 'crab', 2);
INSERT INTO course_term VALUES ('crab', 'crab', 8);
INSERT INTO course_term VALUES ('first', 'crab', 8);
INSERT INTO course_term VALUES ('lesson', 'crab', 1);
INSERT INTO course_term VALUES ('step', 'crab', 2);
INSERT INTO course_term VALUES ('steps', 'crab', 8);
INSERT INTO course_term VALUES ('worker', 'crab', 4);
INSERT INTO course_term VALUES ('一', 'crab', 3);
INSERT INTO course_term VALUES ('一步', 'crab', 3);
INSERT INTO course_term VALUES ('产', 'crab', 4);
INSERT INTO course_term VALUES ('产养', 'crab', 4);
INSERT INTO course_term VALUES ('从', 'crab', 2);
INSERT INTO course_term VALUES ('从选', 'crab', 2);
INSERT INTO course_term VALUES ('会', 'crab', 1);
INSERT INTO course_term VALUES ('会喂', 'crab', 1);
INSERT INTO course_term VALUES ('会选', 'crab', 1);
INSERT INTO course_term VALUES ('做', 'crab', 1);
INSERT INTO course_term VALUES ('入', 'crab', 8);
INSERT INTO course_term VALUES ('入门', 'crab', 8);
INSERT INTO course_term VALUES ('养', 'crab', 13);
INSERT INTO course_term VALUES ('养殖', 'crab', 12);
INSERT INTO course_term VALUES ('册', 'crab', 1);
INSERT INTO course_term VALUES ('准', 'crab', 1);
INSERT INTO course_term VALUES ('准备', 'crab', 1);
INSERT INTO course_term VALUES ('到', 'crab', 2);
INSERT INTO course_term VALUES ('到卖', 'crab', 2);
INSERT INTO course_term VALUES ('前', 'crab', 1);
INSERT INTO course_term VALUES ('前的', 'crab', 1);
INSERT INTO course_term VALUES ('卖', 'crab', 2);
INSERT INTO course_term VALUES ('卖蟹', 'crab', 2);
INSERT INTO course_term VALUES ('喂', 'crab', 1);
INSERT INTO course_term VALUES ('喂养', 'crab', 1);
INSERT INTO course_term VALUES ('塘', 'crab', 3);
INSERT INTO course_term VALUES ('塘到', 'crab', 2);
INSERT INTO course_term VALUES ('备', 'crab', 1);
INSERT INTO course_term VALUES ('大', 'crab', 9);
INSERT INTO course_term VALUES ('大闸', 'crab', 9);
INSERT INTO course_term VALUES ('学', 'crab', 2);
INSERT INTO course_term VALUES ('工', 'crab', 4);
INSERT INTO course_term VALUES ('师', 'crab', 1);
INSERT INTO course_term VALUES ('师一', 'crab', 1);
INSERT INTO course_term VALUES ('手', 'crab', 1);
INSERT INTO course_term VALUES ('手册', 'crab', 1);
INSERT INTO course_term VALUES ('放', 'crab', 1);
INSERT INTO course_term VALUES ('放苗', 'crab', 1);
INSERT INTO course_term VALUES ('步', 'crab', 3);
INSERT INTO course_term VALUES ('步一', 'crab', 3);
INSERT INTO course_term VALUES ('步做', 'crab', 1);
INSERT INTO course_term VALUES ('步学', 'crab', 2);
INSERT INTO course_term VALUES ('殖', 'crab', 12);
INSERT INTO course_term VALUES ('殖入', 'crab', 8);
INSERT INTO course_term VALUES ('殖工', 'crab', 4);
INSERT INTO course_term VALUES ('水', 'crab', 4);
INSERT INTO course_term VALUES ('水产', 'crab', 4);
INSERT INTO course_term VALUES ('病', 'crab', 1);
INSERT INTO course_term VALUES ('病手', 'crab', 1);
INSERT INTO course_term VALUES ('的', 'crab', 1);
INSERT INTO course_term VALUES ('的准', 'crab', 1);
INSERT INTO course_term VALUES ('着', 'crab', 1);
INSERT INTO course_term VALUES ('着老', 'crab', 1);
INSERT INTO course_term VALUES ('老', 'crab', 1);
INSERT INTO course_term VALUES ('老师', 'crab', 1);
INSERT INTO course_term VALUES ('苗', 'crab', 1);
INSERT INTO course_term VALUES ('苗前', 'crab', 1);
INSERT INTO course_term VALUES ('蟹', 'crab', 11);
INSERT INTO course_term VALUES ('蟹养', 'crab', 8);
INSERT INTO course_term VALUES ('认', 'crab', 1);
INSERT INTO course_term VALUES ('认识', 'crab', 1);
INSERT INTO course_term VALUES ('识', 'crab', 1);
INSERT INTO course_term VALUES ('识大', 'crab', 1);
INSERT INTO course_term VALUES ('跟', 'crab', 1);
INSERT INTO course_term VALUES ('跟着', 'crab', 1);
INSERT INTO course_term VALUES ('选', 'crab', 3);
INSERT INTO course_term VALUES ('选塘', 'crab', 3);
INSERT INTO course_term VALUES ('门', 'crab', 8);
INSERT INTO course_term VALUES ('闸', 'crab', 9);
INSERT INTO course_term VALUES ('闸蟹', 'crab', 9);
INSERT INTO course_term VALUES ('防', 'crab', 1);
INSERT INTO course_term VALUES ('防病', 'crab', 1);
INSERT INTO lesson VALUES ('crab-1', 'crab', 'crab-1', 1, 'video', '认识大闸蟹', 'Lesson 1', '跟着老师一步一步做', 600000, 'crab-1.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-1.vtt', NULL, '[]');
INSERT INTO lesson VALUES ('crab-2', 'crab', 'crab-2', 2, 'video', '放苗前的准备', 'Lesson 2', '跟着老师一步一步做', 300000, 'crab-2.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-2.vtt', NULL, '[]');
INSERT INTO lesson VALUES ('crab-3', 'crab', 'crab-3', 3, 'document', '防病手册', 'Lesson 3', '跟着老师一步一步做', 120000, NULL, 0, NULL, NULL, NULL, '[{"title":"第一页","seconds":120,"body":"正文"}]');
INSERT INTO question VALUES ('crab-1-q1', 'crab-1', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO question VALUES ('crab-2-q1', 'crab-2', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO question VALUES ('crab-3-q1', 'crab-3', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO training_class VALUES ('crab-k', 'crab-2026-1', 'crab', 'school', 'county', NULL, '2026 年第 1 期', '2026-11-01', '2027-06-30', 30, '2026-01-01', 1795309200000);
INSERT INTO class_plan VALUES ('crab-k', 'crab-1', '2026-11-07');
INSERT INTO class_plan VALUES ('crab-k', 'crab-2', '2026-11-14');
INSERT INTO class_plan VALUES ('crab-k', 'crab-3', '2026-11-21');
INSERT INTO enrolment VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', 1795309200000);
INSERT INTO enrolment VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO enrolment VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO enrolment VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', 1795313178000);
INSERT INTO study_session VALUES ('01a200c4-6280-7b4f-8cdb-f1825e930033', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1795309200000, 1795309320000, 'closed');
INSERT INTO study_session VALUES ('01a200c6-5298-7b18-bbb8-37b255e20ed5', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795309327000, 1795309627000, 'closed');
INSERT INTO study_session VALUES ('01a200dd-35f8-7495-88f0-13d8757de0c0', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795310827000, 1800584626000, 'superseded');
INSERT INTO study_session VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO study_session VALUES ('01a200e2-3350-7437-aeb4-9b2fa8cad1a7', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO study_session VALUES ('01a200f9-16b0-77cd-b9da-ae6c077211c2', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO study_session VALUES ('01a200fc-23f0-7972-a413-ff31e17d4fe8', 'person-zhao', '01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO study_session VALUES ('01a20101-1590-7063-9e81-685685e6098d', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-1', '2026-01-01', 1795313178000, 1795313778000, 'closed');
INSERT INTO study_session VALUES ('01a2010a-58a8-7ac8-b57a-7133344c5193', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-2', '2026-01-01', 1795313785000, 1795314092000, 'closed');
INSERT INTO study_session VALUES ('01a2010f-2338-7719-b41c-a96bfef48ac6', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-3', '2026-01-01', 1795314099000, 1795314219000, 'closed');
INSERT INTO study_session VALUES ('01a33b34-ff50-78c6-a6a1-e81633fe63db', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '2026-01-01', 1800584626000, 1800584686000, 'closed');
INSERT INTO study_session VALUES ('01a33b36-0508-7418-aab2-ef3a838e0788', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1800584693000, NULL, NULL);
INSERT INTO person_study VALUES ('person-li', '{"last_at_ms":1800584738000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584693000,"person_time_ms":525000,"due_ms":555964,"waiting":[{"e":"01a200c4-6280-7c63-927b-d66a49546972","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"spare_tries":2,"segment":{"wrong":0,"holds":0},"passes":{"all":2,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200c4-6280-7c63-927b-d66a49546972","lesson":"crab-2"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a33b36-0508-7418-aab2-ef3a838e0788","enrolment":"01a200c4-6280-7c63-927b-d66a49546972","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584738000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584738000,"records":57,"chain":"f611573ce6eb6feef54dd548656f92ad8d0fe2ba6ebd6693ff2a0583a61cc5a1"}', X'046A019094B0B3E768012430316133336233362D303530382D373431382D616162322D65663361383338653037383800B7017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303063342D363238302D376336332D393237622D643636613439353436393732222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A3535353936342C227175657374696F6E735F6D73223A5B36303030305D7D00B0EA0100020180D30EB0EA01000000000080D30EB0EA01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', 1800584738000, NULL, 0, X'7FF30813F969CB0ECAF3E652CD3018DD');
INSERT INTO person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":681789,"waiting":[],"check":null,"wrong_in_row":0,"spare_tries":1,"segment":{"wrong":0,"holds":0},"passes":{"all":1,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200e0-4338-70ae-99d3-ca31d0910b32","lesson":"crab-1"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a200f9-16b0-77cd-b9da-ae6c077211c2","enrolment":"01a200e0-4338-70ae-99d3-ca31d0910b32","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"fa744d3bd3ce1544746dd1641521ccbed6749e8ffad4349de3f2da540a19fc98"}', X'0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', 1795312654000, NULL, 0, X'1E7C0AA559D8DC65CC27753BB13102A7');
INSERT INTO person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":489411,"waiting":[{"e":"01a200fc-23f0-7799-bef8-c001c8070b90","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7fa6-a742-d31b8945ac6a","kind":"question","due_ms":300000,"tail":true,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-7972-a413-ff31e17d4fe8","enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2","bank":{"enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2"},"item":null,"not_before_ms":1795313171000,"shown_at_ms":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"spare_tries":0,"segment":{"wrong":2,"holds":1},"passes":{"all":0,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2"},"moments_ms":[60000]}],"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313178000,"records":28,"chain":"9691446a7bcae773d857ff5b0635c1ecf41ec24d3f5de50850ba774f7c11f8d5"}', X'040001E08FE18FC068012430316132303066632D323366302D373937322D613431332D66663331653137643466653800B7017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303066632D323366302D373739392D626566382D633030316338303730623930222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A3438393431312C227175657374696F6E735F6D73223A5B36303030305D7D00B0EA0100020100B0EA01000000000000B0EA0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107B226B696E64223A22636C6F7365227D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D623764302D373163652D623732342D396237663735393137346265222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D010000008D017B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D623764302D373163652D623732342D396237663735393137346265222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2231222C2263686172616374657273223A31322C22616E737765725F62795F6D73223A313739353331333333343030307D01B06D00006F7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D623764302D373163652D623732342D396237663735393137346265222C22616E73776572223A223130222C22726573756C74223A2277726F6E67222C226475655F6D73223A3438393431317D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D643332382D376661362D613734322D643331623839343561633661222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D01A09C0100008D017B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D643332382D376661362D613734322D643331623839343561633661222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2230222C2263686172616374657273223A31322C22616E737765725F62795F6D73223A313739353331333335313030307D01B06D00006E7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D643332382D376661362D613734322D643331623839343561633661222C22616E73776572223A223030222C22726573756C74223A22686F6C64222C226475655F6D73223A3438393431317D', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7fa6-a742-d31b8945ac6a', 1, X'8C7EF14E8531317D54CBB0A46100A9A1');
INSERT INTO person_study VALUES ('person-sun', '{"last_at_ms":1795314219000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314099000,"person_time_ms":1020000,"due_ms":1227659,"waiting":[],"check":null,"wrong_in_row":0,"spare_tries":4,"segment":{"wrong":0,"holds":0},"passes":{"all":4,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a20101-1590-76f1-9ce1-02d81e8748a2","lesson":"crab-3"},"moments_ms":[60000]}],"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314226000,"records":86,"chain":"0191400851d62b83001164a505c884812cf803c2da9d3be8c9432a46e2f28d14"}', X'04AC01', NULL, 0, NULL, NULL, 1795314219000, NULL, 0, X'DE1D1D03211EF12F7F1B6B8B15E8BAFA');
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '[[0,300000]]', 300000, 0, 0, 300000, 1800584626000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO lesson_progress VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313785000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314099000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314226000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '[[0,60000]]', 60000, 60000, 0, 60000, 1800584693000);
INSERT INTO evidence VALUES ('person-li', 44, 53, 1800584693000, X'03AD964B4EC3301086ED8A03700824368CE477EC8BB0A9BA183B4E2B51A09425CA11500FC105BA63DB15E7802D823B603BEA135A65416429D148CECCFC9EF9C667D7F47DF1B1584DE805E3986C918192D22607A1016B58054C85C679EF2CBA9A7CD14D84E3392626278FB359C469F6D8E307873C2F5B8202236C4A2A18094E541E6A635039AD8CABC40ECFC31C3DDCEC12BB58784E0CF7D05B767538EC0A7F3B0BF739CD785A592ABC1BC7E463386457B288391AB574F5FDF67259A491D24B054DA35398361840831CA2E546CA261A597BF24A4F4EAE7FC9541E4E1F2EFE1A3EEBA4D6A7ADB576466D7BE4B15887A5E4462D597E5232A0E5559EF43120A45BD974FE7470C3C8C6F17120756A6988CE67B590013A5D81705C995A0AA14DEC0124654B85665FCFF4381DFA39DBA14327243CF00D028AF0139C634873B388FA0B0929166D952D5DDAD2E52D21F7275AB55F4C9B5615275BB53BBCF607', X'85B70356AA4B095F3205012C92DAB951');
INSERT INTO evidence_archive VALUES ('person-li', 1, 43, 1795310827000, X'06DD97BD4EC33010C7EDAA4C2CCCCCAC27F9FCED91E7401D6227010921A06543953A2378024666A48A8515898D47E953E03A6A49BF42CA500191A54497C87767FFEEEF4BE771AF4BE8E8EEE9FEED8C1E31CCA23948D0DC461F5E966043EEA144CB55E10463429057DAA8D08B53042DC071E321D73A934E49ED0CAF2974E8671ECEEB1A9C2C7C5965C55A916518472D2BA594D3F28B8541B29EA4A5ED0DC978424987A65BBAE2438790D5317D7D70BB74AA4E8DA79B8BB04A5B833032A6ADD0802DAD8490698FCEF980AC68518458EDCAD4D703DD5C11ED9CD52AA25A54B8C639F698E6CBFA59886745F2BCAE0C04738A55218D2F08B96CC0B35D4C733CB111CF6A2387CFFBDD433AFE78A9C3A9417167239C68C17B6FA343CF952A382B72B5133871194EBD4B38DB8C9F039C41A14D5C5D6B24644619408B2E98C205C1420B80E536007FE76C1960AC03CCDA026C9949218D268C90E3A6E6B84D54BF283564FCFFA6A6EBA9BDD3865F9276510DAEA29BD425175B08C182082CD47FBDCF9F7E5AA62EFD6676520D7B2B6246C94CC3F21C842A63B0D115585B324091DB18745EB0C0FEAE867D02', X'18D26ABD0FDEB6447E383AF3713F6F84');
INSERT INTO evidence_archive VALUES ('person-sun', 1, 86, 1795314226000, X'06BD96CF8AD44010C6BBC7598FB2071FC16B4157FFAF57513C743A89038BA8AB3799BB0705F105149F602EA21741F0E2513C78164110F1B03759BCD8C904CD869DE99E152604267426A9EAAADFF755E6BF0FE68CBFF8FCE8E9BB05BF2630488102010D7531AC026A3C82F5269D8D15E46BF69A6F75E8B3AFB02D02C50641C8DA63E39DF6418E1C3A1E870A8EC61EDCAFE0D465EDB9269BC2081CEDCA49A9ADFFC7C2FD7EF546FFF0CD255BFDE06CC6FB9FFE481733C6F67F76E10F1F4EA676B7786BB3C8D7650DA06A93CA2A63842A8808A6918EAA189C30B644E47D19FB584FF866C595051B296EDD34B88767641517E138C4348B3AE0E4793253A8C8F83EA5D56DC6EE6CC1BF2CA742FCD7A02C5F5D9E5FE71FBF7E1AC31FC0F8E0C185E8A1322E8043A594D6D120A9BDC02FA7F0AB7DC29F8E59FF17FE9267E72F2AB3D3D7CA64F4AECB1593BF7496E6A38110884038D24DAAB7D2E832A3B74835B90039D50CB494A926176CAA1A39560D16AA46E320E44E3577B3AAC9E5F45735B87D6848E9ACA1E5CF4BF307ECCBAF6FC5B2B9CA576F0F07F2BEBFE71F4EAF64ADF7E21ED9A6DD3569B38A5A20ED24A840BEA15AD65A3605DDA65D3C32176C6BB74B3D524B2777E8762EA7D24F84A1DBCF0FE6CF383F797C3A6E770B52A9D46E870495C608816CD5366D72B868D99B3DB8A49ABA24CA12971C76F5DF36B991CF45864F14D0BA3695AE550454D7062A4BE90E05E1EABA804F14B21CD06CB429A0EA42802AA27240B339ED08E81F', X'9526372F16C3E5DFCBEEFE2C2E56FAB8');
INSERT INTO evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, X'06DD97BD4EC33010C7EDAA4C2CCCCCAC27D93EC74E469E0375B09D984A08012D1BAA8498018999851740EAC68AC4CC8B74E211701DB5A4691B52860AA82C35BA44B90FFFEEEF4BE771A74BE8C7EDCDFD6B9F1E306E82B960201153D05EE460B8D460513995DAD4275A9317DAA8D08BAF60A6802CCB119C419EB350528BA2A2D06E602C9C5435385A445D6571A5C8321E56B58829D769F6C5C2305A8F62697B23329E50D2A1F12FFEC2458790E535BDBD77553B55A7C6E3F54D58A62D806B1FD24EA507CB74021A8D1049C1BC15B24513F27257A6BEEEE8FA8E68E7ACD2116551E182CFB18F9BD03703E3C259113DAF6A03E401141D431A9F1272D68067BB98E6788A463CCB8D1C3DEF76F7E9D3FB43154E0188496800891A4C6125645678933A9373B31D38791D4EB54D38DBAC9F03ACC0690CD515B9852C910E047A144A65C6226F01B0DC04E0EF9CD501E65580595B8015CA18D2F5841172D8341CB789EA37A526D8FF4D4D56537BA30D9F24EDA21A9E0737714A2E361082051158E8FFEA9C3F7DD4C729FD7276528D7A4B6246C94CC37C065CD910AC7639D82C3741C894635A0BCE9DF8BB1AF609', X'6B55888C02FC7B966F23DE78CAD94FA9');
INSERT INTO attendance_check VALUES ('01a33b35-e9b0-78a0-a957-29146d32256e', 'person-li', '01a33b34-ff50-78c6-a6a1-e81633fe63db', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'crab-3', 'question', 'crab-3-q1', 1, 1800584686000, 1800584686000, NULL, 1800584693000, 'passed', '2', 0, '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');
INSERT INTO check_tally VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 1, 3);
INSERT INTO check_tally VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 1, 3);
INSERT INTO check_tally VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 2, 0);
INSERT INTO check_tally VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 4, 0);
INSERT INTO refusal VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO refusal VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);
INSERT INTO ledger_entry_group VALUES (1, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', X'C2928F750EADDC2000A0FE5FE0E9D829AE4700E903B6C5D87FE87FBA7DDF2407', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (2, '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', X'4886E6494CCD0BE8EA7510EF9E124223971D4F63FD36774019FA807527D147A4', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (3, '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', X'E597A3E11DED1E92CB1CBF73CCF8D7E57FF807C6C4081A0046666E4074484408', '2026-01-01');
INSERT INTO ledger_lesson VALUES (1, 'crab-2');
INSERT INTO ledger_lesson VALUES (2, 'crab-1');
INSERT INTO ledger_lesson VALUES (3, 'crab-3');
INSERT INTO ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', X'050100010080D30E0001A200C6374075178F84CA6B199BC10E00021A25E90990A82E46DE801D6197460335AFF0138FC492D98A00D9700461BE0FA7B8', X'7F0BCD1B450237D1035C5C19BEAD04ED');
INSERT INTO ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', X'050100010080D30E0001A200E217F8784FB07573A225E0FB2400021AE7937B4DDCBC53B0A68E0B03BB53EC153A2C26E183A4D3B68882C80EE1EC3594', X'932AE645488F54A2FE84A81DB4F57FFA');
INSERT INTO ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', X'017D944D8E14310C85EFD2FB929CD849ECD3A0F86F8490A85109D8A0B93B49F7826660586491287AB1DFFB9C9F1F8C8955A99CA3414C77DB984CC8681910E25C6506ADFE4300B55B731E196BE91CEE5909C6FB31297369181DBDF272CE3A1E52871EDEFB2469D465D4A731B16BEAF1E57910EE27E53FA8D777B822FC89EB63FF01AEF7EA020E42E495ABE5C11DC6016429AAC2537C57777AEC5236139F3EBF7C3DAFD8C72FD7F9FD1EB8AFBC56582B4DFB765EFBA63AA5118DE944CB28491C64E2A8135802202D46B1AC2CDD510A606D21C1D1D42B4EDB52AFAFD7F963C37303578FA587D10B346A229D157819D899479FCE8DB5625F2A30B3F442FB25689EBA3AEF731B14F36167F6B090AA5412D0C86D2C09E8A92B6C83525A8F7419BAC2192405273733024E101669F5F617C9501E5FC613C9582A37BABBFE2F92897E93AC5C8000138AAD26464BA48E527B8D3A69266821B5A5942273F7548B341D2E4815110ADEDEDE7E01', X'9949A219EDBB34C6E94BCE30CA290AE2');
INSERT INTO ledger_entry VALUES (3, 1795313785000, 3, 2, 600000, '2026-11-22', X'0501000100809F490001A2010A3D5072CCBA0C5E279BCA705600025AF127D7B501C3C800471D8E08C011A4D2320103C41A9857B0711FCA463A150F03', X'21E8C16D279F2F0D83CBE005493DF9B3');
INSERT INTO ledger_entry VALUES (4, 1795313927000, 3, 1, 122468, '2026-11-22', X'0501000100C8F90E0001A2010C680078C5AA990794EC513417000274D9339F1E47179C9799F5B8D64DE868B6504ADCA1B2D65CC9D1AF1C5B3C20E348', X'0D2D26FD7F080F3B1BC5D630527F59F2');
INSERT INTO ledger_entry VALUES (5, 1795314099000, 3, 1, 177532, '2026-11-22', X'05010001C8F90EF8D5150001A2010F07E0739F94723A98E9D2D42E00029201E9671C4EDE9F16985FE17B20092B6E230FBB14BDC016DEB243A7A026B7D5E653', X'E8F7ED6CBC2C216E6213407E1D247D42');
INSERT INTO ledger_entry VALUES (6, 1795314226000, 3, 3, 120000, '2026-11-22', X'050100010080D30E0001A20110F7F87F399DD5B691A29A07DD0002AC010191400851D62B83001164A505C884812CF803C2DA9D3BE8C9432A46E2F28D14', X'1C1CEBE97699A4EF860813ACCEB7FE6F');
INSERT INTO ledger_entry VALUES (7, 1800584693000, 1, 3, 60000, '2027-01-22', X'0501000100C0A9070001A33B35E9B078A0A95729146D32256E00026A893A1C78750B9C64C2E7D5A915D641BB4A4FB9160691A02341BB016130C3CACA', X'FCBA839A0D18A8948E2EDC4CA0AD1C08');
INSERT INTO ledger_head VALUES (1, 8, 3, X'7257F6FBEBDEBA0975867907283553A3');
INSERT INTO ledger_node VALUES (0, X'896EAC4FC6EB922C0601E962A719AD1966777388D8B85047A9B05F355ADB40F1');
INSERT INTO ledger_node VALUES (1, X'5DA35900AE2910E5FD768690E6B4FFACE072CC9D7D07C83FE8FAD136EEB55358');
INSERT INTO ledger_node VALUES (2, X'1825F50A8002A7DAA4C77670476576B31AE4F66A3ED6C3500B161F4C3B475F8C');
INSERT INTO ledger_node VALUES (3, X'9DB3A0453316E0179965BE8D1F505008E4741F1F79843B48C5DB99A32CB83EAB');
INSERT INTO ledger_node VALUES (4, X'A592C4826D7E5457F52A518478E5EFCA8A9315C4E19739102CE9E4F2FF955CA8');
INSERT INTO ledger_node VALUES (5, X'7D5C58D9B05F7D63BFCB933A66AC43DB2AF354F136E2FA8CF5878D0B304C4327');
INSERT INTO ledger_node VALUES (6, X'8179C55384586852233E84E939A1696C50D54AFD85B24B17D56526E5CB7078F3');
INSERT INTO ledger_node VALUES (7, X'5AADAADFA28EAEB15095341CEFB06AA6D300E2D6DC399F3F5D7C90EC9C18E6AA');
INSERT INTO ledger_node VALUES (8, X'3D09C2734272EF9FE9F6383750031ACF35D3839E13DBEC98EBBFEE560B1DECE8');
INSERT INTO ledger_node VALUES (9, X'CCCE4CC488542813BE59CB410B4A7712DA89ACCF0D2E6DC22290B92DDCAB7C08');
INSERT INTO ledger_node VALUES (10, X'488E6EC46AC60F26DF34190EC65341AE009C2F40F0B867DA82E15C780F9376B6');
INSERT INTO ledger_node VALUES (11, X'8948E84D0993CC1413266A2F954BA9963F788239F72095C8696A7E71D49D12AF');
INSERT INTO ledger_node VALUES (12, X'43CD773C45CD4F5A78768E291703B6A9280CA1DA0D10E9B75B18343C54F4D198');
INSERT INTO ledger_node VALUES (13, X'F9A6A7AEE47C4595D866AF722E8351FC0C4531C8B0BF7984B7E676F68BE7AFC8');
INSERT INTO ledger_node VALUES (14, X'405206250E81AEC7B54A9046BDB15676A757EC86EC64CF56BAE00AB12B0552ED');
INSERT INTO ledger_checkpoint VALUES (0, X'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO ledger_checkpoint VALUES (7, X'2E8A68639D4666A4F1E18D5CB69DD76013E08AF3F27720DC73CF771AED582237', 'xueshi.example/test
7
LopoY51GZqTx4Y1ctp3XYBPgivPydyDcc893Gu1YIjc=

— xueshi.example/test 97A/FqRa2sUK1NklPgAJeAM6mfi774YRbbUhPERi/XZapFrBDSsvgKvIXHgow/pxfCYbDBYtkHS1mHVuDpCtUepEqAE=
', 1795314226000);
INSERT INTO ledger_checkpoint VALUES (8, X'405206250E81AEC7B54A9046BDB15676A757EC86EC64CF56BAE00AB12B0552ED', 'xueshi.example/test
8
QFIGJQ6Brse1SpBGvbFWdqdX7IbsZM9WuuAKsSsFUu0=

— xueshi.example/test 97A/FkhtrWXDjVi3KwGTwSnzpMVt16gWN55VcWART7SqMUCqI7vK1KBfsKIUilZbep2pwY1y5jMg8aFxqmCXIrtoCgA=
', 1800584738000);
INSERT INTO subsidy_record VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', '2026-01-01', 480000, 1020000, 1, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":480000,"credit_hour_minutes":45,"hours":1},{"step":"share","verified_ms":480000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 8, 1800584693000);
INSERT INTO subsidy_record VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 2, 1795311154000);
INSERT INTO subsidy_record VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, 1, 'full', 300, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300}]', 7, 1795314226000);
INSERT INTO appeal VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'person-li', 'account-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO appeal VALUES ('01a200fc-23f0-7a96-b5b9-b5a2ebe5932e', 'person-wang', 'account-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);
INSERT INTO appeal_grant VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 2, 300000);
INSERT INTO audit_event VALUES ('fact-0', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01', '', '{"profile":"standard","effective_from":"2026-01-01","sha256":"49f6265d735b79e0b663957e2ffe0b62fc9e219b0accbef9d1431f04805c833d"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-1', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01-compressed', '', '{"profile":"compressed","effective_from":"2026-01-01","sha256":"eb4a35127c206226e7b0b3212c6f34a0dce18a68702bc9aeb5b8f21c679f8412"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-2', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26', '', '{"profile":"standard","effective_from":"2026-11-26","sha256":"b6434bc484d325ece82b26d6bd4c4d1fad8edfc8e7b25238796f904321fd578e"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-3', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26-compressed', '', '{"profile":"compressed","effective_from":"2026-11-26","sha256":"8a0ca317829263c54c37f0d8c6d25709127e6216c2b60e7651df7e36512b6c92"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-4', 1795309200000, NULL, 'fact.organisation', 'organisation:bureau', '', '{"kind":"bureau","name":"市人社局","name_en":"City bureau","region":"city","credit_code":"C0","phone":"12333"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-5', 1795309200000, NULL, 'fact.organisation', 'organisation:school', '', '{"kind":"institution","name":"渔丰学校","name_en":"Yufeng School","region":"county","credit_code":"C1","phone":"0546-1"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-6', 1795309200000, NULL, 'fact.organisation', 'organisation:school2', '', '{"kind":"institution","name":"新航学校","name_en":"Xinhang School","region":"county2","credit_code":"C2","phone":"0546-2"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-7', 1795309200000, NULL, 'fact.course', 'course:crab', '', '{"code":"crab","title":"大闸蟹养殖入门","organisation":"school","trade_code":"trade-crab","trade":"水产养殖工","level":"special","mode":"online","published_at_ms":1795309200000}', '', '', '');
INSERT INTO audit_event VALUES ('fact-8', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-1', '', '{"course":"crab","code":"crab-1","position":1,"kind":"video","duration_ms":600000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-9', 1795309200000, NULL, 'fact.question', 'question:crab-1-q1', '', '{"lesson":"crab-1","at_ms":60000,"item":"9d13a44ef0e9b8de6f3147be8258ea1c"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-10', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-2', '', '{"course":"crab","code":"crab-2","position":2,"kind":"video","duration_ms":300000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-11', 1795309200000, NULL, 'fact.question', 'question:crab-2-q1', '', '{"lesson":"crab-2","at_ms":60000,"item":"50df5103d933b7d59c3409febcb08787"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-12', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-3', '', '{"course":"crab","code":"crab-3","position":3,"kind":"document","duration_ms":120000,"media_bytes":0,"media_sha256":null,"pages_sha256":"fbf59919d3923798c8b71449035b9eeed923fc313067eb5fb460317d90f2f021"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-13', 1795309200000, NULL, 'fact.question', 'question:crab-3-q1', '', '{"lesson":"crab-3","at_ms":60000,"item":"3dd8afc8f48110af3a4ef2a5d4c159de"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-14', 1795309200000, NULL, 'fact.class', 'class:crab-k', '', '{"code":"crab-2026-1","course":"crab","organisation":"school","region":"county","teacher":null,"title":"2026 年第 1 期","starts_on":"2026-11-01","ends_on":"2027-06-30","capacity":30,"policy":"2026-01-01","opened_at_ms":1795309200000}', '', '', '');
INSERT INTO audit_event VALUES ('fact-15', 1795309200000, NULL, 'fact.person', 'person:person-zhou', '', '{"document":"4fbe3c9b42d618e07d3b71cefe815f57","name":"2fb70eef20dce85fa5a1fe35d275adff","birth":"7d933e03b22018298c39d3edc936629c","phone":"2230e98a8de2cac09aa6199afd62758c","category":"rural_transfer","category_since":"2026-01-01","region":"city"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-16', 1795309200000, NULL, 'fact.account', 'account:account-zhou', '', '{"person":"person-zhou","active":true,"sign_in":"31964df7c92bab12ed8aa254324080c9","roles":[{"role":"city_first_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-17', 1795309200000, NULL, 'fact.person', 'person:person-wu', '', '{"document":"6e70036ef2568534cacd61e2941b167d","name":"c064e113cda767f0ab23cb989f553eda","birth":"632a8cf0533c561794ac272d13e439ea","phone":"8c7d1ebb2a29ed7a02450ac3b53a82fb","category":"rural_transfer","category_since":"2026-01-01","region":"city"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-18', 1795309200000, NULL, 'fact.account', 'account:account-wu', '', '{"person":"person-wu","active":true,"sign_in":"206a29be186dd567b3b2fb14beb30cd2","roles":[{"role":"city_second_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-19', 1795309200000, NULL, 'fact.person', 'person:person-li', '', '{"document":"3767e89eb75cbcbdfdc62e62a9ee30de","name":"eacad251b95adc12112f11585d521583","birth":"1845aed3e919c9d13e384ba9dee5d78d","phone":"3b618ed323279c1a19b678401514c206","category":"rural_transfer","category_since":"2026-01-01","region":"county"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-20', 1795309200000, NULL, 'fact.account', 'account:account-li', '', '{"person":"person-li","active":true,"sign_in":"47c5002fbe4587668dc80ba260cc0bd3","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-21', 1795309200000, NULL, 'fact.enrolment', 'enrolment:01a200c4-6280-7c63-927b-d66a49546972', '', '{"class":"crab-k","person":"person-li","enrolled_at_ms":1795309200000}', '', '', '');
INSERT INTO audit_event VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('fact-23', 1795311027000, NULL, 'fact.person', 'person:person-wang', '', '{"document":"67bb4af24dd6c49e1379d61e874bd98d","name":"92a12973a59b280e2cb54f236c3ca243","birth":"2fde8dbe14ef23a754b797785b552338","phone":"91bab92c0d896f476c0efa7f63d7fb2a","category":"rural_transfer","category_since":"2026-01-01","region":"county"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-24', 1795311027000, NULL, 'fact.account', 'account:account-wang', '', '{"person":"person-wang","active":true,"sign_in":"b803dd4060d7c8f140e53b0b55ec7151","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795311027000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-25', 1795311027000, NULL, 'fact.enrolment', 'enrolment:01a200e0-4338-70ae-99d3-ca31d0910b32', '', '{"class":"crab-k","person":"person-wang","enrolled_at_ms":1795311027000}', '', '', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-7a96-b5b9-b5a2ebe5932e', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7d33-8bc3-4037def5bd6d', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO audit_event VALUES ('fact-29', 1795312854000, NULL, 'fact.person', 'person:person-zhao', '', '{"document":"d852f7ef63801e1bd73772926268cdb9","name":"76de3e628087f81e634a7d335b2f107b","birth":"6cf1015f584e5ff49bf68f7b622d7bb0","phone":"e0063cacbda499a65b6b5b0a37ea5854","category":"rural_transfer","category_since":"2026-01-01","region":"county"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-30', 1795312854000, NULL, 'fact.account', 'account:account-zhao', '', '{"person":"person-zhao","active":true,"sign_in":"429d090648f0f0b1ef32810364ac8cb8","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795312854000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-31', 1795312854000, NULL, 'fact.enrolment', 'enrolment:01a200fc-23f0-7799-bef8-c001c8070b90', '', '{"class":"crab-k","person":"person-zhao","enrolled_at_ms":1795312854000}', '', '', '');
INSERT INTO audit_event VALUES ('fact-32', 1795313178000, NULL, 'fact.person', 'person:person-sun', '', '{"document":"e4959cf1020dc467f221def836652ae9","name":"f2f6ee03f11bcd71cfe7aaba094ad627","birth":"a024e25a673ad4f8a89655443c773e32","phone":"038dcc0f288c6eb98c82efaa8b2ca562","category":"rural_transfer","category_since":"2026-01-01","region":"county"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-33', 1795313178000, NULL, 'fact.account', 'account:account-sun', '', '{"person":"person-sun","active":true,"sign_in":"1e00b182aa8268b3c9b3e692f10604f0","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795313178000,"ends_at_ms":null}],"passkeys":[]}', '', '', '');
INSERT INTO audit_event VALUES ('fact-34', 1795313178000, NULL, 'fact.enrolment', 'enrolment:01a20101-1590-76f1-9ce1-02d81e8748a2', '', '{"class":"crab-k","person":"person-sun","enrolled_at_ms":1795313178000}', '', '', '');
INSERT INTO audit_event VALUES ('01a20111-1350-77e9-bd25-c429aa7fb3ae', 1795314226000, 'account-zhou', 'export.request', 'export:01a20111-1350-7dd9-83f5-580298bb2751', '月度核对', '{"class":null,"region":null,"format":"csv","full_numbers":false}', '', '', '');
INSERT INTO audit_event VALUES ('01a20111-1350-78a6-963e-325544fcc51d', 1795314226000, NULL, 'export.ready', 'export:01a20111-1350-7dd9-83f5-580298bb2751', '', '{"rows":4,"sha256":"c0922307d289d2a3ab63c4061a3a63989e46cbb5a0bc529694de3e99e308e044"}', '', '', '');
INSERT INTO audit_leaf VALUES (0, 'fact-0', X'6CE97A206B8619B1BB02F7CDA173C71F');
INSERT INTO audit_leaf VALUES (1, 'fact-1', X'349CFC454BFECDAAB6AA4C30C1717A86');
INSERT INTO audit_leaf VALUES (2, 'fact-2', X'AE02B5B6409AA16EB529BB267629037A');
INSERT INTO audit_leaf VALUES (3, 'fact-3', X'01E875AA83BB0D5FB31AB756C684314B');
INSERT INTO audit_leaf VALUES (4, 'fact-4', X'C2A4583A3AD1C0F25AEA5D03AF06E36B');
INSERT INTO audit_leaf VALUES (5, 'fact-5', X'692AD6CEFE07592530FFBE1BF962B294');
INSERT INTO audit_leaf VALUES (6, 'fact-6', X'60E48DF3D2494BE212CA38ABF3F3BA30');
INSERT INTO audit_leaf VALUES (7, 'fact-7', X'FE44CA33C1B8BB1F851937359E467B0E');
INSERT INTO audit_leaf VALUES (8, 'fact-8', X'CA0C7C5DFFD1EC4A22C792D3CD87918B');
INSERT INTO audit_leaf VALUES (9, 'fact-9', X'32EDF4229288DB3030166BB9C77E8563');
INSERT INTO audit_leaf VALUES (10, 'fact-10', X'F9A95B327882FAE742F125CC326AC6AC');
INSERT INTO audit_leaf VALUES (11, 'fact-11', X'49B4745317F1C4622387EF7B9F16CC11');
INSERT INTO audit_leaf VALUES (12, 'fact-12', X'2B1079A7361FBA1280320697614EA7F3');
INSERT INTO audit_leaf VALUES (13, 'fact-13', X'9D5939A79BDB55D0E163B554AAE2B384');
INSERT INTO audit_leaf VALUES (14, 'fact-14', X'D4CE9637BB79C08F88F57152595C2EA2');
INSERT INTO audit_leaf VALUES (15, 'fact-15', X'146B24DD0A32D03A154511885B714DE7');
INSERT INTO audit_leaf VALUES (16, 'fact-16', X'7DD965506A205E761859F8635D7CC9BB');
INSERT INTO audit_leaf VALUES (17, 'fact-17', X'1363880EA5AF9F77A93364D63FC20708');
INSERT INTO audit_leaf VALUES (18, 'fact-18', X'BBE14224DE9984B85D67533CB9EA01FA');
INSERT INTO audit_leaf VALUES (19, 'fact-19', X'6A2D98CE5080F675A8B3DD9BDBDE61FB');
INSERT INTO audit_leaf VALUES (20, 'fact-20', X'6979DAE53B46E38F850FAFB87AFF775D');
INSERT INTO audit_leaf VALUES (21, 'fact-21', X'D8BC68B61575BDD915C23C0FCC42F848');
INSERT INTO audit_leaf VALUES (22, '01a200e0-4338-7137-ae77-76dc3f09e8ee', X'C18D9178EEA79EAB9501B750799F39BE');
INSERT INTO audit_leaf VALUES (23, 'fact-23', X'0009820112A20DB9F2461EEE9A910891');
INSERT INTO audit_leaf VALUES (24, 'fact-24', X'53FDD9FFE2833D31EA8C3C8571ECE96E');
INSERT INTO audit_leaf VALUES (25, 'fact-25', X'6B92AA759BDA4C6B36167D70EEF28D65');
INSERT INTO audit_leaf VALUES (26, '01a200fc-23f0-7f38-8727-f6b1ca4267b7', X'CB851C9A73DFA2FCE3A52945643F4FC6');
INSERT INTO audit_leaf VALUES (27, '01a200fc-23f0-76a7-b4bd-d26bb46ec080', X'4562C7FB492B52F958F002D5B2AF2690');
INSERT INTO audit_leaf VALUES (28, '01a200fc-23f0-7d33-8bc3-4037def5bd6d', X'C2F9BF1F820109C2258C2CEBA2169491');
INSERT INTO audit_leaf VALUES (29, 'fact-29', X'C1AF0AFD7D77D974C3F9694A8B75D8B3');
INSERT INTO audit_leaf VALUES (30, 'fact-30', X'8016E90F32EC517D4038746E135B6207');
INSERT INTO audit_leaf VALUES (31, 'fact-31', X'BCDE6E2E20D7BC3868CE14B16B8AF321');
INSERT INTO audit_leaf VALUES (32, 'fact-32', X'2B75797176EB3E1924E0666D179DF55F');
INSERT INTO audit_leaf VALUES (33, 'fact-33', X'B2E58039B44EAC6F5F85DCBEC05126DD');
INSERT INTO audit_leaf VALUES (34, 'fact-34', X'A7C84B313F457EDF69760C8EEFC07F5C');
INSERT INTO audit_leaf VALUES (35, '01a20111-1350-77e9-bd25-c429aa7fb3ae', X'B86CDE6162CF8A1D655289FB4D33AE1B');
INSERT INTO audit_leaf VALUES (36, '01a20111-1350-78a6-963e-325544fcc51d', X'C1E4D138210E301C8ADEDB8C945F4904');
INSERT INTO audit_head VALUES (1, 37, 2, X'10605CDCABAA554CA6D90C049A090BF7');
INSERT INTO audit_node VALUES (0, X'9146D6813522B4A81B76874DF2805748F301B4C5CA32C0029591D5DB1CD52106');
INSERT INTO audit_node VALUES (1, X'D34BF939272FE79B297B0B883B7B11480520D738C337C9863271D762892F14BA');
INSERT INTO audit_node VALUES (2, X'557CA78DAB4BD2C844C73275CE1F7139F5A748669B156D31B796BA60E50732EC');
INSERT INTO audit_node VALUES (3, X'D47A7A76F08EC8597405AD8E215031789B18F9AA4B58D4706607891A694FEFA7');
INSERT INTO audit_node VALUES (4, X'F660A86F8C9740CFFD866E3D0AAF6B652F6F32541AA789D1A926753DA57221AB');
INSERT INTO audit_node VALUES (5, X'47BA64FB9DDA71D3ABAA1E625B6189952ED72946F0875091D86AB43BE71AE179');
INSERT INTO audit_node VALUES (6, X'14B275F7F962B5D3F1092DBBF0A80A7A5264E72F79CA6A63B17FCFE3DC2D0B44');
INSERT INTO audit_node VALUES (7, X'D07D7DDC0AAB965547065993B39396D27478E12D120A73346FCE4A9C9753B586');
INSERT INTO audit_node VALUES (8, X'A572DCEB5D679A75D4B24374F7D7BA197FC9D3CE9C71E4AF7BF4B1A11C27887D');
INSERT INTO audit_node VALUES (9, X'B6E45E979F423986A786F8953A8A4AAC47B03A57BDB406138B448875BB28D21F');
INSERT INTO audit_node VALUES (10, X'DB98DC6637978C9A7E466473E149E39AF6C13C9B47012EFAE6F6D1A1F821B77D');
INSERT INTO audit_node VALUES (11, X'E37B57C6A3138C1D14B75ABE4A2E89485611CB43F589846B4128EF8DA194FCFA');
INSERT INTO audit_node VALUES (12, X'3C40A0B8023D1D10D611A1F3FCA6A56D9E40C3F4898A7DB6E507846D35E2B256');
INSERT INTO audit_node VALUES (13, X'7D0F237A4519F6C8AE8BA096532AF1E9378889909E5129FC515577C5FBF68EB3');
INSERT INTO audit_node VALUES (14, X'B047212E9536AD75914BF55E1CB37976F7165FF96B42EFEE4F4193F4B9050902');
INSERT INTO audit_node VALUES (15, X'8CAC833E9171E80647AD4E980307919DB1B000A27C8F180020849C9DEE046C91');
INSERT INTO audit_node VALUES (16, X'58F5547215D53ED27EA21E4C5F76D6AFE74263A3160DF08225A42B566F470DCD');
INSERT INTO audit_node VALUES (17, X'900EF34761A66DAACD07B587B0BB9B6E1660C55D09AF52DFBC56DFA1F5A3F42C');
INSERT INTO audit_node VALUES (18, X'E17AA8B7DF64D6FE1961023671B0055A8437DBC04A0107C97E64AAC523F5C17B');
INSERT INTO audit_node VALUES (19, X'82B5595075880798C274AD2F0E6A13E2117E2215AFB5ECF5B64AB47330C5BE72');
INSERT INTO audit_node VALUES (20, X'6D80A2BC06C61B0EF5B9B36CD0A48ADCCC91F981AF17358D7FCB211402386F2C');
INSERT INTO audit_node VALUES (21, X'18DA566BC4A9E6251DC69F9E61772D42403E8958D7B3FD2059E9F282E55BAA95');
INSERT INTO audit_node VALUES (22, X'A550F7AB930F447F3A5FC04CCF2A0BE5258FE96EBB5A6661B1BFF370526120E2');
INSERT INTO audit_node VALUES (23, X'BFD0DF6647DA2326618207EDBC8895C9D205EDEBD6796D547E3FC86125026BDD');
INSERT INTO audit_node VALUES (24, X'D8CD149844178F1D6E630BDEA96A6BEB9C92C218CE9E1158C1C456492293BED2');
INSERT INTO audit_node VALUES (25, X'15021CCBFDBECAE8133B14772FE53777062DC79FCD28C8CBC511D7F49F28EF2A');
INSERT INTO audit_node VALUES (26, X'17B7845AA7524F8674DCB759B701BAA9030DCEF79EAAF6523B9C3F91715BC7FE');
INSERT INTO audit_node VALUES (27, X'E5A977FFB270478FCEDD27EE451FD356E4BA4F9E7353A5C381841EA51815D42E');
INSERT INTO audit_node VALUES (28, X'C43983DFD52C2A63010FC9D5C540780B1A6095344615DAD1253BA895DA5B323B');
INSERT INTO audit_node VALUES (29, X'DAAB42C72B90278F45AABFEBF8A71CABB1B4B3B6924F720ACF6399125D4FC14D');
INSERT INTO audit_node VALUES (30, X'DB96F267BFFC9620A3EA4FE8EF712D71A459D6F66E50BC6EE40204C40EF162E7');
INSERT INTO audit_node VALUES (31, X'3E8A21E1346946276A8529A444C16BDA22E99679424F52EEF9087E53CB3913D8');
INSERT INTO audit_node VALUES (32, X'7073AB94263DAC55B9A44D1B01FC0DA3572AC5368EEE87E9227D76367A429C2A');
INSERT INTO audit_node VALUES (33, X'604A30BE5E1143393291E9F6C11C90F60C93BBB8A3E05D5E687A628332ED8901');
INSERT INTO audit_node VALUES (34, X'BDF6776E695A8F89792921E9C19643958AEE1864E0B9BA508B606B1946C68B39');
INSERT INTO audit_node VALUES (35, X'BF67B550A62B42BD185640E3C2FB345EB15CD7D67074FC8DF5C7CE9810FC6C96');
INSERT INTO audit_node VALUES (36, X'7D021608F84F516CCE80DE76CFC15862502F9A02A500E6B4C68CB4B2911AE6FC');
INSERT INTO audit_node VALUES (37, X'E536FA4840196802215FC8543C93116455CC819B86A160D7B53811F42CB2632D');
INSERT INTO audit_node VALUES (38, X'84D7B2DF949016958B3B104F30F41D54108617569AD8CFB2600D515D0E51804F');
INSERT INTO audit_node VALUES (39, X'C63C286209D8E3AE64D1FC0D27253A89BC23DE3729ED7F195DFF5469507E8AF6');
INSERT INTO audit_node VALUES (40, X'84EE77106590F2889E48A5B8995A6DA1E551689605CF4A44E6104A8237D09868');
INSERT INTO audit_node VALUES (41, X'532B82C953397BE355276DACBA22BCF6C292DF22F377E0AB47F79A4DC722BD6F');
INSERT INTO audit_node VALUES (42, X'C292AEAE45401CAE707CA2CA9AAA0C2A95273551A7A63CA3FD67AA77571CD7AD');
INSERT INTO audit_node VALUES (43, X'3A83D2B3126EAD7360637E2E7459D269B5ED7C99BEC1EC36D3691ED74834B15B');
INSERT INTO audit_node VALUES (44, X'BEF3B172785D3EECE17AA9D09B0A5B6F6FEEA79991160C06907CDE5452758A81');
INSERT INTO audit_node VALUES (45, X'D5EC841662288AD08A4C024380CBA0959326A6BFECEADBB6701F4784385C505B');
INSERT INTO audit_node VALUES (46, X'48C44A60BB1A2CD8F46959C323A586237B34CFAC55EC38249FC66E82EBDA2BB2');
INSERT INTO audit_node VALUES (47, X'C23B58E07DFC51E6B62E12E26D00C6FA2D376DD53D65848B227F50A9936621A7');
INSERT INTO audit_node VALUES (48, X'F7C57172DD7EBFB529A3AA7C119AC07E85064F2D3898449BC6A996430F191E6F');
INSERT INTO audit_node VALUES (49, X'14EBCA9FF3196765BF19711DEE7829B91EBB9C30627771E740C08ED128D071B1');
INSERT INTO audit_node VALUES (50, X'E3BEFC5D78164AD82D3CFEA4B5D1DF0264A7336FC611330E403A0FF2068DCF4A');
INSERT INTO audit_node VALUES (51, X'CC6FD31F7DA42459F2AE3AADBC04F57EA18C92E874C5D37508013DD85BEF8465');
INSERT INTO audit_node VALUES (52, X'B9F53AAF6FB1B8381D0A1763CD7933205920050F1B90C419FED321D4E96A65C6');
INSERT INTO audit_node VALUES (53, X'81BF3D581D2CAEEE5DFE7D9F5543C869711F3D177EB263A4B065CE957D0150F0');
INSERT INTO audit_node VALUES (54, X'59AFECCC85DA1F31956CA44B110B3AD82265B49AA9C2C97F9EE7A05AF3727330');
INSERT INTO audit_node VALUES (55, X'523491F5842FE72794EA9350542609044467E61FEDABD1F3118D608BD1609FAD');
INSERT INTO audit_node VALUES (56, X'45E41852E07884E05C35D8EF4F26288888EA70E2D3E8F7B913E67EFD5ED06705');
INSERT INTO audit_node VALUES (57, X'34C282B28DD664D37F06F1592354A17A40098F4A1A29A9D851F038C476BD3F3E');
INSERT INTO audit_node VALUES (58, X'061AB75A51F2626F6F33BF290E70BD04A8ED9CC12BE317EFCEBC8B2BA2721BBD');
INSERT INTO audit_node VALUES (59, X'A880E1C40BBE6154B09B0643A7C11D12CEE743FEF8E45D89093CB3262EDC1984');
INSERT INTO audit_node VALUES (60, X'9848F5AA22E24F34A094A66FD20DF22854C95F685B9339F369FA5703F7C52D07');
INSERT INTO audit_node VALUES (61, X'F3F7F4FC74A5D306A0EE9E803EECB31458EEB2402A783FBC8537658953F97A51');
INSERT INTO audit_node VALUES (62, X'B3B3522DFFB0424CCDE5E46A5C1B20E8AE8108D6992033CC2AEFAECF1C614AF2');
INSERT INTO audit_node VALUES (63, X'D4EEF4D0704DA81AC135BE913B9EFCE4BC1D25676152006549C1E6CA871C9A4B');
INSERT INTO audit_node VALUES (64, X'2665520CE7387BD20CD2FFD70B87EE1C50FFD2B37F9D028110F14FB4F79F1F96');
INSERT INTO audit_node VALUES (65, X'C471DA06F5F359CEFF706C5F84442BE00D3A79EE363FD1904FA15C03600D789E');
INSERT INTO audit_node VALUES (66, X'5BD570FFA36FC09E080FC8CD0060C24A331BD907DB87317D8878F9F60225ADA4');
INSERT INTO audit_node VALUES (67, X'1200D320C6F982B21A6DCA4F68220F7E7B0FFD11D467B12DF6DCC5B031B15FE3');
INSERT INTO audit_node VALUES (68, X'EFBEC3192C4CEF074C16BDAA05B16BB2A0B815EF0980772E93C4CA26D965EFDA');
INSERT INTO audit_node VALUES (69, X'C084037B51828E34D2979032E6952A32AA6089901F299F858B4F055207821397');
INSERT INTO audit_node VALUES (70, X'A5CFC4CD0C002D761309AC2C0E648A6AD0B5495C915194085D6B2DF581C78647');
INSERT INTO audit_checkpoint VALUES (15, X'5630C95DB6E47682CACD21C4CC88EB5A3FB3C789EC7C6ACE5EB5ACEE3A3856AF', 'xueshi.example/test/audit
15
VjDJXbbkdoLKzSHEzIjrWj+zx4nsfGrOXrWs7jo4Vq8=

— xueshi.example/test/audit Gu+psCO3Egpkd7a2m/frxgIHdSt6XbJF6gL598cdZ/NJUVfV1poJtkbg7SfUJ4kCp5Unqg7Pku/Y2SRqfxz2Gar+mgc=
', 1795309200000);
INSERT INTO audit_checkpoint VALUES (37, X'F7C491A336E51EDC6FB9271AE77AA58D413FB91803D8F54496C1925777D9C0C2', 'xueshi.example/test/audit
37
98SRozblHtxvuSca53qljUE/uRgD2PVElsGSV3fZwMI=

— xueshi.example/test/audit Gu+psDQjrqDCjeM9wE4r5wQ7rv4qkXMNlUUBw0IEsquj1QCfMohfMksiqfHXL9D+DfjSVmzJbiA8ahtiiqshhGxtSwg=
', 1795314226000);
INSERT INTO export_run VALUES ('01a20111-1350-7dd9-83f5-580298bb2751', 'account-zhou', NULL, NULL, 'csv', 0, '月度核对', 1795314226000, 7, 'ready', NULL, '实名制台账_全部1个班_学时账7条_脱敏.csv', 4, 'c0922307d289d2a3ab63c4061a3a63989e46cbb5a0bc529694de3e99e308e044', '{
  "form": 2,
  "generator": "xueshi 0.1.0",
  "file": "实名制台账_全部1个班_学时账7条_脱敏.csv",
  "sha256": "c0922307d289d2a3ab63c4061a3a63989e46cbb5a0bc529694de3e99e308e044",
  "scope": "1 个班期:crab-2026-1",
  "masked": true,
  "rows": 4,
  "day_rows": 0,
  "verified_ms": 1560000,
  "amount_fen": 300,
  "policies": [
    {
      "version": "2026-01-01",
      "profile": "standard",
      "credit_hour_minutes": 45,
      "completion_percent": 80,
      "credit_hour_fen": 1000,
      "class_fen_max": 50000
    }
  ],
  "rounding": "credit_hours_down_to_a_tenth",
  "ledger": {
    "size": 7,
    "root": "2e8a68639d4666a4f1e18d5cb69dd76013e08af3f27720dc73cf771aed582237",
    "checkpoint": "xueshi.example/test\n7\nLopoY51GZqTx4Y1ctp3XYBPgivPydyDcc893Gu1YIjc=\n\n— xueshi.example/test 97A/FqRa2sUK1NklPgAJeAM6mfi774YRbbUhPERi/XZapFrBDSsvgKvIXHgow/pxfCYbDBYtkHS1mHVuDpCtUepEqAE=\n"
  },
  "tables": [
    {
      "sheet": "台账",
      "columns": [
        {
          "title": "序号",
          "sha256": "2100f74540b48d50e35963625f64f84081c74ca7512bc605dc7da10ddc0bffef"
        },
        {
          "title": "姓名",
          "sha256": "351100f52b27959f69d039677bf6e033525fa09f3f0d3460ad1610b8c8c717b3"
        },
        {
          "title": "证件类型",
          "sha256": "76c863bd4a3f1a1be15b762f9e18b2cfde70e8a1712ebc235abb3f5e3d6f7b64"
        },
        {
          "title": "证件号",
          "sha256": "059bf897383abc53193078e0648d398287684664b76537b51fe1061dda1f91cc"
        },
        {
          "title": "性别",
          "sha256": "21f07b889353f291caf6ee6f505300fce3fa001d65a0090a32e25d9b82d27d5a"
        },
        {
          "title": "年龄",
          "sha256": "4c557a9e0b6c4eb3eb0214f63f933a40e29f6a69f2cf334b89196e7eeee0598e"
        },
        {
          "title": "户籍地",
          "sha256": "66bbb5e2ff8df722e3ed2a8f6a678bb461e8ac91f1ee3bfd245c29d482641c44"
        },
        {
          "title": "联系电话",
          "sha256": "059bf897383abc53193078e0648d398287684664b76537b51fe1061dda1f91cc"
        },
        {
          "title": "人员类别",
          "sha256": "7564d08cfb52e963447a1f3cf3925c8f501c00a636a4b70544bc617a5d6f270b"
        },
        {
          "title": "培训类型",
          "sha256": "99eb7fe65a968324cbe245eb247e1459de0ca6e259f908f5250df47c917f7010"
        },
        {
          "title": "班期号",
          "sha256": "6b92a1b52e2671bcb3c5bfa090706a8f079e7c45fc675cc5d90743d8da9390e6"
        },
        {
          "title": "班级名称",
          "sha256": "f1fbd258686c24a8bbf0659a5fb293a8f772f6d6a1aa6f0678d5de0de8e5b6a2"
        },
        {
          "title": "机构名称",
          "sha256": "c822e9d6cbaded56fdcc510d8a02ea3fd1767225e4ce7168ee4880b6206942c2"
        },
        {
          "title": "统一社会信用代码",
          "sha256": "fa25d32b84d79fd4dfd7dab9f50e1e3221f5c1cda79c52ac1cdbd46127bc1d5e"
        },
        {
          "title": "开班县区",
          "sha256": "66bbb5e2ff8df722e3ed2a8f6a678bb461e8ac91f1ee3bfd245c29d482641c44"
        },
        {
          "title": "职业(工种)编码",
          "sha256": "2088e2490cb79218d8e92875a3222621f63f6222ff634b1b7e3e78031a25023a"
        },
        {
          "title": "职业(工种)名称",
          "sha256": "19be61a9922a7ab3435c35e7ee1ee543c8cd6549f3d54a219fd096e4f824297f"
        },
        {
          "title": "等级",
          "sha256": "4051e02b1a18687ccb362d9bf3c498cfee39f26f99ad7cb784e0a5901ed9af2e"
        },
        {
          "title": "开班日期",
          "sha256": "48593ae5257687cad6b85100b4c7f968b7a2e7c48f426e5f525046c49637aa74"
        },
        {
          "title": "结班日期",
          "sha256": "b7b2ef063e42056784a2803d888ad4c35c46b2b8af12255e992e5c264088c72c"
        },
        {
          "title": "应修学时",
          "sha256": "d909734549238d274b2165cb282e40fda0fca7b3490b25a011b6d05cbae268f9"
        },
        {
          "title": "线上认定学时",
          "sha256": "afe3084721c82a66426764bbcf093b7f1e5f73476b564e923658aec3a1bd7ba3"
        },
        {
          "title": "线上认定秒数",
          "sha256": "dc9fec91122251a850480ff5efcbe379ff263c3693fb7ea8c3e82d5103d3b3ba"
        },
        {
          "title": "认定规则版本",
          "sha256": "0b6784b81dbbbdad79aa1cd99d057d062acdca5abb83072002fb2d486a462497"
        },
        {
          "title": "抽查应答次数",
          "sha256": "c4aa6c5a73dbc58bec1b52a5a4d9333648741747151c35efacfe542bed97150f"
        },
        {
          "title": "抽查未答次数",
          "sha256": "ee51979dba7e2915ce0834ea5a9a2336f6881763adb3e456fd9b978ba293819d"
        },
        {
          "title": "是否完成",
          "sha256": "957568e435da86996caa1175339e80cb4eae0f173b0de1d7feb0cfad462f3dfc"
        },
        {
          "title": "补贴方式",
          "sha256": "f6a65a6d83cc72305c6c6534437353dc8a73d1ee7b14a15aad02cadda1a732ee"
        },
        {
          "title": "应补金额(元)",
          "sha256": "b629854c64b41a936ce128f086524c9d53b53f306304ea777ef6aaee9ab11df7"
        }
      ],
      "rows": [
        "60b462e755b87e55de3f6a5d19b80b7e",
        "f29c5b014ea690e0c42795b88fff0c83",
        "6c3a9187b3560a8c8ae1012608ac7a76",
        "0de089a30cef48577c08125be7798dfb"
      ]
    }
  ],
  "signature": "xueshi.example/test/export\n7\nIIn4+It1kRiZ1DlxTXX7u4aqb6igK+xuyyNFy62ChlY=\n\n— xueshi.example/test/export XhVvcAHigXjKdiFMAmz7M3ttCJMt5c2p0O7ZlniustDQ98CYz/Blu9zMKXHULRRYiBRp9j493821CtGUY99ko+BYmAk=\n"
}
', 1795314226000, NULL);
INSERT INTO job VALUES ('build_export', '01a20111-1350-7dd9-83f5-580298bb2751', '{}', 'done', 1795314226000, 1, NULL, NULL, NULL, NULL, NULL, 1795314226000, 1795314226000);
CREATE INDEX person_by_end ON person (kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX consent_by_person ON consent (person_id, at_ms);
CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_no_replace BEFORE INSERT ON consent BEGIN
    SELECT RAISE(ABORT, 'consent is append-only') WHERE EXISTS (SELECT 1 FROM consent o WHERE o.id = NEW.id);
END;
CREATE INDEX account_by_person ON account (person_id);
CREATE TRIGGER role_grant_apart BEFORE INSERT ON role_grant BEGIN
    SELECT RAISE(ABORT, 'role_grant_apart: whoever runs the system neither reviews nor pays') WHERE EXISTS (
        SELECT 1 FROM account a JOIN account b ON b.person_id = a.person_id JOIN role_grant g ON g.account_id = b.id
        WHERE a.id = NEW.account_id AND (g.ends_at IS NULL OR g.ends_at > NEW.granted_at)
          AND ((NEW.role = 'system_administrator' AND g.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))
            OR (g.role = 'system_administrator' AND NEW.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))));
END;
CREATE TRIGGER role_grant_apart_later BEFORE UPDATE ON role_grant
WHEN NOT (NEW.account_id = OLD.account_id AND NEW.role = OLD.role
          AND NEW.ends_at IS NOT NULL AND (OLD.ends_at IS NULL OR NEW.ends_at <= OLD.ends_at))
BEGIN
    SELECT RAISE(ABORT, 'role_grant_apart: whoever runs the system neither reviews nor pays') WHERE EXISTS (
        SELECT 1 FROM account a JOIN account b ON b.person_id = a.person_id JOIN role_grant g ON g.account_id = b.id
        WHERE a.id = NEW.account_id AND (g.ends_at IS NULL OR g.ends_at > NEW.granted_at)
          AND ((NEW.role = 'system_administrator' AND g.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))
            OR (g.role = 'system_administrator' AND NEW.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))));
END;
CREATE INDEX invitation_by_time ON invitation (made_at);
CREATE TRIGGER invitation_once BEFORE UPDATE ON invitation
WHEN NOT (NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
          AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
          AND NEW.invited_by = OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
          AND NEW.accepted_at IS OLD.accepted_at AND NEW.accepted_by IS OLD.accepted_by)
BEGIN
    SELECT RAISE(ABORT, 'invitation: it opens once, for somebody else, in time')
    WHERE OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by <> OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                      WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id);
END;
CREATE TRIGGER invitation_no_delete BEFORE DELETE ON invitation BEGIN SELECT RAISE(ABORT, 'invitation is append-only'); END;
CREATE TRIGGER invitation_no_replace BEFORE INSERT ON invitation BEGIN
    SELECT RAISE(ABORT, 'invitation is append-only') WHERE EXISTS (SELECT 1 FROM invitation o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'invitation is append-only') WHERE EXISTS (SELECT 1 FROM invitation o WHERE o.code_digest = NEW.code_digest);
END;
CREATE INDEX login_session_by_account ON login_session (account_id);
CREATE INDEX login_session_by_end ON login_session (expires_at);
CREATE INDEX login_ended_by_time ON login_ended (at_ms);
CREATE TRIGGER login_session_ends AFTER DELETE ON login_session BEGIN
    DELETE FROM login_ended WHERE at_ms < CAST(unixepoch('subsec') * 1000 AS INTEGER) - 60000;
    INSERT INTO login_ended (token_digest, at_ms)
    VALUES (OLD.token_digest, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT (token_digest) DO UPDATE SET at_ms = excluded.at_ms;
END;
CREATE INDEX account_phone_by_account ON account_phone (account_id);
CREATE INDEX code_sending_by_whom ON code_sending (whom, at_ms);
CREATE INDEX code_sending_by_time ON code_sending (at_ms);
CREATE INDEX passkey_by_account ON passkey (account_id);
CREATE INDEX passkey_challenge_by_end ON passkey_challenge (until_ms);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account_id);
CREATE INDEX staff_device_by_time ON staff_device (last_at);
CREATE INDEX category_paper_by_person ON category_paper (person_id, sent_at);
CREATE INDEX category_paper_open ON category_paper (standing, sent_at);
CREATE INDEX category_paper_by_decision ON category_paper (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX question_by_lesson ON question (lesson_id, at_ms);
CREATE INDEX training_class_by_course ON training_class (course_id);
CREATE INDEX training_class_by_organisation ON training_class (organisation_id);
CREATE INDEX enrolment_by_person ON enrolment (person_id);
CREATE INDEX study_session_by_person ON study_session (person_id, opened_at);
CREATE INDEX study_session_by_enrolment ON study_session (enrolment_id);
CREATE INDEX study_session_by_lesson ON study_session (lesson_id, opened_at);
CREATE INDEX study_trace_by_time ON study_trace (opened_at);
CREATE INDEX person_study_by_live ON person_study (live_enrolment_id);
CREATE INDEX lesson_progress_waiting ON lesson_progress (enrolment_id) WHERE waiting_ms > 0;
CREATE INDEX evidence_by_time ON evidence (last_at);
CREATE TRIGGER evidence_archive_no_update BEFORE UPDATE ON evidence_archive BEGIN SELECT RAISE(ABORT, 'evidence_archive is append-only'); END;
CREATE TRIGGER evidence_archive_no_delete BEFORE DELETE ON evidence_archive BEGIN SELECT RAISE(ABORT, 'evidence_archive is append-only'); END;
CREATE TRIGGER evidence_archive_no_replace BEFORE INSERT ON evidence_archive BEGIN
    SELECT RAISE(ABORT, 'evidence_archive is append-only') WHERE EXISTS (SELECT 1 FROM evidence_archive o WHERE o.person_id = NEW.person_id AND o.first_n = NEW.first_n);
END;
CREATE VIEW evidence_kept AS
SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence_archive
UNION ALL SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM evidence_archive v
                 WHERE v.person_id = OLD.person_id AND v.first_n <= OLD.first_n AND v.last_n >= OLD.last_n)
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_no_replace BEFORE INSERT ON evidence BEGIN
    SELECT RAISE(ABORT, 'evidence is append-only') WHERE EXISTS (SELECT 1 FROM evidence o WHERE o.person_id = NEW.person_id AND o.first_n = NEW.first_n);
END;
CREATE INDEX attendance_check_by_person ON attendance_check (person_id, issued_at);
CREATE INDEX attendance_check_by_enrolment ON attendance_check (enrolment_id);
CREATE INDEX attendance_check_by_question ON attendance_check (class_id, question_id, shown_at) WHERE question_id IS NOT NULL;
CREATE INDEX attendance_check_by_time ON attendance_check (issued_at);
CREATE INDEX attendance_check_decided ON attendance_check (answered_at) WHERE answered_at IS NOT NULL;
CREATE TRIGGER ledger_entry_group_no_update BEFORE UPDATE ON ledger_entry_group BEGIN SELECT RAISE(ABORT, 'ledger_entry_group is append-only'); END;
CREATE TRIGGER ledger_entry_group_no_delete BEFORE DELETE ON ledger_entry_group BEGIN SELECT RAISE(ABORT, 'ledger_entry_group is append-only'); END;
CREATE TRIGGER ledger_entry_group_no_replace BEFORE INSERT ON ledger_entry_group BEGIN
    SELECT RAISE(ABORT, 'ledger_entry_group is append-only') WHERE EXISTS (SELECT 1 FROM ledger_entry_group o WHERE o.entry_group = NEW.entry_group);
    SELECT RAISE(ABORT, 'ledger_entry_group is append-only') WHERE EXISTS (SELECT 1 FROM ledger_entry_group o WHERE o.enrolment_id = NEW.enrolment_id AND o.policy = NEW.policy AND o.person_digest = NEW.person_digest);
END;
CREATE TRIGGER ledger_lesson_no_update BEFORE UPDATE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE TRIGGER ledger_lesson_no_delete BEFORE DELETE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE TRIGGER ledger_lesson_no_replace BEFORE INSERT ON ledger_lesson BEGIN
    SELECT RAISE(ABORT, 'ledger_lesson is append-only') WHERE EXISTS (SELECT 1 FROM ledger_lesson o WHERE o.lesson = NEW.lesson);
    SELECT RAISE(ABORT, 'ledger_lesson is append-only') WHERE EXISTS (SELECT 1 FROM ledger_lesson o WHERE o.lesson_id = NEW.lesson_id);
END;
CREATE INDEX ledger_entry_by_group ON ledger_entry (entry_group);
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry is append-only') WHERE EXISTS (SELECT 1 FROM ledger_entry o WHERE o.entry_index = NEW.entry_index);
END;
CREATE TRIGGER ledger_day_no_update BEFORE UPDATE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER ledger_day_no_delete BEFORE DELETE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER ledger_day_no_replace BEFORE INSERT ON ledger_day BEGIN
    SELECT RAISE(ABORT, 'ledger_day is append-only') WHERE EXISTS (SELECT 1 FROM ledger_day o WHERE o.entry_index = NEW.entry_index AND o.day = NEW.day);
END;
CREATE VIEW ledger_line AS
SELECT y.entry_index, g.person_id, g.enrolment_id, g.class_id, l.lesson_id, CAST(y.ms AS BIGINT) AS ms, y.at_ms,
       g.person_digest, g.policy, y.day, y.body, y.mac
FROM ledger_entry_group AS g JOIN ledger_entry AS y ON y.entry_group = g.entry_group
     LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson;
CREATE VIEW ledger_line_day AS
SELECT y.entry_index, g.person_id, g.enrolment_id, g.class_id, l.lesson_id, COALESCE(y.day, d.day) AS day,
       CAST(COALESCE(d.ms, y.ms) AS BIGINT) AS ms
FROM ledger_entry_group AS g JOIN ledger_entry AS y ON y.entry_group = g.entry_group
     LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson
     LEFT JOIN ledger_day AS d ON y.day IS NULL AND d.entry_index = y.entry_index;
CREATE TRIGGER ledger_entry_of_somebody BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry_of_somebody: nobody is known any more under this person') WHERE EXISTS (
        SELECT 1 FROM ledger_entry_group g JOIN person p ON p.id = g.person_id
        WHERE g.entry_group = NEW.entry_group AND p.closed_at IS NOT NULL AND p.kept_until IS NULL);
END;
CREATE TRIGGER ledger_node_no_update BEFORE UPDATE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END;
CREATE TRIGGER ledger_node_no_delete BEFORE DELETE ON ledger_node
WHEN OLD.node_index >= 512 * ((SELECT size FROM ledger_head WHERE id = 1) / 256)
BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END;
CREATE TRIGGER ledger_node_no_replace BEFORE INSERT ON ledger_node BEGIN
    SELECT RAISE(ABORT, 'ledger_node is append-only') WHERE EXISTS (SELECT 1 FROM ledger_node o WHERE o.node_index = NEW.node_index);
END;
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_replace BEFORE INSERT ON ledger_checkpoint BEGIN
    SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM ledger_checkpoint o WHERE o.size = NEW.size);
END;
CREATE INDEX cosignature_by_witness ON cosignature (public_key, tree, size, at_s);
CREATE TRIGGER cosignature_no_update BEFORE UPDATE ON cosignature BEGIN SELECT RAISE(ABORT, 'cosignature is append-only'); END;
CREATE TRIGGER cosignature_no_delete BEFORE DELETE ON cosignature BEGIN SELECT RAISE(ABORT, 'cosignature is append-only'); END;
CREATE TRIGGER cosignature_no_replace BEFORE INSERT ON cosignature BEGIN
    SELECT RAISE(ABORT, 'cosignature is append-only') WHERE EXISTS (
        SELECT 1 FROM cosignature o
        WHERE o.tree = NEW.tree AND o.size = NEW.size AND o.public_key = NEW.public_key AND o.at_s = NEW.at_s);
END;
CREATE TRIGGER ledger_key_note_no_update BEFORE UPDATE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
CREATE TRIGGER ledger_key_note_no_delete BEFORE DELETE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
CREATE TRIGGER ledger_key_note_no_replace BEFORE INSERT ON ledger_key_note BEGIN
    SELECT RAISE(ABORT, 'ledger_key_note_once: ledger_key_note is append-only') WHERE EXISTS (SELECT 1 FROM ledger_key_note o WHERE o.n = NEW.n);
END;
CREATE INDEX subsidy_record_by_class
    ON subsidy_record (class_id, completed, verified_ms, credit_tenths, amount_fen);
CREATE INDEX appeal_by_person ON appeal (person_id, made_at);
CREATE INDEX appeal_by_time ON appeal (made_at);
CREATE TRIGGER appeal_no_update BEFORE UPDATE ON appeal BEGIN SELECT RAISE(ABORT, 'appeal is append-only'); END;
CREATE TRIGGER appeal_no_delete BEFORE DELETE ON appeal BEGIN SELECT RAISE(ABORT, 'appeal is append-only'); END;
CREATE TRIGGER appeal_no_replace BEFORE INSERT ON appeal BEGIN
    SELECT RAISE(ABORT, 'appeal is append-only') WHERE EXISTS (SELECT 1 FROM appeal o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'appeal_once_per_span: appeal is append-only') WHERE EXISTS (SELECT 1 FROM appeal o WHERE o.enrolment_id = NEW.enrolment_id AND o.lesson_id = NEW.lesson_id AND o.day = NEW.day AND o.code = NEW.code);
END;
CREATE TRIGGER appeal_step_no_update BEFORE UPDATE ON appeal_step BEGIN SELECT RAISE(ABORT, 'appeal_step is append-only'); END;
CREATE TRIGGER appeal_step_no_delete BEFORE DELETE ON appeal_step BEGIN SELECT RAISE(ABORT, 'appeal_step is append-only'); END;
CREATE TRIGGER appeal_step_no_replace BEFORE INSERT ON appeal_step BEGIN
    SELECT RAISE(ABORT, 'appeal_step is append-only') WHERE EXISTS (SELECT 1 FROM appeal_step o WHERE o.appeal_id = NEW.appeal_id AND o.n = NEW.n);
END;
CREATE INDEX appeal_holder_by_account ON appeal_holder (account_id);
CREATE TRIGGER appeal_holder_no_update BEFORE UPDATE ON appeal_holder BEGIN SELECT RAISE(ABORT, 'appeal_holder is append-only'); END;
CREATE TRIGGER appeal_holder_no_delete BEFORE DELETE ON appeal_holder BEGIN SELECT RAISE(ABORT, 'appeal_holder is append-only'); END;
CREATE TRIGGER appeal_holder_no_replace BEFORE INSERT ON appeal_holder BEGIN
    SELECT RAISE(ABORT, 'appeal_holder_once: appeal_holder is append-only') WHERE EXISTS (SELECT 1 FROM appeal_holder o WHERE o.appeal_id = NEW.appeal_id AND o.n = NEW.n);
END;
CREATE TRIGGER appeal_grant_no_update BEFORE UPDATE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;
CREATE TRIGGER appeal_grant_no_delete BEFORE DELETE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;
CREATE TRIGGER appeal_grant_no_replace BEFORE INSERT ON appeal_grant BEGIN
    SELECT RAISE(ABORT, 'appeal_grant is append-only') WHERE EXISTS (SELECT 1 FROM appeal_grant o WHERE o.appeal_id = NEW.appeal_id);
    SELECT RAISE(ABORT, 'appeal_grant is append-only') WHERE EXISTS (SELECT 1 FROM appeal_grant o WHERE o.entry_index = NEW.entry_index);
END;
CREATE TRIGGER appeal_of_ones_own BEFORE INSERT ON appeal BEGIN
    SELECT RAISE(ABORT, 'appeal: not the learner''s own refused time') WHERE NOT EXISTS (
        SELECT 1 FROM enrolment e
        JOIN account a ON a.person_id = e.person_id
        JOIN refusal f ON f.enrolment_id = e.id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND a.id = NEW.account_id
          AND f.lesson_id = NEW.lesson_id AND f.day = NEW.day AND f.code = NEW.code AND f.ms >= NEW.refused_ms);
END;
CREATE TRIGGER appeal_step_duties BEFORE INSERT ON appeal_step BEGIN
    SELECT RAISE(ABORT, 'appeal_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'appeal_step: nobody decides their own appeal') WHERE EXISTS (
        SELECT 1 FROM appeal p WHERE p.id = NEW.appeal_id AND p.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'appeal_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g WHERE g.account_id = NEW.account_id AND g.role = NEW.role);
    SELECT RAISE(ABORT, 'appeal_step: not a step of this role') WHERE NOT (
        (NEW.kind = 'comment' AND NEW.role IN ('teacher', 'institution_admin', 'enterprise'))
        OR (NEW.kind = 'propose' AND NEW.role = 'city_first_reviewer')
        OR (NEW.kind IN ('send_back', 'confirm') AND NEW.role = 'city_second_reviewer'));
    SELECT RAISE(ABORT, 'appeal_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id) + 1;
    SELECT RAISE(ABORT, 'appeal_step: it is decided') WHERE EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.kind = 'confirm');
    SELECT RAISE(ABORT, 'appeal_step: one person, one kind of step') WHERE EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.person_id = NEW.person_id
          AND CASE s.kind WHEN 'send_back' THEN 'confirm' ELSE s.kind END
              <> CASE NEW.kind WHEN 'send_back' THEN 'confirm' ELSE NEW.kind END);
    SELECT RAISE(ABORT, 'appeal_step: not its turn') WHERE NEW.kind <> 'comment' AND (NEW.kind = 'propose') =
        ('propose' = COALESCE((SELECT s.kind FROM appeal_step s
                               WHERE s.appeal_id = NEW.appeal_id AND s.kind <> 'comment'
                               ORDER BY s.n DESC LIMIT 1), ''));
    SELECT RAISE(ABORT, 'appeal_step: not what was proposed') WHERE NEW.kind = 'confirm' AND NOT EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.verdict = NEW.verdict
          AND COALESCE(s.ground, '') = COALESCE(NEW.ground, '')
          AND s.n = (SELECT MAX(m.n) FROM appeal_step m WHERE m.appeal_id = NEW.appeal_id AND m.kind = 'propose'));
END;
CREATE TRIGGER appeal_step_in_post BEFORE INSERT ON appeal_step BEGIN
    SELECT RAISE(ABORT, 'appeal_step_in_post: the post has ended') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
END;
CREATE TRIGGER appeal_grant_confirmed BEFORE INSERT ON appeal_grant BEGIN
    SELECT RAISE(ABORT, 'appeal_grant: not granted by two people, or more than was refused') WHERE NOT EXISTS (
        SELECT 1 FROM appeal p
        JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
        JOIN ledger_line y ON y.entry_index = NEW.entry_index AND y.person_id = p.person_id
             AND y.enrolment_id = p.enrolment_id AND y.lesson_id = p.lesson_id AND y.ms = NEW.ms
        JOIN refusal f ON f.enrolment_id = p.enrolment_id AND f.lesson_id = p.lesson_id
             AND f.day = p.day AND f.code = p.code AND f.ms >= NEW.ms
        WHERE p.id = NEW.appeal_id);
END;
CREATE INDEX registration_trace_by_time ON registration_trace (at_ms);
CREATE UNIQUE INDEX signal_open_once ON signal (kind, subject) WHERE looked_at IS NULL;
CREATE INDEX signal_by_time ON signal (found_at);
CREATE INDEX audit_event_by_time ON audit_event (at_ms);
CREATE INDEX audit_event_by_action ON audit_event (action, at_ms);
CREATE INDEX audit_event_by_account ON audit_event (account_id, at_ms);
CREATE INDEX audit_event_by_subject ON audit_event (subject, at_ms);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event BEGIN
    SELECT RAISE(ABORT, 'audit_event is append-only') WHERE EXISTS (SELECT 1 FROM audit_event o WHERE o.id = NEW.id);
END;
CREATE TRIGGER audit_leaf_no_update BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_delete BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_replace BEFORE INSERT ON audit_leaf BEGIN
    SELECT RAISE(ABORT, 'audit_leaf is append-only') WHERE EXISTS (SELECT 1 FROM audit_leaf o WHERE o.leaf_index = NEW.leaf_index);
    SELECT RAISE(ABORT, 'audit_leaf is append-only') WHERE EXISTS (SELECT 1 FROM audit_leaf o WHERE o.event_id = NEW.event_id);
END;
CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_replace BEFORE INSERT ON audit_node BEGIN
    SELECT RAISE(ABORT, 'audit_node is append-only') WHERE EXISTS (SELECT 1 FROM audit_node o WHERE o.node_index = NEW.node_index);
END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint BEGIN
    SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM audit_checkpoint o WHERE o.size = NEW.size);
END;
CREATE INDEX export_run_by_account ON export_run (account_id, requested_at);
CREATE INDEX export_run_by_state ON export_run (state, requested_at);
CREATE INDEX job_by_turn ON job (kind, state, run_after);
