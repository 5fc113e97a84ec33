CREATE FUNCTION public.appeal_grant_confirmed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM appeal p
        JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
        JOIN ledger_line y ON y.entry_index = NEW.entry_index AND y.person_id = p.person_id
             AND y.enrolment_id = p.enrolment_id AND y.lesson_id = p.lesson_id AND y.ms = NEW.ms
        JOIN refusal f ON f.enrolment_id = p.enrolment_id AND f.lesson_id = p.lesson_id
             AND f.day = p.day AND f.code = p.code AND f.ms >= NEW.ms
        WHERE p.id = NEW.appeal_id)
    THEN RAISE EXCEPTION 'appeal_grant: not granted by two people, or more than was refused'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.appeal_of_ones_own() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e
        JOIN account a ON a.person_id = e.person_id
        JOIN refusal f ON f.enrolment_id = e.id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND a.id = NEW.account_id
          AND f.lesson_id = NEW.lesson_id AND f.day = NEW.day AND f.code = NEW.code AND f.ms >= NEW.refused_ms)
    THEN RAISE EXCEPTION 'appeal: not the learner''s own refused time'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.appeal_step_duties() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Two people at the same appeal take their steps one after another.
    PERFORM 1 FROM appeal p WHERE p.id = NEW.appeal_id FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'appeal_step: the account is another person''s'; END IF;
    IF EXISTS (SELECT 1 FROM appeal p WHERE p.id = NEW.appeal_id AND p.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'appeal_step: nobody decides their own appeal'; END IF;
    IF NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = NEW.account_id AND g.role = NEW.role)
    THEN RAISE EXCEPTION 'appeal_step: the role is not held'; END IF;
    IF NOT ((NEW.kind = 'comment' AND NEW.role IN ('teacher', 'institution_admin', 'enterprise'))
        OR (NEW.kind = 'propose' AND NEW.role = 'city_first_reviewer')
        OR (NEW.kind IN ('send_back', 'confirm') AND NEW.role = 'city_second_reviewer'))
    THEN RAISE EXCEPTION 'appeal_step: not a step of this role'; END IF;
    IF NEW.n <> (SELECT COUNT(*) FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id) + 1
    THEN RAISE EXCEPTION 'appeal_step: not the next number'; END IF;
    IF EXISTS (SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.kind = 'confirm')
    THEN RAISE EXCEPTION 'appeal_step: it is decided'; END IF;
    IF EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.person_id = NEW.person_id
          AND CASE s.kind WHEN 'send_back' THEN 'confirm' ELSE s.kind END
              <> CASE NEW.kind WHEN 'send_back' THEN 'confirm' ELSE NEW.kind END)
    THEN RAISE EXCEPTION 'appeal_step: one person, one kind of step'; END IF;
    IF NEW.kind <> 'comment' AND (NEW.kind = 'propose') =
        ('propose' = COALESCE((SELECT s.kind FROM appeal_step s
                               WHERE s.appeal_id = NEW.appeal_id AND s.kind <> 'comment'
                               ORDER BY s.n DESC LIMIT 1), ''))
    THEN RAISE EXCEPTION 'appeal_step: not its turn'; END IF;
    IF NEW.kind = 'confirm' AND NOT EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.verdict = NEW.verdict
          AND COALESCE(s.ground, '') = COALESCE(NEW.ground, '')
          AND s.n = (SELECT MAX(m.n) FROM appeal_step m WHERE m.appeal_id = NEW.appeal_id AND m.kind = 'propose'))
    THEN RAISE EXCEPTION 'appeal_step: not what was proposed'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.appeal_step_in_post() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'appeal_step_in_post: the post has ended'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.audit_event_has_leaf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = NEW.id)
    THEN RAISE EXCEPTION 'audit_event: it is no leaf of its tree'; END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION public.evidence_is_archived() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM evidence_archive v
                   WHERE v.person_id = OLD.person_id AND v.first_n <= OLD.first_n AND v.last_n >= OLD.last_n)
    THEN RAISE EXCEPTION 'evidence is append-only'; END IF;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.invitation_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
       AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
       AND NEW.invited_by = OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
       AND NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at AND NEW.accepted_by IS NOT DISTINCT FROM OLD.accepted_by
    THEN RETURN NEW; END IF;
    IF OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by <> OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                      WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id)
    THEN RAISE EXCEPTION 'invitation: it opens once, for somebody else, in time'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.ledger_entry_of_somebody() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entry_group g JOIN person p ON p.id = g.person_id
               WHERE g.entry_group = NEW.entry_group AND p.closed_at IS NOT NULL AND p.kept_until IS NULL)
    THEN RAISE EXCEPTION 'ledger_entry_of_somebody: nobody is known any more under this person'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.ledger_node_compacts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.node_index >= 512 * ((SELECT size FROM ledger_head WHERE id = 1) / 256)
    THEN RAISE EXCEPTION 'ledger_node is append-only'; END IF;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;

CREATE FUNCTION public.role_grant_apart() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM account a JOIN account b ON b.person_id = a.person_id JOIN role_grant g ON g.account_id = b.id
        WHERE a.id = NEW.account_id AND (g.ends_at IS NULL OR g.ends_at > NEW.granted_at)
          AND ((NEW.role = 'system_administrator' AND g.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))
            OR (g.role = 'system_administrator' AND NEW.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))))
    THEN RAISE EXCEPTION 'role_grant_apart: whoever runs the system neither reviews nor pays'; END IF;
    RETURN NEW;
END;
$$;

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);

CREATE TABLE public.account (
    id text NOT NULL,
    person_id text NOT NULL,
    login text NOT NULL,
    password_hash text NOT NULL,
    active boolean NOT NULL,
    created_at bigint NOT NULL,
    told_at bigint
);

CREATE TABLE public.account_phone (
    phone_digest bytea NOT NULL,
    account_id text NOT NULL,
    since bigint NOT NULL,
    verified_at bigint
);

CREATE TABLE public.appeal (
    id text NOT NULL,
    person_id text NOT NULL,
    account_id text NOT NULL,
    enrolment_id text NOT NULL,
    lesson_id text NOT NULL,
    day text NOT NULL,
    code text NOT NULL,
    refused_ms bigint NOT NULL,
    reason text NOT NULL,
    made_at bigint NOT NULL,
    CONSTRAINT appeal_code_check CHECK ((code = ANY (ARRAY['check_ignored'::text, 'day_cap'::text, 'faster_than_time'::text]))),
    CONSTRAINT appeal_reason_check CHECK ((length(reason) >= 4)),
    CONSTRAINT appeal_refused_ms_check CHECK ((refused_ms > 0))
);

CREATE TABLE public.appeal_grant (
    appeal_id text NOT NULL,
    entry_index bigint NOT NULL,
    ms bigint NOT NULL,
    CONSTRAINT appeal_grant_ms_check CHECK ((ms > 0))
);

CREATE TABLE public.appeal_holder (
    appeal_id text NOT NULL,
    n bigint NOT NULL,
    account_id text NOT NULL,
    since bigint NOT NULL
);

CREATE TABLE public.appeal_step (
    appeal_id text NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    verdict text,
    ground text,
    reason text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT appeal_step_ground CHECK ((((verdict IS NOT NULL) AND (verdict = 'grant'::text)) = (ground IS NOT NULL))),
    CONSTRAINT appeal_step_kind_check CHECK ((kind = ANY (ARRAY['comment'::text, 'propose'::text, 'send_back'::text, 'confirm'::text]))),
    CONSTRAINT appeal_step_reason_check CHECK ((length(reason) >= 4)),
    CONSTRAINT appeal_step_verdict CHECK (((kind = ANY (ARRAY['propose'::text, 'confirm'::text])) = (verdict IS NOT NULL))),
    CONSTRAINT appeal_step_verdict_check CHECK ((verdict = ANY (ARRAY['grant'::text, 'refuse'::text])))
);

CREATE TABLE public.attendance_check (
    id text NOT NULL,
    person_id text NOT NULL,
    session_id text NOT NULL,
    enrolment_id text NOT NULL,
    lesson_id text NOT NULL,
    kind text NOT NULL,
    question_id text,
    offer bigint NOT NULL,
    issued_at bigint NOT NULL,
    shown_at bigint,
    ignored_at text,
    answered_at bigint,
    outcome text,
    given_answer text,
    reply text,
    CONSTRAINT attendance_check_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'wrong'::text, 'hold'::text, 'expired'::text])))
);

CREATE TABLE public.audit_checkpoint (
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    made_at bigint NOT NULL
);

CREATE TABLE public.audit_event (
    id text NOT NULL,
    at_ms bigint NOT NULL,
    account_id text,
    action text NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    before_value text DEFAULT ''::text NOT NULL,
    after_value text DEFAULT ''::text NOT NULL,
    address text NOT NULL
);

CREATE TABLE public.audit_head (
    id bigint NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT audit_head_id_check CHECK ((id = 1))
);

CREATE TABLE public.audit_leaf (
    leaf_index bigint NOT NULL,
    event_id text NOT NULL
);

CREATE TABLE public.audit_node (
    node_index bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.category_paper (
    id text NOT NULL,
    person_id text NOT NULL,
    category_code text NOT NULL,
    since text NOT NULL,
    name_sealed bytea NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    sent_at bigint NOT NULL,
    standing text NOT NULL,
    decided_at bigint,
    decided_by text,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT category_paper_kind_check CHECK ((kind = ANY (ARRAY['jpg'::text, 'png'::text, 'pdf'::text]))),
    CONSTRAINT category_paper_standing_check CHECK ((standing = ANY (ARRAY['open'::text, 'accepted'::text, 'refused'::text])))
);

CREATE TABLE public.check_tally (
    enrolment_id text NOT NULL,
    answered bigint NOT NULL,
    unanswered bigint NOT NULL
);

CREATE TABLE public.class_plan (
    class_id text NOT NULL,
    lesson_id text NOT NULL,
    due_on text NOT NULL
);

CREATE TABLE public.code_sending (
    id text NOT NULL,
    whom text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.consent (
    id text NOT NULL,
    person_id text NOT NULL,
    purpose text NOT NULL,
    given boolean NOT NULL,
    text_version text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.course (
    id text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    title_en text NOT NULL,
    summary text NOT NULL,
    summary_en text NOT NULL,
    outcomes text NOT NULL,
    outcomes_en text NOT NULL,
    trade_code text NOT NULL,
    trade text NOT NULL,
    trade_en text NOT NULL,
    level text NOT NULL,
    mode text NOT NULL,
    cover text NOT NULL,
    organisation_id text NOT NULL,
    published_at bigint NOT NULL,
    CONSTRAINT course_mode_check CHECK ((mode = ANY (ARRAY['online'::text, 'blended'::text])))
);

CREATE TABLE public.course_audience (
    course_id text NOT NULL,
    category_code text NOT NULL
);

CREATE TABLE public.course_term (
    term text NOT NULL,
    course_id text NOT NULL,
    weight bigint NOT NULL
);

CREATE TABLE public.data_key (
    id text NOT NULL,
    purpose text NOT NULL,
    cipher text NOT NULL,
    created_at bigint NOT NULL,
    retired_at bigint,
    CONSTRAINT data_key_cipher_check CHECK ((cipher = ANY (ARRAY['aes-256-gcm'::text, 'sm4-gcm'::text]))),
    CONSTRAINT data_key_purpose_check CHECK ((purpose = ANY (ARRAY['seal'::text, 'digest'::text, 'checkpoint'::text])))
);

CREATE TABLE public.enrolment (
    id text NOT NULL,
    class_id text NOT NULL,
    person_id text NOT NULL,
    enrolled_at bigint NOT NULL
);

CREATE TABLE public.evidence (
    person_id text NOT NULL,
    first_n bigint NOT NULL,
    last_n bigint NOT NULL,
    last_at bigint NOT NULL,
    body bytea NOT NULL
);

CREATE TABLE public.evidence_archive (
    person_id text NOT NULL,
    first_n bigint NOT NULL,
    last_n bigint NOT NULL,
    last_at bigint NOT NULL,
    body bytea NOT NULL
);

CREATE VIEW public.evidence_kept AS
 SELECT evidence_archive.person_id,
    evidence_archive.first_n,
    evidence_archive.last_n,
    evidence_archive.last_at,
    evidence_archive.body
   FROM public.evidence_archive
UNION ALL
 SELECT evidence.person_id,
    evidence.first_n,
    evidence.last_n,
    evidence.last_at,
    evidence.body
   FROM public.evidence;

CREATE TABLE public.export_run (
    id text NOT NULL,
    account_id text NOT NULL,
    class_id text,
    region_id text,
    format text NOT NULL,
    full_numbers boolean NOT NULL,
    reason text NOT NULL,
    requested_at bigint NOT NULL,
    ledger_size bigint NOT NULL,
    state text NOT NULL,
    failure text,
    file_name text,
    row_count bigint,
    sha256 text,
    manifest text,
    finished_at bigint,
    erased_at bigint,
    CONSTRAINT export_run_format_check CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text]))),
    CONSTRAINT export_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'building'::text, 'ready'::text, 'failed'::text])))
);

CREATE TABLE public.identity_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id text NOT NULL,
    linked_at bigint NOT NULL
);

CREATE TABLE public.invitation (
    id text NOT NULL,
    code_digest bytea NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    organisation_id text NOT NULL,
    region_id text NOT NULL,
    invited_by text NOT NULL,
    made_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    accepted_at bigint,
    accepted_by text
);

CREATE TABLE public.job (
    kind text NOT NULL,
    subject text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL,
    run_after bigint NOT NULL,
    attempts bigint NOT NULL,
    lease_until bigint,
    leased_by text,
    last_error text,
    created_at bigint NOT NULL,
    finished_at bigint,
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.ledger_checkpoint (
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    made_at bigint NOT NULL
);

CREATE TABLE public.ledger_day (
    entry_index bigint NOT NULL,
    day text NOT NULL,
    ms bigint NOT NULL
);

CREATE TABLE public.ledger_entry (
    entry_index bigint NOT NULL,
    at_ms bigint NOT NULL,
    entry_group integer NOT NULL,
    lesson integer NOT NULL,
    ms integer NOT NULL,
    day text,
    body bytea NOT NULL
);

CREATE TABLE public.ledger_entry_group (
    entry_group integer NOT NULL,
    enrolment_id text NOT NULL,
    class_id text NOT NULL,
    person_id text NOT NULL,
    person_digest bytea NOT NULL,
    policy text NOT NULL
);

ALTER TABLE public.ledger_entry_group ALTER COLUMN entry_group ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_entry_group_entry_group_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_head (
    id bigint NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT ledger_head_id_check CHECK ((id = 1))
);

CREATE TABLE public.ledger_key_note (
    n bigint NOT NULL,
    note text NOT NULL,
    made_at bigint NOT NULL
);

CREATE TABLE public.ledger_lesson (
    lesson integer NOT NULL,
    lesson_id text NOT NULL
);

ALTER TABLE public.ledger_lesson ALTER COLUMN lesson ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_lesson_lesson_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.ledger_line AS
 SELECT y.entry_index,
    g.person_id,
    g.enrolment_id,
    g.class_id,
    l.lesson_id,
    (y.ms)::bigint AS ms,
    y.at_ms,
    g.person_digest,
    g.policy,
    y.day,
    y.body
   FROM ((public.ledger_entry_group g
     JOIN public.ledger_entry y ON ((y.entry_group = g.entry_group)))
     LEFT JOIN public.ledger_lesson l ON ((l.lesson = y.lesson)));

CREATE VIEW public.ledger_line_day AS
 SELECT y.entry_index,
    g.person_id,
    g.enrolment_id,
    g.class_id,
    l.lesson_id,
    COALESCE(y.day, d.day) AS day,
    COALESCE(d.ms, (y.ms)::bigint) AS ms
   FROM (((public.ledger_entry_group g
     JOIN public.ledger_entry y ON ((y.entry_group = g.entry_group)))
     LEFT JOIN public.ledger_lesson l ON ((l.lesson = y.lesson)))
     LEFT JOIN public.ledger_day d ON (((y.day IS NULL) AND (d.entry_index = y.entry_index))));

CREATE TABLE public.ledger_node (
    node_index bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.lesson (
    id text NOT NULL,
    course_id text NOT NULL,
    code text NOT NULL,
    "position" bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    title_en text NOT NULL,
    summary text NOT NULL,
    duration_ms bigint NOT NULL,
    media_path text,
    media_bytes bigint NOT NULL,
    captions_path text,
    poster_path text,
    pages text NOT NULL,
    CONSTRAINT lesson_kind_check CHECK ((kind = ANY (ARRAY['video'::text, 'document'::text, 'quiz'::text])))
);

CREATE TABLE public.lesson_progress (
    enrolment_id text NOT NULL,
    lesson_id text NOT NULL,
    covered text NOT NULL,
    position_ms bigint NOT NULL,
    credited_to_ms bigint NOT NULL,
    waiting_ms bigint NOT NULL,
    verified_ms bigint NOT NULL,
    updated_at bigint NOT NULL
);

CREATE TABLE public.login_failure (
    login text NOT NULL,
    failures bigint NOT NULL,
    last_at bigint NOT NULL
);

CREATE TABLE public.login_session (
    token_digest bytea NOT NULL,
    account_id text NOT NULL,
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    device text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.one_time_code (
    phone_digest bytea NOT NULL,
    purpose text NOT NULL,
    code_digest bytea NOT NULL,
    sent_at bigint NOT NULL,
    tries bigint NOT NULL
);

CREATE TABLE public.organisation (
    id text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    region_id text NOT NULL,
    credit_code text NOT NULL,
    phone text NOT NULL,
    CONSTRAINT organisation_kind_check CHECK ((kind = ANY (ARRAY['bureau'::text, 'institution'::text, 'enterprise'::text, 'college'::text, 'partner'::text])))
);

CREATE TABLE public.paper_content (
    paper_id text NOT NULL,
    content_sealed bytea NOT NULL
);

CREATE TABLE public.paper_seen (
    paper_id text NOT NULL,
    account_id text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.passkey (
    id text NOT NULL,
    account_id text NOT NULL,
    credential_id text NOT NULL,
    name text NOT NULL,
    public_key text NOT NULL,
    counter bigint NOT NULL,
    created_at bigint NOT NULL,
    used_at bigint,
    removed_at bigint
);

CREATE TABLE public.passkey_challenge (
    id text NOT NULL,
    purpose text NOT NULL,
    account_id text NOT NULL,
    subject text NOT NULL,
    state text NOT NULL,
    until_ms bigint NOT NULL,
    CONSTRAINT passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'sign_in'::text, 'check'::text, 'hold'::text])))
);

CREATE TABLE public.person (
    id text NOT NULL,
    name text NOT NULL,
    name_sealed bytea,
    sex text NOT NULL,
    birth_date text NOT NULL,
    document_type text NOT NULL,
    document_digest bytea NOT NULL,
    document_sealed bytea NOT NULL,
    document_masked text NOT NULL,
    phone_sealed bytea NOT NULL,
    phone_masked text NOT NULL,
    region_id text NOT NULL,
    category_code text,
    category_since text,
    created_at bigint NOT NULL,
    closed_at bigint,
    kept_until bigint,
    CONSTRAINT person_sex_check CHECK ((sex = ANY (ARRAY[''::text, 'f'::text, 'm'::text])))
);

CREATE TABLE public.person_category (
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    source text NOT NULL
);

CREATE TABLE public.person_study (
    person_id text NOT NULL,
    state text NOT NULL,
    log bytea,
    live_progress text,
    live_counted_ms bigint DEFAULT 0 NOT NULL,
    live_enrolment_id text,
    live_lesson_id text,
    last_beat_at bigint NOT NULL,
    open_check_id text,
    held boolean NOT NULL
)
WITH (fillfactor='50', toast_tuple_target='8160');

CREATE TABLE public.question (
    id text NOT NULL,
    lesson_id text NOT NULL,
    at_ms bigint NOT NULL,
    prompt text NOT NULL,
    options text NOT NULL,
    explanation text NOT NULL
);

CREATE TABLE public.recovery_code (
    account_id text NOT NULL,
    code_digest bytea NOT NULL,
    used_at bigint
);

CREATE TABLE public.refusal (
    enrolment_id text NOT NULL,
    lesson_id text NOT NULL,
    day text NOT NULL,
    code text NOT NULL,
    ms bigint NOT NULL,
    last_at bigint NOT NULL
);

CREATE TABLE public.region (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    kind text NOT NULL,
    parent_id text,
    CONSTRAINT region_kind_check CHECK ((kind = ANY (ARRAY['city'::text, 'county'::text, 'zone'::text])))
);

CREATE TABLE public.role_grant (
    account_id text NOT NULL,
    role text NOT NULL,
    organisation_id text,
    region_id text,
    granted_at bigint NOT NULL,
    ends_at bigint
);

CREATE TABLE public.second_factor (
    account_id text NOT NULL,
    secret_sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    since bigint NOT NULL
);

CREATE TABLE public.setting (
    name text NOT NULL,
    value text NOT NULL
);

CREATE TABLE public.signal (
    id text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    class_id text,
    day text,
    found_at bigint NOT NULL,
    evidence text NOT NULL,
    looked_at bigint,
    looked_by text,
    verdict text,
    note text,
    CONSTRAINT signal_verdict_check CHECK ((verdict = ANY (ARRAY['nothing'::text, 'follow_up'::text])))
);

CREATE TABLE public.signal_person (
    signal_id text NOT NULL,
    person_id text NOT NULL
);

CREATE TABLE public.staff_device (
    device_digest bytea NOT NULL,
    account_id text NOT NULL,
    last_at bigint NOT NULL
);

CREATE TABLE public.study_session (
    id text NOT NULL,
    person_id text NOT NULL,
    enrolment_id text NOT NULL,
    lesson_id text NOT NULL,
    policy_version text NOT NULL,
    opened_at bigint NOT NULL,
    ended_at bigint,
    end_reason text,
    CONSTRAINT study_session_end_reason_check CHECK ((end_reason = ANY (ARRAY['closed'::text, 'superseded'::text])))
);

CREATE TABLE public.study_trace (
    session_id text NOT NULL,
    person_id text NOT NULL,
    opened_at bigint NOT NULL,
    device_digest bytea,
    network_digest bytea
);

CREATE TABLE public.subsidy_record (
    enrolment_id text NOT NULL,
    class_id text NOT NULL,
    person_id text NOT NULL,
    policy_version text NOT NULL,
    verified_ms bigint NOT NULL,
    required_ms bigint NOT NULL,
    credit_tenths bigint NOT NULL,
    completed boolean NOT NULL,
    pay_mode text NOT NULL,
    amount_fen bigint NOT NULL,
    reasoning text NOT NULL,
    ledger_size bigint NOT NULL,
    computed_at bigint NOT NULL
);

CREATE TABLE public.training_class (
    id text NOT NULL,
    code text NOT NULL,
    course_id text NOT NULL,
    organisation_id text NOT NULL,
    region_id text NOT NULL,
    teacher_id text,
    title text NOT NULL,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    capacity bigint NOT NULL,
    policy_version text NOT NULL,
    opened_at bigint NOT NULL
);

CREATE TABLE public.wrapped_key (
    key_id text NOT NULL,
    master text NOT NULL,
    wrapped bytea NOT NULL
);

INSERT INTO public._sqlx_migrations VALUES (1, 'key', '2026-11-29 22:53:35.628314+00', true, '\xeb751d525f703e9ef11a810e02daf5cbbe881c2be0fe9e4e4b3748096581c83cbb3a86f5d8298cfd3c810308cd537c3d', 3948693);
INSERT INTO public._sqlx_migrations VALUES (2, 'person', '2026-11-29 22:53:35.632593+00', true, '\x95a55fea02b2b3df0e83cfa51b8b41cacffb6c9c4ca2bfcb906f3768a2af10c41079d9ed63ed4d716bbb582ac315da5b', 6339811);
INSERT INTO public._sqlx_migrations VALUES (3, 'account', '2026-11-29 22:53:35.640709+00', true, '\x272902495dceff3dc3d7d5666044d59f72d61e8709a55b89908b2778e72be421ec1b4c5abfe468ed30d08ec63d2f6e02', 14999063);
INSERT INTO public._sqlx_migrations VALUES (4, 'paper', '2026-11-29 22:53:35.655336+00', true, '\xb05b2f563b91ecf015292b7e5e060b55bb502d99ad62ebe8952d6d7f0574e1741c434a6af511b2f3af37217b2c0a66b1', 5618314);
INSERT INTO public._sqlx_migrations VALUES (5, 'course class', '2026-11-29 22:53:35.661116+00', true, '\x5674f260f02d84099a2da95485963eccf1ba5d28fa159e40a5502366c3548884d2965667cdef5660e6c92b2f3d5de48b', 8550189);
INSERT INTO public._sqlx_migrations VALUES (6, 'study', '2026-11-29 22:53:35.66987+00', true, '\x8d0178711b1bcad0bcc56992ea3429d5bd0b7b6aa6fc9975c73da3632516b078cb4a336e9e7ec0167fcdb7452eea26c2', 8204494);
INSERT INTO public._sqlx_migrations VALUES (7, 'ledger', '2026-11-29 22:53:35.681435+00', true, '\x6d5e29bfc6e1d93eafea2729517df109dbfb75b361c4dcb12709acd824d2548dbd1fc2bac97d44390ca63eed692a891c', 11324989);
INSERT INTO public._sqlx_migrations VALUES (8, 'appeal signal', '2026-11-29 22:53:35.689817+00', true, '\x6ba49d161a22e926acb999175939966a226c357f91ad76e62bc4dbcf4c80adc159106094e9c46cf9257289b18fff1f61', 6748210);
INSERT INTO public._sqlx_migrations VALUES (9, 'audit', '2026-11-29 22:53:35.696868+00', true, '\x3d065ab445007d3ce8cb2e450d60bbc743eb426caa44e54b933614d60c120546ee6336a658874399725c8f8f53459319', 3705700);
INSERT INTO public._sqlx_migrations VALUES (10, 'export', '2026-11-29 22:53:35.70068+00', true, '\xbedd787acdfbef4ad94758cb2c1477339aacd72fa921608f6065f038fded1ec94408f300ccf365afdde03ac1e0a73559', 1473008);
INSERT INTO public._sqlx_migrations VALUES (11, 'job', '2026-11-29 22:53:35.70225+00', true, '\x144bed02d65dd745d6e5bf26d9fdde1154ce83b3ab2e98aac058a2072eb463413b9cda273e27b96b4dc51cbb0d719f94', 924400);

INSERT INTO public.account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL);
INSERT INTO public.account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL);
INSERT INTO public.account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL);
INSERT INTO public.account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795311027000, NULL);
INSERT INTO public.account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795312854000, NULL);
INSERT INTO public.account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795313168000, NULL);

INSERT INTO public.appeal VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 'person-li', 'account-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO public.appeal VALUES ('01a200fc-23f0-78d7-820b-a31440306328', 'person-wang', 'account-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);

INSERT INTO public.appeal_grant VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 2, 300000);

INSERT INTO public.appeal_step VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO public.appeal_step VALUES ('01a200e0-4338-7da7-9e1a-36fab237b495', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);

INSERT INTO public.attendance_check VALUES ('01a33b35-a748-7dd9-83f5-580298bb2751', 'person-li', '01a33b34-bce8-7349-9b78-acbc9115b3cd', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', 'question', 'crab-3-q1', 1, 1800584669000, 1800584669000, NULL, 1800584676000, 'passed', '0', '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');

INSERT INTO public.audit_checkpoint VALUES (0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'xueshi.example/test/audit
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test/audit Gu+psPnhafROASTvbvzAf7ryNFToUk8Y4juZVZCFx57cFmbKI0yMEiMZW+tMwrGVnVtKvGLG1JWnBCUTUcmzWWkMsw4=
', 1795309200000);
INSERT INTO public.audit_checkpoint VALUES (6, '\x065d2d3ef7d7848ecafa75ef98a3b251380a890d345a341356a6a1b9c3e08e06', 'xueshi.example/test/audit
6
Bl0tPvfXhI7K+nXvmKOyUTgKiQ00WjQTVqahucPgjgY=

— xueshi.example/test/audit Gu+psCAiLb2WPuFY9NJ/M6FsZ0woirph2Wbg/PtKQM2haW1aSzP//+89Wup2NbIc54gE0M2AXHuAHygErwBKfhiHJQY=
', 1795314209000);

INSERT INTO public.audit_event VALUES ('01a200e0-4338-70c0-a23f-395b2f707ff3', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7476-91f3-73ec798377cd', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-78d7-820b-a31440306328', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-71c2-9547-d0403d937b13', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-76e8-a26d-7f3072496d87', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-7da7-9e1a-36fab237b495', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO public.audit_event VALUES ('01a20110-d0e8-7e1f-9cb9-2b2adf43e79a', 1795314209000, 'account-zhou', 'export.request', 'export:01a20110-d0e8-7258-a42f-fdde37a3f7b5', '月度核对', '{"class":null,"region":null,"format":"csv","full_numbers":false}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a20110-d0e8-7e97-af10-875fe92ca8c2', 1795314209000, NULL, 'export.ready', 'export:01a20110-d0e8-7258-a42f-fdde37a3f7b5', '', '{"rows":4,"sha256":"33cb1edd8fda6aef76714d9214def1969c0d88d2edc3e599b476b950be417669"}', '', '', '');

INSERT INTO public.audit_head VALUES (1, 6);

INSERT INTO public.audit_leaf VALUES (0, '01a200e0-4338-70c0-a23f-395b2f707ff3');
INSERT INTO public.audit_leaf VALUES (1, '01a200fc-23f0-7476-91f3-73ec798377cd');
INSERT INTO public.audit_leaf VALUES (2, '01a200fc-23f0-71c2-9547-d0403d937b13');
INSERT INTO public.audit_leaf VALUES (3, '01a200fc-23f0-76e8-a26d-7f3072496d87');
INSERT INTO public.audit_leaf VALUES (4, '01a20110-d0e8-7e1f-9cb9-2b2adf43e79a');
INSERT INTO public.audit_leaf VALUES (5, '01a20110-d0e8-7e97-af10-875fe92ca8c2');

INSERT INTO public.audit_node VALUES (0, '\xcac7348d0a93f18979c69d4e411bff8c855f5048c1b9e7341efd92ed96c51946');
INSERT INTO public.audit_node VALUES (1, '\x245f192c10d902e567eaf2749ac580a769185a140476cf70b304ca9c6320e75f');
INSERT INTO public.audit_node VALUES (2, '\xdab7765a7d27801b77c14b21344d8fa393efb4c5df93266d4822ec606080a497');
INSERT INTO public.audit_node VALUES (3, '\x246583034a38f060247f989223ffb75c8322b44c717a2b18bc94a6baecc32bd8');
INSERT INTO public.audit_node VALUES (4, '\x03823c13128c727e1073b0feb8f26d18dc41e0688f14247d6031a8d460679bf4');
INSERT INTO public.audit_node VALUES (5, '\xc44f1c8fdb4e1170411650e401bbe918109d768813e881640f19a61f8bed0428');
INSERT INTO public.audit_node VALUES (6, '\xbfce9ca986e9669b796f066666b58dc96e8d8281f3d963fdbde37e020b42689e');
INSERT INTO public.audit_node VALUES (7, '\x27c48c50aa84dcb7ac8c2650f2dfed06d9fef93ea8de4284a614239cc56aba58');
INSERT INTO public.audit_node VALUES (8, '\x7136636b4f482d83b839d6097b3ce528fc67d403be0b8ffc27bc578a3ad5adfa');
INSERT INTO public.audit_node VALUES (9, '\x2e132cb4ef1b97c588cb7664d0d16be6fa318c1b8749dbd94596369060fa2f9f');

INSERT INTO public.check_tally VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 2, 0);
INSERT INTO public.check_tally VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 3, 0);
INSERT INTO public.check_tally VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 1, 3);
INSERT INTO public.check_tally VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 1, 3);

INSERT INTO public.class_plan VALUES ('crab-k', 'crab-1', '2026-11-07');
INSERT INTO public.class_plan VALUES ('crab-k', 'crab-2', '2026-11-14');
INSERT INTO public.class_plan VALUES ('crab-k', 'crab-3', '2026-11-21');

INSERT INTO public.course VALUES ('crab', 'crab', '大闸蟹养殖入门', 'crab first steps', '从选塘到卖蟹,一步一步学', 'Step by step', '["会选塘","会喂养"]', '["Choose a pond","Feed"]', 'trade-crab', '水产养殖工', 'Aquaculture worker', 'special', 'online', 'crab.svg', 'school', 1795309200000);

INSERT INTO public.course_audience VALUES ('crab', 'rural_transfer');
INSERT INTO public.course_audience VALUES ('crab', 'unemployed');

INSERT INTO public.course_term VALUES ('1', 'crab', 1);
INSERT INTO public.course_term VALUES ('2', 'crab', 1);
INSERT INTO public.course_term VALUES ('3', 'crab', 1);
INSERT INTO public.course_term VALUES ('aquaculture', 'crab', 4);
INSERT INTO public.course_term VALUES ('by', 'crab', 2);
INSERT INTO public.course_term VALUES ('crab', 'crab', 8);
INSERT INTO public.course_term VALUES ('first', 'crab', 8);
INSERT INTO public.course_term VALUES ('lesson', 'crab', 1);
INSERT INTO public.course_term VALUES ('step', 'crab', 2);
INSERT INTO public.course_term VALUES ('steps', 'crab', 8);
INSERT INTO public.course_term VALUES ('worker', 'crab', 4);
INSERT INTO public.course_term VALUES ('一', 'crab', 3);
INSERT INTO public.course_term VALUES ('一步', 'crab', 3);
INSERT INTO public.course_term VALUES ('产', 'crab', 4);
INSERT INTO public.course_term VALUES ('产养', 'crab', 4);
INSERT INTO public.course_term VALUES ('从', 'crab', 2);
INSERT INTO public.course_term VALUES ('从选', 'crab', 2);
INSERT INTO public.course_term VALUES ('会', 'crab', 1);
INSERT INTO public.course_term VALUES ('会喂', 'crab', 1);
INSERT INTO public.course_term VALUES ('会选', 'crab', 1);
INSERT INTO public.course_term VALUES ('做', 'crab', 1);
INSERT INTO public.course_term VALUES ('入', 'crab', 8);
INSERT INTO public.course_term VALUES ('入门', 'crab', 8);
INSERT INTO public.course_term VALUES ('养', 'crab', 13);
INSERT INTO public.course_term VALUES ('养殖', 'crab', 12);
INSERT INTO public.course_term VALUES ('册', 'crab', 1);
INSERT INTO public.course_term VALUES ('准', 'crab', 1);
INSERT INTO public.course_term VALUES ('准备', 'crab', 1);
INSERT INTO public.course_term VALUES ('到', 'crab', 2);
INSERT INTO public.course_term VALUES ('到卖', 'crab', 2);
INSERT INTO public.course_term VALUES ('前', 'crab', 1);
INSERT INTO public.course_term VALUES ('前的', 'crab', 1);
INSERT INTO public.course_term VALUES ('卖', 'crab', 2);
INSERT INTO public.course_term VALUES ('卖蟹', 'crab', 2);
INSERT INTO public.course_term VALUES ('喂', 'crab', 1);
INSERT INTO public.course_term VALUES ('喂养', 'crab', 1);
INSERT INTO public.course_term VALUES ('塘', 'crab', 3);
INSERT INTO public.course_term VALUES ('塘到', 'crab', 2);
INSERT INTO public.course_term VALUES ('备', 'crab', 1);
INSERT INTO public.course_term VALUES ('大', 'crab', 9);
INSERT INTO public.course_term VALUES ('大闸', 'crab', 9);
INSERT INTO public.course_term VALUES ('学', 'crab', 2);
INSERT INTO public.course_term VALUES ('工', 'crab', 4);
INSERT INTO public.course_term VALUES ('师', 'crab', 1);
INSERT INTO public.course_term VALUES ('师一', 'crab', 1);
INSERT INTO public.course_term VALUES ('手', 'crab', 1);
INSERT INTO public.course_term VALUES ('手册', 'crab', 1);
INSERT INTO public.course_term VALUES ('放', 'crab', 1);
INSERT INTO public.course_term VALUES ('放苗', 'crab', 1);
INSERT INTO public.course_term VALUES ('步', 'crab', 3);
INSERT INTO public.course_term VALUES ('步一', 'crab', 3);
INSERT INTO public.course_term VALUES ('步做', 'crab', 1);
INSERT INTO public.course_term VALUES ('步学', 'crab', 2);
INSERT INTO public.course_term VALUES ('殖', 'crab', 12);
INSERT INTO public.course_term VALUES ('殖入', 'crab', 8);
INSERT INTO public.course_term VALUES ('殖工', 'crab', 4);
INSERT INTO public.course_term VALUES ('水', 'crab', 4);
INSERT INTO public.course_term VALUES ('水产', 'crab', 4);
INSERT INTO public.course_term VALUES ('病', 'crab', 1);
INSERT INTO public.course_term VALUES ('病手', 'crab', 1);
INSERT INTO public.course_term VALUES ('的', 'crab', 1);
INSERT INTO public.course_term VALUES ('的准', 'crab', 1);
INSERT INTO public.course_term VALUES ('着', 'crab', 1);
INSERT INTO public.course_term VALUES ('着老', 'crab', 1);
INSERT INTO public.course_term VALUES ('老', 'crab', 1);
INSERT INTO public.course_term VALUES ('老师', 'crab', 1);
INSERT INTO public.course_term VALUES ('苗', 'crab', 1);
INSERT INTO public.course_term VALUES ('苗前', 'crab', 1);
INSERT INTO public.course_term VALUES ('蟹', 'crab', 11);
INSERT INTO public.course_term VALUES ('蟹养', 'crab', 8);
INSERT INTO public.course_term VALUES ('认', 'crab', 1);
INSERT INTO public.course_term VALUES ('认识', 'crab', 1);
INSERT INTO public.course_term VALUES ('识', 'crab', 1);
INSERT INTO public.course_term VALUES ('识大', 'crab', 1);
INSERT INTO public.course_term VALUES ('跟', 'crab', 1);
INSERT INTO public.course_term VALUES ('跟着', 'crab', 1);
INSERT INTO public.course_term VALUES ('选', 'crab', 3);
INSERT INTO public.course_term VALUES ('选塘', 'crab', 3);
INSERT INTO public.course_term VALUES ('门', 'crab', 8);
INSERT INTO public.course_term VALUES ('闸', 'crab', 9);
INSERT INTO public.course_term VALUES ('闸蟹', 'crab', 9);
INSERT INTO public.course_term VALUES ('防', 'crab', 1);
INSERT INTO public.course_term VALUES ('防病', 'crab', 1);

INSERT INTO public.data_key VALUES ('digest', 'digest', 'aes-256-gcm', 0, NULL);
INSERT INTO public.data_key VALUES ('checkpoint', 'checkpoint', 'aes-256-gcm', 0, NULL);
INSERT INTO public.data_key VALUES ('9b74a8516a89391b', 'seal', 'aes-256-gcm', 1795309200000, NULL);

INSERT INTO public.enrolment VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', 1795309200000);
INSERT INTO public.enrolment VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO public.enrolment VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO public.enrolment VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', 1795313168000);

INSERT INTO public.evidence VALUES ('person-li', 44, 53, 1800584676000, '\x03ad96514a0331108693e2013c84e08b033b99c926b9882fa50f49ba5bc12a6b5fa567e815042fd023f8e04114dfc4078f6092a5da165df6c125b06120f96726996f7272295f36af9ba72b7956a14fb6a60226b260e6de806bd003d5ad0f8a4c60a7c587fcf670b1f289c949b1eb1abfcc8a233638e6795912196a655350b56921b42a005668621ba9666ef7781e573ec0f53eb18b057360fe00bd2aafea71d85ffc9f5e78c8e90ad3c8a9f2b78b26694ca7d5059564ce666bf9f9f6fc785e5243148821c4264546ecc00563c1c7101da20e14e7e2410e76ae7f89948ebb0faadf9acf2ea8dd69bbba56846bb17d976222cbaf7c693211a21fd9747a7ff494c8c6c5dfe4e9d3a2c11bce073e7760a9d5a06da59c0d41198d23c8c3b65cc5ac354081715a7b14e81306773854ea495a5bb6ec8a07db1b21ba81121ce7c3d81244ad99cdfa0b');

INSERT INTO public.evidence_archive VALUES ('person-li', 1, 43, 1795310827000, '\x06dd97bd4ec33010c79daa13133333eb49fef665e44118ec240609213e3714a933e2219078818a274062433c49575e0027698b1bdae03200223a299123e53efcbbbf2fa3b7f1986493db87bba7e36c9f321b960b099a63f051a00294ca027758325b6269f28adc67830abdfa096d3c38cf1d30ca4ce10ba1a5f491421797d6c149acc1ed0aefabac582bb294058b8b68906a5193e92c23a3acbdb557781811f2d99ad7bb37bde3b3593cdadc6d5d7e1a8491213fab38a0971e3c55c209ce1d535542b7b1aefc8daf01f2d37c45e477c5830bb6c49bafc55bd05cd12e82e929216703d8a5c5b0c48e0f628742e55cd7af3be3bd6cfaf21843a741f11cc160aec139e4a010ad948557dae81f818ef5a1d349d0cd734a862ec5be0fa6852a7441e85d2d01c31e030b7be498a425459500a6dc02ccaf7cf5c1643198741398484d1bc164460939181a6653a2f8bd4c18e5ff26131d67f29c0dfc20a44571751edcb4336bb545fbaeb4ee4ad7c65377a340be9d99af17e7467df80178ae35172c1473a13c650942f956793ca0c02044ae52cea2f1bcf27f5979e6a9bc03');
INSERT INTO public.evidence_archive VALUES ('person-sun', 1, 83, 1795314209000, '\x06bdd5bd4ec330100060a7a43b0fc17a92cfff7e1536ff854a08095851242406160656b6f2069d9998d891780a5ea02b6e0a2844b471116a64299187dcf9f2dde5e06d5a93eafae9f6fe79561d51748c627e694a26c7b03482492240083ab1e492d5e8c8bcda3aa17fbea2710a9c160c22476fac902e28d79bd0e1d27938edcfe06e07875356fd3a6429e6d52fa2b15c614b16ef159954ddadbbf2c38490fdaf55f8c3abc1ef79b579b2b99bd7f573804ae4fa895c3fa37c84a01ada78ce4232b2a49bbb7a75b1b6745659ac5e67ad3f0e5ce048fb70e456982e83c51921e75b5897e550ca9a5a6ea9691fa6f571b57879edab76c0d11ad05a1bb0318a4c327917340fc83879dc836a3654cd8b547f1dea5f59ff9d6682207309759e2060358b407d0a8d412184d10534ed0e34c7620d69b2129a8249b903cdb11c4a690a2dd0da7659d7775535bf59f66d26483466582948f022665dd824679139e3fc5e6cf2a14d6445363f4f556c73a3bbd9883ba4e0a5ed0ec8f301796e624c68548a86295ee00e292b86371a6c088ff7e1b14df0b861e5f04673f886c7b6c3935a0a21db0f');
INSERT INTO public.evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, '\x06dd97cf4ac43010c6d3654f9e3c7bf63a9064922673f4413c3469a220e2df9b2c8867117c837d847d04c1abbec89e045fc0b4bb8bdd55bb590f2a968196143af385df7c990e5e874356bcdcdedc3d1c16bb5c546939705088168c40035530064c597b8c9c820d818d8b5e875efe04f7116cc90d70e5233947b6a2bae3d0febc7270d4f5e07645aeba2c7e6ab25ca4e8a8d29a2ce1884da6051b14edadbdd2c380b18fd1bcdebe5a393e9bc583afbb6da64f823031e9c36880548880c17825bc13545146b789d9f637b97ac8cfcbd5217fb6797026d6e08d220160da0a26c78c9df4609757432676567285347ada1aee14e3e7fb2e7412107502dbaa088e1b9d725552eac0a393ea47a013abd09559d0cd3565439713df07b3046f306d234a025bdb00aeb695a5da79ef72c0541b80b92ed72a98220bcc12555bc1f59433b6d737cce654f18b4a24ff374a5457c963d1f3839057c5c5694ad3ceac6183f65d6adda5aeed4eddcdd911db99f972716e8cf6df012723b46d005f384f2410a54bc56a5e03d54242445d2a45d655caff65e7994b7903');

INSERT INTO public.export_run VALUES ('01a20110-d0e8-7258-a42f-fdde37a3f7b5', 'account-zhou', NULL, NULL, 'csv', false, '月度核对', 1795314209000, 6, 'ready', NULL, '实名制台账_全部1个班_学时账6条_脱敏.csv', 4, '33cb1edd8fda6aef76714d9214def1969c0d88d2edc3e599b476b950be417669', '{
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

INSERT INTO public.job VALUES ('build_export', '01a20110-d0e8-7258-a42f-fdde37a3f7b5', '{}', 'done', 1795314209000, 1, NULL, NULL, NULL, 1795314209000, 1795314209000);

INSERT INTO public.ledger_checkpoint VALUES (0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO public.ledger_checkpoint VALUES (6, '\x52e61a0c0177e51434a7efdb081306d01c089dbda2a64e3271f794e1e55917e6', 'xueshi.example/test
6
UuYaDAF35RQ0p+/bCBMG0BwInb2ipk4ycfeU4eVZF+Y=

— xueshi.example/test 97A/Fh5zqFXcP5Wo299YNqYNIOBgtrky3JjIvnYa/7xsvRRRxAts2vkEawcMyIu3xvAYxq4SkEdDnuv743SKtcIUsQ8=
', 1795314209000);
INSERT INTO public.ledger_checkpoint VALUES (7, '\x5f4de866504360a17252400256d3551ee6107d59ce280ee4cf7e6207cf9e901e', 'xueshi.example/test
7
X03oZlBDYKFyUkACVtNVHuYQfVnOKA7kz35iB8+ekB4=

— xueshi.example/test 97A/Fk5+v1ZLneCW+tzVjyUFOKPivHGxxokstUkvjLGAx/NjAxlsIDIlCn22TDOQGZIxVNbovrYkMVfXcnIn+Qx3OQU=
', 1800584721000);

INSERT INTO public.ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', '\x050100010080d30e0001a200c637407a528f4ff053b322b15e00021af864c8f360d4dc87cb90b50cabd3068965fceab693c33b67427d6b993912c690');
INSERT INTO public.ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', '\x050100010080d30e0001a200e217f873f794ef3e7c41cb19a900021a0719614c13902c0689e8968353e66f9b86755c6ba7168f6e8743e7896098cadf');
INSERT INTO public.ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', '\x017d94cd8e14310c84df65ee2d398993d84f83fc8b1012b31a0117b4efbeee9903c3c272e84347ad8aabea73fffa604dac73a7dc1342dcedc44420636640b05367092cffc13074d974da19f5a86cf7ec08fbfd9a34290dc36375aae4d6ce43b3ebd1a06d4b1b0b319fd6c46ea2c7d7e745b89fb4ffa0dedfe13ae04f5c1fef1fe07a9f2ee0c031e8d82efbe068728c95a27d6c459ee774578f739493894f5f3e7fbbde4ae754bcfeb817eed55795556ddaf7ebedfc521dd310b7386205c539361afb5001e200488bdd2c3bf1f2c10d469fc14131d5fb103ba55e5e6ed79f273c1770f528bd11abc1c4c9bc488196e022da4b9c26d5b4ab5440b2ad86e74d303db59c2f39030a79c4992b2cb82bb68461e8b64b02566a956dd0da5c91ce5b057923b72134cd1028818979f6cb5f24437bfc329e481eadd3c47beaff2219f137c95d2c1d1b580f1920aee8409bbc6385efabb5bdcb8ef22a6b51016cd1d9399c30b99ce8e5f5f50d');
INSERT INTO public.ledger_entry VALUES (3, 1795313775000, 3, 2, 600000, '2026-11-22', '\x0501000100809f490001a2010a164074a686bdc6f0fb32ce8500025a2c5b03408edd49e2423f8254331b6b39e0b17b30942154ce2657639950c2f2e1');
INSERT INTO public.ledger_entry VALUES (4, 1795314082000, 3, 1, 300000, '2026-11-22', '\x0501000100c0cf240001a2010ec5787320972d0becf814448700028c01d65071acff92951c270ba3c520ec285ddeaf7bf3b4d672f46911bf829ace4ce9');
INSERT INTO public.ledger_entry VALUES (5, 1795314209000, 3, 3, 120000, '2026-11-22', '\x050100010080d30e0001a20110b5907fa3a73891e186ed82630002a601ece664746c3bafed9dc77d0637bc0a5a6b223d195022f7211a442deac063842e');
INSERT INTO public.ledger_entry VALUES (6, 1800584676000, 1, 3, 60000, '2027-01-22', '\x0501000100c0a9070001a33b35a7487dd983f5580298bb275100026a487108f1a257a53a7c0cfd901ea94b17747f0640808b37769b91c88ae2a8f6e6');

INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (1, '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', '\xc2928f750eaddc2000a0fe5fe0e9d829ae4700e903b6c5d87fe87fba7ddf2407', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (2, '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', '\x4886e6494ccd0be8ea7510ef9e124223971d4f63fd36774019fa807527d147a4', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (3, '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', '\xe597a3e11ded1e92cb1cbf73ccf8d7e57ff807c6c4081a0046666e4074484408', '2026-01-01');

INSERT INTO public.ledger_head VALUES (1, 7);

INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (1, 'crab-2');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (2, 'crab-1');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (3, 'crab-3');

INSERT INTO public.ledger_node VALUES (0, '\x52d0fc22524263716182967fee91ac7eff78bf4fb4f87338937e543fb6889765');
INSERT INTO public.ledger_node VALUES (1, '\x246b1158ebf4a5f805b66b893903b1fa8ddc1453c9d89a9ed0c3efd9e177ecd1');
INSERT INTO public.ledger_node VALUES (2, '\xc0f911b646f46581d6475e6ed279175ec7809e4c290ce276764618923729b22e');
INSERT INTO public.ledger_node VALUES (3, '\xdab7a12003caa4666abe17862dd47b7ef6f4fd54f5cebb222b7aec9f9f6000b1');
INSERT INTO public.ledger_node VALUES (4, '\x7357cbcda27fc2e5e8743c2f4c0d20c4d970ff86bd9ca95b30416d35c4019eb7');
INSERT INTO public.ledger_node VALUES (5, '\xe5a02add3e810c9fb90f51304a0bcd08ad9015a2b3bf4569935ec1c2d83fd0db');
INSERT INTO public.ledger_node VALUES (6, '\x2e959f1a1867d98210bf28a50f92d40d2fe4ee0660a373470c51347b8b709e13');
INSERT INTO public.ledger_node VALUES (7, '\x98ce7ae791edef6dc15c2b361a88a01cdfff93c401a114e384d93ce88492d99c');
INSERT INTO public.ledger_node VALUES (8, '\xfc10fdb904cf7e96ea1707d7906ed0170bb8aca1c8cf9b356eec0033d04b7b53');
INSERT INTO public.ledger_node VALUES (9, '\x8e3834c120b7592f23e2787569263fc7b087f8e2833d207fd92ab6e76eec2e91');
INSERT INTO public.ledger_node VALUES (10, '\x31443866c9a3d4293aadffd82334c6ca9f9ec0aba74996b61a1acb85055abdef');

INSERT INTO public.lesson VALUES ('crab-1', 'crab', 'crab-1', 1, 'video', '认识大闸蟹', 'Lesson 1', '跟着老师一步一步做', 600000, 'crab-1.mp4', 3000000, 'crab-1.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-2', 'crab', 'crab-2', 2, 'video', '放苗前的准备', 'Lesson 2', '跟着老师一步一步做', 300000, 'crab-2.mp4', 3000000, 'crab-2.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-3', 'crab', 'crab-3', 3, 'document', '防病手册', 'Lesson 3', '跟着老师一步一步做', 120000, NULL, 0, NULL, NULL, '[{"title":"第一页","seconds":120,"body":"正文"}]');

INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO public.lesson_progress VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO public.lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313775000);
INSERT INTO public.lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314082000);
INSERT INTO public.lesson_progress VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314209000);
INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '[[0,300000]]', 300000, 0, 0, 300000, 1800584609000);
INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', '[[0,60000]]', 60000, 60000, 0, 60000, 1800584676000);

INSERT INTO public.login_session VALUES ('\x9223261d036f21e641bc0fb95ee95e4746f79915a2a7e1c6bb43b14001b7077a', 'account-li', 1795309200000, 1795309200000, 1795352400000, '');
INSERT INTO public.login_session VALUES ('\x7cccaaa2163abcd5e8494f8deec0e60ae4c7e0fe7fc25fee8dbf0d38f1b04280', 'account-li', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO public.login_session VALUES ('\x1203f6a8f950562a8238c52c1eb8823020f89647c1a2d88bd180357cf9ccc0fb', 'account-wang', 1795311027000, 1795311027000, 1795354227000, '');
INSERT INTO public.login_session VALUES ('\x906a1a90347a60356b52fee350d6a508c9c5fc6805036fa94eb20095e95bc895', 'account-wang', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO public.login_session VALUES ('\x053d991c6d3fc7762263980e7b2152f4404efeac3a59fca92a1074540d3132f0', 'account-wu', 1795309200000, 1795312854000, 1795352400000, '');
INSERT INTO public.login_session VALUES ('\x68ffcaf63fb485a250691e24d3399553f6595070c801e34f1dc3f1b6c6427cec', 'account-zhao', 1795312854000, 1795312854000, 1795356054000, '');
INSERT INTO public.login_session VALUES ('\xa19decc6442155db747a98e2b9811f312e5be6cd9887bded5e062da819b1d773', 'account-sun', 1795313168000, 1795313168000, 1795356368000, '');
INSERT INTO public.login_session VALUES ('\x561b964ee54942e12d9fcd462aeaf3040606ec6e5b18f0b1fcd9ee427f260e4c', 'account-zhou', 1795309200000, 1795314209000, 1795352400000, '');

INSERT INTO public.organisation VALUES ('bureau', 'bureau', '市人社局', 'City bureau', 'city', 'C0', '12333');
INSERT INTO public.organisation VALUES ('school', 'institution', '渔丰学校', 'Yufeng School', 'county', 'C1', '0546-1');
INSERT INTO public.organisation VALUES ('school2', 'institution', '新航学校', 'Xinhang School', 'county2', 'C2', '0546-2');

INSERT INTO public.person VALUES ('person-zhou', '学员zhou', NULL, 'f', '1990-01-01', 'resident', '\xb44cf0ec8140e2240d32bb4c857febc00459d0138a085ff1be4abf9255558c55', '\x019b74a8516a89391bf6de5b05e026d3c27bdbbbe074a9726a28b788c5df44c7512aa54666ea314f7960570123f1b8d5c5a0f1630f9bf0', '0000**********0000', '\x019b74a8516a89391bf6de5b05e026d3c27bdbbbe074a9726a28b788c5df44c7512aa54666ea314f7960570123f1b8d5c5a0f1630f9bf0', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO public.person VALUES ('person-wu', '学员wu', NULL, 'f', '1990-01-01', 'resident', '\x85863361f4e9eae1ef676c76e0f3578b6261d1dee44548d31725f083c6d6a8fa', '\x019b74a8516a89391b2fa93a9855751f8e194dcc00a9d68fe0809ebbdefd23ee8a84ec6eb1d7f427706dac56c0d415cd3b3edcd04c7cab', '0000**********0000', '\x019b74a8516a89391b2fa93a9855751f8e194dcc00a9d68fe0809ebbdefd23ee8a84ec6eb1d7f427706dac56c0d415cd3b3edcd04c7cab', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO public.person VALUES ('person-li', '学员li', NULL, 'f', '1990-01-01', 'resident', '\xa3fc622ac0432622f02948992b288e9db5df89feb3dbb4fc05d1ea3ba6f1e77f', '\x019b74a8516a89391bab801d97973fbb8455125275856710069d840e95583688bd4876de462de846d30038f5b4c45785bdb79aad2b5669', '0000**********0000', '\x019b74a8516a89391bab801d97973fbb8455125275856710069d840e95583688bd4876de462de846d30038f5b4c45785bdb79aad2b5669', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795309200000, NULL, NULL);
INSERT INTO public.person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', '\xcedc5cd3842b43e123fb68fdfe0cbdffccff080e97fc29bea97ccdb0d96eaad0', '\x019b74a8516a89391b7f4352a38737b2e463634dc364ea0648f8c52f16b28734c67b6b6db696fd977b9d8466f2538c2220ed08cd9844d0', '0000**********0000', '\x019b74a8516a89391b7f4352a38737b2e463634dc364ea0648f8c52f16b28734c67b6b6db696fd977b9d8466f2538c2220ed08cd9844d0', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795311027000, NULL, NULL);
INSERT INTO public.person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', '\x4f6e4f10f67603f391d743cd6182353d3f88ccad25803204771da8f0e6a193d6', '\x019b74a8516a89391b9a9675b9b5a2ebe5932e05b6b5b03759ecf3ff894142a29097d1ff982254d79a4afb16259f6e15f249431d82dee6', '0000**********0000', '\x019b74a8516a89391b9a9675b9b5a2ebe5932e05b6b5b03759ecf3ff894142a29097d1ff982254d79a4afb16259f6e15f249431d82dee6', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795312854000, NULL, NULL);
INSERT INTO public.person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', '\x09679eb91b2e6c26e661ece5cf33f3860d88a1c88b9fcaaffb8503cfac9c8bfd', '\x019b74a8516a89391b3535bf40616a96b60a0a1733c6216567f0364d3a6387208f522b28ad23b4cd596b1f0ea22841269bd58198c9c47a', '0000**********0000', '\x019b74a8516a89391b3535bf40616a96b60a0a1733c6216567f0364d3a6387208f522b28ad23b4cd596b1f0ea22841269bd58198c9c47a', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', 1795313168000, NULL, NULL);

INSERT INTO public.person_category VALUES ('rural_transfer', '农村转移就业劳动者', 'Rural migrant worker', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('unemployed', '登记失业人员', 'Registered unemployed', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('graduate', '毕业年度高校毕业生', 'Graduate', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('employee', '企业职工', 'Employee', '2020-01-01', NULL, 'test');

INSERT INTO public.person_study VALUES ('person-li', '{"last_at_ms":1800584721000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584676000,"person_time_ms":525000,"due_ms":1155447,"waiting":[{"e":"01a200c4-6280-767f-bf2b-1017cfc3644f","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"held":false,"live":{"session":"01a33b35-c2a0-7a01-950c-66fa8c74df4a","enrolment":"01a200c4-6280-767f-bf2b-1017cfc3644f","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584721000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584721000,"records":57,"chain":"a2de7b34f42077a62d4963700311cc9fdec55d20f8328c06146fce1d38f85c24"}', '\x046a01c08aaeb3e768012430316133336233352d633261302d376130312d393530632d36366661386337346466346100a1017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303063342d363238302d373637662d626632622d313031376366633336343466222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a313135353434377d00b0ea0100020180d30eb0ea01000000000080d30eb0ea01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', 1800584721000, NULL, false);
INSERT INTO public.person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":971580,"waiting":[],"check":null,"wrong_in_row":0,"held":false,"live":{"session":"01a200f9-16b0-750d-9d12-f3564498ba4c","enrolment":"01a200e0-4338-70cf-8607-04cf9bb98a9d","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"cc459abf637b6e74ad9af31ffae1d726048e0bccfc35c40d1156458fa52b0885"}', '\x0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', 1795312654000, NULL, false);
INSERT INTO public.person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":768127,"waiting":[{"e":"01a200fc-23f0-7f38-8727-f6b1ca4267b7","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7ebc-998a-6afaa8ed8ad3","kind":"question","due_ms":300000,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-76a7-b4bd-d26bb46ec080","enrolment":"01a200fc-23f0-7f38-8727-f6b1ca4267b7","lesson":"crab-2","item":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313168000,"records":28,"chain":"1bdbc4345e8e7b5a3796a2e9365165fae788fe4a17c83873d7f56e0dc6f0c22a"}', '\x040001e08fe18fc068012430316132303066632d323366302d373661372d623462642d64323662623436656330383000a0017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303066632d323366302d376633382d383732372d663662316361343236376237222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a3736383132377d00b0ea0100020100b0ea01000000000000b0ea0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107b226b696e64223a22636c6f7365227d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d623764302d373662332d613537352d333331323638353039336538222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d010000007d7b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d623764302d373662332d613537352d333331323638353039336538222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2231222c22616e737765725f62795f6d73223a313739353331333333343030307d01b06d00006f7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d623764302d373662332d613537352d333331323638353039336538222c22616e73776572223a223130222c22726573756c74223a2277726f6e67222c226475655f6d73223a3736383132377d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d643332382d376562632d393938612d366166616138656438616433222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d010000007d7b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d643332382d376562632d393938612d366166616138656438616433222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2231222c22616e737765725f62795f6d73223a313739353331333334313030307d01b06d00006e7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d643332382d376562632d393938612d366166616138656438616433222c22616e73776572223a223130222c22726573756c74223a22686f6c64222c226475655f6d73223a3736383132377d', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7ebc-998a-6afaa8ed8ad3', true);
INSERT INTO public.person_study VALUES ('person-sun', '{"last_at_ms":1795314202000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314082000,"person_time_ms":1020000,"due_ms":1575445,"waiting":[],"check":null,"wrong_in_row":0,"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314209000,"records":83,"chain":"ece664746c3bafed9dc77d0637bc0a5a6b223d195022f7211a442deac063842e"}', '\x04a601', NULL, 0, NULL, NULL, 1795314202000, NULL, false);

INSERT INTO public.question VALUES ('crab-1-q1', 'crab-1', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-2-q1', 'crab-2', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-3-q1', 'crab-3', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');

INSERT INTO public.refusal VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO public.refusal VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);

INSERT INTO public.region VALUES ('elsewhere', '外地', 'Elsewhere', 'city', NULL);
INSERT INTO public.region VALUES ('city', '东营市', 'Dongying', 'city', NULL);
INSERT INTO public.region VALUES ('county', '河口区', 'Hekou', 'county', 'city');
INSERT INTO public.region VALUES ('county2', '新滩区', 'Xintan', 'county', 'city');

INSERT INTO public.role_grant VALUES ('account-zhou', 'city_first_reviewer', 'bureau', 'city', 1795309200000, NULL);
INSERT INTO public.role_grant VALUES ('account-wu', 'city_second_reviewer', 'bureau', 'city', 1795309200000, NULL);
INSERT INTO public.role_grant VALUES ('account-li', 'learner', NULL, 'county', 1795309200000, NULL);
INSERT INTO public.role_grant VALUES ('account-wang', 'learner', NULL, 'county', 1795311027000, NULL);
INSERT INTO public.role_grant VALUES ('account-zhao', 'learner', NULL, 'county', 1795312854000, NULL);
INSERT INTO public.role_grant VALUES ('account-sun', 'learner', NULL, 'county', 1795313168000, NULL);

INSERT INTO public.setting VALUES ('key_check', '3de1e7c814cd124d8f751f9e77e60669d3a2392cfd2699bf110e5e24696608aa');

INSERT INTO public.study_session VALUES ('01a200c4-6280-7c85-845a-2b8d1ad8d79e', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '2026-01-01', 1795309200000, 1795309320000, 'closed');
INSERT INTO public.study_session VALUES ('01a200c6-5298-7896-bb82-588a44cf5676', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-01-01', 1795309327000, 1795309627000, 'closed');
INSERT INTO public.study_session VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO public.study_session VALUES ('01a200e2-3350-784f-b075-73a225e0fb24', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO public.study_session VALUES ('01a200f9-16b0-750d-9d12-f3564498ba4c', 'person-wang', '01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO public.study_session VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 'person-zhao', '01a200fc-23f0-7f38-8727-f6b1ca4267b7', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO public.study_session VALUES ('01a20100-ee80-790d-8e4c-cc7e2eae971a', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-1', '2026-01-01', 1795313168000, 1795313768000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010a-3198-7778-9dd4-d3ebac73c123', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-2', '2026-01-01', 1795313775000, 1795314075000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010e-e0d0-7ec5-b4d6-a1fea912a8ab', 'person-sun', '01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-3', '2026-01-01', 1795314082000, 1795314202000, 'closed');
INSERT INTO public.study_session VALUES ('01a200dd-35f8-789f-8386-5be5ba87f2ef', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-1', '2026-01-01', 1795310827000, 1800584609000, 'superseded');
INSERT INTO public.study_session VALUES ('01a33b34-bce8-7349-9b78-acbc9115b3cd', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-3', '2026-01-01', 1800584609000, 1800584669000, 'closed');
INSERT INTO public.study_session VALUES ('01a33b35-c2a0-7a01-950c-66fa8c74df4a', 'person-li', '01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-2', '2026-01-01', 1800584676000, NULL, NULL);

INSERT INTO public.subsidy_record VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, false, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 2, 1795311154000);
INSERT INTO public.subsidy_record VALUES ('01a20100-ee80-7fa6-a742-d31b8945ac6a', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, true, 'full', 300, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300}]', 6, 1795314209000);
INSERT INTO public.subsidy_record VALUES ('01a200c4-6280-767f-bf2b-1017cfc3644f', 'crab-k', 'person-li', '2026-01-01', 480000, 1020000, 1, false, 'hours_only', 0, '[{"step":"hours","verified_ms":480000,"credit_hour_minutes":45,"hours":1},{"step":"share","verified_ms":480000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"}]', 7, 1800584676000);

INSERT INTO public.training_class VALUES ('crab-k', 'crab-2026-1', 'crab', 'school', 'county', NULL, '2026 年第 1 期', '2026-11-01', '2027-06-30', 30, '2026-01-01', 1795309200000);

INSERT INTO public.wrapped_key VALUES ('digest', '16de2b3d9039249a', '\xafcd1d7b39a820e2f465b9a1b727c77c9c81f416a842848bae919da1b29ed4113be6c7a9c6fcf56dbf3a2efba879901d8702f071c51b81d2a6e1f282');
INSERT INTO public.wrapped_key VALUES ('checkpoint', '16de2b3d9039249a', '\x4f450980185dc406ec814c72d796021d8ffc9b4bf73dbd18f36531333e081a84f4d4fcffb81b7bded390f3dddea9b0cbf93de152a5da1e981f9dd425');
INSERT INTO public.wrapped_key VALUES ('9b74a8516a89391b', '16de2b3d9039249a', '\xa6b08c368c48b8f3093db13c36acfc7a9bca253cca755e9950020d034a65d58695cf56ce0f122473dc76ee8c861e72a7d5d93904d824cfeed104f36e');

SELECT pg_catalog.setval('public.ledger_entry_group_entry_group_seq', 3, true);

SELECT pg_catalog.setval('public.ledger_lesson_lesson_seq', 3, true);

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_login_once UNIQUE (login);

ALTER TABLE ONLY public.account_phone
    ADD CONSTRAINT account_phone_once UNIQUE (phone_digest);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appeal_grant
    ADD CONSTRAINT appeal_grant_once UNIQUE (entry_index);

ALTER TABLE ONLY public.appeal_grant
    ADD CONSTRAINT appeal_grant_pkey PRIMARY KEY (appeal_id);

ALTER TABLE ONLY public.appeal_holder
    ADD CONSTRAINT appeal_holder_once PRIMARY KEY (appeal_id, n);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_once_per_span UNIQUE (enrolment_id, lesson_id, day, code);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appeal_step
    ADD CONSTRAINT appeal_step_pkey PRIMARY KEY (appeal_id, n);

ALTER TABLE ONLY public.attendance_check
    ADD CONSTRAINT attendance_check_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_checkpoint
    ADD CONSTRAINT audit_checkpoint_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_once UNIQUE (event_id);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_pkey PRIMARY KEY (leaf_index);

ALTER TABLE ONLY public.audit_node
    ADD CONSTRAINT audit_node_pkey PRIMARY KEY (node_index);

ALTER TABLE ONLY public.category_paper
    ADD CONSTRAINT category_paper_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_tally
    ADD CONSTRAINT check_tally_pkey PRIMARY KEY (enrolment_id);

ALTER TABLE ONLY public.class_plan
    ADD CONSTRAINT class_plan_pkey PRIMARY KEY (class_id, lesson_id);

ALTER TABLE ONLY public.code_sending
    ADD CONSTRAINT code_sending_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.course_audience
    ADD CONSTRAINT course_audience_pkey PRIMARY KEY (course_id, category_code);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_code_key UNIQUE (code);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.course_term
    ADD CONSTRAINT course_term_pkey PRIMARY KEY (term, course_id);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_once UNIQUE (class_id, person_id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_archive
    ADD CONSTRAINT evidence_archive_pkey PRIMARY KEY (person_id, first_n);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (person_id, first_n);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_link
    ADD CONSTRAINT identity_link_account_once UNIQUE (issuer, account_id);

ALTER TABLE ONLY public.identity_link
    ADD CONSTRAINT identity_link_subject_once PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_code_once UNIQUE (code_digest);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (kind, subject);

ALTER TABLE ONLY public.ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.ledger_day
    ADD CONSTRAINT ledger_day_pkey PRIMARY KEY (entry_index, day);

ALTER TABLE ONLY public.ledger_entry_group
    ADD CONSTRAINT ledger_entry_group_once UNIQUE (enrolment_id, policy, person_digest);

ALTER TABLE ONLY public.ledger_entry_group
    ADD CONSTRAINT ledger_entry_group_pkey PRIMARY KEY (entry_group);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (entry_index);

ALTER TABLE ONLY public.ledger_head
    ADD CONSTRAINT ledger_head_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_key_note
    ADD CONSTRAINT ledger_key_note_once PRIMARY KEY (n);

ALTER TABLE ONLY public.ledger_lesson
    ADD CONSTRAINT ledger_lesson_lesson_id_key UNIQUE (lesson_id);

ALTER TABLE ONLY public.ledger_lesson
    ADD CONSTRAINT ledger_lesson_pkey PRIMARY KEY (lesson);

ALTER TABLE ONLY public.ledger_node
    ADD CONSTRAINT ledger_node_pkey PRIMARY KEY (node_index);

ALTER TABLE ONLY public.lesson
    ADD CONSTRAINT lesson_code_key UNIQUE (code);

ALTER TABLE ONLY public.lesson
    ADD CONSTRAINT lesson_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lesson
    ADD CONSTRAINT lesson_position_once UNIQUE (course_id, "position");

ALTER TABLE ONLY public.lesson_progress
    ADD CONSTRAINT lesson_progress_pkey PRIMARY KEY (enrolment_id, lesson_id);

ALTER TABLE ONLY public.login_failure
    ADD CONSTRAINT login_failure_pkey PRIMARY KEY (login);

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT login_session_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.one_time_code
    ADD CONSTRAINT one_time_code_pkey PRIMARY KEY (phone_digest, purpose);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_credit_code_key UNIQUE (credit_code);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.paper_content
    ADD CONSTRAINT paper_content_pkey PRIMARY KEY (paper_id);

ALTER TABLE ONLY public.paper_seen
    ADD CONSTRAINT paper_seen_pkey PRIMARY KEY (paper_id, account_id);

ALTER TABLE ONLY public.passkey_challenge
    ADD CONSTRAINT passkey_challenge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_credential_once UNIQUE (credential_id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_document_once UNIQUE (document_type, document_digest);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_study
    ADD CONSTRAINT person_study_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, code_digest);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_pkey PRIMARY KEY (enrolment_id, lesson_id, day, code);

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_pkey PRIMARY KEY (account_id, role);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.signal_person
    ADD CONSTRAINT signal_person_pkey PRIMARY KEY (signal_id, person_id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_device
    ADD CONSTRAINT staff_device_pkey PRIMARY KEY (device_digest, account_id);

ALTER TABLE ONLY public.study_session
    ADD CONSTRAINT study_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.study_trace
    ADD CONSTRAINT study_trace_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.subsidy_record
    ADD CONSTRAINT subsidy_record_pkey PRIMARY KEY (enrolment_id);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_code_key UNIQUE (code);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wrapped_key
    ADD CONSTRAINT wrapped_key_pkey PRIMARY KEY (key_id, master);

CREATE INDEX account_by_person ON public.account USING btree (person_id);

CREATE INDEX account_phone_by_account ON public.account_phone USING btree (account_id);

CREATE INDEX appeal_by_person ON public.appeal USING btree (person_id, made_at);

CREATE INDEX appeal_by_time ON public.appeal USING btree (made_at);

CREATE INDEX appeal_holder_by_account ON public.appeal_holder USING btree (account_id);

CREATE INDEX attendance_check_by_enrolment ON public.attendance_check USING btree (enrolment_id);

CREATE INDEX attendance_check_by_person ON public.attendance_check USING btree (person_id, issued_at);

CREATE INDEX attendance_check_by_time ON public.attendance_check USING btree (issued_at);

CREATE INDEX attendance_check_decided ON public.attendance_check USING btree (answered_at) WHERE (answered_at IS NOT NULL);

CREATE INDEX audit_event_by_account ON public.audit_event USING btree (account_id, at_ms);

CREATE INDEX audit_event_by_action ON public.audit_event USING btree (action, at_ms);

CREATE INDEX audit_event_by_subject ON public.audit_event USING btree (subject, at_ms);

CREATE INDEX audit_event_by_time ON public.audit_event USING btree (at_ms);

CREATE INDEX category_paper_by_decision ON public.category_paper USING btree (decided_at) WHERE (decided_at IS NOT NULL);

CREATE INDEX category_paper_by_person ON public.category_paper USING btree (person_id, sent_at);

CREATE INDEX category_paper_open ON public.category_paper USING btree (standing, sent_at);

CREATE INDEX code_sending_by_time ON public.code_sending USING btree (at_ms);

CREATE INDEX code_sending_by_whom ON public.code_sending USING btree (whom, at_ms);

CREATE INDEX consent_by_person ON public.consent USING btree (person_id, at_ms);

CREATE INDEX enrolment_by_person ON public.enrolment USING btree (person_id);

CREATE INDEX evidence_by_time ON public.evidence USING btree (last_at);

CREATE INDEX export_run_by_account ON public.export_run USING btree (account_id, requested_at);

CREATE INDEX export_run_by_state ON public.export_run USING btree (state, requested_at);

CREATE INDEX invitation_by_time ON public.invitation USING btree (made_at);

CREATE INDEX job_by_turn ON public.job USING btree (kind, state, run_after);

CREATE INDEX ledger_entry_by_group ON public.ledger_entry USING btree (entry_group);

CREATE INDEX lesson_progress_waiting ON public.lesson_progress USING btree (enrolment_id) WHERE (waiting_ms > 0);

CREATE INDEX login_session_by_account ON public.login_session USING btree (account_id);

CREATE INDEX login_session_by_end ON public.login_session USING btree (expires_at);

CREATE INDEX passkey_by_account ON public.passkey USING btree (account_id);

CREATE INDEX passkey_challenge_by_account ON public.passkey_challenge USING btree (account_id);

CREATE INDEX passkey_challenge_by_end ON public.passkey_challenge USING btree (until_ms);

CREATE INDEX person_by_end ON public.person USING btree (kept_until) WHERE (kept_until IS NOT NULL);

CREATE INDEX person_study_by_live ON public.person_study USING btree (live_enrolment_id);

CREATE INDEX question_by_lesson ON public.question USING btree (lesson_id, at_ms);

CREATE INDEX signal_by_time ON public.signal USING btree (found_at);

CREATE UNIQUE INDEX signal_open_once ON public.signal USING btree (kind, subject) WHERE (looked_at IS NULL);

CREATE INDEX staff_device_by_time ON public.staff_device USING btree (last_at);

CREATE INDEX study_session_by_enrolment ON public.study_session USING btree (enrolment_id);

CREATE INDEX study_session_by_lesson ON public.study_session USING btree (lesson_id, opened_at);

CREATE INDEX study_session_by_person ON public.study_session USING btree (person_id, opened_at);

CREATE INDEX study_trace_by_time ON public.study_trace USING btree (opened_at);

CREATE INDEX subsidy_record_by_class ON public.subsidy_record USING btree (class_id, completed, verified_ms, credit_tenths, amount_fen);

CREATE INDEX training_class_by_course ON public.training_class USING btree (course_id);

CREATE INDEX training_class_by_organisation ON public.training_class USING btree (organisation_id);

CREATE TRIGGER appeal_append_only BEFORE DELETE OR UPDATE ON public.appeal FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_grant_append_only BEFORE DELETE OR UPDATE ON public.appeal_grant FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_grant_confirmed BEFORE INSERT ON public.appeal_grant FOR EACH ROW EXECUTE FUNCTION public.appeal_grant_confirmed();

CREATE TRIGGER appeal_grant_no_truncate BEFORE TRUNCATE ON public.appeal_grant FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_holder_append_only BEFORE DELETE OR UPDATE ON public.appeal_holder FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_holder_no_truncate BEFORE TRUNCATE ON public.appeal_holder FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_no_truncate BEFORE TRUNCATE ON public.appeal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_of_ones_own BEFORE INSERT ON public.appeal FOR EACH ROW EXECUTE FUNCTION public.appeal_of_ones_own();

CREATE TRIGGER appeal_step_append_only BEFORE DELETE OR UPDATE ON public.appeal_step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER appeal_step_duties BEFORE INSERT ON public.appeal_step FOR EACH ROW EXECUTE FUNCTION public.appeal_step_duties();

CREATE TRIGGER appeal_step_in_post BEFORE INSERT ON public.appeal_step FOR EACH ROW EXECUTE FUNCTION public.appeal_step_in_post();

CREATE TRIGGER appeal_step_no_truncate BEFORE TRUNCATE ON public.appeal_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.audit_checkpoint FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON public.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE CONSTRAINT TRIGGER audit_event_has_leaf AFTER INSERT ON public.audit_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.audit_event_has_leaf();

CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_leaf_append_only BEFORE DELETE OR UPDATE ON public.audit_leaf FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_leaf_no_truncate BEFORE TRUNCATE ON public.audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_node_append_only BEFORE DELETE OR UPDATE ON public.audit_node FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_node_no_truncate BEFORE TRUNCATE ON public.audit_node FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER consent_append_only BEFORE DELETE OR UPDATE ON public.consent FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON public.consent FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_append_only BEFORE UPDATE ON public.evidence FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_archive_append_only BEFORE DELETE OR UPDATE ON public.evidence_archive FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_archive_no_truncate BEFORE TRUNCATE ON public.evidence_archive FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_is_archived BEFORE DELETE ON public.evidence FOR EACH ROW EXECUTE FUNCTION public.evidence_is_archived();

CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON public.evidence FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_no_delete BEFORE DELETE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_no_truncate BEFORE TRUNCATE ON public.invitation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_once BEFORE UPDATE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_once();

CREATE TRIGGER ledger_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_day_append_only BEFORE DELETE OR UPDATE ON public.ledger_day FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_day_no_truncate BEFORE TRUNCATE ON public.ledger_day FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_group_append_only BEFORE DELETE OR UPDATE ON public.ledger_entry_group FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_group_no_truncate BEFORE TRUNCATE ON public.ledger_entry_group FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_of_somebody BEFORE INSERT ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.ledger_entry_of_somebody();

CREATE TRIGGER ledger_key_note_append_only BEFORE DELETE OR UPDATE ON public.ledger_key_note FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_key_note_no_truncate BEFORE TRUNCATE ON public.ledger_key_note FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_lesson_append_only BEFORE DELETE OR UPDATE ON public.ledger_lesson FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_lesson_no_truncate BEFORE TRUNCATE ON public.ledger_lesson FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_node_append_only BEFORE UPDATE ON public.ledger_node FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_node_compacts BEFORE DELETE ON public.ledger_node FOR EACH ROW EXECUTE FUNCTION public.ledger_node_compacts();

CREATE TRIGGER ledger_node_no_truncate BEFORE TRUNCATE ON public.ledger_node FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER role_grant_apart BEFORE INSERT ON public.role_grant FOR EACH ROW EXECUTE FUNCTION public.role_grant_apart();

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.account_phone
    ADD CONSTRAINT account_phone_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_enrolment_id_lesson_id_day_code_fkey FOREIGN KEY (enrolment_id, lesson_id, day, code) REFERENCES public.refusal(enrolment_id, lesson_id, day, code);

ALTER TABLE ONLY public.appeal_grant
    ADD CONSTRAINT appeal_grant_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES public.appeal(id);

ALTER TABLE ONLY public.appeal_grant
    ADD CONSTRAINT appeal_grant_entry_index_fkey FOREIGN KEY (entry_index) REFERENCES public.ledger_entry(entry_index);

ALTER TABLE ONLY public.appeal_holder
    ADD CONSTRAINT appeal_holder_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.appeal_holder
    ADD CONSTRAINT appeal_holder_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES public.appeal(id);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.appeal_step
    ADD CONSTRAINT appeal_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.appeal_step
    ADD CONSTRAINT appeal_step_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES public.appeal(id);

ALTER TABLE ONLY public.appeal_step
    ADD CONSTRAINT appeal_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.attendance_check
    ADD CONSTRAINT attendance_check_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.attendance_check
    ADD CONSTRAINT attendance_check_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.attendance_check
    ADD CONSTRAINT attendance_check_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.attendance_check
    ADD CONSTRAINT attendance_check_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.study_session(id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.audit_event(id);

ALTER TABLE ONLY public.category_paper
    ADD CONSTRAINT category_paper_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.category_paper
    ADD CONSTRAINT category_paper_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.category_paper
    ADD CONSTRAINT category_paper_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.check_tally
    ADD CONSTRAINT check_tally_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.class_plan
    ADD CONSTRAINT class_plan_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.class_plan
    ADD CONSTRAINT class_plan_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.course_audience
    ADD CONSTRAINT course_audience_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.course_audience
    ADD CONSTRAINT course_audience_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.course_term
    ADD CONSTRAINT course_term_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.evidence_archive
    ADD CONSTRAINT evidence_archive_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.identity_link
    ADD CONSTRAINT identity_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.ledger_day
    ADD CONSTRAINT ledger_day_entry_index_fkey FOREIGN KEY (entry_index) REFERENCES public.ledger_entry(entry_index);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_entry_group_fkey FOREIGN KEY (entry_group) REFERENCES public.ledger_entry_group(entry_group);

ALTER TABLE ONLY public.ledger_entry_group
    ADD CONSTRAINT ledger_entry_group_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.ledger_entry_group
    ADD CONSTRAINT ledger_entry_group_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.ledger_entry_group
    ADD CONSTRAINT ledger_entry_group_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_lesson_fkey FOREIGN KEY (lesson) REFERENCES public.ledger_lesson(lesson);

ALTER TABLE ONLY public.ledger_lesson
    ADD CONSTRAINT ledger_lesson_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.lesson
    ADD CONSTRAINT lesson_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.lesson_progress
    ADD CONSTRAINT lesson_progress_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.lesson_progress
    ADD CONSTRAINT lesson_progress_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT login_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.paper_content
    ADD CONSTRAINT paper_content_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.category_paper(id);

ALTER TABLE ONLY public.paper_seen
    ADD CONSTRAINT paper_seen_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.paper_seen
    ADD CONSTRAINT paper_seen_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.category_paper(id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.person_study
    ADD CONSTRAINT person_study_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_looked_by_fkey FOREIGN KEY (looked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.signal_person
    ADD CONSTRAINT signal_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.signal_person
    ADD CONSTRAINT signal_person_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES public.signal(id);

ALTER TABLE ONLY public.staff_device
    ADD CONSTRAINT staff_device_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.study_session
    ADD CONSTRAINT study_session_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.study_session
    ADD CONSTRAINT study_session_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.study_session
    ADD CONSTRAINT study_session_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.study_trace
    ADD CONSTRAINT study_trace_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.study_trace
    ADD CONSTRAINT study_trace_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.study_session(id);

ALTER TABLE ONLY public.subsidy_record
    ADD CONSTRAINT subsidy_record_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.subsidy_record
    ADD CONSTRAINT subsidy_record_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.subsidy_record
    ADD CONSTRAINT subsidy_record_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_teacher_id_fkey FOREIGN KEY (teacher_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.wrapped_key
    ADD CONSTRAINT wrapped_key_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.data_key(id);

