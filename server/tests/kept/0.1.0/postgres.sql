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
          AND (g.role NOT IN ('city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
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

CREATE FUNCTION public.login_session_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE now_ms BIGINT := CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT);
BEGIN
    -- Whoever ends one at the same time clears away the same: nobody waits for that.
    DELETE FROM login_ended WHERE token_digest IN (
        SELECT token_digest FROM login_ended WHERE at_ms < now_ms - 60000 FOR UPDATE SKIP LOCKED);
    INSERT INTO login_ended (token_digest, at_ms) VALUES (OLD.token_digest, now_ms)
    ON CONFLICT (token_digest) DO UPDATE SET at_ms = excluded.at_ms;
    RETURN NULL;
END;
$$;

CREATE FUNCTION public.person_begins_unseen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.identity_seen_by IS NOT NULL
    THEN RAISE EXCEPTION 'person_begins_unseen: it takes an account of somebody else'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.person_seen_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.identity_seen_by IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.identity_seen_by AND a.person_id <> NEW.id)
    THEN RAISE EXCEPTION 'person_seen_by_another: it takes an account of somebody else'; END IF;
    RETURN NEW;
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
    -- A post that is only ended or shortened offends nobody.
    IF TG_OP = 'UPDATE' AND NEW.account_id = OLD.account_id AND NEW.role = OLD.role
       AND NEW.ends_at IS NOT NULL AND (OLD.ends_at IS NULL OR NEW.ends_at <= OLD.ends_at)
    THEN RETURN NEW; END IF;
    -- One post of a person at a time: of two given at once the second waits here, and then sees the first.
    PERFORM 1 FROM person p JOIN account a ON a.person_id = p.id WHERE a.id = NEW.account_id FOR NO KEY UPDATE OF p;
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

CREATE FUNCTION public.role_grant_by_two() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.confirmed_by IS NOT NULL AND EXISTS (
        SELECT 1 FROM account c JOIN account o ON o.person_id = c.person_id
        WHERE c.id = NEW.confirmed_by AND o.id IN (NEW.account_id, NEW.invited_by))
    THEN RAISE EXCEPTION 'role_grant_by_two: the second person is neither the holder nor who invited'; END IF;
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
    told_at bigint,
    mark bytea DEFAULT '\x'::bytea NOT NULL
);

CREATE TABLE public.account_phone (
    phone_digest bytea NOT NULL,
    account_id text NOT NULL,
    since bigint NOT NULL,
    verified_at bigint,
    mark bytea DEFAULT '\x'::bytea NOT NULL
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
    class_id text,
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
    hasty boolean DEFAULT false NOT NULL,
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
    checkpoints bigint NOT NULL,
    mac bytea,
    CONSTRAINT audit_head_id_check CHECK ((id = 1))
);

CREATE TABLE public.audit_leaf (
    leaf_index bigint NOT NULL,
    event_id text NOT NULL,
    mac bytea DEFAULT '\x'::bytea NOT NULL
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

CREATE TABLE public.cosignature (
    tree text NOT NULL,
    size bigint NOT NULL,
    public_key text NOT NULL,
    at_s bigint NOT NULL,
    line text NOT NULL,
    CONSTRAINT cosignature_tree_check CHECK ((tree = ANY (ARRAY['ledger'::text, 'audit'::text])))
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

CREATE TABLE public.device_key (
    id text NOT NULL,
    account_id text NOT NULL,
    public_key text NOT NULL,
    device text NOT NULL,
    created_at bigint NOT NULL,
    removed_at bigint
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
    body bytea NOT NULL,
    mac bytea DEFAULT '\x'::bytea NOT NULL
);

CREATE TABLE public.evidence_archive (
    person_id text NOT NULL,
    first_n bigint NOT NULL,
    last_n bigint NOT NULL,
    last_at bigint NOT NULL,
    body bytea NOT NULL,
    mac bytea DEFAULT '\x'::bytea NOT NULL
);

CREATE VIEW public.evidence_kept AS
 SELECT evidence_archive.person_id,
    evidence_archive.first_n,
    evidence_archive.last_n,
    evidence_archive.last_at,
    evidence_archive.body,
    evidence_archive.mac
   FROM public.evidence_archive
UNION ALL
 SELECT evidence.person_id,
    evidence.first_n,
    evidence.last_n,
    evidence.last_at,
    evidence.body,
    evidence.mac
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
    CONSTRAINT export_run_format_check CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text, 'csv_raw'::text]))),
    CONSTRAINT export_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'building'::text, 'ready'::text, 'failed'::text])))
);

CREATE TABLE public.former_document (
    person_id text NOT NULL,
    document_type text NOT NULL,
    document_digest bytea NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.identity_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id text NOT NULL,
    linked_at bigint NOT NULL,
    mark bytea DEFAULT '\x'::bytea NOT NULL
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
    steps_done bigint,
    steps bigint,
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
    signed boolean,
    body bytea NOT NULL,
    mac bytea DEFAULT '\x'::bytea NOT NULL
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
    checkpoints bigint NOT NULL,
    mac bytea,
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
    y.signed,
    y.body,
    y.mac
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
    media_sha256 text,
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

CREATE TABLE public.login_ended (
    token_digest bytea NOT NULL,
    at_ms bigint NOT NULL
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
    device text DEFAULT ''::text NOT NULL,
    mark bytea DEFAULT '\x'::bytea NOT NULL
);

CREATE TABLE public.one_time_code (
    phone_digest bytea NOT NULL,
    purpose text NOT NULL,
    code_digest bytea NOT NULL,
    sent_at bigint NOT NULL,
    tries bigint NOT NULL
);

CREATE TABLE public.one_time_code_try (
    phone_digest bytea NOT NULL,
    purpose text NOT NULL,
    asker text NOT NULL,
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
    removed_at bigint,
    mark bytea DEFAULT '\x'::bytea NOT NULL
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
    category_paper_id text,
    identity_seen_at bigint,
    identity_seen_by text,
    created_at bigint NOT NULL,
    closed_at bigint,
    kept_until bigint,
    fact_salt bytea DEFAULT '\x'::bytea NOT NULL,
    CONSTRAINT person_identity_seen CHECK (((identity_seen_at IS NULL) = (identity_seen_by IS NULL))),
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
    held boolean NOT NULL,
    mac bytea DEFAULT '\x'::bytea NOT NULL
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

CREATE TABLE public.question_tally (
    question_id text NOT NULL,
    week bigint NOT NULL,
    took_s bigint NOT NULL,
    shown bigint NOT NULL
);

CREATE TABLE public.recovery_code (
    account_id text NOT NULL,
    code_digest bytea NOT NULL,
    used_at bigint,
    mark bytea DEFAULT '\x'::bytea NOT NULL
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

CREATE TABLE public.registration_trace (
    person_id text NOT NULL,
    at_ms bigint NOT NULL,
    number_digest bytea NOT NULL,
    device_digest bytea,
    network_digest bytea
);

CREATE TABLE public.role_grant (
    account_id text NOT NULL,
    role text NOT NULL,
    organisation_id text,
    region_id text,
    granted_at bigint NOT NULL,
    ends_at bigint,
    invited_by text,
    confirmed_at bigint,
    confirmed_by text,
    mark bytea DEFAULT '\x'::bytea NOT NULL,
    CONSTRAINT role_grant_confirmed CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL)))
);

CREATE TABLE public.second_factor (
    account_id text NOT NULL,
    secret_sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    since bigint NOT NULL,
    mark bytea DEFAULT '\x'::bytea NOT NULL
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
    identity_seen boolean NOT NULL,
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

CREATE TABLE public.witness (
    public_key text NOT NULL,
    tree text NOT NULL,
    asked_at bigint NOT NULL,
    silent_since bigint,
    trouble text,
    CONSTRAINT witness_silent CHECK (((silent_since IS NULL) = (trouble IS NULL))),
    CONSTRAINT witness_tree_check CHECK ((tree = ANY (ARRAY['ledger'::text, 'audit'::text]))),
    CONSTRAINT witness_trouble_check CHECK ((trouble = ANY (ARRAY['away'::text, 'unknown'::text, 'clock'::text, 'shorter'::text, 'rewritten'::text])))
);

CREATE TABLE public.wrapped_key (
    key_id text NOT NULL,
    master text NOT NULL,
    wrapped bytea NOT NULL
);

INSERT INTO public._sqlx_migrations VALUES (1, 'key', '2026-11-30 08:50:58.772305+00', true, '\xeb751d525f703e9ef11a810e02daf5cbbe881c2be0fe9e4e4b3748096581c83cbb3a86f5d8298cfd3c810308cd537c3d', 23546735);
INSERT INTO public._sqlx_migrations VALUES (2, 'person', '2026-11-30 08:50:58.796385+00', true, '\xac2d51313dfb0efcfbbb26099e32e6710dadbcd316ed0ab3b7412219f722126fd409b615caa4737b0ef1c2aaa694208d', 29715068);
INSERT INTO public._sqlx_migrations VALUES (3, 'account', '2026-11-30 08:50:58.826987+00', true, '\xf50667d4a679cc831bc09105b2a988be7eb3f7cbb419b186cada604e3175b672a831e59b9ac83a6b526bfb5dc7a38826', 97867943);
INSERT INTO public._sqlx_migrations VALUES (4, 'paper', '2026-11-30 08:50:58.924773+00', true, '\xb05b2f563b91ecf015292b7e5e060b55bb502d99ad62ebe8952d6d7f0574e1741c434a6af511b2f3af37217b2c0a66b1', 14334182);
INSERT INTO public._sqlx_migrations VALUES (5, 'course class', '2026-11-30 08:50:58.939419+00', true, '\x0198081f456c287a06d767a56ee94d2908c3348d88ba01cb3aeb62008658b668f4ca5f940eed87bf982bfa8118c087ac', 42162792);
INSERT INTO public._sqlx_migrations VALUES (6, 'study', '2026-11-30 08:50:58.981953+00', true, '\xaa01e84bbf78a3b13164187a80858e5945bc2bb14df1938140275bb88ffab37ccac5d63273f3fa0f8c25fb2649a6dadf', 54120318);
INSERT INTO public._sqlx_migrations VALUES (7, 'ledger', '2026-11-30 08:50:59.036529+00', true, '\x2a31d7780078988ac6f3407b962516b87c9d95e9fee1dbff7396253566d5467b86147599c9cf8e810fa8463508b1950d', 55351947);
INSERT INTO public._sqlx_migrations VALUES (8, 'appeal signal', '2026-11-30 08:50:59.092325+00', true, '\x1bce2fabd09772117e357d5dab8e1e6b52ecbd157df506c93109da727d37204ee688c928770c552c3c09818de3370cf5', 43494518);
INSERT INTO public._sqlx_migrations VALUES (9, 'audit', '2026-11-30 08:50:59.136184+00', true, '\xc9c9313ad20876d155f4cb95d4f69a2b57539af18d09c8edbd4ad5d7eb6ed66f86a7251e51ec9a96b53a9591cfae4a5d', 29931984);
INSERT INTO public._sqlx_migrations VALUES (10, 'export', '2026-11-30 08:50:59.166418+00', true, '\x239c808f591423a062e43d70588f1f7d11f678409c080ec016a182555e6e0394bf45107e1968b8f0308b3796345aa365', 12752826);
INSERT INTO public._sqlx_migrations VALUES (11, 'job', '2026-11-30 08:50:59.179542+00', true, '\xb04e5604e71055e76cf20f88882d5435d27b368060bae6ba9685fedb8c560dc48fa811656e78060e69b8922cfa9feb42', 3815878);

INSERT INTO public.account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x3aa18a0e6226d0dd652b5f2da51245a2');
INSERT INTO public.account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x2ccb7c4f98d7aad1b2a9e821df14ffb6');
INSERT INTO public.account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x645437de2b33bad00e741b202615d394');
INSERT INTO public.account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795311027000, NULL, '\x2a435b30da4482beb567e3b96c378f1b');
INSERT INTO public.account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795312854000, NULL, '\x7d9328d21474554a1b1fc438970ce528');
INSERT INTO public.account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795313178000, NULL, '\xb7792c41f581d337f37e0a77fef8dd88');

INSERT INTO public.appeal VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 'person-li', 'account-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO public.appeal VALUES ('01a200fc-23f0-7a96-b5b9-b5a2ebe5932e', 'person-wang', 'account-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);

INSERT INTO public.appeal_grant VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 2, 300000);

INSERT INTO public.appeal_step VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO public.appeal_step VALUES ('01a200e0-4338-70cf-8607-04cf9bb98a9d', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);

INSERT INTO public.attendance_check VALUES ('01a33b35-e9b0-78a0-a957-29146d32256e', 'person-li', '01a33b34-ff50-78c6-a6a1-e81633fe63db', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'crab-3', 'question', 'crab-3-q1', 1, 1800584686000, 1800584686000, NULL, 1800584693000, 'passed', '2', false, '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');

INSERT INTO public.audit_checkpoint VALUES (15, '\x3850cdc6328c0d472fc810ea86e7611a0159511661deb907a22e6e204cf4a347', 'xueshi.example/test/audit
15
OFDNxjKMDUcvyBDqhudhGgFZURZh3rkHoi5uIEz0o0c=

— xueshi.example/test/audit Gu+psKIe8sOUhRg1Wlr5qcBllWI2V6ioaIXWzuVcKuMt6TJYF44knWqUZ2jXs1zOsXoPruvoDr7iYVhXYHAIGs/ocgE=
', 1795309200000);
INSERT INTO public.audit_checkpoint VALUES (37, '\x585259fce300d35a9d46d9b7ea84add7b3548afa974f08d51d66034da7e6a076', 'xueshi.example/test/audit
37
WFJZ/OMA01qdRtm36oSt17NUivqXTwjVHWYDTafmoHY=

— xueshi.example/test/audit Gu+psCP1Pt7gm71roiUSeoERmb/WQCFN0jMswzOl9I3drDLCL9aUTydaavrPUtFDjSl/5HgqMBIAxeCiaFaemAfteQA=
', 1795314226000);

INSERT INTO public.audit_event VALUES ('fact-0', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01', '', '{"profile":"standard","effective_from":"2026-01-01","sha256":"956d8d45aa5760d945f831674816415f1f7e74c2abbbdf32a66b1402813c7d71"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-1', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01-compressed', '', '{"profile":"compressed","effective_from":"2026-01-01","sha256":"28d6476e416c2ba9967d453c22f2dc928616cc5c41b8545182427fbc9ce6edcc"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-2', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26', '', '{"profile":"standard","effective_from":"2026-11-26","sha256":"3561de9f212f6aa8cc3be597d4a358a31b2cc8776716e7f115b8696085a07fc6"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-3', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26-compressed', '', '{"profile":"compressed","effective_from":"2026-11-26","sha256":"f11f8359cfa89ea45c08f6cd7cc1639b695ec159b74910575f14ed942c634f75"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-4', 1795309200000, NULL, 'fact.organisation', 'organisation:bureau', '', '{"kind":"bureau","name":"市人社局","name_en":"City bureau","region":"city","credit_code":"C0","phone":"12333"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-5', 1795309200000, NULL, 'fact.organisation', 'organisation:school', '', '{"kind":"institution","name":"渔丰学校","name_en":"Yufeng School","region":"county","credit_code":"C1","phone":"0546-1"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-6', 1795309200000, NULL, 'fact.organisation', 'organisation:school2', '', '{"kind":"institution","name":"新航学校","name_en":"Xinhang School","region":"county2","credit_code":"C2","phone":"0546-2"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-7', 1795309200000, NULL, 'fact.course', 'course:crab', '', '{"code":"crab","title":"大闸蟹养殖入门","organisation":"school","trade_code":"trade-crab","trade":"水产养殖工","level":"special","mode":"online","published_at_ms":1795309200000}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-8', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-1', '', '{"course":"crab","code":"crab-1","position":1,"kind":"video","duration_ms":600000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-9', 1795309200000, NULL, 'fact.question', 'question:crab-1-q1', '', '{"lesson":"crab-1","at_ms":60000,"item":"9d13a44ef0e9b8de6f3147be8258ea1c"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-10', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-2', '', '{"course":"crab","code":"crab-2","position":2,"kind":"video","duration_ms":300000,"media_bytes":3000000,"media_sha256":"0000000000000000000000000000000000000000000000000000000000000000","pages_sha256":"04041a39e9767c77f7fc63538c94ad54c941e29bd62a274dfd5f8d26ddecbc95"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-11', 1795309200000, NULL, 'fact.question', 'question:crab-2-q1', '', '{"lesson":"crab-2","at_ms":60000,"item":"50df5103d933b7d59c3409febcb08787"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-12', 1795309200000, NULL, 'fact.lesson', 'lesson:crab-3', '', '{"course":"crab","code":"crab-3","position":3,"kind":"document","duration_ms":120000,"media_bytes":0,"media_sha256":null,"pages_sha256":"fbf59919d3923798c8b71449035b9eeed923fc313067eb5fb460317d90f2f021"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-13', 1795309200000, NULL, 'fact.question', 'question:crab-3-q1', '', '{"lesson":"crab-3","at_ms":60000,"item":"3dd8afc8f48110af3a4ef2a5d4c159de"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-14', 1795309200000, NULL, 'fact.class', 'class:crab-k', '', '{"code":"crab-2026-1","course":"crab","organisation":"school","region":"county","teacher":null,"title":"2026 年第 1 期","starts_on":"2026-11-01","ends_on":"2027-06-30","capacity":30,"policy":"2026-01-01","opened_at_ms":1795309200000}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-15', 1795309200000, NULL, 'fact.person', 'person:person-zhou', '', '{"document":"4fbe3c9b42d618e07d3b71cefe815f57","name":"2fb70eef20dce85fa5a1fe35d275adff","birth":"7d933e03b22018298c39d3edc936629c","phone":"2230e98a8de2cac09aa6199afd62758c","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"city","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-16', 1795309200000, NULL, 'fact.account', 'account:account-zhou', '', '{"person":"person-zhou","active":true,"sign_in":"31964df7c92bab12ed8aa254324080c9","roles":[{"role":"city_first_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-17', 1795309200000, NULL, 'fact.person', 'person:person-wu', '', '{"document":"6e70036ef2568534cacd61e2941b167d","name":"c064e113cda767f0ab23cb989f553eda","birth":"632a8cf0533c561794ac272d13e439ea","phone":"8c7d1ebb2a29ed7a02450ac3b53a82fb","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"city","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-18', 1795309200000, NULL, 'fact.account', 'account:account-wu', '', '{"person":"person-wu","active":true,"sign_in":"206a29be186dd567b3b2fb14beb30cd2","roles":[{"role":"city_second_reviewer","organisation":"bureau","region":"city","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-19', 1795309200000, NULL, 'fact.person', 'person:person-li', '', '{"document":"3767e89eb75cbcbdfdc62e62a9ee30de","name":"eacad251b95adc12112f11585d521583","birth":"1845aed3e919c9d13e384ba9dee5d78d","phone":"3b618ed323279c1a19b678401514c206","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-20', 1795309200000, NULL, 'fact.account', 'account:account-li', '', '{"person":"person-li","active":true,"sign_in":"47c5002fbe4587668dc80ba260cc0bd3","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795309200000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-21', 1795309200000, NULL, 'fact.enrolment', 'enrolment:01a200c4-6280-7c63-927b-d66a49546972', '', '{"class":"crab-k","person":"person-li","enrolled_at_ms":1795309200000}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('fact-23', 1795311027000, NULL, 'fact.person', 'person:person-wang', '', '{"document":"67bb4af24dd6c49e1379d61e874bd98d","name":"92a12973a59b280e2cb54f236c3ca243","birth":"2fde8dbe14ef23a754b797785b552338","phone":"91bab92c0d896f476c0efa7f63d7fb2a","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-24', 1795311027000, NULL, 'fact.account', 'account:account-wang', '', '{"person":"person-wang","active":true,"sign_in":"b803dd4060d7c8f140e53b0b55ec7151","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795311027000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-25', 1795311027000, NULL, 'fact.enrolment', 'enrolment:01a200e0-4338-70ae-99d3-ca31d0910b32', '', '{"class":"crab-k","person":"person-wang","enrolled_at_ms":1795311027000}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7f38-8727-f6b1ca4267b7', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-7a96-b5b9-b5a2ebe5932e', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7d33-8bc3-4037def5bd6d', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-70cf-8607-04cf9bb98a9d', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO public.audit_event VALUES ('fact-29', 1795312854000, NULL, 'fact.person', 'person:person-zhao', '', '{"document":"d852f7ef63801e1bd73772926268cdb9","name":"76de3e628087f81e634a7d335b2f107b","birth":"6cf1015f584e5ff49bf68f7b622d7bb0","phone":"e0063cacbda499a65b6b5b0a37ea5854","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-30', 1795312854000, NULL, 'fact.account', 'account:account-zhao', '', '{"person":"person-zhao","active":true,"sign_in":"429d090648f0f0b1ef32810364ac8cb8","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795312854000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-31', 1795312854000, NULL, 'fact.enrolment', 'enrolment:01a200fc-23f0-7799-bef8-c001c8070b90', '', '{"class":"crab-k","person":"person-zhao","enrolled_at_ms":1795312854000}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-32', 1795313178000, NULL, 'fact.person', 'person:person-sun', '', '{"document":"e4959cf1020dc467f221def836652ae9","name":"f2f6ee03f11bcd71cfe7aaba094ad627","birth":"a024e25a673ad4f8a89655443c773e32","phone":"038dcc0f288c6eb98c82efaa8b2ca562","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-33', 1795313178000, NULL, 'fact.account', 'account:account-sun', '', '{"person":"person-sun","active":true,"sign_in":"1e00b182aa8268b3c9b3e692f10604f0","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795313178000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-34', 1795313178000, NULL, 'fact.enrolment', 'enrolment:01a20101-1590-76f1-9ce1-02d81e8748a2', '', '{"class":"crab-k","person":"person-sun","enrolled_at_ms":1795313178000}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a20111-1350-77e9-bd25-c429aa7fb3ae', 1795314226000, 'account-zhou', 'export.request', 'export:01a20111-1350-7dd9-83f5-580298bb2751', '月度核对', '{"class":null,"region":null,"format":"csv","full_numbers":false}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a20111-1350-78a6-963e-325544fcc51d', 1795314226000, NULL, 'export.ready', 'export:01a20111-1350-7dd9-83f5-580298bb2751', '', '{"rows":4,"sha256":"31c51135a47c3a03fb97fec3e4dd50e8ead9383d860d1cdce855f77da0cf4f9e"}', '', '', '');

INSERT INTO public.audit_head VALUES (1, 37, 2, '\x10605cdcabaa554ca6d90c049a090bf7');

INSERT INTO public.audit_leaf VALUES (0, 'fact-0', '\x0c77c93c8d58325b4501345f9f157a45');
INSERT INTO public.audit_leaf VALUES (1, 'fact-1', '\x310e69df6efea0149182e22167fe18c6');
INSERT INTO public.audit_leaf VALUES (2, 'fact-2', '\xee1f394ee4ad2fc6ade894c353fd41aa');
INSERT INTO public.audit_leaf VALUES (3, 'fact-3', '\x1514629126993a284572ea9db935c8f7');
INSERT INTO public.audit_leaf VALUES (4, 'fact-4', '\xc2a4583a3ad1c0f25aea5d03af06e36b');
INSERT INTO public.audit_leaf VALUES (5, 'fact-5', '\x692ad6cefe07592530ffbe1bf962b294');
INSERT INTO public.audit_leaf VALUES (6, 'fact-6', '\x60e48df3d2494be212ca38abf3f3ba30');
INSERT INTO public.audit_leaf VALUES (7, 'fact-7', '\xfe44ca33c1b8bb1f851937359e467b0e');
INSERT INTO public.audit_leaf VALUES (8, 'fact-8', '\xca0c7c5dffd1ec4a22c792d3cd87918b');
INSERT INTO public.audit_leaf VALUES (9, 'fact-9', '\x32edf4229288db3030166bb9c77e8563');
INSERT INTO public.audit_leaf VALUES (10, 'fact-10', '\xf9a95b327882fae742f125cc326ac6ac');
INSERT INTO public.audit_leaf VALUES (11, 'fact-11', '\x49b4745317f1c4622387ef7b9f16cc11');
INSERT INTO public.audit_leaf VALUES (12, 'fact-12', '\x2b1079a7361fba1280320697614ea7f3');
INSERT INTO public.audit_leaf VALUES (13, 'fact-13', '\x9d5939a79bdb55d0e163b554aae2b384');
INSERT INTO public.audit_leaf VALUES (14, 'fact-14', '\xd4ce9637bb79c08f88f57152595c2ea2');
INSERT INTO public.audit_leaf VALUES (15, 'fact-15', '\xf9fc20e99a820c89640c35ba1817c7a5');
INSERT INTO public.audit_leaf VALUES (16, 'fact-16', '\x8df5c5668b628de5f9e4af30e859ad50');
INSERT INTO public.audit_leaf VALUES (17, 'fact-17', '\xc94ff154fcf98c493353b98d6a15adfc');
INSERT INTO public.audit_leaf VALUES (18, 'fact-18', '\xb6e52bfab3ce66221101d0d8da70da7a');
INSERT INTO public.audit_leaf VALUES (19, 'fact-19', '\xb3a101164f8904580e1dfb1364d75443');
INSERT INTO public.audit_leaf VALUES (20, 'fact-20', '\x3f68211919bd435c810f85c2007ee37a');
INSERT INTO public.audit_leaf VALUES (21, 'fact-21', '\xd8bc68b61575bdd915c23c0fcc42f848');
INSERT INTO public.audit_leaf VALUES (22, '01a200e0-4338-7137-ae77-76dc3f09e8ee', '\xc18d9178eea79eab9501b750799f39be');
INSERT INTO public.audit_leaf VALUES (23, 'fact-23', '\xb490776cdf3f23e35a06dd9209f3867f');
INSERT INTO public.audit_leaf VALUES (24, 'fact-24', '\xf32cf11d66805a2fd71fb8807f2a288f');
INSERT INTO public.audit_leaf VALUES (25, 'fact-25', '\x6b92aa759bda4c6b36167d70eef28d65');
INSERT INTO public.audit_leaf VALUES (26, '01a200fc-23f0-7f38-8727-f6b1ca4267b7', '\xcb851c9a73dfa2fce3a52945643f4fc6');
INSERT INTO public.audit_leaf VALUES (27, '01a200fc-23f0-76a7-b4bd-d26bb46ec080', '\x4562c7fb492b52f958f002d5b2af2690');
INSERT INTO public.audit_leaf VALUES (28, '01a200fc-23f0-7d33-8bc3-4037def5bd6d', '\xc2f9bf1f820109c2258c2ceba2169491');
INSERT INTO public.audit_leaf VALUES (29, 'fact-29', '\x0990f0355181669753f6d8004110d7e3');
INSERT INTO public.audit_leaf VALUES (30, 'fact-30', '\xcf547ae4f82ef9aa1169a5feed03f8ba');
INSERT INTO public.audit_leaf VALUES (31, 'fact-31', '\xbcde6e2e20d7bc3868ce14b16b8af321');
INSERT INTO public.audit_leaf VALUES (32, 'fact-32', '\x5b9136322e99f5d0f708a47ef9f3ef54');
INSERT INTO public.audit_leaf VALUES (33, 'fact-33', '\x094c60da2681a708a40cbf3166f2197a');
INSERT INTO public.audit_leaf VALUES (34, 'fact-34', '\xa7c84b313f457edf69760c8eefc07f5c');
INSERT INTO public.audit_leaf VALUES (35, '01a20111-1350-77e9-bd25-c429aa7fb3ae', '\xb86cde6162cf8a1d655289fb4d33ae1b');
INSERT INTO public.audit_leaf VALUES (36, '01a20111-1350-78a6-963e-325544fcc51d', '\x6949ac46c0ae07168985f72665321167');

INSERT INTO public.audit_node VALUES (0, '\x5f483d63b9002210c31425a107d1b3b8dec1aa43ce1fe7a676dfc71525b8f7e8');
INSERT INTO public.audit_node VALUES (1, '\xedc676ed039bdacdc3b1c5ad2568acca6a366ae6ce625e19e0a2a6f4b08e96cb');
INSERT INTO public.audit_node VALUES (2, '\x2298ce87a1cdeb31b412072d369a32e8f3cc0f8d6af25f85723165552d5e3b0c');
INSERT INTO public.audit_node VALUES (3, '\x0c607b420f67c6476ed6d6d6446e2eedf14b9e9294e9f198326f7a6d1f2d868d');
INSERT INTO public.audit_node VALUES (4, '\xd981263376423268aaeeb1376dee6013228539a73d2eb82f2070cfbb99257a67');
INSERT INTO public.audit_node VALUES (5, '\x1c3d8c6ef31e15a72795cdbcac127628daa726a921f38730837e19f291da6a9b');
INSERT INTO public.audit_node VALUES (6, '\xceed57f2712979a80b3ff5be909abf80916155e86c6e18512b488afd764c298b');
INSERT INTO public.audit_node VALUES (7, '\xd07d7ddc0aab965547065993b39396d27478e12d120a73346fce4a9c9753b586');
INSERT INTO public.audit_node VALUES (8, '\xa572dceb5d679a75d4b24374f7d7ba197fc9d3ce9c71e4af7bf4b1a11c27887d');
INSERT INTO public.audit_node VALUES (9, '\xb6e45e979f423986a786f8953a8a4aac47b03a57bdb406138b448875bb28d21f');
INSERT INTO public.audit_node VALUES (10, '\xdb98dc6637978c9a7e466473e149e39af6c13c9b47012efae6f6d1a1f821b77d');
INSERT INTO public.audit_node VALUES (11, '\xe37b57c6a3138c1d14b75abe4a2e89485611cb43f589846b4128ef8da194fcfa');
INSERT INTO public.audit_node VALUES (12, '\x3c40a0b8023d1d10d611a1f3fca6a56d9e40c3f4898a7db6e507846d35e2b256');
INSERT INTO public.audit_node VALUES (13, '\x7d0f237a4519f6c8ae8ba096532af1e9378889909e5129fc515577c5fbf68eb3');
INSERT INTO public.audit_node VALUES (14, '\x62c51cd861434d5de4f53043599049792e0921e05dd6bac9a2ce71cab3430d62');
INSERT INTO public.audit_node VALUES (15, '\x8cac833e9171e80647ad4e980307919db1b000a27c8f180020849c9dee046c91');
INSERT INTO public.audit_node VALUES (16, '\x58f5547215d53ed27ea21e4c5f76d6afe74263a3160df08225a42b566f470dcd');
INSERT INTO public.audit_node VALUES (17, '\x900ef34761a66daacd07b587b0bb9b6e1660c55d09af52dfbc56dfa1f5a3f42c');
INSERT INTO public.audit_node VALUES (18, '\xe17aa8b7df64d6fe1961023671b0055a8437dbc04a0107c97e64aac523f5c17b');
INSERT INTO public.audit_node VALUES (19, '\x82b5595075880798c274ad2f0e6a13e2117e2215afb5ecf5b64ab47330c5be72');
INSERT INTO public.audit_node VALUES (20, '\x6d80a2bc06c61b0ef5b9b36cd0a48adccc91f981af17358d7fcb211402386f2c');
INSERT INTO public.audit_node VALUES (21, '\x18da566bc4a9e6251dc69f9e61772d42403e8958d7b3fd2059e9f282e55baa95');
INSERT INTO public.audit_node VALUES (22, '\xa550f7ab930f447f3a5fc04ccf2a0be5258fe96ebb5a6661b1bff370526120e2');
INSERT INTO public.audit_node VALUES (23, '\xbfd0df6647da2326618207edbc8895c9d205edebd6796d547e3fc86125026bdd');
INSERT INTO public.audit_node VALUES (24, '\xd8cd149844178f1d6e630bdea96a6beb9c92c218ce9e1158c1c456492293bed2');
INSERT INTO public.audit_node VALUES (25, '\x15021ccbfdbecae8133b14772fe53777062dc79fcd28c8cbc511d7f49f28ef2a');
INSERT INTO public.audit_node VALUES (26, '\x1f09b3de79dde4b8c07cd863e5e104b1a4f874236e10842bafa995efdad37ece');
INSERT INTO public.audit_node VALUES (27, '\x10bbcccbd3314cd8686284a7f2fd4e09b3c3c7e0cc27f0d5c27b171aa7181bd4');
INSERT INTO public.audit_node VALUES (28, '\x54da654a869062f1a51e76e42e9fb0c2451e689a26f93c10afa9f0ac3ec7b0ac');
INSERT INTO public.audit_node VALUES (29, '\x1b4fd70f145f82f47b37bb91688d9dc212da14f59a0d1d3b212a8253322bb681');
INSERT INTO public.audit_node VALUES (30, '\x04e0cf0ac86b2dcbfce3dd984772027e80b215dc875e1c23feb09e6f799f1cda');
INSERT INTO public.audit_node VALUES (31, '\x39991dd9fbf5398f31848768ad9c2011d03e642db2b877784d1b853e1b6a3514');
INSERT INTO public.audit_node VALUES (32, '\x39d668c8d90c507592c2c47fb036f0da2f3c3f680c2c7521375bb2a3243c93e4');
INSERT INTO public.audit_node VALUES (33, '\xe3f35f93eeff18f67630137ac1c7af96d7650f60808dcd57192ed1d8473cd66a');
INSERT INTO public.audit_node VALUES (34, '\x9ee590ee8c89318e71bf1ee1e03ec02dd41298e20fe14a9b545bc044c9a94c53');
INSERT INTO public.audit_node VALUES (35, '\x18e554a3d1a38a34ed5f59bc06fc503446cea03c98f69ccd33bd02cfa8abce06');
INSERT INTO public.audit_node VALUES (36, '\x8a86b485e70c3442ac74b4cdce43f735d98b9a54a0723161589c77774c11ffa8');
INSERT INTO public.audit_node VALUES (37, '\xaa2454d1086c27af424f27b3d52b8946886770d216efc85ec2dd589c4bc8972e');
INSERT INTO public.audit_node VALUES (38, '\xbf33b4128889418dd98ad5bbe313d1555b1213341aa008b08e15ded566d64d10');
INSERT INTO public.audit_node VALUES (39, '\xc63c286209d8e3ae64d1fc0d27253a89bc23de3729ed7f195dff5469507e8af6');
INSERT INTO public.audit_node VALUES (40, '\xf97ba820e918e9b80cbcabc1b0aa4429f08eed1e80829c57e86ecf47dfa104e3');
INSERT INTO public.audit_node VALUES (41, '\x532b82c953397be355276dacba22bcf6c292df22f377e0ab47f79a4dc722bd6f');
INSERT INTO public.audit_node VALUES (42, '\x1eab17513493a22f9b15a923e5e4a15c227bd0734fb1d7b9c1dae54e7ed104c4');
INSERT INTO public.audit_node VALUES (43, '\x234486090449e97617137114b9aa4c3d0fe80463ecddfac12bfef1d67ac48d39');
INSERT INTO public.audit_node VALUES (44, '\x9ae284bcb249f0d8b689b9811bceaae31ac2ad657edacd0c4ac8e5396e660082');
INSERT INTO public.audit_node VALUES (45, '\x56a4d0828f85786c4a57ce8cc0863a4b35215a7d28d52332d87b380230db9576');
INSERT INTO public.audit_node VALUES (46, '\x5c9596e2217cfe243bd9bb8fe10acd9f5f73362ae8647b21c0f7f4aee311b493');
INSERT INTO public.audit_node VALUES (47, '\xc23b58e07dfc51e6b62e12e26d00c6fa2d376dd53d65848b227f50a9936621a7');
INSERT INTO public.audit_node VALUES (48, '\x6d5c8c74334adc8e048c3fa791118932e353f8695eb76ecc0050a2559d63d49f');
INSERT INTO public.audit_node VALUES (49, '\x14ebca9ff3196765bf19711dee7829b91ebb9c30627771e740c08ed128d071b1');
INSERT INTO public.audit_node VALUES (50, '\xe3befc5d78164ad82d3cfea4b5d1df0264a7336fc611330e403a0ff2068dcf4a');
INSERT INTO public.audit_node VALUES (51, '\xcc6fd31f7da42459f2ae3aadbc04f57ea18c92e874c5d37508013dd85bef8465');
INSERT INTO public.audit_node VALUES (52, '\x8c296f078f32776b5025f3d510846a3189f0b0d97fadcd60980e8c2dde38797b');
INSERT INTO public.audit_node VALUES (53, '\x81bf3d581d2caeee5dfe7d9f5543c869711f3d177eb263a4b065ce957d0150f0');
INSERT INTO public.audit_node VALUES (54, '\x3240ffb6deaab2879a534c3629ae26f685444caa1977f16e66e2ec16f24d0c31');
INSERT INTO public.audit_node VALUES (55, '\xef34eff2287d265c904fac705d877bcb73e81ebe5a55b0f3d3286855a506509a');
INSERT INTO public.audit_node VALUES (56, '\x170606b9355f4b0deddd492de7c39b203768d249be5aeee830b61c3c3c7aa89a');
INSERT INTO public.audit_node VALUES (57, '\x34c282b28dd664d37f06f1592354a17a40098f4a1a29a9d851f038c476bd3f3e');
INSERT INTO public.audit_node VALUES (58, '\x96839228e0ca43eeb91466150324b0b93f18907e754f250755300b2c1f8e5972');
INSERT INTO public.audit_node VALUES (59, '\x31631e20a4031275d15ae07150625313f8b85f47fcb034314893d2ba6cdba2f3');
INSERT INTO public.audit_node VALUES (60, '\xc2baafeeb2355724960f3d71624d4b573ec4e52106149cf7dafc93277cf90e6a');
INSERT INTO public.audit_node VALUES (61, '\xf70f1bcc9d93c5647df86fe32244a0778bde53e5b1f959cfb52f0639f28b91d9');
INSERT INTO public.audit_node VALUES (62, '\x487be27b6afa2e835cc0cea40458f97da07a73f1c5c887fcdba75f2474e29b6d');
INSERT INTO public.audit_node VALUES (63, '\xf269b6a68b912efe906904878b08f4767f054e8b77ca826e551b849891e42b77');
INSERT INTO public.audit_node VALUES (64, '\x5c4c8d8931268490acf8eae9715b3eb75835a23ecfc83429e3eedff82d2a4030');
INSERT INTO public.audit_node VALUES (65, '\x4b5fcd9b4670570621a6e33f4aaa46a22049ddc6c45df7590d44d0019343aa63');
INSERT INTO public.audit_node VALUES (66, '\x5bd570ffa36fc09e080fc8cd0060c24a331bd907db87317d8878f9f60225ada4');
INSERT INTO public.audit_node VALUES (67, '\x1200d320c6f982b21a6dca4f68220f7e7b0ffd11d467b12df6dcc5b031b15fe3');
INSERT INTO public.audit_node VALUES (68, '\xefbec3192c4cef074c16bdaa05b16bb2a0b815ef0980772e93c4ca26d965efda');
INSERT INTO public.audit_node VALUES (69, '\x63eeb4152f17379e0459c0bcb97e1ddd136a1abb034ebba6cdbb4ad1c72252c2');
INSERT INTO public.audit_node VALUES (70, '\x65a9a383bb3d42884c31ad817a8aca00afe5c927efe26d64f941ec29e32f29ab');

INSERT INTO public.check_tally VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 4, 0);
INSERT INTO public.check_tally VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 2, 0);
INSERT INTO public.check_tally VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 1, 3);
INSERT INTO public.check_tally VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 1, 3);

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

INSERT INTO public.enrolment VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', 1795309200000);
INSERT INTO public.enrolment VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO public.enrolment VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO public.enrolment VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', 1795313178000);

INSERT INTO public.evidence VALUES ('person-li', 44, 53, 1800584693000, '\x03ad963b4e03311086ed8803708608892623f9bd3607a18952d85e6f22854758a0427b86f4b45c201d6d2ace012d823b607b952724da8295a55d8de49d99df33dff8e412bfcf3fe6cb093e23d4465b202038d7d181af402b520011be32ce196d4d89bef03ac2716d2393a3c7d92cd8abe4b1c30ff6799eb778018ae99894571c0c2b1c944a5961a450a6605b3cf7b57530dd2676b6d09498dd416fded5e2b02dfccd2cdce534a17125a9eccd38441fc32119f02ce668d4e0e5f7dbcb79968673c70554958c616aafc02a4b2168aa38af82e2a543aff8e8e4fa974cf9fef4a1ecafe1b34a6a75da524aa3c4a647eeb375984b6ed4a0c527463d9c5ff9891f3d84da954ca74f7b378c641c1f0652ab9684605c52cb12b04616c00c15aae48c49153a0049e85ca1c9d7333e4c876eceb6e8d00a0977748d802cfcc4d6d6c7b999451df4abd83b93fec543fd187ef1210626b5d0b9651bbcb846e8f648df760b70ddb7ec68dfb627d9fc00', '\xebf4ec1ccabcb24dbb8fa3c5197c390c');

INSERT INTO public.evidence_archive VALUES ('person-li', 1, 43, 1795310827000, '\x06e597bf4ec33010c6ed0a26166646c4c8493eff371bcf811862c7010921a0c0842a75463c012b0b63c5c28ac4c6cc53f014b88e80b4d090764020224b899cc8df9df3bbcf76ef767989d0e1e5cdd5c33edd6058a4ee2041739b34bcacc086d2438596abe8046342907bdaead09343042dc071e3a1d4ba904e49ed0c6f3874e8171e0e9a1e9c7bf8b4cb8a2f4d96616a8dac94524ecb0f164e73ef4e9edadd0119bd50d2a3f996aff4d023e4731bbf5ebd985a55c79d7bb38bb04e5b833032a5add080adac8450688fcef9802c762842acffca58eb9aceae886e628d8aa827154ef01d7bcce315fd22a4b5222b6fae578997fdf5adb3fe79fcaa2604738ad5f18d0e09396a61b55b80efac622babf55f1d3caf2cadd1d1d35d93540d8a3b9b48450bde7b9b043d572a72164bf523a4e234a9fa2749edd216a7b980a84d9a5d6b24144619408b2e98e88260a103cd721e9abf139ba6199b34b38568b6cce4f8862f8c90edb66d7397107f6b9ec8f83fc95337f37ca42dc7986e219e1e2799bcb38e73f8c584574cd844f36c30feb4ca3bfbb3b7d56db0fbc9f32879b3bab204a1aa146c92026b2b06284a9b822e230becef5add2b', '\xb5524646092a0c8ba1934031585d68b9');
INSERT INTO public.evidence_archive VALUES ('person-sun', 1, 86, 1795314226000, '\x06bd96bf8bd44014c733eb7aa55ce15f7058fa60de4ce6c7f34f512c2693890b22ea7a56b2fd150a626925d616db69238836578a85b5088288859d5ce724bb78b9b0bb337b071b021b269bbc37ef7d3fdf97f1d1deb860afbe1e3dff3061d7383ac19123a0a236869640c12268abe21934275b176fd946873efb0add20900f085cd4168335a575a2e7d07eea2ab8dbf7e06e05872eab579a6c0cc3b1b72b2344a9eda9161e75abb7ba876fcf8af92f568c58f7d31df1625414bb3fdbf0fb4f0653bb5dbcb31ef245591dc85ac5b20aefa172dc830ac250e59de14ae740de95b18bf592ad272e2f588fb845d3e0219ec1ca4fdcd4f9388b5ac189eb074dd4e3e4e0c6e1f47158c59c4449ca76f9cdef15c5fd0d2ce42598c9c24235b38f7be39becf3f72f7d121c28eb2c18e72d54ca383028a52c4baf90e44e48104312e42e4988c7a8fb0b7bcd92c318a5daead365308717e5f2d16c5a7fb35e817344c00d9521d65b96681273380ba1548014424bb5e421940a364448f411c2f32054e212f116a10749845209fe4708378f13218c5634fb7d697c587cfbfb239ba1ab6cfe7e7f29c39f9fd8f1c995a4299fdf3d9bb8bb10372ba9012a8d00e9c806aa455d8a90d17a3a75cf67c9d6a7826d6cfd2af75cd96d61c416dd4ee594fbf1b0ecf69bcbe3178cfd797ad26f770342cad86e830455891e1ce9aa094db43baf8b773bb04c39b44c143996b9dcd5853d73ad3e27097d2287c634b1748d24a0ba5650698a77c87153d719fa442ef2c77b32da50a0f2c2e3bd9444f96a4d26b8a55aff01', '\x46bad014957863ffc9094bb6cb6aa742');
INSERT INTO public.evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, '\x06e597bf4bc43014c793e39c5c9c1dc5d107495e9ab46efe1d724392361e88a8a74e7220ce22b83a393abab90ace6efe154efe09a62977f6aa57eb0da258022dafa5ef473eef9ba477bbd427f4f5e2fcf26148d71937c15c30908829682f72305c6ab0a89c4a6dea13adc93d6d55e8d95f30534096e508ce20cf5928a94551536837321676eb1a1c2da2a9b2f8a9c8321e46bd8829d769f6cec251b46ec7d20ec6e4ee85921e8db77885871e211f47f97ae5b4b1aa96c69df94d58a52d806b1fd24ea507cb74021a8d1049c1bc15b24313f26a564a5fd7747e47747356eb88aaa870c8a7d8c749189a917161ad889e37d67ce065b8b6793c3a293eeb09e4811a1de3bbdb2364bf85d56e014e5915adac56b33a7e5eeeafd29ba7ab3aa9021093d00d123598c24ac8acf0267526e7e66748e54d52d54f92da652c4eb302a7315457e416b2443a10e8512895198bbc03cdf23b347fe5ac4933afd3cc16a259a18cf19dbd3042b6dab6cd5d42fcb5790af64ff294f53c1f69cb31a65b884707c14ddc5917dfd08b19ad989189fad9a0fcd4c79dfdf164751b0f3e681e2513a9f319706543b0dae560b3dc04bd538e692d3877e2ef4add1b', '\x58bb5af12ceb59345630ac5a6b527372');

INSERT INTO public.export_run VALUES ('01a20111-1350-7dd9-83f5-580298bb2751', 'account-zhou', NULL, NULL, 'csv', false, '月度核对', 1795314226000, 7, 'ready', NULL, '实名制台账_全部1个班_学时账7条_脱敏.csv', 4, '31c51135a47c3a03fb97fec3e4dd50e8ead9383d860d1cdce855f77da0cf4f9e', '{
  "form": 2,
  "generator": "xueshi 0.1.0",
  "file": "实名制台账_全部1个班_学时账7条_脱敏.csv",
  "sha256": "31c51135a47c3a03fb97fec3e4dd50e8ead9383d860d1cdce855f77da0cf4f9e",
  "scope": "1 个班期:crab-2026-1",
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
    "root": "a9aec3e58500bbdb20b7c5c3fc7e929f1e2e98a287e63047bb754ad0507414ae",
    "checkpoint": "xueshi.example/test\n7\nqa7D5YUAu9sgt8XD/H6Snx4umKKH5jBHu3VK0FB0FK4=\n\n— xueshi.example/test 97A/Fs9e1UQEsfMZMnWKBSWYUmoUKL9SBI1Sed4zRN3rAmU5AhmVS++n7x39j5BZMnWxodg4g1ROQxFmMQQ60c9jLgo=\n"
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
          "title": "本人填报类别(未证明)",
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
          "sha256": "18d0cab07454e2ffbbe9fa6ab8fb7ffdfad8ab9e4b38bd09216eee79a17dc2be"
        },
        {
          "title": "应补金额(元)",
          "sha256": "b1ae895fda7d66156b6d49cad3f7ac9b800a3d1605aabdf1861b79617ef210c7"
        }
      ],
      "rows": [
        "619e212dc0679bb2d65dc7b0bfda3c40",
        "22c5ea879772bb24f84ec3b22c8464f1",
        "f1531e2d7232bbbc34e55d4da8d6498b",
        "843163b5103ecbf1b27e49bc378841e4"
      ]
    }
  ],
  "signature": "xueshi.example/test/export\n7\nfXvaCwnUr4yaNiT/pX/8xY1xAYcspkp+8bKMSBx8vH8=\n\n— xueshi.example/test/export XhVvcKwCHmlAkMuqBxwvvA4cS/PRvw/E1dioDKffSzep7UgvBZc1ds/1wrxPjoIFCLIWfL+k0HRtywbU1ktGI+YBMw0=\n"
}
', 1795314226000, NULL);

INSERT INTO public.job VALUES ('build_export', '01a20111-1350-7dd9-83f5-580298bb2751', '{}', 'done', 1795314226000, 1, NULL, NULL, NULL, NULL, NULL, 1795314226000, 1795314226000);

INSERT INTO public.ledger_checkpoint VALUES (0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO public.ledger_checkpoint VALUES (7, '\xa9aec3e58500bbdb20b7c5c3fc7e929f1e2e98a287e63047bb754ad0507414ae', 'xueshi.example/test
7
qa7D5YUAu9sgt8XD/H6Snx4umKKH5jBHu3VK0FB0FK4=

— xueshi.example/test 97A/Fs9e1UQEsfMZMnWKBSWYUmoUKL9SBI1Sed4zRN3rAmU5AhmVS++n7x39j5BZMnWxodg4g1ROQxFmMQQ60c9jLgo=
', 1795314226000);
INSERT INTO public.ledger_checkpoint VALUES (8, '\x7883b488f93e0a61bbb7f488b73efd9c0e7270c25447ce6c7f4c1c120fbb0bed', 'xueshi.example/test
8
eIO0iPk+CmG7t/SItz79nA5ycMJUR85sf0wcEg+7C+0=

— xueshi.example/test 97A/Fp8TWI7rVtW4r3rk/4l3M9JE1bqk5tvW9keqYZCo+f8uqyFRnI2ta/1r/KRuI/LQmOrCy9jARhIErrnyraoI1gc=
', 1800584738000);

INSERT INTO public.ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a200c6374075178f84ca6b199bc10e00021a59d744e14d8331c152bb8ddbd960fefdec19dee36e3d49b223cff54bbd594f08', '\x2502dc248e0d5a79ad13385b01e9af83');
INSERT INTO public.ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a200e217f8784fb07573a225e0fb2400021ac1c67215fe42a6f7bbbd91dad93e03c957c2071e91db1805304fee08135c1c6c', '\xa646af677c7ff2fa7b3a20ca23fe5ad6');
INSERT INTO public.ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', NULL, '\x017d94cb8e1d210c44ff65f62d19b0c1fe9a08bf4651a4f4a8956413e5df07ee5de4661e59f40284aa4dd5297e7f5213ab523907414c77db984cc8a00c0871ae3203d7fd43a06937721e19ebd339dcb3228cb735297369181ebdf272ce7a3ba40e3dbcf78942d865d4879ad835f5f8f65884db4ef90feaf50dae0dfec5f5befe04d7db740107b6c62b57cb833b8c03d0525485a7f89eeef4d8a36c26be7c7dfe7e5eb1b79faff3e72d705f79adb0569af6e3bcf649754c431cd3119751926da089379dc0120069318a6565e9dea440ab14121ca45edbb42df5f2729dbf363c4fe0eab1f45af4028424d2598197819d79f4e94cacb5f5a502334b2fb8ff04e4a9ebe67d6e8362deedcc1e1652154b4233741b4b027aea0adba014ea912e43573803a5b4c96486c009c222549fde910ce5fe643c90dc4a65c29beb1f918cf897e48e461a446cc3b4d54cd362a59172675ce581a2051b4425970944bae64e22408fcc216b9e3faf', '\x0e2b53f7f748eeb15ef669e5caf6f895');
INSERT INTO public.ledger_entry VALUES (3, 1795313785000, 3, 2, 600000, '2026-11-22', NULL, '\x0501000100809f490001a2010a3d5072ccba0c5e279bca705600025a60b697a7e10d3ed13fe3c7d432307d1ee6693f245353a630e11caf6b34bcc5a3', '\xd2bcfc989e2cc7b64265c4ad38ed9661');
INSERT INTO public.ledger_entry VALUES (4, 1795313927000, 3, 1, 122468, '2026-11-22', NULL, '\x0501000100c8f90e0001a2010c680078c5aa990794ec513417000274a74fb60a9eadf6d6d71d884db4ed392d683f6a531cfdd15cf5fe0e03ca12074d', '\x107501cf07ff81a8d86d7786f5d8b590');
INSERT INTO public.ledger_entry VALUES (5, 1795314099000, 3, 1, 177532, '2026-11-22', NULL, '\x05010001c8f90ef8d5150001a2010f07e0739f94723a98e9d2d42e00029201bf6b8dfcb371388043102429f055f0d3fcbfb210bee1da91a900e4f55f8ff01e', '\xe87554ff635ce09fd8f12ccdee35780a');
INSERT INTO public.ledger_entry VALUES (6, 1795314226000, 3, 3, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a20110f7f87f399dd5b691a29a07dd0002ac0124a34b8e0881f9cd0b993e965a3e5e907d96c42c243c5e64de8f0f574f3df595', '\x704e69d1d306461f2fb576261dd032d3');
INSERT INTO public.ledger_entry VALUES (7, 1800584693000, 1, 3, 60000, '2027-01-22', NULL, '\x0501000100c0a9070001a33b35e9b078a0a95729146d32256e00026a6475f03e2a11be1fb5b4ca3b682bf3733f852653ab289d2a9219285ce21ed70d', '\xbc3df80f75cb40ab0f5c174f91912779');

INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (1, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', '\xc2928f750eaddc2000a0fe5fe0e9d829ae4700e903b6c5d87fe87fba7ddf2407', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (2, '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', '\x4886e6494ccd0be8ea7510ef9e124223971d4f63fd36774019fa807527d147a4', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (3, '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', '\xe597a3e11ded1e92cb1cbf73ccf8d7e57ff807c6c4081a0046666e4074484408', '2026-01-01');

INSERT INTO public.ledger_head VALUES (1, 8, 3, '\x7257f6fbebdeba0975867907283553a3');

INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (1, 'crab-2');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (2, 'crab-1');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (3, 'crab-3');

INSERT INTO public.ledger_node VALUES (0, '\x087f4f6b8e850387def55962b7e3caa86aa3e2eb454ec4ccbf6fb3671e9efd7e');
INSERT INTO public.ledger_node VALUES (1, '\x99e434a3f54e0b8c8b74e235195a43549fb367d0eacf39d799eb518cff48db58');
INSERT INTO public.ledger_node VALUES (2, '\x7374abec61d9c5b3609493e58ac7a45e5c3c2e8c168b80d9f38fc04a4523e3b7');
INSERT INTO public.ledger_node VALUES (3, '\xd4ffd4882451c9c37aaaf42765dbfe9cf17b4e267f9ec25c7bfd2bcc8f46d520');
INSERT INTO public.ledger_node VALUES (4, '\xc9c8070fdc8166f319be563330ebd4e8ecafb009109d223b02374c01fe0f5e77');
INSERT INTO public.ledger_node VALUES (5, '\x11d409d0b7f4144fc906dc68894e1c3e5fada44939e7bd329763413a3b69054b');
INSERT INTO public.ledger_node VALUES (6, '\xcc472a18e463078291e9b4ddb43619dc0ccdb57e3517ac66510482f725703b3f');
INSERT INTO public.ledger_node VALUES (7, '\x7b64d1abaf83c4667b1eb3e94365a1a25378256161a17fe557b7b1426bd4150c');
INSERT INTO public.ledger_node VALUES (8, '\x0d8c980226be57067ac238d2211296f0ac992409c557f5ddc1f87bb26cd30fab');
INSERT INTO public.ledger_node VALUES (9, '\x7b20a03eac825362aa59888f46e2b5a8c602e9d57181694ccfcdc0fe70d9ef06');
INSERT INTO public.ledger_node VALUES (10, '\x740fcbc40f67281d939ce5efab50322cb23cf596b12b84cc584e13f43cbfb5ba');
INSERT INTO public.ledger_node VALUES (11, '\x7d4240df0f778f4557d44b7122f08863ac55936311a88c5eb2b64478ce49ef6f');
INSERT INTO public.ledger_node VALUES (12, '\xe3f768cbe2df96b914e651fcd098c5ae70e5e78195856d769c9c05d0049136b9');
INSERT INTO public.ledger_node VALUES (13, '\x44b5a12a8c0f860981aa45b7a5ab8ce5703686ac03cf2f29b94c39fdefe15e9e');
INSERT INTO public.ledger_node VALUES (14, '\x7883b488f93e0a61bbb7f488b73efd9c0e7270c25447ce6c7f4c1c120fbb0bed');

INSERT INTO public.lesson VALUES ('crab-1', 'crab', 'crab-1', 1, 'video', '认识大闸蟹', 'Lesson 1', '跟着老师一步一步做', 600000, 'crab-1.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-1.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-2', 'crab', 'crab-2', 2, 'video', '放苗前的准备', 'Lesson 2', '跟着老师一步一步做', 300000, 'crab-2.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-2.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-3', 'crab', 'crab-3', 3, 'document', '防病手册', 'Lesson 3', '跟着老师一步一步做', 120000, NULL, 0, NULL, NULL, NULL, '[{"title":"第一页","seconds":120,"body":"正文"}]');

INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO public.lesson_progress VALUES ('01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313785000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314099000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314226000);
INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '[[0,300000]]', 300000, 0, 0, 300000, 1800584626000);
INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '[[0,60000]]', 60000, 60000, 0, 60000, 1800584693000);

INSERT INTO public.login_session VALUES ('\x9223261d036f21e641bc0fb95ee95e4746f79915a2a7e1c6bb43b14001b7077a', 'account-li', 1795309200000, 1795309200000, 1795352400000, '', '\x6ff1af7648fb1229c38e3854e7f9e0bd');
INSERT INTO public.login_session VALUES ('\x7cccaaa2163abcd5e8494f8deec0e60ae4c7e0fe7fc25fee8dbf0d38f1b04280', 'account-li', 1795311027000, 1795311027000, 1795354227000, '', '\x49605da56061edef5d2abc910d39726b');
INSERT INTO public.login_session VALUES ('\x1203f6a8f950562a8238c52c1eb8823020f89647c1a2d88bd180357cf9ccc0fb', 'account-wang', 1795311027000, 1795311027000, 1795354227000, '', '\x5ae94565ce3651d72972eccd8c0d7c46');
INSERT INTO public.login_session VALUES ('\x906a1a90347a60356b52fee350d6a508c9c5fc6805036fa94eb20095e95bc895', 'account-wang', 1795312854000, 1795312854000, 1795356054000, '', '\x23fe6015f83bdcf8b6cd5f15d8d374b0');
INSERT INTO public.login_session VALUES ('\x053d991c6d3fc7762263980e7b2152f4404efeac3a59fca92a1074540d3132f0', 'account-wu', 1795309200000, 1795312854000, 1795352400000, '', '\xeccc0d5fdfa571d68a1847441f6c77ee');
INSERT INTO public.login_session VALUES ('\x68ffcaf63fb485a250691e24d3399553f6595070c801e34f1dc3f1b6c6427cec', 'account-zhao', 1795312854000, 1795312854000, 1795356054000, '', '\xfb1bf9b1fbca3d2a4ed012bc6c9c2dbc');
INSERT INTO public.login_session VALUES ('\xa19decc6442155db747a98e2b9811f312e5be6cd9887bded5e062da819b1d773', 'account-sun', 1795313178000, 1795313178000, 1795356378000, '', '\x88c1cc3bb655bfb6384f105565407a93');
INSERT INTO public.login_session VALUES ('\x561b964ee54942e12d9fcd462aeaf3040606ec6e5b18f0b1fcd9ee427f260e4c', 'account-zhou', 1795309200000, 1795314226000, 1795352400000, '', '\x968afd8ae5756cb718d748cdca3458b2');

INSERT INTO public.organisation VALUES ('bureau', 'bureau', '市人社局', 'City bureau', 'city', 'C0', '12333');
INSERT INTO public.organisation VALUES ('school', 'institution', '渔丰学校', 'Yufeng School', 'county', 'C1', '0546-1');
INSERT INTO public.organisation VALUES ('school2', 'institution', '新航学校', 'Xinhang School', 'county2', 'C2', '0546-2');

INSERT INTO public.person VALUES ('person-zhou', '学员zhou', NULL, 'f', '1990-01-01', 'resident', '\xb44cf0ec8140e2240d32bb4c857febc00459d0138a085ff1be4abf9255558c55', '\x019b74a8516a89391b2fa93a9855751f8e194dcc00a9d68fe0809ebbdefd23ee8a84ec6eb1d7f43e604a02d93920100f04c392f738742f', '0000**********0000', '\x019b74a8516a89391bf6de5b05e026d3c27bdbbbe074a9726a28b788c5df44c7512aa54666ea31d0f95ac83a253532cb0bf16e80006fb4', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-wu', '学员wu', NULL, 'f', '1990-01-01', 'resident', '\x85863361f4e9eae1ef676c76e0f3578b6261d1dee44548d31725f083c6d6a8fa', '\x019b74a8516a89391b867f7f2b1017cfc3644f9183d3703b137ffb9f4da84347b34f7de8092196de467771e74e5073f4252a152753cae8', '0000**********0000', '\x019b74a8516a89391bab801d97973fbb8455125275856710069d840e95583688bd4876de462de8e049b50aaad1e79817c1404cb3ff3806', '0000**********0000', 'city', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-li', '学员li', NULL, 'f', '1990-01-01', 'resident', '\xa3fc622ac0432622f02948992b288e9db5df89feb3dbb4fc05d1ea3ba6f1e77f', '\x019b74a8516a89391b0df12518928a03a96a2fca0df2c192800571aca1cf5a560d65227375de2667b3f3184f5bb403cbb200b20ac379b3', '0000**********0000', '\x019b74a8516a89391bac85445a2b8d1ad8d79e0b10d7daca10ce071f1fc85ea84a1d7e0e4d6034580df329cf74192e0ed58a0955010e71', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795309200000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', '\xcedc5cd3842b43e123fb68fdfe0cbdffccff080e97fc29bea97ccdb0d96eaad0', '\x019b74a8516a89391b45366a0f18a5d4871b1382bd01b70dbf82d2fdba302fd5c542609166a191936916a54fdc2a6397f4b2f1556e9fe5', '0000**********0000', '\x019b74a8516a89391b620c66e9fedc2c440b5e6b115f7e54ea5636027c34ec32ba7e783914274e48c56ed722e6976cd6082b10b691cb35', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795311027000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', '\x4f6e4f10f67603f391d743cd6182353d3f88ccad25803204771da8f0e6a193d6', '\x019b74a8516a89391b1e21bcca0616720f27a1f169bee325d3646a87f008104ae5ccd48ff23a2b15d15b2b6e4860d6d8facc55755daa10', '0000**********0000', '\x019b74a8516a89391b809d7b1e128f20a63546218482eeaeb4709182e745b4152369fe04158088fca1ae416d255f6b2c7a445a34fa87ac', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795312854000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', '\x09679eb91b2e6c26e661ece5cf33f3860d88a1c88b9fcaaffb8503cfac9c8bfd', '\x019b74a8516a89391bb367449d86e4eaad528cfa70a18b3fe7770491e006dbd27a9fdc5cef4dc485fc42fe2aedf07d67c92559a999bdc4', '0000**********0000', '\x019b74a8516a89391b43b2d0fa0c53635a996b583f8b26a7601249538383ea2a3f9792bf802a3ef40ec2190d596ccd0c5d04aa58f62350', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795313178000, NULL, NULL, '\x01010101010101010101010101010101');

INSERT INTO public.person_category VALUES ('rural_transfer', '农村转移就业劳动者', 'Rural migrant worker', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('unemployed', '登记失业人员', 'Registered unemployed', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('graduate', '毕业年度高校毕业生', 'Graduate', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('employee', '企业职工', 'Employee', '2020-01-01', NULL, 'test');

INSERT INTO public.person_study VALUES ('person-li', '{"last_at_ms":1800584738000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584693000,"person_time_ms":525000,"due_ms":555964,"waiting":[{"e":"01a200c4-6280-7c63-927b-d66a49546972","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"right_in_row":1,"spare_tries":0,"device":{"head":"b74bc6c4d03ae81b7fc741921fac752c70e612e6d998409b77e88c9811a20809","passes":2},"segment":{"wrong":0,"holds":0},"passes":{"all":2,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200c4-6280-7c63-927b-d66a49546972","lesson":"crab-2"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a33b36-0508-7418-aab2-ef3a838e0788","enrolment":"01a200c4-6280-7c63-927b-d66a49546972","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584738000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584738000,"records":57,"chain":"6afa589c7d0723f1d5a5899b6e2d9f8b342bad356557e393b7a2bc4b3a4e378a"}', '\x046a019094b0b3e768012430316133336233362d303530382d373431382d616162322d65663361383338653037383800b7017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303063342d363238302d376336332d393237622d643636613439353436393732222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a3535353936342c227175657374696f6e735f6d73223a5b36303030305d7d00b0ea0100020180d30eb0ea01000000000080d30eb0ea01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', 1800584738000, NULL, false, '\xce958718af58890fc8d77359e9c45190');
INSERT INTO public.person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":681789,"waiting":[],"check":null,"wrong_in_row":1,"right_in_row":0,"spare_tries":0,"device":{"head":"f2b8a32476bbc093662655cb46da72c497f2a7fd244783c2feedee0be16d0778","passes":1},"segment":{"wrong":0,"holds":0},"passes":{"all":1,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200e0-4338-70ae-99d3-ca31d0910b32","lesson":"crab-1"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a200f9-16b0-77cd-b9da-ae6c077211c2","enrolment":"01a200e0-4338-70ae-99d3-ca31d0910b32","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814371320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"1d970360321d44c0d9f5950f56edb831d704b6fdfdda7deb4feabdf5daa4c8be"}', '\x0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', 1795312654000, NULL, false, '\x85f06e37d1a06cf08728dedb3a1f38a2');
INSERT INTO public.person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":489411,"waiting":[{"e":"01a200fc-23f0-7799-bef8-c001c8070b90","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7fa6-a742-d31b8945ac6a","kind":"question","due_ms":300000,"tail":true,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-7972-a413-ff31e17d4fe8","enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2","bank":{"enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2"},"item":null,"not_before_ms":1795313171000,"shown_at_ms":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"right_in_row":0,"spare_tries":0,"device":{"head":"84a936dd1b9045c8678b7cc963088e58943177a661040cf5dc21279d7cece413","passes":0},"segment":{"wrong":2,"holds":1},"passes":{"all":0,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200fc-23f0-7799-bef8-c001c8070b90","lesson":"crab-2"},"moments_ms":[60000]}],"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313178000,"records":28,"chain":"8da5052ae24daa1a4e4cf18f0cdb0d93ef3929ee315c230a80d544cf519109fc"}', '\x040001e08fe18fc068012430316132303066632d323366302d373937322d613431332d66663331653137643466653800b7017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303066632d323366302d373739392d626566382d633030316338303730623930222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a3438393431312c227175657374696f6e735f6d73223a5b36303030305d7d00b0ea0100020100b0ea01000000000000b0ea0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107b226b696e64223a22636c6f7365227d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d623764302d373163652d623732342d396237663735393137346265222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d010000009a017b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d623764302d373163652d623732342d396237663735393137346265222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2231222c2263686172616374657273223a31322c226672657368223a747275652c22616e737765725f62795f6d73223a313739353331333333343030307d01b06d00006f7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d623764302d373163652d623732342d396237663735393137346265222c22616e73776572223a223130222c22726573756c74223a2277726f6e67222c226475655f6d73223a3438393431317d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d643332382d376661362d613734322d643331623839343561633661222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d01a09c0100008d017b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d643332382d376661362d613734322d643331623839343561633661222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2230222c2263686172616374657273223a31322c22616e737765725f62795f6d73223a313739353331333335313030307d01b06d00006e7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d643332382d376661362d613734322d643331623839343561633661222c22616e73776572223a223030222c22726573756c74223a22686f6c64222c226475655f6d73223a3438393431317d', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7fa6-a742-d31b8945ac6a', true, '\x691c3b8c4b5438d305461fdcf8d699aa');
INSERT INTO public.person_study VALUES ('person-sun', '{"last_at_ms":1795314219000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314099000,"person_time_ms":1020000,"due_ms":1227659,"waiting":[],"check":null,"wrong_in_row":0,"right_in_row":2,"spare_tries":2,"device":{"head":"","passes":4},"segment":{"wrong":0,"holds":0},"passes":{"all":3,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a20101-1590-76f1-9ce1-02d81e8748a2","lesson":"crab-3"},"moments_ms":[60000]}],"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314226000,"records":86,"chain":"24a34b8e0881f9cd0b993e965a3e5e907d96c42c243c5e64de8f0f574f3df595"}', '\x04ac01', NULL, 0, NULL, NULL, 1795314219000, NULL, false, '\x37a756b632fd7ef3a1ec80c8340cca9c');

INSERT INTO public.question VALUES ('crab-1-q1', 'crab-1', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-2-q1', 'crab-2', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-3-q1', 'crab-3', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');

INSERT INTO public.question_tally VALUES ('crab-2-q1', 2968, -1, 2);
INSERT INTO public.question_tally VALUES ('crab-1-q1', 2968, -2, 2);
INSERT INTO public.question_tally VALUES ('crab-2-q1', 2968, 7, 4);
INSERT INTO public.question_tally VALUES ('crab-3-q1', 2968, 7, 1);
INSERT INTO public.question_tally VALUES ('crab-1-q1', 2968, 7, 1);

INSERT INTO public.refusal VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO public.refusal VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);

INSERT INTO public.region VALUES ('elsewhere', '外地', 'Elsewhere', 'city', NULL);
INSERT INTO public.region VALUES ('city', '东营市', 'Dongying', 'city', NULL);
INSERT INTO public.region VALUES ('county', '河口区', 'Hekou', 'county', 'city');
INSERT INTO public.region VALUES ('county2', '新滩区', 'Xintan', 'county', 'city');

INSERT INTO public.role_grant VALUES ('account-zhou', 'city_first_reviewer', 'bureau', 'city', 1795309200000, NULL, NULL, NULL, NULL, '\x0a173dfdef49dbed3242c1acf5569c41');
INSERT INTO public.role_grant VALUES ('account-wu', 'city_second_reviewer', 'bureau', 'city', 1795309200000, NULL, NULL, NULL, NULL, '\xf652ad1c2778a28ddabba6980abcf23c');
INSERT INTO public.role_grant VALUES ('account-li', 'learner', NULL, 'county', 1795309200000, NULL, NULL, NULL, NULL, '\xe2e3d5adaddad891b4a0227c3c6d40e0');
INSERT INTO public.role_grant VALUES ('account-wang', 'learner', NULL, 'county', 1795311027000, NULL, NULL, NULL, NULL, '\x54ddddb14c4da69d8ff774dba9908de7');
INSERT INTO public.role_grant VALUES ('account-zhao', 'learner', NULL, 'county', 1795312854000, NULL, NULL, NULL, NULL, '\xc3c9af51d54ded80493a5c72ee0d2960');
INSERT INTO public.role_grant VALUES ('account-sun', 'learner', NULL, 'county', 1795313178000, NULL, NULL, NULL, NULL, '\x5039fa4b28eeb8ff52d690daba93840d');

INSERT INTO public.setting VALUES ('key_check', '3de1e7c814cd124d8f751f9e77e60669d3a2392cfd2699bf110e5e24696608aa');

INSERT INTO public.study_session VALUES ('01a200c4-6280-7b4f-8cdb-f1825e930033', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1795309200000, 1795309320000, 'closed');
INSERT INTO public.study_session VALUES ('01a200c6-5298-7b18-bbb8-37b255e20ed5', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795309327000, 1795309627000, 'closed');
INSERT INTO public.study_session VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO public.study_session VALUES ('01a200e2-3350-7437-aeb4-9b2fa8cad1a7', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO public.study_session VALUES ('01a200f9-16b0-77cd-b9da-ae6c077211c2', 'person-wang', '01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO public.study_session VALUES ('01a200fc-23f0-7972-a413-ff31e17d4fe8', 'person-zhao', '01a200fc-23f0-7799-bef8-c001c8070b90', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO public.study_session VALUES ('01a20101-1590-7063-9e81-685685e6098d', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-1', '2026-01-01', 1795313178000, 1795313778000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010a-58a8-7ac8-b57a-7133344c5193', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-2', '2026-01-01', 1795313785000, 1795314092000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010f-2338-7719-b41c-a96bfef48ac6', 'person-sun', '01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-3', '2026-01-01', 1795314099000, 1795314219000, 'closed');
INSERT INTO public.study_session VALUES ('01a200dd-35f8-7495-88f0-13d8757de0c0', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795310827000, 1800584626000, 'superseded');
INSERT INTO public.study_session VALUES ('01a33b34-ff50-78c6-a6a1-e81633fe63db', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '2026-01-01', 1800584626000, 1800584686000, 'closed');
INSERT INTO public.study_session VALUES ('01a33b36-0508-7418-aab2-ef3a838e0788', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1800584693000, NULL, NULL);

INSERT INTO public.subsidy_record VALUES ('01a200e0-4338-70ae-99d3-ca31d0910b32', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, false, false, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"},{"step":"identity_unseen","withheld":0}]', 2, 1795311154000);
INSERT INTO public.subsidy_record VALUES ('01a20101-1590-76f1-9ce1-02d81e8748a2', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, false, true, 'withheld', 0, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300},{"step":"identity_unseen","withheld":300}]', 7, 1795314226000);
INSERT INTO public.subsidy_record VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', '2026-01-01', 480000, 1020000, 1, false, false, 'hours_only', 0, '[{"step":"hours","verified_ms":480000,"credit_hour_minutes":45,"hours":1},{"step":"share","verified_ms":480000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"},{"step":"identity_unseen","withheld":0}]', 8, 1800584693000);

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

ALTER TABLE ONLY public.cosignature
    ADD CONSTRAINT cosignature_pkey PRIMARY KEY (tree, size, public_key, at_s);

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

ALTER TABLE ONLY public.device_key
    ADD CONSTRAINT device_key_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.former_document
    ADD CONSTRAINT former_document_pkey PRIMARY KEY (document_type, document_digest);

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

ALTER TABLE ONLY public.login_ended
    ADD CONSTRAINT login_ended_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.login_failure
    ADD CONSTRAINT login_failure_pkey PRIMARY KEY (login);

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT login_session_pkey PRIMARY KEY (token_digest);

ALTER TABLE ONLY public.one_time_code
    ADD CONSTRAINT one_time_code_pkey PRIMARY KEY (phone_digest, purpose);

ALTER TABLE ONLY public.one_time_code_try
    ADD CONSTRAINT one_time_code_try_pkey PRIMARY KEY (phone_digest, purpose, asker);

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

ALTER TABLE ONLY public.question_tally
    ADD CONSTRAINT question_tally_pkey PRIMARY KEY (question_id, week, took_s);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, code_digest);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_pkey PRIMARY KEY (enrolment_id, lesson_id, day, code);

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration_trace
    ADD CONSTRAINT registration_trace_pkey PRIMARY KEY (person_id);

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

ALTER TABLE ONLY public.witness
    ADD CONSTRAINT witness_pkey PRIMARY KEY (public_key, tree);

ALTER TABLE ONLY public.wrapped_key
    ADD CONSTRAINT wrapped_key_pkey PRIMARY KEY (key_id, master);

CREATE INDEX account_by_person ON public.account USING btree (person_id);

CREATE INDEX account_phone_by_account ON public.account_phone USING btree (account_id);

CREATE INDEX appeal_by_person ON public.appeal USING btree (person_id, made_at);

CREATE INDEX appeal_by_time ON public.appeal USING btree (made_at);

CREATE INDEX appeal_holder_by_account ON public.appeal_holder USING btree (account_id);

CREATE INDEX attendance_check_by_enrolment ON public.attendance_check USING btree (enrolment_id);

CREATE INDEX attendance_check_by_person ON public.attendance_check USING btree (person_id, issued_at);

CREATE INDEX attendance_check_by_question ON public.attendance_check USING btree (question_id, class_id, shown_at) WHERE (question_id IS NOT NULL);

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

CREATE INDEX cosignature_by_witness ON public.cosignature USING btree (public_key, tree, size, at_s);

CREATE INDEX device_key_by_account ON public.device_key USING btree (account_id, created_at);

CREATE INDEX enrolment_by_person ON public.enrolment USING btree (person_id);

CREATE INDEX evidence_by_time ON public.evidence USING btree (last_at);

CREATE INDEX export_run_by_account ON public.export_run USING btree (account_id, requested_at);

CREATE INDEX export_run_by_state ON public.export_run USING btree (state, requested_at);

CREATE INDEX former_document_by_person ON public.former_document USING btree (person_id);

CREATE INDEX invitation_by_time ON public.invitation USING btree (made_at);

CREATE INDEX job_by_turn ON public.job USING btree (kind, state, run_after);

CREATE INDEX ledger_entry_by_group ON public.ledger_entry USING btree (entry_group);

CREATE INDEX lesson_progress_waiting ON public.lesson_progress USING btree (enrolment_id) WHERE (waiting_ms > 0);

CREATE INDEX login_ended_by_time ON public.login_ended USING btree (at_ms);

CREATE INDEX login_session_by_account ON public.login_session USING btree (account_id);

CREATE INDEX login_session_by_end ON public.login_session USING btree (expires_at);

CREATE INDEX passkey_by_account ON public.passkey USING btree (account_id);

CREATE INDEX passkey_challenge_by_account ON public.passkey_challenge USING btree (account_id);

CREATE INDEX passkey_challenge_by_end ON public.passkey_challenge USING btree (until_ms);

CREATE INDEX person_by_end ON public.person USING btree (kept_until) WHERE (kept_until IS NOT NULL);

CREATE INDEX person_study_by_live ON public.person_study USING btree (live_enrolment_id);

CREATE INDEX question_by_lesson ON public.question USING btree (lesson_id, at_ms);

CREATE INDEX registration_trace_by_time ON public.registration_trace USING btree (at_ms);

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

CREATE TRIGGER cosignature_append_only BEFORE DELETE OR UPDATE ON public.cosignature FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON public.cosignature FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

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

CREATE TRIGGER login_session_ends AFTER DELETE ON public.login_session FOR EACH ROW EXECUTE FUNCTION public.login_session_ends();

CREATE TRIGGER person_begins_unseen BEFORE INSERT ON public.person FOR EACH ROW EXECUTE FUNCTION public.person_begins_unseen();

CREATE TRIGGER person_seen_by_another BEFORE UPDATE OF identity_seen_by ON public.person FOR EACH ROW EXECUTE FUNCTION public.person_seen_by_another();

CREATE TRIGGER role_grant_apart BEFORE INSERT OR UPDATE ON public.role_grant FOR EACH ROW EXECUTE FUNCTION public.role_grant_apart();

CREATE TRIGGER role_grant_by_two BEFORE INSERT OR UPDATE OF confirmed_by ON public.role_grant FOR EACH ROW EXECUTE FUNCTION public.role_grant_by_two();

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

ALTER TABLE ONLY public.device_key
    ADD CONSTRAINT device_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

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

ALTER TABLE ONLY public.former_document
    ADD CONSTRAINT former_document_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

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

ALTER TABLE ONLY public.question_tally
    ADD CONSTRAINT question_tally_question_id_fkey FOREIGN KEY (question_id) REFERENCES public.question(id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_lesson_id_fkey FOREIGN KEY (lesson_id) REFERENCES public.lesson(id);

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.registration_trace
    ADD CONSTRAINT registration_trace_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.account(id);

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

