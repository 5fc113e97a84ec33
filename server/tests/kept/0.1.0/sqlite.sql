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
    category_paper_id TEXT,           -- the accepted paper that proves it; absent: the person says so
    identity_seen_at BIGINT,          -- when an official saw them with their document; absent: hours count, no money
    identity_seen_by TEXT,            -- the official's account, never one's own (0003_account.sql)
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    kept_until BIGINT,                -- absent where nothing of somebody is kept (any more), and for everybody else
    -- A random number in the digests of this row that stand in the audit log: once it is gone, nobody can tell of whom they are.
    fact_salt BLOB NOT NULL DEFAULT x'',
    CONSTRAINT person_identity_seen CHECK ((identity_seen_at IS NULL) = (identity_seen_by IS NULL)),
    CONSTRAINT person_document_once UNIQUE (document_type, document_digest)
);
CREATE TABLE former_document (
    person_id TEXT NOT NULL REFERENCES person (id),
    document_type TEXT NOT NULL,
    document_digest BLOB NOT NULL,
    at_ms BIGINT NOT NULL,            -- when it was exchanged for another
    PRIMARY KEY (document_type, document_digest)
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
    invited_by TEXT REFERENCES account (id),    -- by whose invitation; absent: since the site was set up
    confirmed_at BIGINT,
    confirmed_by TEXT REFERENCES account (id),  -- the second person, without whom no post that reviews or pays gives a right
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: a role without it gives no right
    CONSTRAINT role_grant_confirmed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    PRIMARY KEY (account_id, role)
);
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    code_digest BLOB NOT NULL,
    name TEXT NOT NULL,               -- who is meant; empty once the time is over
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    invited_by TEXT REFERENCES account (id),    -- absent: by whoever sets the site up, while nobody runs the system
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
    device TEXT NOT NULL DEFAULT '',  -- a rough kind such as `android/wechat`, so that people know their own
    mark BLOB NOT NULL DEFAULT x''    -- by the site's key, over this row: one that was not made by the program is nobody's
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
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT account_phone_once UNIQUE (phone_digest)
);
CREATE TABLE one_time_code (
    phone_digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    code_digest BLOB NOT NULL,
    sent_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,            -- by everybody but the owner
    PRIMARY KEY (phone_digest, purpose)
);
CREATE TABLE one_time_code_try (
    phone_digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    asker TEXT NOT NULL,              -- a digest: of a network, or of the login whose owner types
    tries BIGINT NOT NULL,
    PRIMARY KEY (phone_digest, purpose, asker)
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
    since BIGINT NOT NULL,
    mark BLOB NOT NULL DEFAULT x''    -- by the site's key, over whose secret it is since when: no code opens one made beside the program
);
CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    code_digest BLOB NOT NULL,
    used_at BIGINT,
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: one that was not made by the program opens nothing
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
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over whose key it is: one that was not made by the program opens nothing
    CONSTRAINT passkey_credential_once UNIQUE (credential_id)
);
CREATE TABLE device_key (
    id TEXT PRIMARY KEY,              -- half of the SHA-256 of the public point, hexadecimal
    account_id TEXT NOT NULL REFERENCES account (id),
    public_key TEXT NOT NULL,         -- P-256, the uncompressed point, base64url
    device TEXT NOT NULL,             -- a rough kind such as `android/wechat`, so that people know their own
    created_at BIGINT NOT NULL,
    removed_at BIGINT
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
    mark BLOB NOT NULL DEFAULT x'',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT identity_link_subject_once PRIMARY KEY (issuer, subject),
    CONSTRAINT identity_link_account_once UNIQUE (issuer, account_id)
);
CREATE TABLE staff_device (
    device_digest BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (device_digest, account_id)
);
CREATE TABLE kept_form (
    number TEXT PRIMARY KEY,          -- stands in the address of the page, and tells nothing
    owner TEXT NOT NULL DEFAULT '',   -- whose it is: an account, or a browser that nobody has signed in with; empty: whoever comes first
    path TEXT NOT NULL,               -- the page that shows it
    form_sealed BLOB NOT NULL,
    until_ms BIGINT NOT NULL
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
    published_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    replaces TEXT REFERENCES course (id), -- the version before it
    CONSTRAINT course_replaced_once UNIQUE (replaces)
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
CREATE TABLE question_tally (
    question_id TEXT NOT NULL REFERENCES question (id),
    week BIGINT NOT NULL,
    took_s BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    PRIMARY KEY (question_id, week, took_s)
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
    signed BOOLEAN,                   -- the learner's device signed it; false: its signature differs; absent: there is none
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
    identity_seen BOOLEAN NOT NULL,   -- whether an official had seen the learner's document: without it no money
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
    ended_from TEXT NOT NULL DEFAULT '',            -- classes that end in this month (YYYY-MM) or later; empty: whenever they end
    ended_until TEXT NOT NULL DEFAULT '',           -- and in this month or earlier
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
CREATE TABLE class_invitation (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    document_type TEXT NOT NULL,
    document_digest BLOB NOT NULL,
    document_masked TEXT NOT NULL,
    name_sealed BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    phone_masked TEXT NOT NULL,
    category_code TEXT REFERENCES person_category (code),
    row_digest BLOB NOT NULL,         -- of name, phone and category: whether a later roster says something new
    code_digest BLOB NOT NULL,        -- of the code in the link
    place BIGINT NOT NULL,            -- in the order of the roster
    invited_at BIGINT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES account (id),
    until_ms BIGINT NOT NULL,         -- the end of the class
    accepted_at BIGINT,
    enrolment_id TEXT,                -- what came of it
    withdrawn_at BIGINT,
    withdrawn_by TEXT REFERENCES account (id),
    reason TEXT NOT NULL DEFAULT '',  -- why it was withdrawn
    CONSTRAINT class_invitation_state CHECK (accepted_at IS NULL OR withdrawn_at IS NULL),
    CONSTRAINT class_invitation_taken CHECK ((accepted_at IS NULL) = (enrolment_id IS NULL)),
    CONSTRAINT class_invitation_once UNIQUE (class_id, document_type, document_digest),
    CONSTRAINT class_invitation_code_once UNIQUE (code_digest)
);
CREATE TABLE roster_import (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    file_sealed BLOB NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    invited BIGINT NOT NULL,          -- so many new ones
    changed BIGINT NOT NULL           -- so many of which name, phone or category changed
);
CREATE TABLE trade (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',  -- empty: it has none
    valid_from TEXT NOT NULL,
    valid_to TEXT                     -- the last day; absent: not known
);
CREATE TABLE filing (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    trade_code TEXT NOT NULL REFERENCES trade (code),
    level TEXT NOT NULL CHECK (level IN ('special', 'five', 'four', 'three')),
    number TEXT NOT NULL,             -- 备案文号
    valid_from TEXT NOT NULL,
    valid_to TEXT,                    -- the last day; absent: until further notice
    paper_sha256 TEXT,                -- of the paper itself (filing_paper), where one was added
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    suspended_at BIGINT,              -- the last suspension; the ones before it stand in the audit log
    suspended_by TEXT REFERENCES account (id),
    suspended_reason TEXT NOT NULL DEFAULT '',
    lifted_at BIGINT,                 -- when that suspension ended
    lifted_by TEXT REFERENCES account (id),
    lifted_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT filing_days CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT filing_suspended CHECK ((suspended_at IS NULL) = (suspended_by IS NULL)),
    CONSTRAINT filing_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL OR suspended_at IS NOT NULL))
);
CREATE TABLE filing_paper (
    filing_id TEXT PRIMARY KEY REFERENCES filing (id),
    kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    name_sealed BLOB NOT NULL,        -- a file's name may hold somebody's number
    content_sealed BLOB NOT NULL
);
CREATE TABLE class_application (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    form TEXT NOT NULL,               -- JSON: every field as it was typed
    title TEXT NOT NULL,              -- what lists show of it, as far as it can be read
    course_id TEXT REFERENCES course (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
    version BIGINT NOT NULL,          -- counts the changes
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,              -- the last time
    class_id TEXT REFERENCES training_class (id),
    CONSTRAINT class_application_opens CHECK ((state = 'approved') = (class_id IS NOT NULL)),
    CONSTRAINT class_application_once UNIQUE (class_id)
);
CREATE TABLE class_application_hand (
    application_id TEXT NOT NULL REFERENCES class_application (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (application_id, person_id)
);
CREATE TABLE class_application_step (
    application_id TEXT NOT NULL REFERENCES class_application (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'return', 'approve', 'withdraw')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    reasons TEXT NOT NULL,            -- JSON: reasons by field
    content TEXT NOT NULL,            -- JSON: what was submitted
    sha256 TEXT NOT NULL,             -- of what was submitted, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (application_id, n)
);
CREATE TABLE class_application_paper (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES class_application (id),
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'teachers', 'materials', 'assessment')),
    name_sealed BLOB NOT NULL,        -- a file's name may hold somebody's number
    file_kind TEXT NOT NULL CHECK (file_kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    sent_by TEXT NOT NULL REFERENCES account (id),
    sent_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE TABLE class_application_file (
    paper_id TEXT PRIMARY KEY REFERENCES class_application_paper (id),
    content_sealed BLOB NOT NULL
);
CREATE TABLE certificate (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('learning_record', 'completion')),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    until_entry BIGINT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    content_digest BLOB NOT NULL,           -- by the site's key, over what it says
    issued_at BIGINT NOT NULL,
    revoked_at BIGINT,
    revoked_by TEXT REFERENCES account (id),
    revoked_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT certificate_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT certificate_once UNIQUE (kind, enrolment_id, until_entry, language)
);
CREATE TABLE certificate_content (
    certificate_id TEXT PRIMARY KEY REFERENCES certificate (id),
    content_sealed BLOB NOT NULL
);
CREATE TABLE class_closing (
    class_id TEXT PRIMARY KEY REFERENCES training_class (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL,          -- whose account it is
    role TEXT NOT NULL,
    note TEXT NOT NULL,               -- what they say of it; may be empty
    people BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    ledger_size BIGINT NOT NULL,      -- entries of the ledger that were counted
    sha256 TEXT NOT NULL,             -- of all lines as canonical JSON (domain::class_closing), in hex
    at_ms BIGINT NOT NULL
);
CREATE TABLE class_closing_line (
    class_id TEXT NOT NULL REFERENCES class_closing (class_id),
    n BIGINT NOT NULL,                -- place in the list, from 1
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL,
    verified_ms BIGINT NOT NULL,
    required_ms BIGINT NOT NULL,
    credit_tenths BIGINT NOT NULL,
    days_studied BIGINT NOT NULL,
    completed BOOLEAN NOT NULL,
    identity_seen BOOLEAN NOT NULL,
    category_code TEXT REFERENCES person_category (code),   -- that held on the day of enrolment
    category_proved BOOLEAN NOT NULL, has_exam BOOLEAN NOT NULL DEFAULT FALSE, exam_mark BIGINT, -- by an accepted paper
    PRIMARY KEY (class_id, n),
    CONSTRAINT class_closing_line_once UNIQUE (enrolment_id)
);
CREATE TABLE fund_source (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',     -- empty: it has none
    year BIGINT NOT NULL,
    budget_fen BIGINT NOT NULL CHECK (budget_fen >= 0),
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    CONSTRAINT fund_source_code_once UNIQUE (code)
);
CREATE TABLE subsidy_standard (
    id TEXT PRIMARY KEY,
    trade_code TEXT REFERENCES trade (code),
    level TEXT CHECK (level IN ('special', 'five', 'four', 'three')),
    category_code TEXT REFERENCES person_category (code),
    programme TEXT CHECK (programme IN ('general', 'project', 'gold_collar', 'other')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,                        -- the last day; absent: until further notice; before the first: never in force
    pay TEXT NOT NULL CHECK (pay IN ('per_person', 'per_credit_hour')),
    pay_fen BIGINT NOT NULL CHECK (pay_fen >= 0),
    pay_max_fen BIGINT CHECK (pay_max_fen >= 0),          -- the most for one class, where hours are paid
    partial_percent BIGINT NOT NULL CHECK (partial_percent >= 0 AND partial_percent <= 100),
    living_day_fen BIGINT CHECK (living_day_fen >= 0),    -- absent: no living allowance
    living_max_fen BIGINT CHECK (living_max_fen >= 0),
    fund_id TEXT NOT NULL REFERENCES fund_source (id),
    source TEXT NOT NULL,                 -- the number of the document that sets it
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT REFERENCES account (id),
    ended_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT subsidy_standard_days CHECK (valid_to IS NULL OR valid_to >= valid_from OR ended_at IS NOT NULL),
    CONSTRAINT subsidy_standard_most CHECK ((pay_max_fen IS NULL) = (pay = 'per_person')),
    CONSTRAINT subsidy_standard_living CHECK ((living_day_fen IS NULL) = (living_max_fen IS NULL)),
    CONSTRAINT subsidy_standard_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL OR valid_to IS NOT NULL))
);
CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES class_closing (class_id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'reviewed', 'approved', 'returned', 'withdrawn')),
    submission BIGINT NOT NULL,       -- the number of the step that submitted it last
    people BIGINT NOT NULL,           -- learners of that submission
    paid BIGINT NOT NULL,             -- those of them who are owed something
    amount_fen BIGINT NOT NULL,       -- what they are owed together
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,     -- the last time
    since BIGINT NOT NULL             -- since when it stands as it does
);
CREATE TABLE claim_step (
    claim_id TEXT NOT NULL REFERENCES claim (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'withdraw', 'pass', 'return', 'confirm', 'send_back', 'refer')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    head TEXT NOT NULL,               -- JSON: what a submission was computed from, but for its learners
    sha256 TEXT NOT NULL,             -- of that head and the lines of the submission, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (claim_id, n)
);
CREATE TABLE claim_line (
    claim_id TEXT NOT NULL REFERENCES claim (id),
    submission BIGINT NOT NULL,
    n BIGINT NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
    line TEXT NOT NULL,               -- JSON: all of it, as it is hashed
    PRIMARY KEY (claim_id, submission, n),
    CONSTRAINT claim_line_once UNIQUE (claim_id, submission, enrolment_id)
);
CREATE TABLE publication (
    id TEXT PRIMARY KEY,
    people BIGINT NOT NULL,           -- how many stand in it; 0 while it is being written
    amount_fen BIGINT NOT NULL,       -- what they are owed together
    sha256 TEXT NOT NULL,             -- of its lines, in hex
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE TABLE publication_line (
    publication_id TEXT NOT NULL REFERENCES publication (id),
    n BIGINT NOT NULL,                -- place in the list, from 1
    claim_id TEXT NOT NULL REFERENCES claim (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    PRIMARY KEY (publication_id, n),
    -- Nobody is published twice for the same.
    CONSTRAINT publication_line_once UNIQUE (claim_id, enrolment_id)
);
CREATE TABLE objection (
    id TEXT PRIMARY KEY,
    publication_id TEXT NOT NULL REFERENCES publication (id),
    claim_id TEXT NOT NULL REFERENCES claim (id),
    n BIGINT,                         -- one place in the list; none: all of the claim
    words TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
    account_id TEXT REFERENCES account (id),  -- who answered it
    person_id TEXT REFERENCES person (id),
    role TEXT,
    reason TEXT,                      -- the answer
    answered_at BIGINT
);
CREATE TABLE objection_struck (
    publication_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    objection_id TEXT NOT NULL REFERENCES objection (id),
    PRIMARY KEY (publication_id, n),
    FOREIGN KEY (publication_id, n) REFERENCES publication_line (publication_id, n)
);
CREATE TABLE payee (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    n BIGINT NOT NULL,                    -- the number of the version, from 1
    kind TEXT NOT NULL CHECK (kind IN ('card', 'passbook')),
    bank TEXT NOT NULL,
    number_digest BLOB NOT NULL,
    number_sealed BLOB NOT NULL,
    last_four TEXT NOT NULL,
    salt BLOB NOT NULL,                   -- random, in the digest that stands in the audit log
    given_by TEXT NOT NULL REFERENCES account (id),
    given_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT payee_version_once UNIQUE (person_id, n)
);
CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL,           -- stands in the references at the bank
    fund_id TEXT NOT NULL REFERENCES fund_source (id),
    people BIGINT NOT NULL,           -- how many lines it has; 0 while it is being written
    amount_fen BIGINT NOT NULL,       -- what they come to
    sha256 TEXT NOT NULL,             -- of fund and lines, in hex
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT payment_number_once UNIQUE (number)
);
CREATE TABLE payment_answer (
    id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES payment (id),
    file_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,             -- of the lines it answers, in hex
    paid BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE TABLE payment_line (
    id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES payment (id),
    n BIGINT NOT NULL,                -- place in the batch, from 1
    publication_id TEXT NOT NULL,
    publication_n BIGINT NOT NULL,
    claim_id TEXT NOT NULL REFERENCES claim (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    payee_id TEXT NOT NULL REFERENCES payee (id),
    last_four TEXT NOT NULL,          -- of the account that the money goes to
    to_sealed BLOB NOT NULL,          -- name, bank and number as they were frozen, JSON
    state TEXT NOT NULL CHECK (state IN ('sent', 'paid', 'failed')),
    reason TEXT NOT NULL DEFAULT '',  -- why it failed, in the words of the bank
    answer_id TEXT REFERENCES payment_answer (id),
    answered_at BIGINT,
    CONSTRAINT payment_line_place_once UNIQUE (payment_id, n),
    CONSTRAINT payment_line_answered CHECK ((state = 'sent') = (answer_id IS NULL) AND (answer_id IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (publication_id, publication_n) REFERENCES publication_line (publication_id, n)
);
CREATE TABLE film (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,                   -- of the file, as it is shown
    bytes_total BIGINT NOT NULL CHECK (bytes_total > 0),
    bytes_received BIGINT NOT NULL CHECK (bytes_received BETWEEN 0 AND bytes_total),
    state TEXT NOT NULL CHECK (state IN ('receiving', 'measuring', 'ready', 'refused')),
    sha256 TEXT,                          -- of the file that is served, without what the camera wrote
    duration_ms BIGINT,                   -- measured by the server
    refusal TEXT,                         -- a code: why it cannot be used
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT,                    -- when it goes by itself; absent while it is looked at, and where it is ready
    deleted_at BIGINT,
    CONSTRAINT film_ready_whole CHECK ((state = 'ready') = (sha256 IS NOT NULL)),
    CONSTRAINT film_ready_measured CHECK ((state = 'ready') = (duration_ms IS NOT NULL)),
    CONSTRAINT film_refused_why CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CONSTRAINT film_arrived CHECK (state = 'receiving' OR bytes_received = bytes_total),
    CONSTRAINT film_deleted_ready CHECK (deleted_at IS NULL OR state = 'ready')
);
CREATE TABLE course_draft (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    content TEXT NOT NULL,            -- JSON: the whole course
    title TEXT NOT NULL,              -- what lists show of it
    replaces TEXT REFERENCES course (id), -- the version that it is to follow
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'published', 'withdrawn')),
    version BIGINT NOT NULL,          -- counts the changes
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,              -- the last time
    course_id TEXT REFERENCES course (id),
    CONSTRAINT course_draft_publishes CHECK ((state = 'published') = (course_id IS NOT NULL)),
    CONSTRAINT course_draft_once UNIQUE (course_id)
);
CREATE TABLE course_draft_hand (
    draft_id TEXT NOT NULL REFERENCES course_draft (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (draft_id, person_id)
);
CREATE TABLE course_draft_step (
    draft_id TEXT NOT NULL REFERENCES course_draft (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'return', 'publish', 'withdraw')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    reasons TEXT NOT NULL,            -- JSON: reasons by part
    content TEXT NOT NULL,            -- JSON: what was submitted
    sha256 TEXT NOT NULL,             -- of what was submitted, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (draft_id, n)
);
CREATE TABLE class_exam (
    class_id TEXT PRIMARY KEY REFERENCES training_class (id),
    set_by TEXT NOT NULL REFERENCES account (id),
    set_at BIGINT NOT NULL
);
CREATE TABLE exam_paper (
    id TEXT PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    n BIGINT NOT NULL,                -- which try, from 1
    seed TEXT NOT NULL,               -- by which it was drawn: sixteen hexadecimal digits
    questions TEXT NOT NULL,          -- JSON: ids, and in which order the choices stand; choice 0 is right
    count BIGINT NOT NULL,            -- how many
    started_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,          -- until when it may be worked on
    submitted_at BIGINT,
    answers_sha256 TEXT,              -- of all answers as they were saved, with the seed
    mark BIGINT,                      -- whole percent
    passed BOOLEAN,
    CONSTRAINT exam_paper_once UNIQUE (enrolment_id, n),
    CONSTRAINT exam_paper_marked CHECK (
        (submitted_at IS NULL) = (mark IS NULL) AND (submitted_at IS NULL) = (passed IS NULL)
        AND (submitted_at IS NULL) = (answers_sha256 IS NULL)),
    CONSTRAINT exam_paper_bounds CHECK (mark BETWEEN 0 AND 100 AND count > 0 AND ends_at > started_at)
);
CREATE TABLE exam_answer (
    paper_id TEXT NOT NULL REFERENCES exam_paper (id),
    seq BIGINT NOT NULL,              -- from 1, in the order of saving
    n BIGINT NOT NULL,                -- to which question of the paper, from 1
    place BIGINT NOT NULL,            -- which of the choices as they stood, from 0
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (paper_id, seq)
);
INSERT INTO _sqlx_migrations VALUES (1, 'key', '2026-12-01 04:47:56', 1, X'25A2EA03557A860E737355D5A53D083D6923BA13637947F3EB80D1DF83966219F9F924593C2525E8BA1A3CB919E17CE9', 838387);
INSERT INTO _sqlx_migrations VALUES (2, 'person', '2026-12-01 04:47:56', 1, X'72E4E2D5C2ED96D769ECA563A6C99E94EC0182A08B2609411B02274FDC10DAE486B2BB7DB77FB5CFB3EB76A34FD94B0D', 1421164);
INSERT INTO _sqlx_migrations VALUES (3, 'account', '2026-12-01 04:47:56', 1, X'0F4C012FF4FC9C614F73669B799519A68C2C24862992E130293B2CC3ACE240A79C915ACF76460EDDAF722A338F00CBCF', 18117653);
INSERT INTO _sqlx_migrations VALUES (4, 'paper', '2026-12-01 04:47:56', 1, X'F7D77AC216558CBEE3C47284652DA26A5CCFA6F0F5D01E875959FD4EFBCDB6B4CB8F304934FA4D2E18232C03948BBB1A', 1799296);
INSERT INTO _sqlx_migrations VALUES (5, 'course class', '2026-12-01 04:47:56', 1, X'1BC0E07613ED4343A8B3E2AEB09A8F0F91C2CA91D32EB1190AD09918B72FFA98C057C533199312FE188CC6AA4628F49E', 1858034);
INSERT INTO _sqlx_migrations VALUES (6, 'study', '2026-12-01 04:47:56', 1, X'D87B44BAA25F064EEFA4BC8BA88D39349285AEDF135CFA45F01F41C3FCF12A9805BCCEC5EA77B8F8143CB9BD0B240F11', 4267268);
INSERT INTO _sqlx_migrations VALUES (7, 'ledger', '2026-12-01 04:47:56', 1, X'84A7D3CCD9B6A3A576C116038F15BE43514F9687C2AD4755DD22E0B0530904DD24656C8AB344F1F7E69B560DE3471014', 5461254);
INSERT INTO _sqlx_migrations VALUES (8, 'appeal signal', '2026-12-01 04:47:56', 1, X'CD635E50730C252287F02C35F130EBDFC2F5DDE2AE2D719E4BF83AC1B0A66FE3858733D1DB96BA71A9EF06AF3EBD1F3F', 5206606);
INSERT INTO _sqlx_migrations VALUES (9, 'audit', '2026-12-01 04:47:56', 1, X'9C8ABE359A4BE79F8FE05BB4FB54C4743B59387146F00D21AD70763C50B0B12FEDDAC274796DC0050C7432670B657960', 15303095);
INSERT INTO _sqlx_migrations VALUES (10, 'export', '2026-12-01 04:47:56', 1, X'B2A6C9C545F119E005D92E484D2F961CEF4F25AD5ECBC35D64C2B18087AEE5FEAE0AAB8C62E2A9413FE178696B5D5DA1', 1679699);
INSERT INTO _sqlx_migrations VALUES (11, 'job', '2026-12-01 04:47:56', 1, X'B04E5604E71055E76CF20F88882D5435D27B368060BAE6BA9685FEDB8C560DC48FA811656E78060E69B8922CFA9FEB42', 1225292);
INSERT INTO _sqlx_migrations VALUES (12, 'roster', '2026-12-01 04:47:56', 1, X'A47FBC7809B18506EB20D441B886A7796F9AAB718D84A87E1AE735F640F5FBCB7CA476690520D536545470475489E422', 2794887);
INSERT INTO _sqlx_migrations VALUES (13, 'institution', '2026-12-01 04:47:56', 1, X'97F9AE89EB8A38BA93E2CA521ECC7F349BE8B30A72D77E75F83CE7E3154229EE65275DCB9A0AC6F80749CAD2D18A246E', 3515530);
INSERT INTO _sqlx_migrations VALUES (14, 'class application', '2026-12-01 04:47:56', 1, X'7D0EB3FBFB66E32D9A46A1DACDAE453390BBCE1E68CB824DD58637D99BA4BC1072B096827EA17277237AD9B59E250FFE', 5757304);
INSERT INTO _sqlx_migrations VALUES (15, 'certificate', '2026-12-01 04:47:56', 1, X'89BF3E4265648DDD8072D4BEE8F4FBAD065D6495AE93BE4F15686B42265FD21F2CBA9C375F4E177BAA7702186A5121CE', 1463277);
INSERT INTO _sqlx_migrations VALUES (16, 'class closing', '2026-12-01 04:47:56', 1, X'BCA354C2FA97755FA306A1C054EB51325F79689009AB4FA389BD7A715C560956D94CD07B91824165C9D4FEC16021F0BC', 2106454);
INSERT INTO _sqlx_migrations VALUES (17, 'subsidy standard', '2026-12-01 04:47:56', 1, X'1FC749BE3253A529C35032C549A303CB8264841FEFDC239F8FAA89BC6E2DDF14C08B56EC2F695B214442F004E48BBAEB', 2254053);
INSERT INTO _sqlx_migrations VALUES (18, 'claim', '2026-12-01 04:47:56', 1, X'5341CC3A09EE1B004DCE6086C2BE619B04358893E5B6466814E8EAB839BD0858BDA3CE45517B15498903D04EA865EE0A', 3616010);
INSERT INTO _sqlx_migrations VALUES (19, 'publication', '2026-12-01 04:47:56', 1, X'2A4FACAAF0F9D14E413C5A62D7F56E74D335EDD9EA7C0AE9E4514C455667A2AC00C5213FA23B6E08FC36668FFC10BB50', 3845070);
INSERT INTO _sqlx_migrations VALUES (20, 'payee', '2026-12-01 04:47:56', 1, X'CF6C561D523CBA30E96D5236D2C8CE26400DD3FA4FFB62AE3D93F9755529FA4A886422E9DABAD121BCFFDB1E28FA0428', 1682773);
INSERT INTO _sqlx_migrations VALUES (21, 'payment', '2026-12-01 04:47:56', 1, X'018DB35EAF6EAAB9C1A5308EBFEF6C6D768FA0C68F98827CD5A12D6C0A3B7A2C123BF67258A0F6F24C7EC8C631EE6C11', 3549310);
INSERT INTO _sqlx_migrations VALUES (22, 'film', '2026-12-01 04:47:56', 1, X'1F14EB1CAB143848F971EDA3EE5696BD7DAF7F682D554CB5279DF2FDC9D801AB59EEA3E4E44EDCDDB81855884D921DFD', 1838515);
INSERT INTO _sqlx_migrations VALUES (23, 'course draft', '2026-12-01 04:47:56', 1, X'D622C81E89D128CB621EFBD9E3C570D072DB3D75596516DCB51DED0B7AFA4922E73B6E511C80C816A776F5123A4338B1', 2774197);
INSERT INTO _sqlx_migrations VALUES (24, 'exam', '2026-12-01 04:47:56', 1, X'21E7E9E70980397C32FC9AB234BE79369B1595D0E529E2FDAE56D42A505508356F74A38C8C34860B69596DFBC6CC5411', 16146209);
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
INSERT INTO person VALUES ('person-zhou', '学员zhou', NULL, 'f', '1990-01-01', 'resident', X'B44CF0EC8140E2240D32BB4C857FEBC00459D0138A085FF1BE4ABF9255558C55', X'019B74A8516A89391B2FA93A9855751F8E194DCC00A9D68FE0809EBBDEFD23EE8A84EC6EB1D7F43E604A02D93920100F04C392F738742F', '0000**********0000', X'019B74A8516A89391BF6DE5B05E026D3C27BDBBBE074A9726A28B788C5DF44C7512AA54666EA31D0F95AC83A253532CB0BF16E80006FB4', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-wu', '学员wu', NULL, 'f', '1990-01-01', 'resident', X'85863361F4E9EAE1EF676C76E0F3578B6261D1DEE44548D31725F083C6D6A8FA', X'019B74A8516A89391B867F7F2B1017CFC3644F9183D3703B137FFB9F4DA84347B34F7DE8092196DE467771E74E5073F4252A152753CAE8', '0000**********0000', X'019B74A8516A89391BAB801D97973FBB8455125275856710069D840E95583688BD4876DE462DE8E049B50AAAD1E79817C1404CB3FF3806', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-li', '学员li', NULL, 'f', '1990-01-01', 'resident', X'A3FC622AC0432622F02948992B288E9DB5DF89FEB3DBB4FC05D1EA3BA6F1E77F', X'019B74A8516A89391B0DF12518928A03A96A2FCA0DF2C192800571ACA1CF5A560D65227375DE2667B3F3184F5BB403CBB200B20AC379B3', '0000**********0000', X'019B74A8516A89391BAC85445A2B8D1AD8D79E0B10D7DACA10CE071F1FC85EA84A1D7E0E4D6034580DF329CF74192E0ED58A0955010E71', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', X'CEDC5CD3842B43E123FB68FDFE0CBDFFCCFF080E97FC29BEA97CCDB0D96EAAD0', X'019B74A8516A89391BC0AE19D3CA31D0910B323D555A2E97DF2CD078B14B385BD12A786DEC726731FCD718A3A8488CFE2839E55A6F0CD6', '0000**********0000', X'019B74A8516A89391B45366A0F18A5D4871B1382BD01B70DBF82D2FDBA302FD5C542609166A1917CB27A8FDCC46E034590B1A090417687', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795311027000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', X'4F6E4F10F67603F391D743CD6182353D3F88CCAD25803204771DA8F0E6A193D6', X'019B74A8516A89391B3DF255864050623CCFA86CC7DC4D44C5416B939C6DC5FB6CA19B8214AF7254810AD41E8AB748AE2E245D02AB06A7', '0000**********0000', X'019B74A8516A89391B147B9CECC5E7070893C6E1886238CB7681C511970264AB684DE01C8FF6810A51E98B83E9F5548F3F94F3B080E060', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795312854000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', X'09679EB91B2E6C26E661ECE5CF33F3860D88A1C88B9FCAAFFB8503CFAC9C8BFD', X'019B74A8516A89391B56365AC12E223F30A592B3BDEC617FACA84BE0F06F69AD1D9E1EAB8201FC7CBA53EDDD7044BBA7DA1A3A6E2E24B9', '0000**********0000', X'019B74A8516A89391B9147C276CEF6E7CE9C9210EF7B7D1CBCFC112FB3360F361E44D124BEF8F4F7012FC532AE0282715CE08B3368D8A4', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795313178000, NULL, NULL, X'01010101010101010101010101010101');
INSERT INTO account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'3AA18A0E6226D0DD652B5F2DA51245A2');
INSERT INTO account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'2CCB7C4F98D7AAD1B2A9E821DF14FFB6');
INSERT INTO account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL, X'645437DE2B33BAD00E741B202615D394');
INSERT INTO account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795311027000, NULL, X'2A435B30DA4482BEB567E3B96C378F1B');
INSERT INTO account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795312854000, NULL, X'7D9328D21474554A1B1FC438970CE528');
INSERT INTO account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795313178000, NULL, X'B7792C41F581D337F37E0A77FEF8DD88');
INSERT INTO role_grant VALUES ('account-zhou', 'city_first_reviewer', 'bureau', 'city', 1795309200000, NULL, NULL, NULL, NULL, X'0A173DFDEF49DBED3242C1ACF5569C41');
INSERT INTO role_grant VALUES ('account-wu', 'city_second_reviewer', 'bureau', 'city', 1795309200000, NULL, NULL, NULL, NULL, X'F652AD1C2778A28DDABBA6980ABCF23C');
INSERT INTO role_grant VALUES ('account-li', 'learner', NULL, 'county', 1795309200000, NULL, NULL, NULL, NULL, X'E2E3D5ADADDAD891B4A0227C3C6D40E0');
INSERT INTO role_grant VALUES ('account-wang', 'learner', NULL, 'county', 1795311027000, NULL, NULL, NULL, NULL, X'54DDDDB14C4DA69D8FF774DBA9908DE7');
INSERT INTO role_grant VALUES ('account-zhao', 'learner', NULL, 'county', 1795312854000, NULL, NULL, NULL, NULL, X'C3C9AF51D54DED80493A5C72EE0D2960');
INSERT INTO role_grant VALUES ('account-sun', 'learner', NULL, 'county', 1795313178000, NULL, NULL, NULL, NULL, X'5039FA4B28EEB8FF52D690DABA93840D');
INSERT INTO login_session VALUES (X'068AB1529533FE955E4A89A6EC03125B6AD6C1AF57F969DE0E36C7D243B4C679', 'account-zhou', 1795309200000, 1795314226000, 1795352400000, '', X'B9CCD1503DAEDA92FC4F4DE969AC3762');
INSERT INTO login_session VALUES (X'2D2E831CAD38B651AF2F1476F003D63568332DA231C2CCC07782E4B1D5EEACB4', 'account-wu', 1795309200000, 1795312854000, 1795352400000, '', X'640B410D21A6396CB48B42177A741EF4');
INSERT INTO login_session VALUES (X'98B66CFA70908D90A58BC0A4E25612B9436079CEECCA50A1F3CC06A0304200B6', 'account-li', 1795309200000, 1795309200000, 1795352400000, '', X'567EF79BABA461F055016423E4E61E4A');
INSERT INTO login_session VALUES (X'1D0D5085A3A2C25882D21657E69536BFA6E510AA921581B87AF7CDADD433DE32', 'account-li', 1795311027000, 1795311027000, 1795354227000, '', X'FC3BD6CAA62F44354319EAA58630FA87');
INSERT INTO login_session VALUES (X'7B7BAC8E9411C4B24FF7746E3035D1304F7D03C4A832CA71A97796A75C643EAA', 'account-wang', 1795311027000, 1795311027000, 1795354227000, '', X'6B4ECB6CBD4B660B4B5CEEE040835959');
INSERT INTO login_session VALUES (X'156997481944405065639A121B20BCC3740A8559549D64F64D89FDCEB3475FC7', 'account-wang', 1795312854000, 1795312854000, 1795356054000, '', X'1249CB2691FFC69F841775C12214DB3B');
INSERT INTO login_session VALUES (X'5768634F4B82766F000F7D282E7C0CF7FEA5089B8EDB0C768C9764851FF80CEA', 'account-zhao', 1795312854000, 1795312854000, 1795356054000, '', X'916764AE8DD212E6AA6EAE2D18409C69');
INSERT INTO login_session VALUES (X'FFF9A007A3B9265A4CBBADA7B29D8ED9EC11C26C31F12CC44E8DB1CB464E458C', 'account-sun', 1795313178000, 1795313178000, 1795356378000, '', X'45F95016FABA390C97C749FF16877681');
INSERT INTO course VALUES ('crab', 'crab', '大闸蟹养殖入门', 'crab first steps', '从选塘到卖蟹,一步一步学', 'Step by step', '["会选塘","会喂养"]', '["Choose a pond","Feed"]', 'trade-crab', '水产养殖工', 'Aquaculture worker', 'special', 'online', 'crab.svg', 'school', 1795309200000, 1, NULL);
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
INSERT INTO enrolment VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO enrolment VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO enrolment VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', 1795313178000);
INSERT INTO study_session VALUES ('01a200c4-6280-7b4f-8cdb-f1825e930033', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1795309200000, 1795309320000, 'closed');
INSERT INTO study_session VALUES ('01a200c6-5298-7b18-bbb8-37b255e20ed5', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795309327000, 1795309627000, 'closed');
INSERT INTO study_session VALUES ('01a200dd-35f8-7495-88f0-13d8757de0c0', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795310827000, 1800584626000, 'superseded');
INSERT INTO study_session VALUES ('01a200e0-4338-77c4-9e38-148231acae94', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO study_session VALUES ('01a200e2-3350-7ef3-97a3-3a24a05af047', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO study_session VALUES ('01a200f9-16b0-7b13-8056-ec6a1d5296e8', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO study_session VALUES ('01a200fc-23f0-7167-8b23-8f90c9ce8526', 'person-zhao', '01a200fc-23f0-7a35-b493-a60250a77410', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO study_session VALUES ('01a20101-1590-7568-a29b-e0f2f0395fce', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-1', '2026-01-01', 1795313178000, 1795313778000, 'closed');
INSERT INTO study_session VALUES ('01a2010a-58a8-7f05-9d15-c9ccc24f9b8b', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-2', '2026-01-01', 1795313785000, 1795314092000, 'closed');
INSERT INTO study_session VALUES ('01a2010f-2338-7a61-bf50-3080085c06bd', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-3', '2026-01-01', 1795314099000, 1795314219000, 'closed');
INSERT INTO study_session VALUES ('01a33b34-ff50-7799-8652-b3f27baaf10a', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '2026-01-01', 1800584626000, 1800584686000, 'closed');
INSERT INTO study_session VALUES ('01a33b36-0508-7eac-957d-1ece22ba1610', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1800584693000, NULL, NULL);
INSERT INTO person_study VALUES ('person-li', '{"last_at_ms":1800584738000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584693000,"person_time_ms":525000,"due_ms":555964,"waiting":[{"e":"01a200c4-6280-7c63-927b-d66a49546972","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"right_in_row":1,"spare_tries":0,"device":{"head":"5efe52e0f7e5d7241aacc04c4375899b0da25e4a0ff54e682801945e750f99a8","passes":2},"segment":{"wrong":0,"holds":0},"passes":{"all":2,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200c4-6280-7c63-927b-d66a49546972","lesson":"crab-2"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a33b36-0508-7eac-957d-1ece22ba1610","enrolment":"01a200c4-6280-7c63-927b-d66a49546972","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584738000,"open_until_ms":1814803320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584738000,"records":57,"chain":"246ddb236b1556c6432ef7ae844cb345df89f70d53395c7f1653b7635e3229b5"}', X'046A019094B0B3E768012430316133336233362D303530382D376561632D393537642D31656365323262613136313000B7017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303063342D363238302D376336332D393237622D643636613439353436393732222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A3535353936342C227175657374696F6E735F6D73223A5B36303030305D7D00B0EA0100020180D30EB0EA01000000000080D30EB0EA01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', 1800584738000, NULL, 0, X'7C3396CF6B1BBFAD61D6EC4BE1391FC0');
INSERT INTO person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":722883,"waiting":[],"check":null,"wrong_in_row":1,"right_in_row":0,"spare_tries":0,"device":{"head":"1bdee84ef0aa533afce8f91dc8e5294a380f515d26e6680bbaf89b258bdbee96","passes":1},"segment":{"wrong":0,"holds":0},"passes":{"all":1,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200e0-4338-7f2d-a147-b36c68b8f577","lesson":"crab-1"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a200f9-16b0-7b13-8056-ec6a1d5296e8","enrolment":"01a200e0-4338-7f2d-a147-b36c68b8f577","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814803320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"fc000b43cf62ecbff0d95c1fe6fa5e48356bfe7588ad2bf1c346c4ca56686b5b"}', X'0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', 1795312654000, NULL, 0, X'B246559DE21C7347ED46A0F6AECD6037');
INSERT INTO person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":677130,"waiting":[{"e":"01a200fc-23f0-7a35-b493-a60250a77410","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7868-a104-5e638f2ca9b0","kind":"question","due_ms":300000,"tail":true,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-7167-8b23-8f90c9ce8526","enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2","bank":{"enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2"},"item":null,"not_before_ms":1795313171000,"shown_at_ms":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"right_in_row":0,"spare_tries":0,"device":{"head":"9c5c3522a51f40acb064c158de38b58eab8397cf9377727c979b3ce32e648b1c","passes":0},"segment":{"wrong":2,"holds":1},"passes":{"all":0,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2"},"moments_ms":[60000]}],"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313178000,"records":28,"chain":"ef482ac506cec5cd8903acd549c7df0b849c0fa9ab3e8cb6e73b388d8d410568"}', X'040001E08FE18FC068012430316132303066632D323366302D373136372D386232332D38663930633963653835323600B7017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303066632D323366302D376133352D623439332D613630323530613737343130222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A3637373133302C227175657374696F6E735F6D73223A5B36303030305D7D00B0EA0100020100B0EA01000000000000B0EA0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107B226B696E64223A22636C6F7365227D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D623764302D373930642D386534632D636337653265616539373161222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D010000009A017B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D623764302D373930642D386534632D636337653265616539373161222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2231222C2263686172616374657273223A31322C226672657368223A747275652C22616E737765725F62795F6D73223A313739353331333333343030307D01B06D00006F7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D623764302D373930642D386534632D636337653265616539373161222C22616E73776572223A223130222C22726573756C74223A2277726F6E67222C226475655F6D73223A3637373133307D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D643332382D373836382D613130342D356536333866326361396230222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D01A09C0100008D017B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D643332382D373836382D613130342D356536333866326361396230222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2230222C2263686172616374657273223A31322C22616E737765725F62795F6D73223A313739353331333335313030307D01B06D00006E7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D643332382D373836382D613130342D356536333866326361396230222C22616E73776572223A223030222C22726573756C74223A22686F6C64222C226475655F6D73223A3637373133307D', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7868-a104-5e638f2ca9b0', 1, X'BA98060EA6F79F259C89C1F627207A93');
INSERT INTO person_study VALUES ('person-sun', '{"last_at_ms":1795314219000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314099000,"person_time_ms":1020000,"due_ms":1346162,"waiting":[],"check":null,"wrong_in_row":0,"right_in_row":2,"spare_tries":2,"device":{"head":"","passes":4},"segment":{"wrong":0,"holds":0},"passes":{"all":3,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a20101-1590-7288-bd53-17e22b28a7a6","lesson":"crab-3"},"moments_ms":[60000]}],"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314226000,"records":86,"chain":"57a55136ebdad9be2f1cc072601a2de7905b0f7099f2be11ab1b90fcd4cc57f4"}', X'04AC01', NULL, 0, NULL, NULL, 1795314219000, NULL, 0, X'B800BE2F9A36C95C8D59133D7BEACF03');
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '[[0,300000]]', 300000, 0, 0, 300000, 1800584626000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO lesson_progress VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313785000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314099000);
INSERT INTO lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314226000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '[[0,60000]]', 60000, 60000, 0, 60000, 1800584693000);
INSERT INTO evidence VALUES ('person-li', 44, 53, 1800584693000, X'03AD964B4EC3301086ED8A0370860A894D47B2E33707615375E1384E2B954709B0423943F76CB940776CBBE21CB0457007268EFA84565910594A34923D33BF67BEC9C9257D9F7FCC97137AC6B8475B642085B060B830E0A33160741144C95CB431922FBA8E705C7964327A9CCDA2BF6A3C7638609FE7694B90A0338B49052DC0652687426B2F9D92DA996C8BE7A1F2394CB7899D2CBC49CCEFA037ED6A71D816FE6616EE729A715C8D54FE661CD1C770C8062289391AD574F9FDF6729EA411221712CA526198581A60B5CA20172546EB7DC99927AFF4E8E4FA974CC5FEF4E1D95FC36795D4EAB695524ECB4D8FDC27EB3095DCA8268B4F4A7A34BDD2831F3D42DAD5984E9FF6FE301AE3F830905AB514449763AA8511903B1F40D880955130D44F750092B4A9421B5FCFF4301DBA39DBA2432B24DCF13502783ACF573EE0DC4CA20EFA25F6CEA47FF1503DC65F7CC0C0949536B56C4D17D784DC1EE9DB6E01AEFB961FEDDBF626EB1F', X'02FA3CE4AC887ED44256190CB2907F99');
INSERT INTO evidence_archive VALUES ('person-li', 1, 43, 1795310827000, X'06E597BF4EC33010C6ED0A26166646C4C8493EFF371BCF811862C7010921A0C0842A75463C012B0B63C5C28AC4C6CC53F014B88E80B4D090764020224B899CC8DF9DF3BBCF76EF767989D0E1E5CDD5C33EDD6058A4EE2041739B34BCACC086D2438596ABE8046342907BDAEAD09343042DC071E3A1D4BA904E49ED0C6F3874E8171E0E9A1E9C7BF8B4CB8A2F4D96616A8DAC94524ECB0F164E73EF4E9EDADD0119BD50D2A3F996AFF4D023E4731BBF5EBD985A55C79D7BB38BB04E5B833032A5ADD080ADAC8450688FCEF9802C762842ACFFCA58EB9ACEAE886E628D8AA827154EF01D7BCCE315FD22A4B5222B6FAE578997FDF5ADB3FE79FCAA2604738AD5F18D0E09396A61B55B80EFAC622BABF55F1D3CAF2CADD1D1D35D93540D8A3B9B48450BDE7B9B043D572A72164BF523A4E234A9FA2749EDD216A7B980A84D9A5D6B24144619408B2E98E88260A103CD721E9ABF139BA6199B34B38568B6CCE4F8862F8C90EDB66D7397107F6B9EC8F83FC95337F37CA42DC7986E219E1E2799BCB38E73F8C584574CD844F36C30FEB4CA3BFBB3B7D56DB0FBC9F32879B3BAB204A1AA146C92026B2B06284A9B822E230BECEF5ADD2B', X'B5524646092A0C8BA1934031585D68B9');
INSERT INTO evidence_archive VALUES ('person-sun', 1, 86, 1795314226000, X'06BD963F8F133110C5D747B81A28F8008876248FBD5EDB7C141085ED5D13092120FC6950FA2B408A28A9100D0DC57550D2D09F28A8D135202A5AA89838516E5925B173276515299195DDB1E7BDDF9B1D1D1D8E2AF6F6DBD1ECF398DDE4E804478E80CA520DD51870C27AE87814914BAB62E8AA8F6C6B42FFFF08610CF8564940DD09E18571DA35BD840E13E7E17E3F83D30A0E53B6591BB2548663EF54BAD688E2CC0B4FD2EA9D74F3DD6975FC8B55072C7DA58B7E1C54D5FE3FF3F2575E0CA6F67CF1DE66C8176D75205B456D7581DAAAB4038D52CABA0E0AAD2C813CB531D57AC336135756AC47DC4234788C2BAC447A9E9BB840B3686E389225921FC7376E3D9D3CEBD63127911C66D2FE8E1F54D5C32D2C946D70C582D8CAC2C235D32F87A3DBECE4F46B9F0407CA38033A7205B64505C18610441DAD377E2F2488210972CF24D07590FEC5DEB1EC3C4E4B3BBCBD0C46F1A263611E3AD474590B705A59B08D6A1D368242D96546711145B902398A968629A328576C4891E853C4CF43518DA9BB0B8A1E6529CA6DB078A2D40DDD34FD7969F4BC9A9DFE28C6E83AFBFEFEDAD2893338F97B757B2C9F3F3C2370DD11891A2DF81AE9DCB6F1B18BB571A12990DD9E85E7ABACECB9625B65C735B2AF555A68B183D2B93DAD94C622A53F5C1EBD66ECF7CB3F7DA9230829496AD720F848E92CE9258A1B1578E3DBEAD31E12530E13134549622E4F75E1C8DCE8CF71C69FC821EA48AD6B5B0B464645D07022D37BA11516F813B9289FEED96A4383CA8BE792B4B6DCADD90DEE984BFF00', X'49558CC3CC60E94C38164931D352B8DA');
INSERT INTO evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, X'06E597BD4A043110C793432B1B6BCBC3D2814C92CD879DCF2116D96CE281887A6A2507622D82AD95A5E575B682B59D4F61E52398CB71E7DEA9EB6A218A4B60C32CECCC24BFF94FD2B9595C20F4F9FCECE2AE475719BA640E0CA41006B4F6126C483394860B74DE052BC92D6D54E8D95F445E8143A9A114CA2B539A58685D5368DF7725ECD435385BF8BCCA8A774596611AB5AC34E7C68857160EB375332FEDD6800C9F28E9D0FCCA4F9A7408793B469F974FE6BAEAC8B8FD71118ED3E6803AA6B4BD44283D96606548315983B1F02D8A10C7BB32F275453FAE8876CE6A15315E5438C029F63CFFCFF59D4FBD227B5EEBC6C44BAFBB7ED43F0EEFD584C0448DCEF10D7709D96B60B55D8053567923ABE35D1D3C2E2DACD0EB87CB3AA91C842852358428C06A2740382E1D2B5C6452FF08A9384FAAFA4952DB8CEFD3ACC06B9156B75205582B02485B0513B50905AB5AD02CBF42F367CEE669C63ACDEC5B342B21737CA74F8C908DA663739B107F6D9E9CFD933C653DCF7BDA708D6917E2E17E72934FD6E10B7A31A315333251BF1B8C242FE693FDD1A4BB0DB6DE681E2513A98B16509529D812456AFC8582E095C3AAE05605F377A5EE05', X'E97ED0894CF6810C7A99AEAB739AEA93');
INSERT INTO attendance_check VALUES ('01a33b35-e9b0-7d73-b9ac-38c433d07795', 'person-li', '01a33b34-ff50-7799-8652-b3f27baaf10a', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'crab-3', 'question', 'crab-3-q1', 1, 1800584686000, 1800584686000, NULL, 1800584693000, 'passed', '1', 0, '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');
INSERT INTO check_tally VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 1, 3);
INSERT INTO check_tally VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 1, 3);
INSERT INTO check_tally VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 2, 0);
INSERT INTO check_tally VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 4, 0);
INSERT INTO question_tally VALUES ('crab-1-q1', 2968, -2, 2);
INSERT INTO question_tally VALUES ('crab-1-q1', 2968, 7, 1);
INSERT INTO question_tally VALUES ('crab-2-q1', 2968, -1, 2);
INSERT INTO question_tally VALUES ('crab-2-q1', 2968, 7, 4);
INSERT INTO question_tally VALUES ('crab-3-q1', 2968, 7, 1);
INSERT INTO refusal VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO refusal VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);
INSERT INTO ledger_entry_group VALUES (1, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', X'C2928F750EADDC2000A0FE5FE0E9D829AE4700E903B6C5D87FE87FBA7DDF2407', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (2, '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', X'4886E6494CCD0BE8EA7510EF9E124223971D4F63FD36774019FA807527D147A4', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (3, '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', X'E597A3E11DED1E92CB1CBF73CCF8D7E57FF807C6C4081A0046666E4074484408', '2026-01-01');
INSERT INTO ledger_lesson VALUES (1, 'crab-2');
INSERT INTO ledger_lesson VALUES (2, 'crab-1');
INSERT INTO ledger_lesson VALUES (3, 'crab-3');
INSERT INTO ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', NULL, X'050100010080D30E0001A200C6374075178F84CA6B199BC10E00021A59D744E14D8331C152BB8DDBD960FEFDEC19DEE36E3D49B223CFF54BBD594F08', X'2502DC248E0D5A79AD13385B01E9AF83');
INSERT INTO ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', NULL, X'050100010080D30E0001A200E217F87C41BC1B94E228981F5C00021A2D2CAF0A4C991AB167755D40F27ED205C48111545AB18ACFA25DF522D6BB349C', X'D7E1392829D487DBCFD38F0AC77F2BD3');
INSERT INTO ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', NULL, X'017D94CD6E5C210C85DF65F65732606CFC3495F14F1555CA8D46693755DE3D30B3E8346DB260014207FB9CCFFCFE644CAC4A1DC91D42DD6D63A290D13320C447150D5CFD87409B64DD0767AC3595DDB322F0C73129BA340C0FAA633967D40EA93C0F2752948E245C1FC6C4AE3A8F1F8F83703B295FA05E3FE0DAE06F5CEFFB4F70BD551770606BE3E0D2F8D0603E98DC5A82C488D8D59D1EBB94CDC4B7A7EFCFE775E96CC5F3E72D705F79D9BEA8F67A5EF7CDE99886C8EA88CB28C9C668E26D2A0C0980B4E0625987903729D06A8FFD5A9F5E9BDA967A79B99EBF363C17F0E9B1F45A50818E5D84C684B10CA43198D4471FB3365A2AA059A8E07E09BAE75C9D936E8342EF76268585D48925A119BAF19200CAB9C23628A553A40BCF150EA394A6A39B218C65C610E9F5F20FC950EE5FC603C9ADD4D1F1E6FAFF4846FC43F2D0AE195A562FB9FC086215D0221C28590C2DB34BC915C83431F7E6CADA45498A2F1BF5F2F6F60E', X'9914815B74B26FBACEFDA3F5C19F5D07');
INSERT INTO ledger_entry VALUES (3, 1795313785000, 3, 2, 600000, '2026-11-22', NULL, X'0501000100809F490001A2010A3D507AC8B57A7133344C519300025A13A3CC4500899F789F1E23789EBFBAD80CA569EC494ED230EA3DA76A2148491B', X'230FCCF9B7BB97B4AEAE7FFB89920459');
INSERT INTO ledger_entry VALUES (4, 1795313942000, 3, 1, 147112, '2026-11-22', NULL, X'0501000100D0FA110001A2010CA2987342A759965DA162667A0002764800A18C5CB243B299F01F9E5F1AC4DB8DF5203175BCFE04A872FB6E19B88ACD', X'FA6A23A3B09F02CCA6B10759309E56BD');
INSERT INTO ledger_entry VALUES (5, 1795314099000, 3, 1, 152888, '2026-11-22', NULL, X'05010001D0FA11F0D4120001A2010F07E07719B41CA96BFEF48AC600029201F98041A7A791FCD8D7220ED70C667D4B7BC6200E848835A1248AF97D0226FCB6', X'4344EE0F9A794D0E42A5B2D3FBD04808');
INSERT INTO ledger_entry VALUES (6, 1795314226000, 3, 3, 120000, '2026-11-22', NULL, X'050100010080D30E0001A20110F7F87DD983F5580298BB27510002AC0157A55136EBDAD9BE2F1CC072601A2DE7905B0F7099F2BE11AB1B90FCD4CC57F4', X'C7D456358C8CDF5D76FC2D0CEFE80392');
INSERT INTO ledger_entry VALUES (7, 1800584693000, 1, 3, 60000, '2027-01-22', NULL, X'0501000100C0A9070001A33B35E9B07D73B9AC38C433D0779500026A6C5AA6547206ED6A8CE592C6BECFA8C027476619135170C03BF9D4C69884ADC1', X'05D1F4838035DAD4A08DCFA96AE840AC');
INSERT INTO ledger_head VALUES (1, 8, 3, X'7257F6FBEBDEBA0975867907283553A3');
INSERT INTO ledger_node VALUES (0, X'087F4F6B8E850387DEF55962B7E3CAA86AA3E2EB454EC4CCBF6FB3671E9EFD7E');
INSERT INTO ledger_node VALUES (1, X'7D828D7067A0B2D0C55DEFCB91F49B70D4BE3F15829D82C4C1BDA1D8CEFED67C');
INSERT INTO ledger_node VALUES (2, X'9F4B79EC82CE7BB76D295E6F975E19FF7C6F958B9A2481B6C6BF1F52F731AC78');
INSERT INTO ledger_node VALUES (3, X'71375D5E82FA1887DE02722877CB2DE2E4E9C5154B269AFDD58A44C70B42CF57');
INSERT INTO ledger_node VALUES (4, X'03E445C93A341D769372BAF9C9513C8AD7B519EE5B747C9F10DDD75DC770038E');
INSERT INTO ledger_node VALUES (5, X'7CA058240D456E2394C91D96BDDA56570EF6260973B0CF8C8EA079B7F7764470');
INSERT INTO ledger_node VALUES (6, X'BFCCD705751ED409B9561FD8C63ACF2CF2EB9765128E7BCD7A5FD2858619CFD2');
INSERT INTO ledger_node VALUES (7, X'A5CA1FF01D2089FB2E0365B5138A84DDEB131CCFDFAC478739E262E604CBC877');
INSERT INTO ledger_node VALUES (8, X'C7B327DE0EE159E8558B6D00D511019E3BDC577495E51808E183C546F75B3CA0');
INSERT INTO ledger_node VALUES (9, X'63C65264296B8BB9A4B2FCC235DAF00F028438F5FFC83F379B11A578CDA57494');
INSERT INTO ledger_node VALUES (10, X'C1EFF822B9BFB9746D8DC3BD397EE598DD08653C3FE0C77E1D908CBCF2EC06F6');
INSERT INTO ledger_node VALUES (11, X'E01744031CB6F69DD65A2EC9EDDFE3BC1F523F520375D174B2E5F74FFC5EE820');
INSERT INTO ledger_node VALUES (12, X'E52FD1C69FE35F9971C6150D299039D81245139FEA15136616DA7F8F7741A1FE');
INSERT INTO ledger_node VALUES (13, X'E3801AE998E0DB8CE6C48F185881A2F8E679632E0B888B62F07EA0A739EEE876');
INSERT INTO ledger_node VALUES (14, X'D7329799898D489EFC07BA5664A0A056C69C952B3D3660366FB1B93BFEA70F56');
INSERT INTO ledger_checkpoint VALUES (0, X'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO ledger_checkpoint VALUES (7, X'5722A37979727356169A40F3636C03A43B0B6469F4D1545F3D19C27C80D8A95C', 'xueshi.example/test
7
VyKjeXlyc1YWmkDzY2wDpDsLZGn00VRfPRnCfIDYqVw=

— xueshi.example/test 97A/Fonr+PBi1DIEkpvTlUW/SMBEKB7ppRvXhgKPGgBFDxMYzMqf6wCivKXsKguIv9+Xr02l7NDNI2tFbCdK99Hecgo=
', 1795314226000);
INSERT INTO ledger_checkpoint VALUES (8, X'D7329799898D489EFC07BA5664A0A056C69C952B3D3660366FB1B93BFEA70F56', 'xueshi.example/test
8
1zKXmYmNSJ78B7pWZKCgVsaclSs9NmA2b7G5O/6nD1Y=

— xueshi.example/test 97A/Flb7NtANzlDKZVHS1K4OGgMTNFoAS6k9vNAZGOnfgH7ADEXdyqPRI93aRts57pXSIlix9FqVR3vTHUdhD9DpjQk=
', 1800584738000);
INSERT INTO subsidy_record VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', '2026-01-01', 480000, 1020000, 1, 0, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":480000,"credit_hour_minutes":45,"hours":1},{"step":"share","verified_ms":480000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"},{"step":"identity_unseen","withheld":0}]', 8, 1800584693000);
INSERT INTO subsidy_record VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, 0, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"},{"step":"identity_unseen","withheld":0}]', 2, 1795311154000);
INSERT INTO subsidy_record VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, 0, 1, 'withheld', 0, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300},{"step":"identity_unseen","withheld":300}]', 7, 1795314226000);
INSERT INTO appeal VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 'person-li', 'account-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO appeal VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 'person-wang', 'account-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);
INSERT INTO appeal_grant VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 2, 300000);
INSERT INTO audit_event VALUES ('fact-0', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01', '', '{"profile":"standard","effective_from":"2026-01-01","sha256":"59ac949f6b0d2f075de9433df86db50cf3b2062514bef970f550b75df383e600"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-1', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01-compressed', '', '{"profile":"compressed","effective_from":"2026-01-01","sha256":"835dd31b844abdaa44f3a91b444047678a171881d90730bdbc257749c930b6eb"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-2', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26', '', '{"profile":"standard","effective_from":"2026-11-26","sha256":"8f113e58cd11fc5f6215d448873576998fc11106c5f513b860a53cdbd13dbad0"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-3', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26-compressed', '', '{"profile":"compressed","effective_from":"2026-11-26","sha256":"970bed9e4de468c6f85c178f6008eb39536ea8eab48749a5e913a36ea49b4d3d"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-4', 1795309200000, NULL, 'fact.organisation', 'organisation:bureau', '', '{"kind":"bureau","name":"市人社局","name_en":"City bureau","region":"city","credit_code":"C0","phone":"12333"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-5', 1795309200000, NULL, 'fact.organisation', 'organisation:school', '', '{"kind":"institution","name":"渔丰学校","name_en":"Yufeng School","region":"county","credit_code":"C1","phone":"0546-1"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-6', 1795309200000, NULL, 'fact.organisation', 'organisation:school2', '', '{"kind":"institution","name":"新航学校","name_en":"Xinhang School","region":"county2","credit_code":"C2","phone":"0546-2"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-7', 1795309200000, NULL, 'fact.course', 'course:crab', '', '{"code":"crab","title":"大闸蟹养殖入门","organisation":"school","trade_code":"trade-crab","trade":"水产养殖工","level":"special","mode":"online","published_at_ms":1795309200000,"version":1,"replaces":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-8', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-1', '', '{"course":"crab","code":"crab-1","position":1,"kind":"video","duration_ms":600000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-9', 1795309200000, NULL, 'fact.question', 'question:crab-1-q1', '', '{"lesson":"crab-1","at_ms":60000,"item":"9d13a44ef0e9b8de6f3147be8258ea1c"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-10', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-2', '', '{"course":"crab","code":"crab-2","position":2,"kind":"video","duration_ms":300000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-11', 1795309200000, NULL, 'fact.question', 'question:crab-2-q1', '', '{"lesson":"crab-2","at_ms":60000,"item":"50df5103d933b7d59c3409febcb08787"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-12', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-3', '', '{"course":"crab","code":"crab-3","position":3,"kind":"document","duration_ms":120000,"media_bytes":0,"media_sha256":null,"pages_sha256":"fbf59919d3923798c8b71449035b9eeed923fc313067eb5fb460317d90f2f021"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-13', 1795309200000, NULL, 'fact.question', 'question:crab-3-q1', '', '{"lesson":"crab-3","at_ms":60000,"item":"3dd8afc8f48110af3a4ef2a5d4c159de"}', '', '', '');
INSERT INTO audit_event VALUES ('fact-14', 1795309200000, NULL, 'fact.class', 'class:crab-k', '', '{"code":"crab-2026-1","course":"crab","organisation":"school","region":"county","teacher":null,"title":"2026 年第 1 期","starts_on":"2026-11-01","ends_on":"2027-06-30","capacity":30,"policy":"2026-01-01","opened_at_ms":1795309200000}', '', '', '');
INSERT INTO audit_event VALUES ('fact-15', 1795309200000, NULL, 'fact.person', 'person:person-zhou', '', '{"document":"4fbe3c9b42d618e07d3b71cefe815f57","name":"2fb70eef20dce85fa5a1fe35d275adff","birth":"7d933e03b22018298c39d3edc936629c","phone":"2230e98a8de2cac09aa6199afd62758c","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"city","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-16', 1795309200000, NULL, 'fact.account', 'account:account-zhou', '', '{"person":"person-zhou","active":true,"sign_in":"31964df7c92bab12ed8aa254324080c9","roles":[{"role":"city_first_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-17', 1795309200000, NULL, 'fact.person', 'person:person-wu', '', '{"document":"6e70036ef2568534cacd61e2941b167d","name":"c064e113cda767f0ab23cb989f553eda","birth":"632a8cf0533c561794ac272d13e439ea","phone":"8c7d1ebb2a29ed7a02450ac3b53a82fb","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"city","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-18', 1795309200000, NULL, 'fact.account', 'account:account-wu', '', '{"person":"person-wu","active":true,"sign_in":"206a29be186dd567b3b2fb14beb30cd2","roles":[{"role":"city_second_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-19', 1795309200000, NULL, 'fact.person', 'person:person-li', '', '{"document":"3767e89eb75cbcbdfdc62e62a9ee30de","name":"eacad251b95adc12112f11585d521583","birth":"1845aed3e919c9d13e384ba9dee5d78d","phone":"3b618ed323279c1a19b678401514c206","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-20', 1795309200000, NULL, 'fact.account', 'account:account-li', '', '{"person":"person-li","active":true,"sign_in":"47c5002fbe4587668dc80ba260cc0bd3","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-21', 1795309200000, NULL, 'fact.enrolment', 'enrolment:01a200c4-6280-7c63-927b-d66a49546972', '', '{"class":"crab-k","person":"person-li","enrolled_at_ms":1795309200000}', '', '', '');
INSERT INTO audit_event VALUES ('01a200e0-4338-720c-a6e9-fedc2c440b5e', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('fact-23', 1795311027000, NULL, 'fact.person', 'person:person-wang', '', '{"document":"67bb4af24dd6c49e1379d61e874bd98d","name":"92a12973a59b280e2cb54f236c3ca243","birth":"2fde8dbe14ef23a754b797785b552338","phone":"91bab92c0d896f476c0efa7f63d7fb2a","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-24', 1795311027000, NULL, 'fact.account', 'account:account-wang', '', '{"person":"person-wang","active":true,"sign_in":"b803dd4060d7c8f140e53b0b55ec7151","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795311027000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-25', 1795311027000, NULL, 'fact.enrolment', 'enrolment:01a200e0-4338-7f2d-a147-b36c68b8f577', '', '{"class":"crab-k","person":"person-wang","enrolled_at_ms":1795311027000}', '', '', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7d33-8bc3-4037def5bd6d', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-76a7-b4bd-d26bb46ec080', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7e21-bcca-0616720f27a1', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7972-a413-ff31e17d4fe8', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO audit_event VALUES ('fact-29', 1795312854000, NULL, 'fact.person', 'person:person-zhao', '', '{"document":"d852f7ef63801e1bd73772926268cdb9","name":"76de3e628087f81e634a7d335b2f107b","birth":"6cf1015f584e5ff49bf68f7b622d7bb0","phone":"e0063cacbda499a65b6b5b0a37ea5854","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-30', 1795312854000, NULL, 'fact.account', 'account:account-zhao', '', '{"person":"person-zhao","active":true,"sign_in":"429d090648f0f0b1ef32810364ac8cb8","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795312854000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-31', 1795312854000, NULL, 'fact.enrolment', 'enrolment:01a200fc-23f0-7a35-b493-a60250a77410', '', '{"class":"crab-k","person":"person-zhao","enrolled_at_ms":1795312854000}', '', '', '');
INSERT INTO audit_event VALUES ('fact-32', 1795313178000, NULL, 'fact.person', 'person:person-sun', '', '{"document":"e4959cf1020dc467f221def836652ae9","name":"f2f6ee03f11bcd71cfe7aaba094ad627","birth":"a024e25a673ad4f8a89655443c773e32","phone":"038dcc0f288c6eb98c82efaa8b2ca562","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-33', 1795313178000, NULL, 'fact.account', 'account:account-sun', '', '{"person":"person-sun","active":true,"sign_in":"1e00b182aa8268b3c9b3e692f10604f0","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795313178000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO audit_event VALUES ('fact-34', 1795313178000, NULL, 'fact.enrolment', 'enrolment:01a20101-1590-7288-bd53-17e22b28a7a6', '', '{"class":"crab-k","person":"person-sun","enrolled_at_ms":1795313178000}', '', '', '');
INSERT INTO audit_event VALUES ('01a20111-1350-72a5-9436-fd929cffc51a', 1795314226000, 'account-zhou', 'export.request', 'export:01a20111-1350-7e8e-86e6-41d46efa9ac0', '月度核对', '{"class":null,"region":null,"ended_from":"","ended_until":"","format":"csv","full_numbers":false}', '', '', '');
INSERT INTO audit_event VALUES ('01a20111-1350-7746-8940-8cd21a371248', 1795314226000, NULL, 'export.ready', 'export:01a20111-1350-7e8e-86e6-41d46efa9ac0', '', '{"rows":4,"sha256":"26e48ecf2677bf0f590cd86f258471836c7a4fb5a1a1b1de688ba1c01b4a59e7"}', '', '', '');
INSERT INTO audit_leaf VALUES (0, 'fact-0', X'4F6900732D4C23641B0171BBD23F8107');
INSERT INTO audit_leaf VALUES (1, 'fact-1', X'24997FF2FB149A83F4DCFFDBD9FAAD8B');
INSERT INTO audit_leaf VALUES (2, 'fact-2', X'B59CBC94A19F290EFD912A17B7E62EDD');
INSERT INTO audit_leaf VALUES (3, 'fact-3', X'E707E25ECD4D92421FC1627B103A5F8B');
INSERT INTO audit_leaf VALUES (4, 'fact-4', X'C2A4583A3AD1C0F25AEA5D03AF06E36B');
INSERT INTO audit_leaf VALUES (5, 'fact-5', X'692AD6CEFE07592530FFBE1BF962B294');
INSERT INTO audit_leaf VALUES (6, 'fact-6', X'60E48DF3D2494BE212CA38ABF3F3BA30');
INSERT INTO audit_leaf VALUES (7, 'fact-7', X'31004EFAA4C531EB0E0D1BA45F5D0275');
INSERT INTO audit_leaf VALUES (8, 'fact-8', X'CA0C7C5DFFD1EC4A22C792D3CD87918B');
INSERT INTO audit_leaf VALUES (9, 'fact-9', X'32EDF4229288DB3030166BB9C77E8563');
INSERT INTO audit_leaf VALUES (10, 'fact-10', X'F9A95B327882FAE742F125CC326AC6AC');
INSERT INTO audit_leaf VALUES (11, 'fact-11', X'49B4745317F1C4622387EF7B9F16CC11');
INSERT INTO audit_leaf VALUES (12, 'fact-12', X'2B1079A7361FBA1280320697614EA7F3');
INSERT INTO audit_leaf VALUES (13, 'fact-13', X'9D5939A79BDB55D0E163B554AAE2B384');
INSERT INTO audit_leaf VALUES (14, 'fact-14', X'D4CE9637BB79C08F88F57152595C2EA2');
INSERT INTO audit_leaf VALUES (15, 'fact-15', X'F9FC20E99A820C89640C35BA1817C7A5');
INSERT INTO audit_leaf VALUES (16, 'fact-16', X'8DF5C5668B628DE5F9E4AF30E859AD50');
INSERT INTO audit_leaf VALUES (17, 'fact-17', X'C94FF154FCF98C493353B98D6A15ADFC');
INSERT INTO audit_leaf VALUES (18, 'fact-18', X'B6E52BFAB3CE66221101D0D8DA70DA7A');
INSERT INTO audit_leaf VALUES (19, 'fact-19', X'B3A101164F8904580E1DFB1364D75443');
INSERT INTO audit_leaf VALUES (20, 'fact-20', X'3F68211919BD435C810F85C2007EE37A');
INSERT INTO audit_leaf VALUES (21, 'fact-21', X'D8BC68B61575BDD915C23C0FCC42F848');
INSERT INTO audit_leaf VALUES (22, '01a200e0-4338-720c-a6e9-fedc2c440b5e', X'9AF40180A96977598D7223C4777393EC');
INSERT INTO audit_leaf VALUES (23, 'fact-23', X'B490776CDF3F23E35A06DD9209F3867F');
INSERT INTO audit_leaf VALUES (24, 'fact-24', X'F32CF11D66805A2FD71FB8807F2A288F');
INSERT INTO audit_leaf VALUES (25, 'fact-25', X'C19530704B27B4E6B68F37A011D08695');
INSERT INTO audit_leaf VALUES (26, '01a200fc-23f0-7d33-8bc3-4037def5bd6d', X'55266973D82D2D4232CADB29A58540AC');
INSERT INTO audit_leaf VALUES (27, '01a200fc-23f0-7e21-bcca-0616720f27a1', X'80FAA15BA1FAD1F2D13999D9131B8F59');
INSERT INTO audit_leaf VALUES (28, '01a200fc-23f0-7972-a413-ff31e17d4fe8', X'F5DC2ED1C7A94DC9EB3E0B14F6560B20');
INSERT INTO audit_leaf VALUES (29, 'fact-29', X'0990F0355181669753F6D8004110D7E3');
INSERT INTO audit_leaf VALUES (30, 'fact-30', X'CF547AE4F82EF9AA1169A5FEED03F8BA');
INSERT INTO audit_leaf VALUES (31, 'fact-31', X'B61C9C998E669FCCE0279E6E59C1A83D');
INSERT INTO audit_leaf VALUES (32, 'fact-32', X'5B9136322E99F5D0F708A47EF9F3EF54');
INSERT INTO audit_leaf VALUES (33, 'fact-33', X'094C60DA2681A708A40CBF3166F2197A');
INSERT INTO audit_leaf VALUES (34, 'fact-34', X'DF2C805C2AC9BC4A82FEB3DD56ECF9DF');
INSERT INTO audit_leaf VALUES (35, '01a20111-1350-72a5-9436-fd929cffc51a', X'B0C7502D244E384CB4741FC14D054166');
INSERT INTO audit_leaf VALUES (36, '01a20111-1350-7746-8940-8cd21a371248', X'737E3637E6DF358EB38185C40EFAB930');
INSERT INTO audit_head VALUES (1, 37, 2, X'10605CDCABAA554CA6D90C049A090BF7');
INSERT INTO audit_node VALUES (0, X'E48E8E6606D69757BFDAE39BC010839AA04C90A7A07BFE93295B59B10EF16D14');
INSERT INTO audit_node VALUES (1, X'2DEF769206039FB6F9991B5C85274CD08B110F62BE7C74D8B3C6F651BC498D1E');
INSERT INTO audit_node VALUES (2, X'7EE3100248D05A7728211D2B6E3BE53D8670CA0A7E9B9317240918BF70B1A467');
INSERT INTO audit_node VALUES (3, X'64276B94DBD51E93DC1474492CF438468A17CD0F5CBD91B1912A80E37453D507');
INSERT INTO audit_node VALUES (4, X'B85DB32042EF1BDB9996780D27BB2B02C3037EF58BF158EC4AC3AF083211D2EE');
INSERT INTO audit_node VALUES (5, X'FD9E403952047F9B92BAE708EFFAEC17802B15A7DFB0CF17B0F7576013AB0267');
INSERT INTO audit_node VALUES (6, X'0E371AF706C734378DD9725D966B436BF068C672602065BFA5A79DCCA79F9941');
INSERT INTO audit_node VALUES (7, X'D07D7DDC0AAB965547065993B39396D27478E12D120A73346FCE4A9C9753B586');
INSERT INTO audit_node VALUES (8, X'A572DCEB5D679A75D4B24374F7D7BA197FC9D3CE9C71E4AF7BF4B1A11C27887D');
INSERT INTO audit_node VALUES (9, X'B6E45E979F423986A786F8953A8A4AAC47B03A57BDB406138B448875BB28D21F');
INSERT INTO audit_node VALUES (10, X'DB98DC6637978C9A7E466473E149E39AF6C13C9B47012EFAE6F6D1A1F821B77D');
INSERT INTO audit_node VALUES (11, X'E03C752BB14CFD9E586E2F4F6557852F2E7237308D84D900122F73007527D67E');
INSERT INTO audit_node VALUES (12, X'C703F83A2F934D5C2F49CA144F141A8EC05CC457DAD684AEB02C50F0558B58DE');
INSERT INTO audit_node VALUES (13, X'D15C70768B405B17E5119B7713358E54DC4F98A18F8EBE6BB641BB5509EB379A');
INSERT INTO audit_node VALUES (14, X'61B13C44684B6FA1F6BC35A15412D9DE31D5C41D8D9DD0DA1FD47C2944B9F7CE');
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
INSERT INTO audit_node VALUES (26, X'1F09B3DE79DDE4B8C07CD863E5E104B1A4F874236E10842BAFA995EFDAD37ECE');
INSERT INTO audit_node VALUES (27, X'10BBCCCBD3314CD8686284A7F2FD4E09B3C3C7E0CC27F0D5C27B171AA7181BD4');
INSERT INTO audit_node VALUES (28, X'54DA654A869062F1A51E76E42E9FB0C2451E689A26F93C10AFA9F0AC3EC7B0AC');
INSERT INTO audit_node VALUES (29, X'1B4FD70F145F82F47B37BB91688D9DC212DA14F59A0D1D3B212A8253322BB681');
INSERT INTO audit_node VALUES (30, X'08E414485D33A4F943EA4920B21487E6C0E6035DFB64A7EB159267B50E654CEC');
INSERT INTO audit_node VALUES (31, X'39991DD9FBF5398F31848768AD9C2011D03E642DB2B877784D1B853E1B6A3514');
INSERT INTO audit_node VALUES (32, X'39D668C8D90C507592C2C47FB036F0DA2F3C3F680C2C7521375BB2A3243C93E4');
INSERT INTO audit_node VALUES (33, X'E3F35F93EEFF18F67630137AC1C7AF96D7650F60808DCD57192ED1D8473CD66A');
INSERT INTO audit_node VALUES (34, X'9EE590EE8C89318E71BF1EE1E03EC02DD41298E20FE14A9B545BC044C9A94C53');
INSERT INTO audit_node VALUES (35, X'18E554A3D1A38A34ED5F59BC06FC503446CEA03C98F69CCD33BD02CFA8ABCE06');
INSERT INTO audit_node VALUES (36, X'8A86B485E70C3442AC74B4CDCE43F735D98B9A54A0723161589C77774C11FFA8');
INSERT INTO audit_node VALUES (37, X'AA2454D1086C27AF424F27B3D52B8946886770D216EFC85EC2DD589C4BC8972E');
INSERT INTO audit_node VALUES (38, X'BF33B4128889418DD98AD5BBE313D1555B1213341AA008B08E15DED566D64D10');
INSERT INTO audit_node VALUES (39, X'C63C286209D8E3AE64D1FC0D27253A89BC23DE3729ED7F195DFF5469507E8AF6');
INSERT INTO audit_node VALUES (40, X'F97BA820E918E9B80CBCABC1B0AA4429F08EED1E80829C57E86ECF47DFA104E3');
INSERT INTO audit_node VALUES (41, X'8850EB0DE1D3B7E8E5748F040AC4160126B2095578BEAE65D11A93C53F64F216');
INSERT INTO audit_node VALUES (42, X'1EAB17513493A22F9B15A923E5E4A15C227BD0734FB1D7B9C1DAE54E7ED104C4');
INSERT INTO audit_node VALUES (43, X'0B22795CA520D56879A5E068946C06DF9AB31DC1C9F18C48BEEBBE3BBE0C041C');
INSERT INTO audit_node VALUES (44, X'C08D667B8D8431555C3EC0E1CB430F8AA31F6CA834711BDFE1458CC1838208D4');
INSERT INTO audit_node VALUES (45, X'66CE441B7B7289B70DD12099E720512EA7D0214F41FF596EA66068CF4881D59E');
INSERT INTO audit_node VALUES (46, X'5C9596E2217CFE243BD9BB8FE10ACD9F5F73362AE8647B21C0F7F4AEE311B493');
INSERT INTO audit_node VALUES (47, X'B52938DCFB02FCF6E3107BC255F82B03D4FC6E3B6191C35913C054405EB066DF');
INSERT INTO audit_node VALUES (48, X'BE2E765B79CEF92DC0169CA223E1D89542A0D5D75B89EED2A1D3D92ED26CA1B1');
INSERT INTO audit_node VALUES (49, X'588E0577F15A50A587350E449C25BE6ED0D391FAA699C7BA42782F55EC1D0228');
INSERT INTO audit_node VALUES (50, X'2C2EA2C3B439ACE5A9D72EAEC4C8FF727C72D095368E1DF5E20109C50397696E');
INSERT INTO audit_node VALUES (51, X'7E17D9190C82ECAD49A8CAE6B0E5FD5A0292ACEBA523BC65A094A3EE90AFA039');
INSERT INTO audit_node VALUES (52, X'A41A9D8C87EC9B0477C4569D798217A4CDED0F585ACD04D4B5BF77B77006A7D6');
INSERT INTO audit_node VALUES (53, X'F42469F71FF8AF8E356A56BAF8DB2492B27CC9EB12290907ABFDA59634ACE588');
INSERT INTO audit_node VALUES (54, X'3240FFB6DEAAB2879A534C3629AE26F685444CAA1977F16E66E2EC16F24D0C31');
INSERT INTO audit_node VALUES (55, X'421271E84B1D60E27A0EBB32C63DE92B8BB37329130B330D35FB9556450B2686');
INSERT INTO audit_node VALUES (56, X'170606B9355F4B0DEDDD492DE7C39B203768D249BE5AEEE830B61C3C3C7AA89A');
INSERT INTO audit_node VALUES (57, X'227972A814A4800BBADD40B43D2040D31529FE878D22A301A60B5F6848EA01E1');
INSERT INTO audit_node VALUES (58, X'4ACE2A3F0C82BE5B45C691B246530FBCBA7E64E1C31261100F6E6579C624AD00');
INSERT INTO audit_node VALUES (59, X'1B5EC7EE908112F54F544AC6A6375C6DEEA64BCB98B04E6466040D4CD510A6E8');
INSERT INTO audit_node VALUES (60, X'F3498518C59A0ED15B43C12AE50E72CFCA8116E9F3D4D1F4759F939EE317CA2E');
INSERT INTO audit_node VALUES (61, X'0A68B1B022F17EB568BAE26E2CDC7754A06E6D5A7B1A7CE8593DA98E34DABA99');
INSERT INTO audit_node VALUES (62, X'EDC0C26E9E309088E324D1541A82C79C6412752CB5CE7A7BAF505D32E3545D31');
INSERT INTO audit_node VALUES (63, X'F269B6A68B912EFE906904878B08F4767F054E8B77CA826E551B849891E42B77');
INSERT INTO audit_node VALUES (64, X'5C4C8D8931268490ACF8EAE9715B3EB75835A23ECFC83429E3EEDFF82D2A4030');
INSERT INTO audit_node VALUES (65, X'4B5FCD9B4670570621A6E33F4AAA46A22049DDC6C45DF7590D44D0019343AA63');
INSERT INTO audit_node VALUES (66, X'6B28455F4A215A2F7FFEF1D25CB298FD61D2E25033DE59859A9260849DAF9BC1');
INSERT INTO audit_node VALUES (67, X'E6203EE3B4BAEB239178FE6962DE1E2D66275B8108CBC27A7B7FC812319C9D9F');
INSERT INTO audit_node VALUES (68, X'C7F277AB8A14E246027D0AE4142709FC19AA400D4A48A37878EACA881C6C8762');
INSERT INTO audit_node VALUES (69, X'4721B097C88BBAACE32977E5EC620FA352A934115FB48E7FB82D22A30EA9F7DA');
INSERT INTO audit_node VALUES (70, X'FA081D54B4BD5BBC4E2F82C2F22EB5B90BBFC45862588DF94D3317B9E0B36B21');
INSERT INTO audit_checkpoint VALUES (15, X'CD611ADBC3418A82CDDAD3DB3CDAC75221ABC11C2B94F0633F3EFD1C17946C06', 'xueshi.example/test/audit
15
zWEa28NBioLN2tPbPNrHUiGrwRwrlPBjPz79HBeUbAY=

— xueshi.example/test/audit Gu+psHnk0gsrjrhhJn9d9Rtn9bhz3nq4xCs50hiENyxuXA6WaKhccafLnL51tir/aDXBeOXAl8sRmfl6CxfHI9cMJQw=
', 1795309200000);
INSERT INTO audit_checkpoint VALUES (37, X'5F25373058A5AC60EA35E18EBEC4957F879697ECD51F871AA35CB5C8D099156A', 'xueshi.example/test/audit
37
XyU3MFilrGDqNeGOvsSVf4eWl+zVH4cao1y1yNCZFWo=

— xueshi.example/test/audit Gu+psFkbd0lfoSQvjv7Uf+B7oIuVE1vXB9PvfzRzbF4Q16/EXCcibofZvC65SqryU+62oOZZwTH9KHttkEo2r6i36wc=
', 1795314226000);
INSERT INTO export_run VALUES ('01a20111-1350-7e8e-86e6-41d46efa9ac0', 'account-zhou', NULL, NULL, '', '', 'csv', 0, '月度核对', 1795314226000, 7, 'ready', NULL, '实名制台账_全部1个班_学时账7条_号码遮挡.csv', 4, '26e48ecf2677bf0f590cd86f258471836c7a4fb5a1a1b1de688ba1c01b4a59e7', '{
  "form": 2,
  "generator": "xueshi 0.1.0",
  "file": "实名制台账_全部1个班_学时账7条_号码遮挡.csv",
  "sha256": "26e48ecf2677bf0f590cd86f258471836c7a4fb5a1a1b1de688ba1c01b4a59e7",
  "scope": "1 个班级：crab-2026-1",
  "masked": true,
  "rows": 4,
  "day_rows": 0,
  "verified_ms": 1560000,
  "amount_fen": 0,
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
    "root": "5722a37979727356169a40f3636c03a43b0b6469f4d1545f3d19c27c80d8a95c",
    "checkpoint": "xueshi.example/test\n7\nVyKjeXlyc1YWmkDzY2wDpDsLZGn00VRfPRnCfIDYqVw=\n\n— xueshi.example/test 97A/Fonr+PBi1DIEkpvTlUW/SMBEKB7ppRvXhgKPGgBFDxMYzMqf6wCivKXsKguIv9+Xr02l7NDNI2tFbCdK99Hecgo=\n"
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
          "title": "证件核对",
          "sha256": "b3b113efc6facef2acd1b0536b19693ae7b37a86748a7810b987f37ea76fb815"
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
          "sha256": "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        },
        {
          "title": "类别起始日期",
          "sha256": "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        },
        {
          "title": "本人填报类别（未证明）",
          "sha256": "7564d08cfb52e963447a1f3cf3925c8f501c00a636a4b70544bc617a5d6f270b"
        },
        {
          "title": "培训类型",
          "sha256": "99eb7fe65a968324cbe245eb247e1459de0ca6e259f908f5250df47c917f7010"
        },
        {
          "title": "班级编号",
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
          "title": "职业（工种）编码",
          "sha256": "2088e2490cb79218d8e92875a3222621f63f6222ff634b1b7e3e78031a25023a"
        },
        {
          "title": "职业（工种）名称",
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
          "title": "其中设备签名秒数",
          "sha256": "b1ae895fda7d66156b6d49cad3f7ac9b800a3d1605aabdf1861b79617ef210c7"
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
          "title": "抽查认定次数",
          "sha256": "407474f2bfc2f69e624855a8260930ac6ac3ba10e8a6549b4c34b90840da81c8"
        },
        {
          "title": "其中输入数字",
          "sha256": "b1ae895fda7d66156b6d49cad3f7ac9b800a3d1605aabdf1861b79617ef210c7"
        },
        {
          "title": "是否完成",
          "sha256": "957568e435da86996caa1175339e80cb4eae0f173b0de1d7feb0cfad462f3dfc"
        },
        {
          "title": "补贴方式",
          "sha256": "d266cf1aa42dcfac9878f59decb741af9eb94d02f80fb45eb28121232988150d"
        },
        {
          "title": "应补金额（元）",
          "sha256": "b1ae895fda7d66156b6d49cad3f7ac9b800a3d1605aabdf1861b79617ef210c7"
        }
      ],
      "rows": [
        "dd9d9973f54096ca438448f364bb745d",
        "1703521ab33bf532ad8ce9045920e6b2",
        "c681f6143708594e835a311bf266adf4",
        "1018eb21308325dbf46c182952e4f49f"
      ]
    }
  ],
  "signature": "xueshi.example/test/export\n7\nJZda3nw+jQ5CBpS2pe49jT2dr6Wc4MTMpKlGPqOtMiY=\n\n— xueshi.example/test/export XhVvcBSaiDUDbYpCRM6KBerW99E/iqBH7R5MpSC6KNpTaIOU3Cj57rliwAvLOhwb09CkCbPfhuyOpV00nZQdzj3FFAU=\n"
}
', 1795314226000, NULL);
INSERT INTO job VALUES ('build_export', '01a20111-1350-7e8e-86e6-41d46efa9ac0', '{}', 'done', 1795314226000, 1, NULL, NULL, NULL, NULL, NULL, 1795314226000, 1795314226000);
CREATE INDEX person_by_end ON person (kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX former_document_by_person ON former_document (person_id);
CREATE INDEX consent_by_person ON consent (person_id, at_ms);
CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_no_replace BEFORE INSERT ON consent BEGIN
    SELECT RAISE(ABORT, 'consent is append-only') WHERE EXISTS (SELECT 1 FROM consent o WHERE o.id = NEW.id);
END;
CREATE INDEX account_by_person ON account (person_id);
CREATE TRIGGER person_seen_by_another BEFORE UPDATE OF identity_seen_by ON person WHEN NEW.identity_seen_by IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'person_seen_by_another: it takes an account of somebody else') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.identity_seen_by AND a.person_id <> NEW.id);
END;
CREATE TRIGGER person_begins_unseen BEFORE INSERT ON person WHEN NEW.identity_seen_by IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'person_begins_unseen: it takes an account of somebody else');
END;
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
CREATE TRIGGER role_grant_by_two BEFORE INSERT ON role_grant WHEN NEW.confirmed_by IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'role_grant_by_two: the second person is neither the holder nor who invited') WHERE EXISTS (
        SELECT 1 FROM account c JOIN account o ON o.person_id = c.person_id
        WHERE c.id = NEW.confirmed_by AND o.id IN (NEW.account_id, NEW.invited_by));
END;
CREATE TRIGGER role_grant_by_two_later BEFORE UPDATE OF confirmed_by ON role_grant WHEN NEW.confirmed_by IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'role_grant_by_two: the second person is neither the holder nor who invited') WHERE EXISTS (
        SELECT 1 FROM account c JOIN account o ON o.person_id = c.person_id
        WHERE c.id = NEW.confirmed_by AND o.id IN (NEW.account_id, NEW.invited_by));
END;
CREATE INDEX invitation_by_time ON invitation (made_at);
CREATE TRIGGER invitation_by_somebody BEFORE INSERT ON invitation WHEN NEW.invited_by IS NULL BEGIN
    SELECT RAISE(ABORT, 'invitation: somebody invites, but for the first who runs the system')
    WHERE NEW.role <> 'system_administrator'
       OR EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator');
END;
CREATE TRIGGER invitation_once BEFORE UPDATE ON invitation
WHEN NOT (NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
          AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
          AND NEW.invited_by IS OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
          AND NEW.accepted_at IS OLD.accepted_at AND NEW.accepted_by IS OLD.accepted_by)
BEGIN
    SELECT RAISE(ABORT, 'invitation: it opens once, for somebody else, in time')
    WHERE OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by IS NOT OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR (OLD.invited_by IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                           WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id))
       OR (OLD.invited_by IS NULL
           AND EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator'));
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
CREATE INDEX device_key_by_account ON device_key (account_id, created_at);
CREATE INDEX passkey_challenge_by_end ON passkey_challenge (until_ms);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account_id);
CREATE INDEX staff_device_by_time ON staff_device (last_at);
CREATE INDEX kept_form_by_end ON kept_form (until_ms);
CREATE INDEX kept_form_by_owner ON kept_form (owner, until_ms);
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
CREATE INDEX attendance_check_by_question ON attendance_check (question_id, class_id, shown_at) WHERE question_id IS NOT NULL;
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
       g.person_digest, g.policy, y.day, y.signed, y.body, y.mac
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
          AND (g.role NOT IN ('city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
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
CREATE INDEX class_invitation_by_place ON class_invitation (class_id, invited_at, place);
CREATE INDEX class_invitation_by_end ON class_invitation (until_ms);
CREATE INDEX roster_import_by_class ON roster_import (class_id, made_at);
CREATE INDEX roster_import_by_time ON roster_import (made_at);
CREATE INDEX filing_by_organisation ON filing (organisation_id, trade_code);
CREATE UNIQUE INDEX filing_once ON filing (organisation_id, trade_code, level, number)
    WHERE suspended_at IS NULL OR lifted_at IS NOT NULL;
CREATE TRIGGER filing_suspend_or_lift BEFORE UPDATE ON filing
WHEN NOT (NEW.id IS OLD.id AND NEW.organisation_id IS OLD.organisation_id
          AND NEW.trade_code IS OLD.trade_code AND NEW.level IS OLD.level
          AND NEW.number IS OLD.number AND NEW.valid_from IS OLD.valid_from
          AND NEW.valid_to IS OLD.valid_to AND NEW.paper_sha256 IS OLD.paper_sha256
          AND NEW.recorded_by IS OLD.recorded_by AND NEW.recorded_at IS OLD.recorded_at
          AND (((OLD.suspended_at IS NULL OR OLD.lifted_at IS NOT NULL)
                AND NEW.suspended_at IS NOT NULL AND NEW.lifted_at IS NULL AND NEW.lifted_reason = '')
            OR (OLD.suspended_at IS NOT NULL AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND NEW.suspended_at IS OLD.suspended_at AND NEW.suspended_by IS OLD.suspended_by
                AND NEW.suspended_reason IS OLD.suspended_reason)))
BEGIN
    SELECT RAISE(ABORT, 'filing: it is suspended or lifted, and nothing else of it changes');
END;
CREATE TRIGGER filing_begins_unsuspended BEFORE INSERT ON filing WHEN NEW.suspended_at IS NOT NULL OR NEW.lifted_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'filing: it begins without a suspension');
END;
CREATE TRIGGER filing_no_delete BEFORE DELETE ON filing BEGIN SELECT RAISE(ABORT, 'filing is append-only'); END;
CREATE TRIGGER filing_no_replace BEFORE INSERT ON filing BEGIN
    SELECT RAISE(ABORT, 'filing is append-only') WHERE EXISTS (SELECT 1 FROM filing o WHERE o.id = NEW.id);
END;
CREATE TRIGGER filing_paper_no_delete BEFORE DELETE ON filing_paper BEGIN SELECT RAISE(ABORT, 'filing_paper is append-only'); END;
CREATE TRIGGER filing_paper_no_replace BEFORE INSERT ON filing_paper BEGIN
    SELECT RAISE(ABORT, 'filing_paper is append-only') WHERE EXISTS (SELECT 1 FROM filing_paper o WHERE o.filing_id = NEW.filing_id);
END;
CREATE INDEX class_application_by_organisation ON class_application (organisation_id, state, changed_at);
CREATE INDEX class_application_by_state ON class_application (state, submitted_at);
CREATE TRIGGER class_application_begins BEFORE INSERT ON class_application WHEN NEW.state <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'class_application_begins: it begins as a draft');
END;
CREATE TRIGGER class_application_closed BEFORE UPDATE ON class_application
WHEN OLD.state IN ('approved', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.form <> OLD.form) BEGIN
    SELECT RAISE(ABORT, 'class_application_closed: nothing of it changes now');
END;
CREATE TRIGGER class_application_kept BEFORE DELETE ON class_application BEGIN
    SELECT RAISE(ABORT, 'class_application_kept: it is withdrawn, never deleted');
END;
CREATE TRIGGER class_application_step_no_update BEFORE UPDATE ON class_application_step BEGIN SELECT RAISE(ABORT, 'class_application_step is append-only'); END;
CREATE TRIGGER class_application_step_no_delete BEFORE DELETE ON class_application_step BEGIN SELECT RAISE(ABORT, 'class_application_step is append-only'); END;
CREATE TRIGGER class_application_step_no_replace BEFORE INSERT ON class_application_step BEGIN
    SELECT RAISE(ABORT, 'class_application_step is append-only') WHERE EXISTS (SELECT 1 FROM class_application_step o WHERE o.application_id = NEW.application_id AND o.n = NEW.n);
END;
CREATE TRIGGER class_application_step_duties BEFORE INSERT ON class_application_step BEGIN
    SELECT RAISE(ABORT, 'class_application_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'class_application_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'class_application_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('return', 'approve') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')));
    SELECT RAISE(ABORT, 'class_application_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM class_application_step s WHERE s.application_id = NEW.application_id) + 1;
    SELECT RAISE(ABORT, 'class_application_step: nobody decides on their own') WHERE NEW.kind IN ('return', 'approve') AND EXISTS (
        SELECT 1 FROM class_application_hand h WHERE h.application_id = NEW.application_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'));
    SELECT RAISE(ABORT, 'class_application_step: who decided does not apply') WHERE NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'approve'));
    SELECT RAISE(ABORT, 'class_application_step: not its turn') WHERE
        CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END <>
        COALESCE((SELECT s.kind FROM class_application_step s WHERE s.application_id = NEW.application_id
                  ORDER BY s.n DESC LIMIT 1), 'return');
    SELECT RAISE(ABORT, 'class_application_step: not what was submitted') WHERE NEW.kind IN ('return', 'approve') AND NOT EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256);
END;
CREATE TRIGGER class_application_by_step BEFORE UPDATE OF state ON class_application WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'class_application_by_step: no step leads there') WHERE NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'approve' THEN 'approved' ELSE 'withdrawn' END
                  FROM class_application_step s WHERE s.application_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;
CREATE INDEX class_application_paper_by_application ON class_application_paper (application_id, sent_at);
CREATE INDEX certificate_by_enrolment ON certificate (enrolment_id, until_entry);
CREATE TRIGGER certificate_once_taken_back BEFORE UPDATE ON certificate
WHEN OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
     OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.until_entry <> OLD.until_entry OR NEW.language <> OLD.language
     OR NEW.content_digest <> OLD.content_digest OR NEW.issued_at <> OLD.issued_at
BEGIN SELECT RAISE(ABORT, 'certificate: it is taken back once, and nothing else of it changes'); END;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'certificate is append-only'); END;
CREATE TRIGGER certificate_no_replace BEFORE INSERT ON certificate BEGIN
    SELECT RAISE(ABORT, 'certificate is append-only') WHERE EXISTS (SELECT 1 FROM certificate o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'certificate is append-only') WHERE EXISTS (SELECT 1 FROM certificate o WHERE o.kind = NEW.kind
        AND o.enrolment_id = NEW.enrolment_id AND o.until_entry = NEW.until_entry AND o.language = NEW.language);
END;
CREATE INDEX class_closing_line_by_person ON class_closing_line (person_id);
CREATE TRIGGER class_closing_no_update BEFORE UPDATE ON class_closing BEGIN SELECT RAISE(ABORT, 'class_closing is append-only'); END;
CREATE TRIGGER class_closing_no_delete BEFORE DELETE ON class_closing BEGIN SELECT RAISE(ABORT, 'class_closing is append-only'); END;
CREATE TRIGGER class_closing_no_replace BEFORE INSERT ON class_closing BEGIN
    SELECT RAISE(ABORT, 'class_closing_once: class_closing is append-only') WHERE EXISTS (SELECT 1 FROM class_closing o WHERE o.class_id = NEW.class_id);
END;
CREATE TRIGGER class_closing_line_no_update BEFORE UPDATE ON class_closing_line BEGIN SELECT RAISE(ABORT, 'class_closing_line is append-only'); END;
CREATE TRIGGER class_closing_line_no_delete BEFORE DELETE ON class_closing_line BEGIN SELECT RAISE(ABORT, 'class_closing_line is append-only'); END;
CREATE TRIGGER class_closing_line_no_replace BEFORE INSERT ON class_closing_line BEGIN
    SELECT RAISE(ABORT, 'class_closing_line is append-only') WHERE EXISTS (SELECT 1 FROM class_closing_line o WHERE o.class_id = NEW.class_id AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'class_closing_line is append-only') WHERE EXISTS (SELECT 1 FROM class_closing_line o WHERE o.enrolment_id = NEW.enrolment_id);
END;
CREATE TRIGGER class_closing_duties BEFORE INSERT ON class_closing BEGIN
    SELECT RAISE(ABORT, 'class_closing: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'class_closing: the role is not held') WHERE NEW.role NOT IN ('institution_admin', 'enterprise') OR NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        JOIN training_class k ON k.id = NEW.class_id AND k.organisation_id = g.organisation_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'class_closing: its make-up is not over') WHERE NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id
          AND date((NEW.at_ms + 28800000) / 1000, 'unixepoch') > date(k.ends_on, '+3 days'));
    SELECT RAISE(ABORT, 'class_closing: not everybody of the class') WHERE NEW.people <>
        (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = NEW.class_id);
END;
CREATE TRIGGER class_closing_line_of_class BEFORE INSERT ON class_closing_line BEGIN
    SELECT RAISE(ABORT, 'class_closing_line: not of this class, or not of its list') WHERE NOT EXISTS (
        SELECT 1 FROM class_closing k JOIN enrolment e ON e.class_id = k.class_id
        WHERE k.class_id = NEW.class_id AND e.id = NEW.enrolment_id AND e.person_id = NEW.person_id
          AND NEW.n BETWEEN 1 AND k.people);
END;
CREATE TRIGGER enrolment_class_closed BEFORE INSERT ON enrolment BEGIN
    SELECT RAISE(ABORT, 'enrolment_class_closed: the class is closed') WHERE EXISTS (
        SELECT 1 FROM class_closing k WHERE k.class_id = NEW.class_id);
END;
CREATE TRIGGER ledger_entry_class_closed BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry_class_closed: the class is closed') WHERE EXISTS (
        SELECT 1 FROM ledger_entry_group g JOIN class_closing k ON k.class_id = g.class_id
        WHERE g.entry_group = NEW.entry_group AND NOT EXISTS (
            SELECT 1 FROM appeal p JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
            JOIN ledger_lesson l ON l.lesson_id = p.lesson_id
            WHERE p.enrolment_id = g.enrolment_id AND l.lesson = NEW.lesson
              AND NOT EXISTS (SELECT 1 FROM appeal_grant t WHERE t.appeal_id = p.id)));
END;
CREATE TRIGGER certificate_of_completion BEFORE INSERT ON certificate WHEN NEW.kind = 'completion' BEGIN
    SELECT RAISE(ABORT, 'certificate: the class was not completed') WHERE NOT EXISTS (
        SELECT 1 FROM class_closing_line l WHERE l.enrolment_id = NEW.enrolment_id AND l.completed);
END;
CREATE TRIGGER fund_source_no_update BEFORE UPDATE ON fund_source BEGIN SELECT RAISE(ABORT, 'fund_source is append-only'); END;
CREATE TRIGGER fund_source_no_delete BEFORE DELETE ON fund_source BEGIN SELECT RAISE(ABORT, 'fund_source is append-only'); END;
CREATE TRIGGER fund_source_no_replace BEFORE INSERT ON fund_source BEGIN
    SELECT RAISE(ABORT, 'fund_source is append-only') WHERE EXISTS (SELECT 1 FROM fund_source o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'fund_source_code_once: there is one of this code') WHERE EXISTS (SELECT 1 FROM fund_source o WHERE o.code = NEW.code);
END;
CREATE INDEX subsidy_standard_by_trade ON subsidy_standard (trade_code, level, valid_from);
CREATE TRIGGER subsidy_standard_tie BEFORE INSERT ON subsidy_standard WHEN EXISTS (
    SELECT 1 FROM subsidy_standard o
    WHERE (o.trade_code IS NOT NULL) + (o.level IS NOT NULL) + (o.category_code IS NOT NULL) + (o.programme IS NOT NULL)
          = (NEW.trade_code IS NOT NULL) + (NEW.level IS NOT NULL) + (NEW.category_code IS NOT NULL) + (NEW.programme IS NOT NULL)
      AND (o.trade_code IS NULL OR NEW.trade_code IS NULL OR o.trade_code = NEW.trade_code)
      AND (o.level IS NULL OR NEW.level IS NULL OR o.level = NEW.level)
      AND (o.category_code IS NULL OR NEW.category_code IS NULL OR o.category_code = NEW.category_code)
      AND (o.programme IS NULL OR NEW.programme IS NULL OR o.programme = NEW.programme)
      AND o.valid_from <= COALESCE(o.valid_to, '9999-12-31')
      AND o.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(o.valid_to, '9999-12-31'))
BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard_tie: another one names as much and could apply to the same training');
END;
CREATE TRIGGER subsidy_standard_begins BEFORE INSERT ON subsidy_standard WHEN NEW.ended_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard: it is recorded before it is ended');
END;
CREATE TRIGGER subsidy_standard_once_ended BEFORE UPDATE ON subsidy_standard
WHEN NOT (NEW.id IS OLD.id AND NEW.trade_code IS OLD.trade_code AND NEW.level IS OLD.level
          AND NEW.category_code IS OLD.category_code AND NEW.programme IS OLD.programme
          AND NEW.valid_from IS OLD.valid_from AND NEW.pay IS OLD.pay AND NEW.pay_fen IS OLD.pay_fen
          AND NEW.pay_max_fen IS OLD.pay_max_fen AND NEW.partial_percent IS OLD.partial_percent
          AND NEW.living_day_fen IS OLD.living_day_fen AND NEW.living_max_fen IS OLD.living_max_fen
          AND NEW.fund_id IS OLD.fund_id AND NEW.source IS OLD.source
          AND NEW.recorded_by IS OLD.recorded_by AND NEW.recorded_at IS OLD.recorded_at
          AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
          AND NEW.valid_to < COALESCE(OLD.valid_to, '9999-12-31'))
BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard: it is ended once, sooner than it would, and nothing else of it changes');
END;
CREATE TRIGGER subsidy_standard_no_delete BEFORE DELETE ON subsidy_standard BEGIN SELECT RAISE(ABORT, 'subsidy_standard is append-only'); END;
CREATE TRIGGER subsidy_standard_no_replace BEFORE INSERT ON subsidy_standard BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard is append-only') WHERE EXISTS (SELECT 1 FROM subsidy_standard o WHERE o.id = NEW.id);
END;
CREATE UNIQUE INDEX claim_once ON claim (class_id) WHERE state <> 'withdrawn';
CREATE INDEX claim_by_organisation ON claim (organisation_id, since);
CREATE INDEX claim_by_state ON claim (state, since);
CREATE TRIGGER claim_begins BEFORE INSERT ON claim BEGIN
    SELECT RAISE(ABORT, 'claim_begins: it begins as a draft') WHERE NEW.state <> 'draft' OR NEW.submission <> 0;
    SELECT RAISE(ABORT, 'claim_begins: not of its class') WHERE NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id AND k.organisation_id = NEW.organisation_id
          AND k.region_id = NEW.region_id);
    SELECT RAISE(ABORT, 'claim_begins: it is there') WHERE EXISTS (SELECT 1 FROM claim o WHERE o.id = NEW.id);
END;
CREATE TRIGGER claim_closed BEFORE UPDATE ON claim WHEN OLD.state IN ('approved', 'withdrawn') OR NEW.id <> OLD.id OR NEW.class_id <> OLD.class_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id OR NEW.made_by <> OLD.made_by
        OR NEW.made_at <> OLD.made_at BEGIN
    SELECT RAISE(ABORT, 'claim_closed: that of it never changes');
END;
CREATE TRIGGER claim_sums BEFORE UPDATE ON claim WHEN NEW.submission > 0 AND NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, COUNT(CASE WHEN l.amount_fen > 0 THEN 1 END) AS paid,
                              CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM claim_line l WHERE l.claim_id = NEW.id AND l.submission = NEW.submission) AS t
        WHERE t.people = NEW.people AND t.paid = NEW.paid AND t.fen = NEW.amount_fen) BEGIN
    SELECT RAISE(ABORT, 'claim_sums: not the sums of its lines');
END;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN
    SELECT RAISE(ABORT, 'claim_kept: it is withdrawn, never deleted');
END;
CREATE TRIGGER claim_step_no_update BEFORE UPDATE ON claim_step BEGIN SELECT RAISE(ABORT, 'claim_step is append-only'); END;
CREATE TRIGGER claim_step_no_delete BEFORE DELETE ON claim_step BEGIN SELECT RAISE(ABORT, 'claim_step is append-only'); END;
CREATE TRIGGER claim_step_no_replace BEFORE INSERT ON claim_step BEGIN
    SELECT RAISE(ABORT, 'claim_step is append-only') WHERE EXISTS (SELECT 1 FROM claim_step o WHERE o.claim_id = NEW.claim_id AND o.n = NEW.n);
END;
CREATE INDEX claim_line_by_person ON claim_line (person_id);
CREATE INDEX claim_line_by_enrolment ON claim_line (enrolment_id);
CREATE TRIGGER claim_line_no_update BEFORE UPDATE ON claim_line BEGIN SELECT RAISE(ABORT, 'claim_line is append-only'); END;
CREATE TRIGGER claim_line_no_delete BEFORE DELETE ON claim_line BEGIN SELECT RAISE(ABORT, 'claim_line is append-only'); END;
CREATE TRIGGER claim_line_no_replace BEFORE INSERT ON claim_line BEGIN
    SELECT RAISE(ABORT, 'claim_line is append-only') WHERE EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = NEW.claim_id AND o.submission = NEW.submission AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'claim_line is append-only') WHERE EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = NEW.claim_id AND o.submission = NEW.submission AND o.enrolment_id = NEW.enrolment_id);
END;
CREATE TRIGGER claim_line_belongs BEFORE INSERT ON claim_line BEGIN
    SELECT RAISE(ABORT, 'claim_line: not of the submission that comes next') WHERE NEW.submission <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1;
    SELECT RAISE(ABORT, 'claim_line: not a learner of the class') WHERE NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN claim q ON q.id = NEW.claim_id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND e.class_id = q.class_id);
END;
CREATE TRIGGER claim_step_duties BEFORE INSERT ON claim_step BEGIN
    SELECT RAISE(ABORT, 'claim_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'claim_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'claim_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('pass', 'return') AND NEW.role IN ('county_reviewer', 'city_first_reviewer'))
        OR (NEW.kind IN ('confirm', 'send_back', 'refer') AND NEW.role = 'city_second_reviewer'));
    SELECT RAISE(ABORT, 'claim_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1;
    SELECT RAISE(ABORT, 'claim_step: nobody reviews their own money') WHERE NEW.kind NOT IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'claim_step: nobody takes part on two sides') WHERE EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id
          AND CASE WHEN s.kind IN ('submit', 'withdraw') THEN 0 WHEN s.kind IN ('pass', 'return') THEN 1 ELSE 2 END
           <> CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 0 WHEN NEW.kind IN ('pass', 'return') THEN 1 ELSE 2 END);
    SELECT RAISE(ABORT, 'claim_step: not its turn') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COALESCE((SELECT s.kind FROM claim_step s WHERE s.claim_id = NEW.claim_id
                                        ORDER BY s.n DESC LIMIT 1), 'none') AS last) AS t
        WHERE CASE NEW.kind WHEN 'submit' THEN t.last IN ('none', 'return', 'refer')
                            WHEN 'withdraw' THEN t.last IN ('return', 'refer')
                            WHEN 'pass' THEN t.last IN ('submit', 'send_back')
                            WHEN 'return' THEN t.last IN ('submit', 'send_back')
                            ELSE t.last = 'pass' END);
    SELECT RAISE(ABORT, 'claim_step: not what was submitted') WHERE NEW.kind NOT IN ('submit', 'withdraw') AND NEW.sha256 <> COALESCE((
        SELECT s.sha256 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.kind = 'submit'
        ORDER BY s.n DESC LIMIT 1), '');
END;
CREATE TRIGGER claim_by_step BEFORE UPDATE OF state ON claim WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'claim_by_step: no step leads there') WHERE NEW.state <> COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'send_back' THEN 'submitted' WHEN 'pass' THEN 'reviewed'
                                     WHEN 'confirm' THEN 'approved' WHEN 'withdraw' THEN 'withdrawn' ELSE 'returned' END
                  FROM claim_step s WHERE s.claim_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;
CREATE INDEX publication_by_time ON publication (at_ms);
CREATE TRIGGER publication_kept BEFORE DELETE ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_kept: it is never deleted');
END;
CREATE INDEX publication_line_by_enrolment ON publication_line (enrolment_id);
CREATE INDEX publication_line_by_person ON publication_line (person_id);
CREATE TRIGGER publication_line_no_update BEFORE UPDATE ON publication_line BEGIN SELECT RAISE(ABORT, 'publication_line is append-only'); END;
CREATE TRIGGER publication_line_no_delete BEFORE DELETE ON publication_line BEGIN SELECT RAISE(ABORT, 'publication_line is append-only'); END;
CREATE TRIGGER publication_line_no_replace BEFORE INSERT ON publication_line BEGIN
    SELECT RAISE(ABORT, 'publication_line is append-only') WHERE EXISTS (SELECT 1 FROM publication_line o WHERE o.publication_id = NEW.publication_id AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'publication_line is append-only') WHERE EXISTS (SELECT 1 FROM publication_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id);
END;
CREATE INDEX objection_by_state ON objection (state, at_ms);
CREATE INDEX objection_by_claim ON objection (claim_id);
CREATE TRIGGER objection_kept BEFORE DELETE ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_kept: it is answered, never deleted');
END;
CREATE TRIGGER objection_struck_no_update BEFORE UPDATE ON objection_struck BEGIN SELECT RAISE(ABORT, 'objection_struck is append-only'); END;
CREATE TRIGGER objection_struck_no_delete BEFORE DELETE ON objection_struck BEGIN SELECT RAISE(ABORT, 'objection_struck is append-only'); END;
CREATE TRIGGER objection_struck_no_replace BEFORE INSERT ON objection_struck BEGIN
    SELECT RAISE(ABORT, 'objection_struck is append-only') WHERE EXISTS (SELECT 1 FROM objection_struck o WHERE o.publication_id = NEW.publication_id AND o.n = NEW.n);
END;
CREATE TRIGGER publication_begins BEFORE INSERT ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_begins: it begins without its lines') WHERE NEW.people <> 0 OR NEW.amount_fen <> 0;
    SELECT RAISE(ABORT, 'publication_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'publication_begins: the role is not held') WHERE NEW.role <> 'city_first_reviewer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'publication_begins: it is there') WHERE EXISTS (SELECT 1 FROM publication o WHERE o.id = NEW.id);
END;
CREATE TRIGGER publication_sums BEFORE UPDATE ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_sums: that of it never changes') WHERE OLD.people > 0 OR NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.account_id <> OLD.account_id
        OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'publication_sums: not the sums of its lines') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM publication_line l WHERE l.publication_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0);
    SELECT RAISE(ABORT, 'publication_sums: nobody publishes their own money') WHERE EXISTS (
        SELECT 1 FROM publication_line l WHERE l.publication_id = NEW.id AND l.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'publication_sums: somebody of a claim is left out') WHERE EXISTS (
        SELECT 1 FROM (SELECT DISTINCT l.claim_id FROM publication_line l WHERE l.publication_id = NEW.id) AS t
        JOIN claim q ON q.id = t.claim_id
        JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission AND c.amount_fen > 0
        WHERE NOT EXISTS (
            SELECT 1 FROM publication_line o WHERE o.publication_id = NEW.id AND o.claim_id = q.id AND o.enrolment_id = c.enrolment_id));
END;
CREATE TRIGGER publication_line_belongs BEFORE INSERT ON publication_line BEGIN
    SELECT RAISE(ABORT, 'publication_line_belongs: the list is written') WHERE NOT EXISTS (
        SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.people = 0);
    SELECT RAISE(ABORT, 'publication_line_belongs: not the next place') WHERE NEW.n <>
        (SELECT COALESCE(MAX(o.n), 0) FROM publication_line o WHERE o.publication_id = NEW.publication_id) + 1;
    SELECT RAISE(ABORT, 'publication_line_belongs: not what passed both reviews') WHERE NOT EXISTS (
        SELECT 1 FROM claim q JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission
        WHERE q.id = NEW.claim_id AND q.state = 'approved' AND c.enrolment_id = NEW.enrolment_id
          AND c.person_id = NEW.person_id AND c.amount_fen = NEW.amount_fen);
END;
CREATE TRIGGER objection_begins BEFORE INSERT ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_begins: it begins unanswered') WHERE NEW.state <> 'open' OR NEW.account_id IS NOT NULL OR NEW.person_id IS NOT NULL OR NEW.role IS NOT NULL
        OR NEW.reason IS NOT NULL OR NEW.answered_at IS NOT NULL;
    SELECT RAISE(ABORT, 'objection_begins: not of this list') WHERE NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication p ON p.id = l.publication_id
        WHERE l.publication_id = NEW.publication_id AND l.claim_id = NEW.claim_id AND (NEW.n IS NULL OR l.n = NEW.n)
          AND p.people > 0 AND NEW.at_ms >= p.at_ms);
    SELECT RAISE(ABORT, 'objection_begins: it is there') WHERE EXISTS (SELECT 1 FROM objection o WHERE o.id = NEW.id);
END;
CREATE TRIGGER objection_answer BEFORE UPDATE ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_answer: that of it never changes') WHERE OLD.state <> 'open' OR NEW.id <> OLD.id OR NEW.publication_id <> OLD.publication_id OR NEW.claim_id <> OLD.claim_id
        OR COALESCE(NEW.n, 0) <> COALESCE(OLD.n, 0) OR NEW.words <> OLD.words OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'objection_answer: an answer has a reason and a time') WHERE NEW.state = 'open' OR COALESCE(TRIM(NEW.reason), '') = '' OR NEW.answered_at IS NULL OR NEW.role IS NULL;
    SELECT RAISE(ABORT, 'objection_answer: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'objection_answer: the role is not held') WHERE COALESCE(NEW.role, '') <> 'internal_controller' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.answered_at));
    SELECT RAISE(ABORT, 'objection_answer: nobody answers for their own part') WHERE EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'objection_answer: it is right where somebody is struck off') WHERE (NEW.state = 'upheld') <> EXISTS (SELECT 1 FROM objection_struck k WHERE k.objection_id = NEW.id);
END;
CREATE TRIGGER objection_struck_belongs BEFORE INSERT ON objection_struck BEGIN
    SELECT RAISE(ABORT, 'objection_struck_belongs: not of what the objection is about') WHERE NOT EXISTS (
        SELECT 1 FROM objection o JOIN publication_line l ON l.publication_id = o.publication_id AND l.claim_id = o.claim_id
        WHERE o.id = NEW.objection_id AND o.state = 'open' AND l.publication_id = NEW.publication_id AND l.n = NEW.n
          AND (o.n IS NULL OR o.n = NEW.n));
END;
CREATE UNIQUE INDEX payee_one_living ON payee (person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX payee_number_once ON payee (number_digest) WHERE ended_at IS NULL;
CREATE TRIGGER payee_own BEFORE INSERT ON payee BEGIN
    SELECT RAISE(ABORT, 'payee: nobody gives an account for somebody else') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.given_by AND a.person_id = NEW.person_id AND a.active);
    SELECT RAISE(ABORT, 'payee: not the next version') WHERE NEW.ended_at IS NOT NULL OR NEW.n <>
        (SELECT COUNT(*) FROM payee o WHERE o.person_id = NEW.person_id) + 1;
    SELECT RAISE(ABORT, 'payee is append-only') WHERE EXISTS (SELECT 1 FROM payee o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payee: the version before has not ended') WHERE EXISTS (
        SELECT 1 FROM payee o WHERE o.person_id = NEW.person_id AND o.ended_at IS NULL);
    SELECT RAISE(ABORT, 'payee_number_once: somebody else is paid on it') WHERE EXISTS (
        SELECT 1 FROM payee o WHERE o.number_digest = NEW.number_digest AND o.ended_at IS NULL);
END;
CREATE TRIGGER payee_ends BEFORE UPDATE ON payee BEGIN
    SELECT RAISE(ABORT, 'payee: a version ends or is emptied, and nothing else of it changes')
    WHERE NOT (NEW.id = OLD.id AND NEW.person_id = OLD.person_id AND NEW.n = OLD.n AND NEW.kind = OLD.kind
          AND NEW.given_by = OLD.given_by AND NEW.given_at = OLD.given_at
          AND (NEW.ended_at IS OLD.ended_at OR (OLD.ended_at IS NULL AND NEW.ended_at >= OLD.given_at))
          AND ((NEW.bank = OLD.bank AND NEW.number_digest = OLD.number_digest AND NEW.last_four = OLD.last_four
                AND NEW.salt = OLD.salt AND LENGTH(NEW.number_sealed) > 0)
               OR (NEW.ended_at IS NOT NULL AND NEW.bank = '' AND NEW.last_four = '' AND LENGTH(NEW.number_digest) = 0
                   AND LENGTH(NEW.salt) = 0 AND LENGTH(NEW.number_sealed) = 0)));
END;
CREATE TRIGGER payee_no_delete BEFORE DELETE ON payee BEGIN SELECT RAISE(ABORT, 'payee is append-only'); END;
CREATE INDEX payment_by_fund ON payment (fund_id, at_ms);
CREATE INDEX payment_answer_by_payment ON payment_answer (payment_id, at_ms);
CREATE UNIQUE INDEX payment_line_living ON payment_line (claim_id, enrolment_id) WHERE state <> 'failed';
CREATE INDEX payment_line_by_person ON payment_line (person_id);
CREATE INDEX payment_line_by_state ON payment_line (state, payment_id);
CREATE INDEX payment_line_by_publication ON payment_line (publication_id, publication_n);
CREATE TRIGGER payment_begins BEFORE INSERT ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_begins: it begins without its lines') WHERE NEW.people <> 0 OR NEW.amount_fen <> 0;
    SELECT RAISE(ABORT, 'payment_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'payment_begins: the role is not held') WHERE NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'payment_begins: not the next number') WHERE NEW.number <> (SELECT COALESCE(MAX(o.number), 0) FROM payment o) + 1;
    SELECT RAISE(ABORT, 'payment_begins: it is there') WHERE EXISTS (SELECT 1 FROM payment o WHERE o.id = NEW.id);
END;
CREATE TRIGGER payment_sums BEFORE UPDATE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_sums: that of it never changes') WHERE OLD.people > 0 OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.fund_id <> OLD.fund_id OR NEW.sha256 <> OLD.sha256
        OR NEW.account_id <> OLD.account_id OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'payment_sums: not the sums of its lines') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM payment_line l WHERE l.payment_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0);
    SELECT RAISE(ABORT, 'payment_sums: more than is left of the fund') WHERE (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment_line l JOIN payment p ON p.id = l.payment_id
        WHERE p.fund_id = NEW.fund_id AND l.state <> 'failed') > (SELECT f.budget_fen FROM fund_source f WHERE f.id = NEW.fund_id);
END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_kept: it is never deleted');
END;
CREATE TRIGGER payment_line_belongs BEFORE INSERT ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_belongs: it is there') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payment_line_belongs: it begins unanswered') WHERE NEW.state <> 'sent' OR NEW.reason <> '';
    SELECT RAISE(ABORT, 'payment_line_belongs: the batch is written') WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.people = 0);
    SELECT RAISE(ABORT, 'payment_line_belongs: not the next place') WHERE NEW.n <> (SELECT COALESCE(MAX(o.n), 0) FROM payment_line o WHERE o.payment_id = NEW.payment_id) + 1;
    SELECT RAISE(ABORT, 'payment_line_belongs: not what was published, or not long enough ago') WHERE NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication b ON b.id = l.publication_id JOIN payment p ON p.id = NEW.payment_id
        WHERE l.publication_id = NEW.publication_id AND l.n = NEW.publication_n AND l.claim_id = NEW.claim_id
          AND l.enrolment_id = NEW.enrolment_id AND l.person_id = NEW.person_id AND l.amount_fen = NEW.amount_fen
          AND b.people > 0 AND b.at_ms + 432000000 <= p.at_ms);
    SELECT RAISE(ABORT, 'payment_line_belongs: somebody objects to it, or was right to') WHERE EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.state = 'open' AND (o.n IS NULL OR o.n = NEW.publication_n))
        OR EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = NEW.publication_id AND k.n = NEW.publication_n);
    SELECT RAISE(ABORT, 'payment_line_belongs: not the account that counts') WHERE NOT EXISTS (SELECT 1 FROM payee y WHERE y.id = NEW.payee_id AND y.person_id = NEW.person_id AND y.ended_at IS NULL
          AND y.last_four = NEW.last_four);
    SELECT RAISE(ABORT, 'payment_line_belongs: it failed to this account before') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state = 'failed' AND o.payee_id = NEW.payee_id);
    SELECT RAISE(ABORT, 'payment_line_belongs: it stands in another batch') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state <> 'failed');
    SELECT RAISE(ABORT, 'payment_line_belongs: nobody pays what they had a part in') WHERE EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND (
          EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM claim_line c WHERE c.claim_id = NEW.claim_id AND c.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM publication b WHERE b.id = NEW.publication_id AND b.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.person_id = p.person_id)));
END;
CREATE TRIGGER payment_line_answer BEFORE UPDATE ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_answer: that of it never changes') WHERE NEW.id <> OLD.id OR NEW.payment_id <> OLD.payment_id OR NEW.n <> OLD.n OR NEW.publication_id <> OLD.publication_id
        OR NEW.publication_n <> OLD.publication_n OR NEW.claim_id <> OLD.claim_id OR NEW.enrolment_id <> OLD.enrolment_id
        OR NEW.person_id <> OLD.person_id OR NEW.amount_fen <> OLD.amount_fen OR NEW.payee_id <> OLD.payee_id
        OR NEW.last_four <> OLD.last_four OR LENGTH(NEW.to_sealed) = 0;
    SELECT RAISE(ABORT, 'payment_line_answer: it is answered once, by a file for its batch') WHERE NEW.state <> OLD.state AND (OLD.state <> 'sent' OR NOT EXISTS (
          SELECT 1 FROM payment_answer a JOIN payment p ON p.id = a.payment_id
          WHERE a.id = NEW.answer_id AND a.payment_id = NEW.payment_id AND a.at_ms = NEW.answered_at AND p.people > 0));
    SELECT RAISE(ABORT, 'payment_line_answer: an answer stays') WHERE NEW.state = OLD.state AND (NEW.reason <> OLD.reason OR COALESCE(NEW.answer_id, '') <> COALESCE(OLD.answer_id, '') OR COALESCE(NEW.answered_at, 0) <> COALESCE(OLD.answered_at, 0));
    SELECT RAISE(ABORT, 'payment_line_answer: only what failed has a reason') WHERE NEW.state = 'paid' AND NEW.reason <> '';
END;
CREATE TRIGGER payment_line_kept BEFORE DELETE ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_kept: it is never deleted');
END;
CREATE TRIGGER payment_answer_begins BEFORE INSERT ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer_begins: it is there') WHERE EXISTS (SELECT 1 FROM payment_answer o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payment_answer_begins: it answers something') WHERE NEW.paid < 0 OR NEW.failed < 0 OR NEW.paid + NEW.failed = 0;
    SELECT RAISE(ABORT, 'payment_answer_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'payment_answer_begins: the role is not held') WHERE NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'payment_answer_begins: nobody answers for their own money') WHERE EXISTS (SELECT 1 FROM payment_line l WHERE l.payment_id = NEW.payment_id AND l.person_id = NEW.person_id);
END;
CREATE TRIGGER payment_answer_kept BEFORE UPDATE ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer is append-only');
END;
CREATE TRIGGER payment_answer_stays BEFORE DELETE ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer is append-only');
END;
CREATE INDEX film_by_organisation ON film (organisation_id, made_at);
CREATE INDEX film_by_digest ON film (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX film_by_expiry ON film (expires_at) WHERE expires_at IS NOT NULL;
CREATE TRIGGER film_stays BEFORE UPDATE ON film BEGIN
    SELECT RAISE(ABORT, 'film: what it is of does not change')
    WHERE NOT (NEW.id = OLD.id AND NEW.organisation_id = OLD.organisation_id AND NEW.name = OLD.name
          AND NEW.bytes_total = OLD.bytes_total AND NEW.made_by = OLD.made_by AND NEW.made_at = OLD.made_at);
    SELECT RAISE(ABORT, 'film: one that is ready stays so, until it is deleted once')
    WHERE OLD.state = 'ready' AND NOT (NEW.state = 'ready' AND NEW.sha256 = OLD.sha256 AND NEW.duration_ms = OLD.duration_ms
          AND NEW.expires_at IS NULL AND OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL);
END;
CREATE TRIGGER film_no_delete BEFORE DELETE ON film BEGIN
    SELECT RAISE(ABORT, 'film: one that was ready keeps its line') WHERE OLD.state = 'ready';
END;
CREATE INDEX course_draft_by_organisation ON course_draft (organisation_id, state, changed_at);
CREATE INDEX course_draft_by_state ON course_draft (state, submitted_at);
CREATE UNIQUE INDEX course_draft_one_open ON course_draft (replaces) WHERE state IN ('draft', 'submitted', 'returned');
CREATE TRIGGER course_draft_begins BEFORE INSERT ON course_draft WHEN NEW.state <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'course_draft_begins: it begins as a draft');
END;
CREATE TRIGGER course_draft_closed BEFORE UPDATE ON course_draft
WHEN OLD.state IN ('published', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.content <> OLD.content) BEGIN
    SELECT RAISE(ABORT, 'course_draft_closed: nothing of it changes now');
END;
CREATE TRIGGER course_draft_kept BEFORE DELETE ON course_draft BEGIN
    SELECT RAISE(ABORT, 'course_draft_kept: it is withdrawn, never deleted');
END;
CREATE TRIGGER course_draft_step_no_update BEFORE UPDATE ON course_draft_step BEGIN SELECT RAISE(ABORT, 'course_draft_step is append-only'); END;
CREATE TRIGGER course_draft_step_no_delete BEFORE DELETE ON course_draft_step BEGIN SELECT RAISE(ABORT, 'course_draft_step is append-only'); END;
CREATE TRIGGER course_draft_step_no_replace BEFORE INSERT ON course_draft_step BEGIN
    SELECT RAISE(ABORT, 'course_draft_step is append-only') WHERE EXISTS (SELECT 1 FROM course_draft_step o WHERE o.draft_id = NEW.draft_id AND o.n = NEW.n);
END;
CREATE TRIGGER course_draft_step_duties BEFORE INSERT ON course_draft_step BEGIN
    SELECT RAISE(ABORT, 'course_draft_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'course_draft_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'course_draft_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise', 'teacher'))
        OR (NEW.kind IN ('return', 'publish') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')));
    SELECT RAISE(ABORT, 'course_draft_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM course_draft_step s WHERE s.draft_id = NEW.draft_id) + 1;
    SELECT RAISE(ABORT, 'course_draft_step: nobody decides on their own') WHERE NEW.kind IN ('return', 'publish') AND EXISTS (
        SELECT 1 FROM course_draft_hand h WHERE h.draft_id = NEW.draft_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'));
    SELECT RAISE(ABORT, 'course_draft_step: who decided does not write') WHERE NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'publish'));
    SELECT RAISE(ABORT, 'course_draft_step: not its turn') WHERE
        CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END <>
        COALESCE((SELECT s.kind FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
                  ORDER BY s.n DESC LIMIT 1), 'return');
    SELECT RAISE(ABORT, 'course_draft_step: not what was submitted') WHERE NEW.kind IN ('return', 'publish') AND NOT EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256);
END;
CREATE TRIGGER course_draft_by_step BEFORE UPDATE OF state ON course_draft WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'course_draft_by_step: no step leads there') WHERE NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'publish' THEN 'published' ELSE 'withdrawn' END
                  FROM course_draft_step s WHERE s.draft_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;
CREATE TRIGGER class_exam_no_update BEFORE UPDATE ON class_exam BEGIN SELECT RAISE(ABORT, 'class_exam is append-only'); END;
CREATE TRIGGER class_exam_no_delete BEFORE DELETE ON class_exam BEGIN SELECT RAISE(ABORT, 'class_exam is append-only'); END;
CREATE TRIGGER class_exam_no_replace BEFORE INSERT ON class_exam BEGIN
    SELECT RAISE(ABORT, 'class_exam is append-only') WHERE EXISTS (SELECT 1 FROM class_exam o WHERE o.class_id = NEW.class_id);
END;
CREATE TRIGGER class_exam_before_all BEFORE INSERT ON class_exam BEGIN
    SELECT RAISE(ABORT, 'class_exam: somebody is in the class already')
    WHERE EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = NEW.class_id);
END;
CREATE INDEX exam_paper_open ON exam_paper (ends_at) WHERE submitted_at IS NULL;
CREATE TRIGGER exam_paper_no_delete BEFORE DELETE ON exam_paper BEGIN SELECT RAISE(ABORT, 'exam_paper is append-only'); END;
CREATE TRIGGER exam_paper_no_replace BEFORE INSERT ON exam_paper BEGIN
    SELECT RAISE(ABORT, 'exam_paper is append-only') WHERE EXISTS (
        SELECT 1 FROM exam_paper o WHERE o.id = NEW.id OR (o.enrolment_id = NEW.enrolment_id AND o.n = NEW.n));
END;
CREATE TRIGGER exam_paper_hands_in BEFORE UPDATE ON exam_paper
WHEN OLD.submitted_at IS NOT NULL OR NEW.submitted_at IS NULL OR NEW.submitted_at < OLD.started_at
  OR NEW.id <> OLD.id OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.n <> OLD.n OR NEW.seed <> OLD.seed
  OR NEW.questions <> OLD.questions OR NEW.count <> OLD.count OR NEW.started_at <> OLD.started_at
  OR NEW.ends_at <> OLD.ends_at BEGIN
    SELECT RAISE(ABORT, 'exam_paper: it is handed in once, and nothing else of it changes');
END;
CREATE TRIGGER exam_paper_begins BEFORE INSERT ON exam_paper BEGIN
    SELECT RAISE(ABORT, 'exam_paper: it begins with nothing handed in') WHERE NEW.submitted_at IS NOT NULL;
    SELECT RAISE(ABORT, 'exam_paper: the class has no test, or is closed') WHERE NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN class_exam x ON x.class_id = e.class_id
        WHERE e.id = NEW.enrolment_id
          AND NOT EXISTS (SELECT 1 FROM class_closing k WHERE k.class_id = e.class_id));
    SELECT RAISE(ABORT, 'exam_paper: not the next try') WHERE NEW.n <>
        (SELECT COUNT(*) FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id) + 1;
    SELECT RAISE(ABORT, 'exam_paper: one is not handed in, or was passed') WHERE EXISTS (
        SELECT 1 FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id AND (o.submitted_at IS NULL OR o.passed));
END;
CREATE TRIGGER exam_answer_no_update BEFORE UPDATE ON exam_answer BEGIN SELECT RAISE(ABORT, 'exam_answer is append-only'); END;
CREATE TRIGGER exam_answer_no_delete BEFORE DELETE ON exam_answer BEGIN SELECT RAISE(ABORT, 'exam_answer is append-only'); END;
CREATE TRIGGER exam_answer_no_replace BEFORE INSERT ON exam_answer BEGIN
    SELECT RAISE(ABORT, 'exam_answer is append-only') WHERE EXISTS (
        SELECT 1 FROM exam_answer o WHERE o.paper_id = NEW.paper_id AND o.seq = NEW.seq);
END;
CREATE TRIGGER exam_answer_in_time BEFORE INSERT ON exam_answer BEGIN
    SELECT RAISE(ABORT, 'exam_answer: not the next one') WHERE NEW.seq <>
        (SELECT COUNT(*) FROM exam_answer o WHERE o.paper_id = NEW.paper_id) + 1;
    SELECT RAISE(ABORT, 'exam_answer: the paper was handed in, or its time is over') WHERE NOT EXISTS (
        SELECT 1 FROM exam_paper p WHERE p.id = NEW.paper_id AND p.submitted_at IS NULL
          AND NEW.at_ms BETWEEN p.started_at AND p.ends_at + 30000 AND NEW.n BETWEEN 1 AND p.count AND NEW.place >= 0);
END;
CREATE TRIGGER class_closing_line_exam BEFORE INSERT ON class_closing_line BEGIN
    SELECT RAISE(ABORT, 'class_closing_line: not the mark of its test') WHERE
        NEW.has_exam <> EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = NEW.class_id)
        OR COALESCE(NEW.exam_mark, -1) <> COALESCE(
            (SELECT MAX(p.mark) FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id), -1)
        OR EXISTS (SELECT 1 FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id AND p.submitted_at IS NULL);
END;
