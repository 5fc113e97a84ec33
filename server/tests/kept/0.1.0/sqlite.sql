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
    CONSTRAINT account_login_once UNIQUE (login)
);
CREATE TABLE role_grant (
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    region_id TEXT REFERENCES region (id),
    granted_at BIGINT NOT NULL,
    ends_at BIGINT,                   -- absent: not yet known
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
    held BOOLEAN NOT NULL
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
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TABLE evidence_archive (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TABLE attendance_check (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    session_id TEXT NOT NULL REFERENCES study_session (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
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
    body BLOB NOT NULL                -- the rest of the entry (domain::ledger::compact), or all of it packed (store::packed)
);
CREATE TABLE ledger_day (
    entry_index INTEGER NOT NULL REFERENCES ledger_entry (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
) WITHOUT ROWID;
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
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
    CONSTRAINT audit_leaf_once UNIQUE (event_id)
);
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
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
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
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
    created_at BIGINT NOT NULL,
    finished_at BIGINT,               -- of what recurs: when it last ended well
    PRIMARY KEY (kind, subject)
);
INSERT INTO _sqlx_migrations VALUES (1, 'key', '2026-11-29 22:53:35', 1, X'25A2EA03557A860E737355D5A53D083D6923BA13637947F3EB80D1DF83966219F9F924593C2525E8BA1A3CB919E17CE9', 1081474);
INSERT INTO _sqlx_migrations VALUES (2, 'person', '2026-11-29 22:53:35', 1, X'0AFC01126E4FC7D38AF932A4E8015E7437004C3DC33CDF9A13E2AC0F23DBBDBC243F0F47064584A53BF941714C3E2194', 1406169);
INSERT INTO _sqlx_migrations VALUES (3, 'account', '2026-11-29 22:53:35', 1, X'48E5DABC1CEB81BA1397FCCFED46D7D99DA04F8DD648E7D860EFDCF8917529F08553B6BEB01EB27CB4302C6F513F7EC2', 1991376);
INSERT INTO _sqlx_migrations VALUES (4, 'paper', '2026-11-29 22:53:35', 1, X'F7D77AC216558CBEE3C47284652DA26A5CCFA6F0F5D01E875959FD4EFBCDB6B4CB8F304934FA4D2E18232C03948BBB1A', 789017);
INSERT INTO _sqlx_migrations VALUES (5, 'course class', '2026-11-29 22:53:35', 1, X'5674F260F02D84099A2DA95485963ECCF1BA5D28FA159E40A5502366C3548884D2965667CDEF5660E6C92B2F3D5DE48B', 1370345);
INSERT INTO _sqlx_migrations VALUES (6, 'study', '2026-11-29 22:53:35', 1, X'95975FEDCE61AABEC2DB92FC135F9B5BCE4F9B0553CEC48E72900C761942FD318F4CED4C583E3A64107CA693DFFD3B29', 1641099);
INSERT INTO _sqlx_migrations VALUES (7, 'ledger', '2026-11-29 22:53:35', 1, X'5ACEA144C31AE1EB9D57A6D5B65A9E75C376EBEA427CC9464B2405911899FB6980F95EF42746E684E4059B05056AB7D7', 2193644);
INSERT INTO _sqlx_migrations VALUES (8, 'appeal signal', '2026-11-29 22:53:35', 1, X'A660ADC5DA56E3D66253A261148C401E529C508D1B95471AF794D0C20090E608BA07AB7AF6116C73FF8C333CAD61B984', 2263568);
INSERT INTO _sqlx_migrations VALUES (9, 'audit', '2026-11-29 22:53:35', 1, X'C0DD9CFF5D81C39993402A77085037860A8E7054FC72EE6FE6F61E3430CB3F263430C06DB210CEE0EAC7FD52F4D599D2', 1567890);
INSERT INTO _sqlx_migrations VALUES (10, 'export', '2026-11-29 22:53:35', 1, X'BEDD787ACDFBEF4AD94758CB2C1477339AACD72FA921608F6065F038FDED1EC94408F300CCF365AFDDE03AC1E0A73559', 625864);
INSERT INTO _sqlx_migrations VALUES (11, 'job', '2026-11-29 22:53:35', 1, X'144BED02D65DD745D6E5BF26D9FDDE1154CE83B3AB2E98AAC058A2072EB463413B9CDA273E27B96B4DC51CBB0D719F94', 624181);
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
INSERT INTO person VALUES ('person-zhou', '学员zhou', NULL, 'f', '1990-01-01', 'resident', X'B44CF0EC8140E2240D32BB4C857FEBC00459D0138A085FF1BE4ABF9255558C55', X'019B74A8516A89391BF6DE5B05E026D3C27BDBBBE074A9726A28B788C5DF44C7512AA54666EA314F7960570123F1B8D5C5A0F1630F9BF0', '0000**********0000', X'019B74A8516A89391BF6DE5B05E026D3C27BDBBBE074A9726A28B788C5DF44C7512AA54666EA314F7960570123F1B8D5C5A0F1630F9BF0', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO person VALUES ('person-wu', '学员wu', NULL, 'f', '1990-01-01', 'resident', X'85863361F4E9EAE1EF676C76E0F3578B6261D1DEE44548D31725F083C6D6A8FA', X'019B74A8516A89391B2FA93A9855751F8E194DCC00A9D68FE0809EBBDEFD23EE8A84EC6EB1D7F427706DAC56C0D415CD3B3EDCD04C7CAB', '0000**********0000', X'019B74A8516A89391B2FA93A9855751F8E194DCC00A9D68FE0809EBBDEFD23EE8A84EC6EB1D7F427706DAC56C0D415CD3B3EDCD04C7CAB', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO person VALUES ('person-li', '学员li', NULL, 'f', '1990-01-01', 'resident', X'A3FC622AC0432622F02948992B288E9DB5DF89FEB3DBB4FC05D1EA3BA6F1E77F', X'019B74A8516A89391BAB801D97973FBB8455125275856710069D840E95583688BD4876DE462DE846D30038F5B4C45785BDB79AAD2B5669', '0000**********0000', X'019B74A8516A89391BAB801D97973FBB8455125275856710069D840E95583688BD4876DE462DE846D30038F5B4C45785BDB79AAD2B5669', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', X'CEDC5CD3842B43E123FB68FDFE0CBDFFCCFF080E97FC29BEA97CCDB0D96EAAD0', X'019B74A8516A89391B7F4352A38737B2E463634DC364EA0648F8C52F16B28734C67B6B6DB696FD977B9D8466F2538C2220ED08CD9844D0', '0000**********0000', X'019B74A8516A89391B7F4352A38737B2E463634DC364EA0648F8C52F16B28734C67B6B6DB696FD977B9D8466F2538C2220ED08CD9844D0', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795311027000, NULL, NULL);
INSERT INTO person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', X'4F6E4F10F67603F391D743CD6182353D3F88CCAD25803204771DA8F0E6A193D6', X'019B74A8516A89391B9A9675B9B5A2EBE5932E05B6B5B03759ECF3FF894142A29097D1FF982254D79A4AFB16259F6E15F249431D82DEE6', '0000**********0000', X'019B74A8516A89391B9A9675B9B5A2EBE5932E05B6B5B03759ECF3FF894142A29097D1FF982254D79A4AFB16259F6E15F249431D82DEE6', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795312854000, NULL, NULL);
INSERT INTO person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', X'09679EB91B2E6C26E661ECE5CF33F3860D88A1C88B9FCAAFFB8503CFAC9C8BFD', X'019B74A8516A89391B3535BF40616A96B60A0A1733C6216567F0364D3A6387208F522B28AD23B4CD596B1F0EA22841269BD58198C9C47A', '0000**********0000', X'019B74A8516A89391B3535BF40616A96B60A0A1733C6216567F0364D3A6387208F522B28AD23B4CD596B1F0EA22841269BD58198C9C47A', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795313168000, NULL, NULL);
INSERT INTO account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL);
INSERT INTO account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL);
INSERT INTO account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795309200000, NULL);
INSERT INTO account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795311027000, NULL);
INSERT INTO account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795312854000, NULL);
INSERT INTO account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', 1, 1795313168000, NULL);
INSERT INTO role_grant VALUES ('account-zhou', 'city_first_reviewer', 'bureau', 'city', 1795309200000, NULL);
INSERT INTO role_grant VALUES ('account-wu', 'city_second_reviewer', 'bureau', 'city', 1795309200000, NULL);
INSERT INTO role_grant VALUES ('account-li', 'learner', NULL, 'county', 1795309200000, NULL);
INSERT INTO role_grant VALUES ('account-wang', 'learner', NULL, 'county', 1795311027000, NULL);
INSERT INTO role_grant VALUES ('account-zhao', 'learner', NULL, 'county', 1795312854000, NULL);
INSERT INTO role_grant VALUES ('account-sun', 'learner', NULL, 'county', 1795313168000, NULL);
INSERT INTO login_session VALUES (X'068AB1529533FE955E4A89A6EC03125B6AD6C1AF57F969DE0E36C7D243B4C679', 'account-zhou', 1795309200000, 1795314209000, 1795352400000, '');
INSERT INTO login_session VALUES (X'2D2E831CAD38B651AF2F1476F003D63568332DA231C2CCC07782E4B1D5EEACB4', 'account-wu', 1795309200000, 1795312854000, 1795352400000, '');
INSERT INTO login_session VALUES (X'98B66CFA70908D90A58BC0A4E25612B9436079CEECCA50A1F3CC06A0304200B6', 'account-li', 1795309200000, 1795309200000, 1795352400000, '');
INSERT INTO login_session VALUES (X'1D0D5085A3A2C25882D21657E69536BFA6E510AA921581B87AF7CDADD433DE32', 'account-li', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO login_session VALUES (X'7B7BAC8E9411C4B24FF7746E3035D1304F7D03C4A832CA71A97796A75C643EAA', 'account-wang', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO login_session VALUES (X'156997481944405065639A121B20BCC3740A8559549D64F64D89FDCEB3475FC7', 'account-wang', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO login_session VALUES (X'5768634F4B82766F000F7D282E7C0CF7FEA5089B8EDB0C768C9764851FF80CEA', 'account-zhao', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO login_session VALUES (X'FFF9A007A3B9265A4CBBADA7B29D8ED9EC11C26C31F12CC44E8DB1CB464E458C', 'account-sun', 1795313168000, 1795313168000, 1795356368000, '');
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
INSERT INTO lesson VALUES ('crab-1', 'crab', 'crab-1', 1, 'video', '认识大闸蟹', 'Lesson 1', '跟着老师一步一步做', 600000, 'crab-1.mp4', 3000000, 'crab-1.vtt', NULL, '[]');
INSERT INTO lesson VALUES ('crab-2', 'crab', 'crab-2', 2, 'video', '放苗前的准备', 'Lesson 2', '跟着老师一步一步做', 300000, 'crab-2.mp4', 3000000, 'crab-2.vtt', NULL, '[]');
INSERT INTO lesson VALUES ('crab-3', 'crab', 'crab-3', 3, 'document', '防病手册', 'Lesson 3', '跟着老师一步一步做', 120000, NULL, 0, NULL, NULL, '[{"title":"第一页","seconds":120,"body":"正文"}]');
INSERT INTO question VALUES ('crab-1-q1', 'crab-1', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO question VALUES ('crab-2-q1', 'crab-2', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO question VALUES ('crab-3-q1', 'crab-3', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO training_class VALUES ('crab-k', 'crab-2026-1', 'crab', 'school', 'county', NULL, '2026 年第 1 期', '2026-11-01', '2027-06-30', 30, '2026-01-01', 1795309200000);
INSERT INTO class_plan VALUES ('crab-k', 'crab-1', '2026-11-07');
INSERT INTO class_plan VALUES ('crab-k', 'crab-2', '2026-11-14');
INSERT INTO class_plan VALUES ('crab-k', 'crab-3', '2026-11-21');
INSERT INTO enrolment VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', 1795309200000);
INSERT INTO enrolment VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO enrolment VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO enrolment VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', 1795313168000);
INSERT INTO study_session VALUES ('01a200c4-6280-7c85-845a-2b8d1ad8d79e', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '2026-01-01', 1795309200000, 1795309320000, 'closed');
INSERT INTO study_session VALUES ('01a200c6-5298-7896-bb82-588a44cf5676', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-01-01', 1795309327000, 1795309627000, 'closed');
INSERT INTO study_session VALUES ('01a200dd-35f8-789f-8386-5be5ba87f2ef', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-01-01', 1795310827000, 1800584609000, 'superseded');
INSERT INTO study_session VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO study_session VALUES ('01a200e2-3350-784f-b075-73a225e0fb24', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO study_session VALUES ('01a200f9-16b0-750d-9d12-f3564498ba4c', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO study_session VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 'person-zhao', '01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO study_session VALUES ('01a20100-ee80-790d-8e4c-cc7e2eae971a', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-1', '2026-01-01', 1795313168000, 1795313768000, 'closed');
INSERT INTO study_session VALUES ('01a2010a-3198-7778-9dd4-d3ebac73c123', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-2', '2026-01-01', 1795313775000, 1795314075000, 'closed');
INSERT INTO study_session VALUES ('01a2010e-e0d0-7ec5-b4d6-a1fea912a8ab', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-3', '2026-01-01', 1795314082000, 1795314202000, 'closed');
INSERT INTO study_session VALUES ('01a33b34-bce8-7349-9b78-acbc9115b3cd', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', '2026-01-01', 1800584609000, 1800584669000, 'closed');
INSERT INTO study_session VALUES ('01a33b35-c2a0-7a01-950c-66fa8c74df4a', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '2026-01-01', 1800584676000, NULL, NULL);
INSERT INTO person_study VALUES ('person-li', '{"last_at_ms":1800584721000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584676000,"person_time_ms":525000,"due_ms":1155447,"waiting":[{"e":"01a200c4-6280-767f-bf2b-1017cfc3644f","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"held":false,"live":{"session":"01a33b35-c2a0-7a01-950c-66fa8c74df4a","enrolment":"01a200c4-6280-767f-bf2b-1017cfc3644f","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584721000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584721000,"records":57,"chain":"a2de7b34f42077a62d4963700311cc9fdec55d20f8328c06146fce1d38f85c24"}', X'046A01C08AAEB3E768012430316133336233352D633261302D376130312D393530632D36366661386337346466346100A1017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303063342D363238302D373637662D626632622D313031376366633336343466222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A313135353434377D00B0EA0100020180D30EB0EA01000000000080D30EB0EA01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', 1800584721000, NULL, 0);
INSERT INTO person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":971580,"waiting":[],"check":null,"wrong_in_row":0,"held":false,"live":{"session":"01a200f9-16b0-750d-9d12-f3564498ba4c","enrolment":"01a200e0-4338-70cf-8607-04cf9bb98a9d","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"cc459abf637b6e74ad9af31ffae1d726048e0bccfc35c40d1156458fa52b0885"}', X'0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', 1795312654000, NULL, 0);
INSERT INTO person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":768127,"waiting":[{"e":"01a200fc-23f0-7f38-8727-f6b1ca4267b7","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7ebc-998a-6afaa8ed8ad3","kind":"question","due_ms":300000,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-76a7-b4bd-d26bb46ec080","enrolment":"01a200fc-23f0-7f38-8727-f6b1ca4267b7","lesson":"crab-2","item":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313168000,"records":28,"chain":"1bdbc4345e8e7b5a3796a2e9365165fae788fe4a17c83873d7f56e0dc6f0c22a"}', X'040001E08FE18FC068012430316132303066632D323366302D373661372D623462642D64323662623436656330383000A0017B226B696E64223A226F70656E222C22656E726F6C6D656E74223A2230316132303066632D323366302D376633382D383732372D663662316361343236376237222C22636C617373223A22637261622D6B222C226C6573736F6E223A22637261622D32222C226475726174696F6E5F6D73223A3330303030302C22706F6C696379223A22323032362D30312D3031222C226475655F6D73223A3736383132377D00B0EA0100020100B0EA01000000000000B0EA0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107B226B696E64223A22636C6F7365227D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D623764302D373662332D613537352D333331323638353039336538222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D010000007D7B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D623764302D373662332D613537352D333331323638353039336538222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2231222C22616E737765725F62795F6D73223A313739353331333333343030307D01B06D00006F7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D623764302D373662332D613537352D333331323638353039336538222C22616E73776572223A223130222C22726573756C74223A2277726F6E67222C226475655F6D73223A3736383132377D01000000677B226B696E64223A226973737565222C22636865636B223A2230316132303130302D643332382D376562632D393938612D366166616138656438616433222C22636865636B5F6B696E64223A227175657374696F6E222C226475655F6D73223A3330303030307D010000007D7B226B696E64223A2273686F776E222C22636865636B223A2230316132303130302D643332382D376562632D393938612D366166616138656438616433222C227175657374696F6E223A22637261622D322D7131222C226B6579223A2231222C22616E737765725F62795F6D73223A313739353331333334313030307D01B06D00006E7B226B696E64223A22616E73776572222C22636865636B223A2230316132303130302D643332382D376562632D393938612D366166616138656438616433222C22616E73776572223A223130222C22726573756C74223A22686F6C64222C226475655F6D73223A3736383132377D', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7ebc-998a-6afaa8ed8ad3', 1);
INSERT INTO person_study VALUES ('person-sun', '{"last_at_ms":1795314202000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314082000,"person_time_ms":1020000,"due_ms":1575445,"waiting":[],"check":null,"wrong_in_row":0,"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314209000,"records":83,"chain":"ece664746c3bafed9dc77d0637bc0a5a6b223d195022f7211a442deac063842e"}', X'04A601', NULL, 0, NULL, NULL, 1795314202000, NULL, 0);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '[[0,300000]]', 300000, 0, 0, 300000, 1800584609000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO lesson_progress VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO lesson_progress VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313775000);
INSERT INTO lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314082000);
INSERT INTO lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314209000);
INSERT INTO lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', '[[0,60000]]', 60000, 60000, 0, 60000, 1800584676000);
INSERT INTO evidence VALUES ('person-li', 44, 53, 1800584676000, X'03AD96514A0331108693E2013C84E08B033B99C926B9882FA50F49BA5BC12A6B5FA567E815042FD023F8E04114DFC4078F6092A5DA165DF6C125B06120F96726996F7272295F36AF9BA72B7956A14FB6A60226B260E6DE806BD003D5AD0F8A4C60A7C587FCF670B1F289C949B1EB1ABFCC8A233638E6795912196A655350B56921B42A005668621BA9666EF7781E573EC0F53EB18B057360FE00BD2AAFEA71D85FFC9F5E78C8E90AD3C8A9F2B78B26694CA7D5059564CE666BF9F9F6FC785E5243148821C4264546ECC00563C1C7101DA20E14E7E2410E76AE7F89948EBB0FAADF9ACF2EA8DD69BBBA56846BB17D976222CBAF7C693211A21FD9747A7FF494C8C6C5DFE4E9D3A2C11BCE073E7760A9D5A06DA59C0D41198D23C8C3B65CC5AC354081715A7B14E81306773854EA495A5BB6EC8A07DB1B21BA81121CE7C3D81244AD99CDFA0B');
INSERT INTO evidence_archive VALUES ('person-li', 1, 43, 1795310827000, X'06DD97BD4EC33010C79DAA13133333EB49FEF665E44118EC240609213E3714A933E2219078818A274062433C49575E0027698B1BDAE03200223A299123E53EFCBBBF2FA3B7F1986493DB87BBA7E36C9F321B960B099A63F051A00294CA027758325B6269F28ADC67830ABDFA096D3C38CF1D30CA4CE10BA1A5F491421797D6C149ACC1ED0AEFABAC582BB294058B8B68906A5193E92C23A3ACBDB557781811F2D99AD7BB37BDE3B3593CDADC6D5D7E1A8491213FAB38A0971E3C55C209CE1D535542B7B1AEFC8DAF01F2D37C45E477C5830BB6C49BAFC55BD05CD12E82E929216703D8A5C5B0C48E0F628742E55CD7AF3BE3BD6CFAF21843A741F11CC160AEC139E4A010AD948557DAE81F818EF5A1D349D0CD734A862EC5BE0FA6852A7441E85D2D01C31E030B7BE498A425459500A6DC02CCAF7CF5C1643198741398484D1BC164460939181A6653A2F8BD4C18E5FF26131D67F29C0DFC20A44571751EDCB4336BB545FBAEB4EE4AD7C65377A340BE9D99AF17E7467DF80178AE35172C1473A13C650942F956793CA0C02044AE52CEA2F1BCF27F5979E6A9BC03');
INSERT INTO evidence_archive VALUES ('person-sun', 1, 83, 1795314209000, X'06BDD5BD4EC330100060A7A43B0FC17A92CFFF7E1536FF854A08095851242406160656B6F2069D9998D891780A5EA02B6E0A2844B471116A64299187DCF9F2DDE5E06D5A93EAFAE9F6FE79561D51748C627E694A26C7B03482492240083AB1E492D5E8C8BCDA3AA17FBEA2710A9C160C22476FAC902E28D79BD0E1D27938EDCFE06E07875356FD3A6429E6D52FA2B15C614B16EF159954DDADBBF2C38490FDAF55F8C3ABC1EF79B579B2B99BD7F573804AE4FA895C3FA37C84A01ADA78CE4232B2A49BBB7A75B1B6745659AC5E67AD3F0E5CE048FB70E456982E83C51921E75B5897E550CA9A5A6EA9691FA6F571B57879EDAB76C0D11AD05A1BB0318A4C327917340FC83879DC836A3654CD8B547F1DEA5F59FF9D6682207309759E2060358B407D0A8D412184D10534ED0E34C7620D69B2129A8249B903CDB11C4A690A2DD0DA7659D7775535BF59F66D26483466582948F022665DD824679139E3FC5E6CF2A14D6445363F4F556C73A3BBD9883BA4E0A5ED0EC8F301796E624C68548A86295EE00E292B86371A6C088FF7E1B14DF0B861E5F04673F886C7B6C3935A0A21DB0F');
INSERT INTO evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, X'06DD97CF4AC43010C6D3654F9E3C7BF63A9064922673F4413C3469A220E2DF9B2C8867117C837D847D04C1ABBEC89E045FC0B4BB8BDD55BB590F2A968196143AF385DF7C990E5E874356BCDCDEDC3D1C16BB5C546939705088168C40035530064C597B8C9C820D818D8B5E875EFE04F7116CC90D70E5233947B6A2BAE3D0FEBC7270D4F5E07645AEBA2C7E6AB25CA4E8A8D29A2CE1884DA6051B14EDADBDD2C380B18FD1BCDEBE5A393E9BC583AFBB6DA64F823031E9C36880548880C17825BC13545146B789D9F637B97AC8CFCBD5217FB6797026D6E08D220160DA0A26C78C9DF4609757432676567285347ADA1AEE14E3E7FB2E7412107502DBAA088E1B9D725552EAC0A393EA47A013ABD09559D0CD3565439713DF07B3046F306D234A025BDB00AEB695A5DA79EF72C0541B80B92ED72A98220BCC12555BC1F59433B6D737CCE654F18B4A24FF374A5457C963D1F3839057C5C5694AD3CEAC6183F65D6ADDA5AEED4EDDCDD911DB99F972716E8CF6DF012723B46D005F384F2410A54BC56A5E03D54242445D2A45D655CAFF65E7994B7903');
INSERT INTO attendance_check VALUES ('01a33b35-a748-7dd9-83f5-580298bb2751', 'person-li', '01a33b34-bce8-7349-9b78-acbc9115b3cd', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', 'question', 'crab-3-q1', 1, 1800584669000, 1800584669000, NULL, 1800584676000, 'passed', '0', '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');
INSERT INTO check_tally VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 1, 3);
INSERT INTO check_tally VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 1, 3);
INSERT INTO check_tally VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 2, 0);
INSERT INTO check_tally VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 3, 0);
INSERT INTO refusal VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO refusal VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);
INSERT INTO ledger_entry_group VALUES (1, '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', X'C2928F750EADDC2000A0FE5FE0E9D829AE4700E903B6C5D87FE87FBA7DDF2407', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (2, '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', X'4886E6494CCD0BE8EA7510EF9E124223971D4F63FD36774019FA807527D147A4', '2026-01-01');
INSERT INTO ledger_entry_group VALUES (3, '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', X'E597A3E11DED1E92CB1CBF73CCF8D7E57FF807C6C4081A0046666E4074484408', '2026-01-01');
INSERT INTO ledger_lesson VALUES (1, 'crab-2');
INSERT INTO ledger_lesson VALUES (2, 'crab-1');
INSERT INTO ledger_lesson VALUES (3, 'crab-3');
INSERT INTO ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', X'050100010080D30E0001A200C637407A528F4FF053B322B15E00021AF864C8F360D4DC87CB90B50CABD3068965FCEAB693C33B67427D6B993912C690');
INSERT INTO ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', X'050100010080D30E0001A200E217F873F794EF3E7C41CB19A900021A0719614C13902C0689E8968353E66F9B86755C6BA7168F6E8743E7896098CADF');
INSERT INTO ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', X'017D94CD8E14310C84DF65EE2D398993D84F83FC8B1012B31A0117B4EFBEEE9903C3C272E84347AD8AABEA73FFFA604DAC73A7DC1342DCEDC44420636640B05367092CFFC13074D974DA19F5A86CF7EC08FBFD9A34290DC36375AAE4D6CE43B3EBD1A06D4B1B0B319FD6C46EA2C7D7E745B89FB4FFA0DEDFE13AE04F5C1FEF1FE07A9F2EE0C031E8D82EFBE068728C95A27D6C459EE774578F739493894F5F3E7FBBDE4AE754BCFEB817EED55795556DDAF7EBEDFC521DD310B7386205C539361AFB5001E200488BDD2C3BF1F2C10D469FC14131D5FB103BA55E5E6ED79F273C1770F528BD11ABC1C4C9BC488196E022DA4B9C26D5B4AB5440B2AD86E74D303DB59C2F39030A79C4992B2CB82BB68461E8B64B02566A956DD0DA5C91CE5B057923B72134CD1028818979F6CB5F24437BFC329E481EADD3C47BEAFF2219F137C95D2C1D1B580F1920AEE8409BBC6385EFABB5BDCB8EF22A6B51016CD1D9399C30B99CE8E5F5F50D');
INSERT INTO ledger_entry VALUES (3, 1795313775000, 3, 2, 600000, '2026-11-22', X'0501000100809F490001A2010A164074A686BDC6F0FB32CE8500025A2C5B03408EDD49E2423F8254331B6B39E0B17B30942154CE2657639950C2F2E1');
INSERT INTO ledger_entry VALUES (4, 1795314082000, 3, 1, 300000, '2026-11-22', X'0501000100C0CF240001A2010EC5787320972D0BECF814448700028C01D65071ACFF92951C270BA3C520EC285DDEAF7BF3B4D672F46911BF829ACE4CE9');
INSERT INTO ledger_entry VALUES (5, 1795314209000, 3, 3, 120000, '2026-11-22', X'050100010080D30E0001A20110B5907FA3A73891E186ED82630002A601ECE664746C3BAFED9DC77D0637BC0A5A6B223D195022F7211A442DEAC063842E');
INSERT INTO ledger_entry VALUES (6, 1800584676000, 1, 3, 60000, '2027-01-22', X'0501000100C0A9070001A33B35A7487DD983F5580298BB275100026A487108F1A257A53A7C0CFD901EA94B17747F0640808B37769B91C88AE2A8F6E6');
INSERT INTO ledger_head VALUES (1, 7);
INSERT INTO ledger_node VALUES (0, X'52D0FC22524263716182967FEE91AC7EFF78BF4FB4F87338937E543FB6889765');
INSERT INTO ledger_node VALUES (1, X'246B1158EBF4A5F805B66B893903B1FA8DDC1453C9D89A9ED0C3EFD9E177ECD1');
INSERT INTO ledger_node VALUES (2, X'C0F911B646F46581D6475E6ED279175EC7809E4C290CE276764618923729B22E');
INSERT INTO ledger_node VALUES (3, X'DAB7A12003CAA4666ABE17862DD47B7EF6F4FD54F5CEBB222B7AEC9F9F6000B1');
INSERT INTO ledger_node VALUES (4, X'7357CBCDA27FC2E5E8743C2F4C0D20C4D970FF86BD9CA95B30416D35C4019EB7');
INSERT INTO ledger_node VALUES (5, X'E5A02ADD3E810C9FB90F51304A0BCD08AD9015A2B3BF4569935EC1C2D83FD0DB');
INSERT INTO ledger_node VALUES (6, X'2E959F1A1867D98210BF28A50F92D40D2FE4EE0660A373470C51347B8B709E13');
INSERT INTO ledger_node VALUES (7, X'98CE7AE791EDEF6DC15C2B361A88A01CDFFF93C401A114E384D93CE88492D99C');
INSERT INTO ledger_node VALUES (8, X'FC10FDB904CF7E96EA1707D7906ED0170BB8ACA1C8CF9B356EEC0033D04B7B53');
INSERT INTO ledger_node VALUES (9, X'8E3834C120B7592F23E2787569263FC7B087F8E2833D207FD92AB6E76EEC2E91');
INSERT INTO ledger_node VALUES (10, X'31443866C9A3D4293AADFFD82334C6CA9F9EC0ABA74996B61A1ACB85055ABDEF');
INSERT INTO ledger_checkpoint VALUES (0, X'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO ledger_checkpoint VALUES (6, X'52E61A0C0177E51434A7EFDB081306D01C089DBDA2A64E3271F794E1E55917E6', 'xueshi.example/test
6
UuYaDAF35RQ0p+/bCBMG0BwInb2ipk4ycfeU4eVZF+Y=

— xueshi.example/test 97A/Fh5zqFXcP5Wo299YNqYNIOBgtrky3JjIvnYa/7xsvRRRxAts2vkEawcMyIu3xvAYxq4SkEdDnuv743SKtcIUsQ8=
', 1795314209000);
INSERT INTO ledger_checkpoint VALUES (7, X'5F4DE866504360A17252400256D3551EE6107D59CE280EE4CF7E6207CF9E901E', 'xueshi.example/test
7
X03oZlBDYKFyUkACVtNVHuYQfVnOKA7kz35iB8+ekB4=

— xueshi.example/test 97A/Fk5+v1ZLneCW+tzVjyUFOKPivHGxxokstUkvjLGAx/NjAxlsIDIlCn22TDOQGZIxVNbovrYkMVfXcnIn+Qx3OQU=
', 1800584721000);
INSERT INTO subsidy_record VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', '2026-01-01', 480000, 1020000, 1, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":480000,"credit_hour_minutes":45,"hours":1},{"step":"share","verified_ms":480000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 7, 1800584676000);
INSERT INTO subsidy_record VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, 0, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 2, 1795311154000);
INSERT INTO subsidy_record VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, 1, 'full', 300, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300}]', 6, 1795314209000);
INSERT INTO appeal VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 'person-li', 'account-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO appeal VALUES ('01a200fc-23f0-78d7-820b-a31440306328', 'person-wang', 'account-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO appeal_step VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);
INSERT INTO appeal_grant VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 2, 300000);
INSERT INTO audit_event VALUES ('01a200e0-4338-70c0-a23f-395b2f707ff3', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-7476-91f3-73ec798377cd', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-78d7-820b-a31440306328', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-71c2-9547-d0403d937b13', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO audit_event VALUES ('01a200fc-23f0-76e8-a26d-7f3072496d87', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO audit_event VALUES ('01a20110-d0e8-7e1f-9cb9-2b2adf43e79a', 1795314209000, 'account-zhou', 'export.request', 'export:01a20110-d0e8-7258-a42f-fdde37a3f7b5', '月度核对', '{"class":null,"region":null,"format":"csv","full_numbers":false}', '', '', '');
INSERT INTO audit_event VALUES ('01a20110-d0e8-7e97-af10-875fe92ca8c2', 1795314209000, NULL, 'export.ready', 'export:01a20110-d0e8-7258-a42f-fdde37a3f7b5', '', '{"rows":4,"sha256":"33cb1edd8fda6aef76714d9214def1969c0d88d2edc3e599b476b950be417669"}', '', '', '');
INSERT INTO audit_leaf VALUES (0, '01a200e0-4338-70c0-a23f-395b2f707ff3');
INSERT INTO audit_leaf VALUES (1, '01a200fc-23f0-7476-91f3-73ec798377cd');
INSERT INTO audit_leaf VALUES (2, '01a200fc-23f0-71c2-9547-d0403d937b13');
INSERT INTO audit_leaf VALUES (3, '01a200fc-23f0-76e8-a26d-7f3072496d87');
INSERT INTO audit_leaf VALUES (4, '01a20110-d0e8-7e1f-9cb9-2b2adf43e79a');
INSERT INTO audit_leaf VALUES (5, '01a20110-d0e8-7e97-af10-875fe92ca8c2');
INSERT INTO audit_head VALUES (1, 6);
INSERT INTO audit_node VALUES (0, X'CAC7348D0A93F18979C69D4E411BFF8C855F5048C1B9E7341EFD92ED96C51946');
INSERT INTO audit_node VALUES (1, X'245F192C10D902E567EAF2749AC580A769185A140476CF70B304CA9C6320E75F');
INSERT INTO audit_node VALUES (2, X'DAB7765A7D27801B77C14B21344D8FA393EFB4C5DF93266D4822EC606080A497');
INSERT INTO audit_node VALUES (3, X'246583034A38F060247F989223FFB75C8322B44C717A2B18BC94A6BAECC32BD8');
INSERT INTO audit_node VALUES (4, X'03823C13128C727E1073B0FEB8F26D18DC41E0688F14247D6031A8D460679BF4');
INSERT INTO audit_node VALUES (5, X'C44F1C8FDB4E1170411650E401BBE918109D768813E881640F19A61F8BED0428');
INSERT INTO audit_node VALUES (6, X'BFCE9CA986E9669B796F066666B58DC96E8D8281F3D963FDBDE37E020B42689E');
INSERT INTO audit_node VALUES (7, X'27C48C50AA84DCB7AC8C2650F2DFED06D9FEF93EA8DE4284A614239CC56ABA58');
INSERT INTO audit_node VALUES (8, X'7136636B4F482D83B839D6097B3CE528FC67D403BE0B8FFC27BC578A3AD5ADFA');
INSERT INTO audit_node VALUES (9, X'2E132CB4EF1B97C588CB7664D0D16BE6FA318C1B8749DBD94596369060FA2F9F');
INSERT INTO audit_checkpoint VALUES (0, X'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855', 'xueshi.example/test/audit
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test/audit Gu+psPnhafROASTvbvzAf7ryNFToUk8Y4juZVZCFx57cFmbKI0yMEiMZW+tMwrGVnVtKvGLG1JWnBCUTUcmzWWkMsw4=
', 1795309200000);
INSERT INTO audit_checkpoint VALUES (6, X'065D2D3EF7D7848ECAFA75EF98A3B251380A890D345A341356A6A1B9C3E08E06', 'xueshi.example/test/audit
6
Bl0tPvfXhI7K+nXvmKOyUTgKiQ00WjQTVqahucPgjgY=

— xueshi.example/test/audit Gu+psCAiLb2WPuFY9NJ/M6FsZ0woirph2Wbg/PtKQM2haW1aSzP//+89Wup2NbIc54gE0M2AXHuAHygErwBKfhiHJQY=
', 1795314209000);
INSERT INTO export_run VALUES ('01a20110-d0e8-7258-a42f-fdde37a3f7b5', 'account-zhou', NULL, NULL, 'csv', 0, '月度核对', 1795314209000, 6, 'ready', NULL, '实名制台账_全部1个班_学时账6条_脱敏.csv', 4, '33cb1edd8fda6aef76714d9214def1969c0d88d2edc3e599b476b950be417669', '{
  "form": 1,
  "generator": "xueshi 0.1.0",
  "file": "实名制台账_全部1个班_学时账6条_脱敏.csv",
  "sha256": "33cb1edd8fda6aef76714d9214def1969c0d88d2edc3e599b476b950be417669",
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
    "size": 6,
    "root": "52e61a0c0177e51434a7efdb081306d01c089dbda2a64e3271f794e1e55917e6",
    "checkpoint": "xueshi.example/test\n6\nUuYaDAF35RQ0p+/bCBMG0BwInb2ipk4ycfeU4eVZF+Y=\n\n— xueshi.example/test 97A/Fh5zqFXcP5Wo299YNqYNIOBgtrky3JjIvnYa/7xsvRRRxAts2vkEawcMyIu3xvAYxq4SkEdDnuv743SKtcIUsQ8=\n"
  }
}
', 1795314209000, NULL);
INSERT INTO job VALUES ('build_export', '01a20110-d0e8-7258-a42f-fdde37a3f7b5', '{}', 'done', 1795314209000, 1, NULL, NULL, NULL, 1795314209000, 1795314209000);
CREATE INDEX person_by_end ON person (kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX consent_by_person ON consent (person_id, at_ms);
CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
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
CREATE INDEX login_session_by_account ON login_session (account_id);
CREATE INDEX login_session_by_end ON login_session (expires_at);
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
CREATE VIEW evidence_kept AS
SELECT person_id, first_n, last_n, last_at, body FROM evidence_archive
UNION ALL SELECT person_id, first_n, last_n, last_at, body FROM evidence;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM evidence_archive v
                 WHERE v.person_id = OLD.person_id AND v.first_n <= OLD.first_n AND v.last_n >= OLD.last_n)
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE INDEX attendance_check_by_person ON attendance_check (person_id, issued_at);
CREATE INDEX attendance_check_by_enrolment ON attendance_check (enrolment_id);
CREATE INDEX attendance_check_by_time ON attendance_check (issued_at);
CREATE INDEX attendance_check_decided ON attendance_check (answered_at) WHERE answered_at IS NOT NULL;
CREATE TRIGGER ledger_entry_group_no_update BEFORE UPDATE ON ledger_entry_group BEGIN SELECT RAISE(ABORT, 'ledger_entry_group is append-only'); END;
CREATE TRIGGER ledger_entry_group_no_delete BEFORE DELETE ON ledger_entry_group BEGIN SELECT RAISE(ABORT, 'ledger_entry_group is append-only'); END;
CREATE TRIGGER ledger_lesson_no_update BEFORE UPDATE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE TRIGGER ledger_lesson_no_delete BEFORE DELETE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE INDEX ledger_entry_by_group ON ledger_entry (entry_group);
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_day_no_update BEFORE UPDATE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER ledger_day_no_delete BEFORE DELETE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE VIEW ledger_line AS
SELECT y.entry_index, g.person_id, g.enrolment_id, g.class_id, l.lesson_id, CAST(y.ms AS BIGINT) AS ms, y.at_ms,
       g.person_digest, g.policy, y.day, y.body
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
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END;
CREATE TRIGGER ledger_key_note_no_update BEFORE UPDATE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
CREATE TRIGGER ledger_key_note_no_delete BEFORE DELETE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
CREATE INDEX subsidy_record_by_class
    ON subsidy_record (class_id, completed, verified_ms, credit_tenths, amount_fen);
CREATE INDEX appeal_by_person ON appeal (person_id, made_at);
CREATE INDEX appeal_by_time ON appeal (made_at);
CREATE TRIGGER appeal_no_update BEFORE UPDATE ON appeal BEGIN SELECT RAISE(ABORT, 'appeal is append-only'); END;
CREATE TRIGGER appeal_no_delete BEFORE DELETE ON appeal BEGIN SELECT RAISE(ABORT, 'appeal is append-only'); END;
CREATE TRIGGER appeal_step_no_update BEFORE UPDATE ON appeal_step BEGIN SELECT RAISE(ABORT, 'appeal_step is append-only'); END;
CREATE TRIGGER appeal_step_no_delete BEFORE DELETE ON appeal_step BEGIN SELECT RAISE(ABORT, 'appeal_step is append-only'); END;
CREATE INDEX appeal_holder_by_account ON appeal_holder (account_id);
CREATE TRIGGER appeal_holder_no_update BEFORE UPDATE ON appeal_holder BEGIN SELECT RAISE(ABORT, 'appeal_holder is append-only'); END;
CREATE TRIGGER appeal_holder_no_delete BEFORE DELETE ON appeal_holder BEGIN SELECT RAISE(ABORT, 'appeal_holder is append-only'); END;
CREATE TRIGGER appeal_grant_no_update BEFORE UPDATE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;
CREATE TRIGGER appeal_grant_no_delete BEFORE DELETE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;
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
CREATE UNIQUE INDEX signal_open_once ON signal (kind, subject) WHERE looked_at IS NULL;
CREATE INDEX signal_by_time ON signal (found_at);
CREATE INDEX audit_event_by_time ON audit_event (at_ms);
CREATE INDEX audit_event_by_action ON audit_event (action, at_ms);
CREATE INDEX audit_event_by_account ON audit_event (account_id, at_ms);
CREATE INDEX audit_event_by_subject ON audit_event (subject, at_ms);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_leaf_no_update BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_delete BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE INDEX export_run_by_account ON export_run (account_id, requested_at);
CREATE INDEX export_run_by_state ON export_run (state, requested_at);
CREATE INDEX job_by_turn ON job (kind, state, run_after);
