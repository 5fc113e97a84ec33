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

CREATE FUNCTION public.certificate_of_completion() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.kind = 'completion' AND NOT EXISTS (
        SELECT 1 FROM class_closing_line l WHERE l.enrolment_id = NEW.enrolment_id AND l.completed)
    THEN RAISE EXCEPTION 'certificate: the class was not completed'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.certificate_once_taken_back() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
       OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.until_entry <> OLD.until_entry OR NEW.language <> OLD.language
       OR NEW.content_digest <> OLD.content_digest OR NEW.issued_at <> OLD.issued_at
    THEN RAISE EXCEPTION 'certificate: it is taken back once, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.submission <> 0
    THEN RAISE EXCEPTION 'claim_begins: it begins as a draft'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id AND k.organisation_id = NEW.organisation_id
          AND k.region_id = NEW.region_id)
    THEN RAISE EXCEPTION 'claim_begins: not of its class'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_by_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state <> COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'send_back' THEN 'submitted' WHEN 'pass' THEN 'reviewed'
                                     WHEN 'confirm' THEN 'approved' WHEN 'withdraw' THEN 'withdrawn' ELSE 'returned' END
                  FROM claim_step s WHERE s.claim_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft')
    THEN RAISE EXCEPTION 'claim_by_step: no step leads there'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state IN ('approved', 'withdrawn') OR NEW.id <> OLD.id OR NEW.class_id <> OLD.class_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id OR NEW.made_by <> OLD.made_by
        OR NEW.made_at <> OLD.made_at
    THEN RAISE EXCEPTION 'claim_closed: that of it never changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'claim_kept: it is withdrawn, never deleted';
END;
$$;

CREATE FUNCTION public.claim_line_belongs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.submission <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1
    THEN RAISE EXCEPTION 'claim_line: not of the submission that comes next'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN claim q ON q.id = NEW.claim_id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND e.class_id = q.class_id)
    THEN RAISE EXCEPTION 'claim_line: not a learner of the class'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_step_duties() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Two people at the same claim take their steps one after another.
    PERFORM 1 FROM claim q WHERE q.id = NEW.claim_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'claim_step: the account is another person''s'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'claim_step: the role is not held'; END IF;
    IF NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('pass', 'return') AND NEW.role IN ('county_reviewer', 'city_first_reviewer'))
        OR (NEW.kind IN ('confirm', 'send_back', 'refer') AND NEW.role = 'city_second_reviewer'))
    THEN RAISE EXCEPTION 'claim_step: not a step of this role'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1
    THEN RAISE EXCEPTION 'claim_step: not the next number'; END IF;
    IF NEW.kind NOT IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'claim_step: nobody reviews their own money'; END IF;
    IF EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id
          AND CASE WHEN s.kind IN ('submit', 'withdraw') THEN 0 WHEN s.kind IN ('pass', 'return') THEN 1 ELSE 2 END
           <> CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 0 WHEN NEW.kind IN ('pass', 'return') THEN 1 ELSE 2 END)
    THEN RAISE EXCEPTION 'claim_step: nobody takes part on two sides'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM (SELECT COALESCE((SELECT s.kind FROM claim_step s WHERE s.claim_id = NEW.claim_id
                                        ORDER BY s.n DESC LIMIT 1), 'none') AS last) AS t
        WHERE CASE NEW.kind WHEN 'submit' THEN t.last IN ('none', 'return', 'refer')
                            WHEN 'withdraw' THEN t.last IN ('return', 'refer')
                            WHEN 'pass' THEN t.last IN ('submit', 'send_back')
                            WHEN 'return' THEN t.last IN ('submit', 'send_back')
                            ELSE t.last = 'pass' END)
    THEN RAISE EXCEPTION 'claim_step: not its turn'; END IF;
    IF NEW.kind NOT IN ('submit', 'withdraw') AND NEW.sha256 <> COALESCE((
        SELECT s.sha256 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.kind = 'submit'
        ORDER BY s.n DESC LIMIT 1), '')
    THEN RAISE EXCEPTION 'claim_step: not what was submitted'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.claim_sums() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.submission > 0 AND NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, COUNT(CASE WHEN l.amount_fen > 0 THEN 1 END) AS paid,
                              CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM claim_line l WHERE l.claim_id = NEW.id AND l.submission = NEW.submission) AS t
        WHERE t.people = NEW.people AND t.paid = NEW.paid AND t.fen = NEW.amount_fen)
    THEN RAISE EXCEPTION 'claim_sums: not the sums of its lines'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_application_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> 'draft'
    THEN RAISE EXCEPTION 'class_application_begins: it begins as a draft'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_application_by_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'approve' THEN 'approved' ELSE 'withdrawn' END
                  FROM class_application_step s WHERE s.application_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft')
    THEN RAISE EXCEPTION 'class_application_by_step: no step leads there'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_application_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state IN ('approved', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.form <> OLD.form)
    THEN RAISE EXCEPTION 'class_application_closed: nothing of it changes now'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_application_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'class_application_kept: it is withdrawn, never deleted';
END;
$$;

CREATE FUNCTION public.class_application_step_duties() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Two people at the same application take their steps one after another.
    PERFORM 1 FROM class_application q WHERE q.id = NEW.application_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'class_application_step: the account is another person''s'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'class_application_step: the role is not held'; END IF;
    IF NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('return', 'approve') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')))
    THEN RAISE EXCEPTION 'class_application_step: not a step of this role'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM class_application_step s WHERE s.application_id = NEW.application_id) + 1
    THEN RAISE EXCEPTION 'class_application_step: not the next number'; END IF;
    IF NEW.kind IN ('return', 'approve') AND EXISTS (
        SELECT 1 FROM class_application_hand h WHERE h.application_id = NEW.application_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'))
    THEN RAISE EXCEPTION 'class_application_step: nobody decides on their own'; END IF;
    IF NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'approve'))
    THEN RAISE EXCEPTION 'class_application_step: who decided does not apply'; END IF;
    IF (CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END) <>
        COALESCE((SELECT s.kind FROM class_application_step s WHERE s.application_id = NEW.application_id
                  ORDER BY s.n DESC LIMIT 1), 'return')
    THEN RAISE EXCEPTION 'class_application_step: not its turn'; END IF;
    IF NEW.kind IN ('return', 'approve') AND NOT EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256)
    THEN RAISE EXCEPTION 'class_application_step: not what was submitted'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_closing_duties() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'class_closing: the account is another person''s'; END IF;
    IF NEW.role NOT IN ('institution_admin', 'enterprise') OR NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        JOIN training_class k ON k.id = NEW.class_id AND k.organisation_id = g.organisation_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'class_closing: the role is not held'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id
          AND CAST(to_timestamp((NEW.at_ms + 28800000) / 1000) AT TIME ZONE 'UTC' AS date) > CAST(k.ends_on AS date) + 3)
    THEN RAISE EXCEPTION 'class_closing: its make-up is not over'; END IF;
    IF NEW.people <>
        (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = NEW.class_id)
    THEN RAISE EXCEPTION 'class_closing: not everybody of the class'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_closing_line_exam() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.has_exam <> EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = NEW.class_id)
        OR COALESCE(NEW.exam_mark, -1) <> COALESCE(
            (SELECT MAX(p.mark) FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id), -1)
        OR EXISTS (SELECT 1 FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id AND p.submitted_at IS NULL)
    THEN RAISE EXCEPTION 'class_closing_line: not the mark of its test'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_closing_line_of_class() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM class_closing k JOIN enrolment e ON e.class_id = k.class_id
        WHERE k.class_id = NEW.class_id AND e.id = NEW.enrolment_id AND e.person_id = NEW.person_id
          AND NEW.n BETWEEN 1 AND k.people)
    THEN RAISE EXCEPTION 'class_closing_line: not of this class, or not of its list'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.class_exam_before_all() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = NEW.class_id)
    THEN RAISE EXCEPTION 'class_exam: somebody is in the class already'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.course_draft_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> 'draft'
    THEN RAISE EXCEPTION 'course_draft_begins: it begins as a draft'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.course_draft_by_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'publish' THEN 'published' ELSE 'withdrawn' END
                  FROM course_draft_step s WHERE s.draft_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft')
    THEN RAISE EXCEPTION 'course_draft_by_step: no step leads there'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.course_draft_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state IN ('published', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.content <> OLD.content)
    THEN RAISE EXCEPTION 'course_draft_closed: nothing of it changes now'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.course_draft_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'course_draft_kept: it is withdrawn, never deleted';
END;
$$;

CREATE FUNCTION public.course_draft_step_duties() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Two people at the same draft take their steps one after another.
    PERFORM 1 FROM course_draft q WHERE q.id = NEW.draft_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'course_draft_step: the account is another person''s'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'course_draft_step: the role is not held'; END IF;
    IF NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise', 'teacher'))
        OR (NEW.kind IN ('return', 'publish') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')))
    THEN RAISE EXCEPTION 'course_draft_step: not a step of this role'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM course_draft_step s WHERE s.draft_id = NEW.draft_id) + 1
    THEN RAISE EXCEPTION 'course_draft_step: not the next number'; END IF;
    IF NEW.kind IN ('return', 'publish') AND EXISTS (
        SELECT 1 FROM course_draft_hand h WHERE h.draft_id = NEW.draft_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'))
    THEN RAISE EXCEPTION 'course_draft_step: nobody decides on their own'; END IF;
    IF NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'publish'))
    THEN RAISE EXCEPTION 'course_draft_step: who decided does not write'; END IF;
    IF (CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END) <>
        COALESCE((SELECT s.kind FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
                  ORDER BY s.n DESC LIMIT 1), 'return')
    THEN RAISE EXCEPTION 'course_draft_step: not its turn'; END IF;
    IF NEW.kind IN ('return', 'publish') AND NOT EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256)
    THEN RAISE EXCEPTION 'course_draft_step: not what was submitted'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.enrolment_class_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM class_closing k WHERE k.class_id = NEW.class_id)
    THEN RAISE EXCEPTION 'enrolment_class_closed: the class is closed'; END IF;
    RETURN NEW;
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

CREATE FUNCTION public.exam_answer_in_time() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.seq <>
        (SELECT COUNT(*) FROM exam_answer o WHERE o.paper_id = NEW.paper_id) + 1
    THEN RAISE EXCEPTION 'exam_answer: not the next one'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM exam_paper p WHERE p.id = NEW.paper_id AND p.submitted_at IS NULL
          AND NEW.at_ms BETWEEN p.started_at AND p.ends_at + 30000 AND NEW.n BETWEEN 1 AND p.count AND NEW.place >= 0)
    THEN RAISE EXCEPTION 'exam_answer: the paper was handed in, or its time is over'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.exam_paper_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.submitted_at IS NOT NULL
    THEN RAISE EXCEPTION 'exam_paper: it begins with nothing handed in'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN class_exam x ON x.class_id = e.class_id
        WHERE e.id = NEW.enrolment_id
          AND NOT EXISTS (SELECT 1 FROM class_closing k WHERE k.class_id = e.class_id))
    THEN RAISE EXCEPTION 'exam_paper: the class has no test, or is closed'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id) + 1
    THEN RAISE EXCEPTION 'exam_paper: not the next try'; END IF;
    IF EXISTS (
        SELECT 1 FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id AND (o.submitted_at IS NULL OR o.passed))
    THEN RAISE EXCEPTION 'exam_paper: one is not handed in, or was passed'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.exam_paper_hands_in() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.submitted_at IS NOT NULL OR NEW.submitted_at IS NULL OR NEW.submitted_at < OLD.started_at
  OR NEW.id <> OLD.id OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.n <> OLD.n OR NEW.seed <> OLD.seed
  OR NEW.questions <> OLD.questions OR NEW.count <> OLD.count OR NEW.started_at <> OLD.started_at
  OR NEW.ends_at <> OLD.ends_at
    THEN RAISE EXCEPTION 'exam_paper: it is handed in once, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.filing_begins_unsuspended() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.suspended_at IS NOT NULL OR NEW.lifted_at IS NOT NULL
    THEN RAISE EXCEPTION 'filing: it begins without a suspension'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.filing_suspend_or_lift() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.organisation_id IS NOT DISTINCT FROM OLD.organisation_id
          AND NEW.trade_code IS NOT DISTINCT FROM OLD.trade_code AND NEW.level IS NOT DISTINCT FROM OLD.level
          AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.valid_from IS NOT DISTINCT FROM OLD.valid_from
          AND NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to AND NEW.paper_sha256 IS NOT DISTINCT FROM OLD.paper_sha256
          AND NEW.recorded_by IS NOT DISTINCT FROM OLD.recorded_by AND NEW.recorded_at IS NOT DISTINCT FROM OLD.recorded_at
          AND (((OLD.suspended_at IS NULL OR OLD.lifted_at IS NOT NULL)
                AND NEW.suspended_at IS NOT NULL AND NEW.lifted_at IS NULL AND NEW.lifted_reason = '')
            OR (OLD.suspended_at IS NOT NULL AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND NEW.suspended_at IS NOT DISTINCT FROM OLD.suspended_at AND NEW.suspended_by IS NOT DISTINCT FROM OLD.suspended_by
                AND NEW.suspended_reason IS NOT DISTINCT FROM OLD.suspended_reason)))
    THEN RAISE EXCEPTION 'filing: it is suspended or lifted, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.film_no_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state = 'ready' THEN RAISE EXCEPTION 'film: one that was ready keeps its line'; END IF;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.film_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT (NEW.id = OLD.id AND NEW.organisation_id = OLD.organisation_id AND NEW.name = OLD.name
          AND NEW.bytes_total = OLD.bytes_total AND NEW.made_by = OLD.made_by AND NEW.made_at = OLD.made_at)
    THEN RAISE EXCEPTION 'film: what it is of does not change'; END IF;
    IF OLD.state = 'ready' AND NOT (NEW.state = 'ready' AND NEW.sha256 = OLD.sha256 AND NEW.duration_ms = OLD.duration_ms
          AND NEW.expires_at IS NULL AND OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
    THEN RAISE EXCEPTION 'film: one that is ready stays so, until it is deleted once'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.invitation_by_somebody() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.invited_by IS NULL AND (NEW.role <> 'system_administrator'
       OR EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator'))
    THEN RAISE EXCEPTION 'invitation: somebody invites, but for the first who runs the system'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.invitation_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
       AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
       AND NEW.invited_by IS NOT DISTINCT FROM OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
       AND NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at AND NEW.accepted_by IS NOT DISTINCT FROM OLD.accepted_by
    THEN RETURN NEW; END IF;
    IF OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by IS DISTINCT FROM OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR (OLD.invited_by IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                           WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id))
       OR (OLD.invited_by IS NULL
           AND EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator'))
    THEN RAISE EXCEPTION 'invitation: it opens once, for somebody else, in time'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.ledger_entry_class_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM ledger_entry_group g JOIN class_closing k ON k.class_id = g.class_id
        WHERE g.entry_group = NEW.entry_group AND NOT EXISTS (
            SELECT 1 FROM appeal p JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
            JOIN ledger_lesson l ON l.lesson_id = p.lesson_id
            WHERE p.enrolment_id = g.enrolment_id AND l.lesson = NEW.lesson
              AND NOT EXISTS (SELECT 1 FROM appeal_grant t WHERE t.appeal_id = p.id)))
    THEN RAISE EXCEPTION 'ledger_entry_class_closed: the class is closed'; END IF;
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

CREATE FUNCTION public.objection_answer() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state <> 'open' OR NEW.id <> OLD.id OR NEW.publication_id <> OLD.publication_id OR NEW.claim_id <> OLD.claim_id
        OR COALESCE(NEW.n, 0) <> COALESCE(OLD.n, 0) OR NEW.words <> OLD.words OR NEW.at_ms <> OLD.at_ms
    THEN RAISE EXCEPTION 'objection_answer: that of it never changes'; END IF;
    IF NEW.state = 'open' OR COALESCE(TRIM(NEW.reason), '') = '' OR NEW.answered_at IS NULL OR NEW.role IS NULL
    THEN RAISE EXCEPTION 'objection_answer: an answer has a reason and a time'; END IF;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'objection_answer: the account is another person''s'; END IF;
    IF COALESCE(NEW.role, '') <> 'internal_controller' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.answered_at))
    THEN RAISE EXCEPTION 'objection_answer: the role is not held'; END IF;
    IF EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'objection_answer: nobody answers for their own part'; END IF;
    IF (NEW.state = 'upheld') <> EXISTS (SELECT 1 FROM objection_struck k WHERE k.objection_id = NEW.id)
    THEN RAISE EXCEPTION 'objection_answer: it is right where somebody is struck off'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.objection_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> 'open' OR NEW.account_id IS NOT NULL OR NEW.person_id IS NOT NULL OR NEW.role IS NOT NULL
        OR NEW.reason IS NOT NULL OR NEW.answered_at IS NOT NULL
    THEN RAISE EXCEPTION 'objection_begins: it begins unanswered'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication p ON p.id = l.publication_id
        WHERE l.publication_id = NEW.publication_id AND l.claim_id = NEW.claim_id AND (NEW.n IS NULL OR l.n = NEW.n)
          AND p.people > 0 AND NEW.at_ms >= p.at_ms)
    THEN RAISE EXCEPTION 'objection_begins: not of this list'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.objection_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'objection_kept: it is answered, never deleted';
END;
$$;

CREATE FUNCTION public.objection_struck_belongs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM objection o WHERE o.id = NEW.objection_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM objection o JOIN publication_line l ON l.publication_id = o.publication_id AND l.claim_id = o.claim_id
        WHERE o.id = NEW.objection_id AND o.state = 'open' AND l.publication_id = NEW.publication_id AND l.n = NEW.n
          AND (o.n IS NULL OR o.n = NEW.n))
    THEN RAISE EXCEPTION 'objection_struck_belongs: not of what the objection is about'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payee_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT (NEW.id = OLD.id AND NEW.person_id = OLD.person_id AND NEW.n = OLD.n AND NEW.kind = OLD.kind
          AND NEW.given_by = OLD.given_by AND NEW.given_at = OLD.given_at
          AND (NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at OR (OLD.ended_at IS NULL AND NEW.ended_at >= OLD.given_at))
          AND ((NEW.bank = OLD.bank AND NEW.number_digest = OLD.number_digest AND NEW.last_four = OLD.last_four
                AND NEW.salt = OLD.salt AND LENGTH(NEW.number_sealed) > 0)
               OR (NEW.ended_at IS NOT NULL AND NEW.bank = '' AND NEW.last_four = '' AND LENGTH(NEW.number_digest) = 0
                   AND LENGTH(NEW.salt) = 0 AND LENGTH(NEW.number_sealed) = 0)))
    THEN RAISE EXCEPTION 'payee: a version ends or is emptied, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payee_own() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.given_by AND a.person_id = NEW.person_id AND a.active)
    THEN RAISE EXCEPTION 'payee: nobody gives an account for somebody else'; END IF;
    IF NEW.ended_at IS NOT NULL OR NEW.n <> (SELECT COUNT(*) FROM payee o WHERE o.person_id = NEW.person_id) + 1
    THEN RAISE EXCEPTION 'payee: not the next version'; END IF;
    IF EXISTS (SELECT 1 FROM payee o WHERE o.person_id = NEW.person_id AND o.ended_at IS NULL)
    THEN RAISE EXCEPTION 'payee: the version before has not ended'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payment_answer_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM payment_answer o WHERE o.id = NEW.id)
    THEN RAISE EXCEPTION 'payment_answer_begins: it is there'; END IF;
    IF NEW.paid < 0 OR NEW.failed < 0 OR NEW.paid + NEW.failed = 0
    THEN RAISE EXCEPTION 'payment_answer_begins: it answers something'; END IF;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'payment_answer_begins: the account is another person''s'; END IF;
    IF NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'payment_answer_begins: the role is not held'; END IF;
    IF EXISTS (SELECT 1 FROM payment_line l WHERE l.payment_id = NEW.payment_id AND l.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'payment_answer_begins: nobody answers for their own money'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payment_answer_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'payment_answer is append-only';
END;
$$;

CREATE FUNCTION public.payment_answer_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'payment_answer is append-only';
END;
$$;

CREATE FUNCTION public.payment_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Whoever makes a batch at the same moment waits until this one is there to be seen.
    PERFORM pg_advisory_xact_lock(710074);
    IF NEW.people <> 0 OR NEW.amount_fen <> 0
    THEN RAISE EXCEPTION 'payment_begins: it begins without its lines'; END IF;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'payment_begins: the account is another person''s'; END IF;
    IF NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'payment_begins: the role is not held'; END IF;
    IF NEW.number <> (SELECT COALESCE(MAX(o.number), 0) FROM payment o) + 1
    THEN RAISE EXCEPTION 'payment_begins: not the next number'; END IF;
    IF EXISTS (SELECT 1 FROM payment o WHERE o.id = NEW.id)
    THEN RAISE EXCEPTION 'payment_begins: it is there'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payment_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'payment_kept: it is never deleted';
END;
$$;

CREATE FUNCTION public.payment_line_answer() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.payment_id <> OLD.payment_id OR NEW.n <> OLD.n OR NEW.publication_id <> OLD.publication_id
        OR NEW.publication_n <> OLD.publication_n OR NEW.claim_id <> OLD.claim_id OR NEW.enrolment_id <> OLD.enrolment_id
        OR NEW.person_id <> OLD.person_id OR NEW.amount_fen <> OLD.amount_fen OR NEW.payee_id <> OLD.payee_id
        OR NEW.last_four <> OLD.last_four OR LENGTH(NEW.to_sealed) = 0
    THEN RAISE EXCEPTION 'payment_line_answer: that of it never changes'; END IF;
    IF NEW.state <> OLD.state AND (OLD.state <> 'sent' OR NOT EXISTS (
          SELECT 1 FROM payment_answer a JOIN payment p ON p.id = a.payment_id
          WHERE a.id = NEW.answer_id AND a.payment_id = NEW.payment_id AND a.at_ms = NEW.answered_at AND p.people > 0))
    THEN RAISE EXCEPTION 'payment_line_answer: it is answered once, by a file for its batch'; END IF;
    IF NEW.state = OLD.state AND (NEW.reason <> OLD.reason OR COALESCE(NEW.answer_id, '') <> COALESCE(OLD.answer_id, '') OR COALESCE(NEW.answered_at, 0) <> COALESCE(OLD.answered_at, 0))
    THEN RAISE EXCEPTION 'payment_line_answer: an answer stays'; END IF;
    IF NEW.state = 'paid' AND NEW.reason <> ''
    THEN RAISE EXCEPTION 'payment_line_answer: only what failed has a reason'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payment_line_belongs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM payment_line o WHERE o.id = NEW.id)
    THEN RAISE EXCEPTION 'payment_line_belongs: it is there'; END IF;
    IF NEW.state <> 'sent' OR NEW.reason <> ''
    THEN RAISE EXCEPTION 'payment_line_belongs: it begins unanswered'; END IF;
    IF NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.people = 0)
    THEN RAISE EXCEPTION 'payment_line_belongs: the batch is written'; END IF;
    IF NEW.n <> (SELECT COALESCE(MAX(o.n), 0) FROM payment_line o WHERE o.payment_id = NEW.payment_id) + 1
    THEN RAISE EXCEPTION 'payment_line_belongs: not the next place'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication b ON b.id = l.publication_id JOIN payment p ON p.id = NEW.payment_id
        WHERE l.publication_id = NEW.publication_id AND l.n = NEW.publication_n AND l.claim_id = NEW.claim_id
          AND l.enrolment_id = NEW.enrolment_id AND l.person_id = NEW.person_id AND l.amount_fen = NEW.amount_fen
          AND b.people > 0 AND b.at_ms + 432000000 <= p.at_ms)
    THEN RAISE EXCEPTION 'payment_line_belongs: not what was published, or not long enough ago'; END IF;
    IF EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.state = 'open' AND (o.n IS NULL OR o.n = NEW.publication_n))
        OR EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = NEW.publication_id AND k.n = NEW.publication_n)
    THEN RAISE EXCEPTION 'payment_line_belongs: somebody objects to it, or was right to'; END IF;
    IF NOT EXISTS (SELECT 1 FROM payee y WHERE y.id = NEW.payee_id AND y.person_id = NEW.person_id AND y.ended_at IS NULL
          AND y.last_four = NEW.last_four)
    THEN RAISE EXCEPTION 'payment_line_belongs: not the account that counts'; END IF;
    IF EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state = 'failed' AND o.payee_id = NEW.payee_id)
    THEN RAISE EXCEPTION 'payment_line_belongs: it failed to this account before'; END IF;
    IF EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state <> 'failed')
    THEN RAISE EXCEPTION 'payment_line_belongs: it stands in another batch'; END IF;
    IF EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND (
          EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM claim_line c WHERE c.claim_id = NEW.claim_id AND c.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM publication b WHERE b.id = NEW.publication_id AND b.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.person_id = p.person_id)))
    THEN RAISE EXCEPTION 'payment_line_belongs: nobody pays what they had a part in'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.payment_line_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'payment_line_kept: it is never deleted';
END;
$$;

CREATE FUNCTION public.payment_sums() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.people > 0 OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.fund_id <> OLD.fund_id OR NEW.sha256 <> OLD.sha256
        OR NEW.account_id <> OLD.account_id OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms
    THEN RAISE EXCEPTION 'payment_sums: that of it never changes'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM payment_line l WHERE l.payment_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0)
    THEN RAISE EXCEPTION 'payment_sums: not the sums of its lines'; END IF;
    IF (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment_line l JOIN payment p ON p.id = l.payment_id
        WHERE p.fund_id = NEW.fund_id AND l.state <> 'failed') > (SELECT f.budget_fen FROM fund_source f WHERE f.id = NEW.fund_id)
    THEN RAISE EXCEPTION 'payment_sums: more than is left of the fund'; END IF;
    RETURN NEW;
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

CREATE FUNCTION public.publication_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.people <> 0 OR NEW.amount_fen <> 0
    THEN RAISE EXCEPTION 'publication_begins: it begins without its lines'; END IF;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'publication_begins: the account is another person''s'; END IF;
    IF NEW.role <> 'city_first_reviewer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'publication_begins: the role is not held'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.publication_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'publication_kept: it is never deleted';
END;
$$;

CREATE FUNCTION public.publication_line_belongs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM publication p WHERE p.id = NEW.publication_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.people = 0)
    THEN RAISE EXCEPTION 'publication_line_belongs: the list is written'; END IF;
    IF NEW.n <>
        (SELECT COALESCE(MAX(o.n), 0) FROM publication_line o WHERE o.publication_id = NEW.publication_id) + 1
    THEN RAISE EXCEPTION 'publication_line_belongs: not the next place'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM claim q JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission
        WHERE q.id = NEW.claim_id AND q.state = 'approved' AND c.enrolment_id = NEW.enrolment_id
          AND c.person_id = NEW.person_id AND c.amount_fen = NEW.amount_fen)
    THEN RAISE EXCEPTION 'publication_line_belongs: not what passed both reviews'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.publication_sums() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.people > 0 OR NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.account_id <> OLD.account_id
        OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms
    THEN RAISE EXCEPTION 'publication_sums: that of it never changes'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM publication_line l WHERE l.publication_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0)
    THEN RAISE EXCEPTION 'publication_sums: not the sums of its lines'; END IF;
    IF EXISTS (
        SELECT 1 FROM publication_line l WHERE l.publication_id = NEW.id AND l.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'publication_sums: nobody publishes their own money'; END IF;
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT l.claim_id FROM publication_line l WHERE l.publication_id = NEW.id) AS t
        JOIN claim q ON q.id = t.claim_id
        JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission AND c.amount_fen > 0
        WHERE NOT EXISTS (
            SELECT 1 FROM publication_line o WHERE o.publication_id = NEW.id AND o.claim_id = q.id AND o.enrolment_id = c.enrolment_id))
    THEN RAISE EXCEPTION 'publication_sums: somebody of a claim is left out'; END IF;
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

CREATE FUNCTION public.subsidy_standard_begins() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL
    THEN RAISE EXCEPTION 'subsidy_standard: it is recorded before it is ended'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.subsidy_standard_once_ended() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.trade_code IS NOT DISTINCT FROM OLD.trade_code AND NEW.level IS NOT DISTINCT FROM OLD.level
          AND NEW.category_code IS NOT DISTINCT FROM OLD.category_code AND NEW.programme IS NOT DISTINCT FROM OLD.programme
          AND NEW.valid_from IS NOT DISTINCT FROM OLD.valid_from AND NEW.pay IS NOT DISTINCT FROM OLD.pay AND NEW.pay_fen IS NOT DISTINCT FROM OLD.pay_fen
          AND NEW.pay_max_fen IS NOT DISTINCT FROM OLD.pay_max_fen AND NEW.partial_percent IS NOT DISTINCT FROM OLD.partial_percent
          AND NEW.living_day_fen IS NOT DISTINCT FROM OLD.living_day_fen AND NEW.living_max_fen IS NOT DISTINCT FROM OLD.living_max_fen
          AND NEW.fund_id IS NOT DISTINCT FROM OLD.fund_id AND NEW.source IS NOT DISTINCT FROM OLD.source
          AND NEW.recorded_by IS NOT DISTINCT FROM OLD.recorded_by AND NEW.recorded_at IS NOT DISTINCT FROM OLD.recorded_at
          AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
          AND NEW.valid_to < COALESCE(OLD.valid_to, '9999-12-31'))
    THEN RAISE EXCEPTION 'subsidy_standard: it is ended once, sooner than it would, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.subsidy_standard_tie() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Whoever records at the same moment on another node waits until this is there to be seen.
    PERFORM pg_advisory_xact_lock(710073);
    IF EXISTS (
    SELECT 1 FROM subsidy_standard o
    WHERE CAST(o.trade_code IS NOT NULL AS INTEGER) + CAST(o.level IS NOT NULL AS INTEGER) + CAST(o.category_code IS NOT NULL AS INTEGER) + CAST(o.programme IS NOT NULL AS INTEGER)
          = CAST(NEW.trade_code IS NOT NULL AS INTEGER) + CAST(NEW.level IS NOT NULL AS INTEGER) + CAST(NEW.category_code IS NOT NULL AS INTEGER) + CAST(NEW.programme IS NOT NULL AS INTEGER)
      AND (o.trade_code IS NULL OR NEW.trade_code IS NULL OR o.trade_code = NEW.trade_code)
      AND (o.level IS NULL OR NEW.level IS NULL OR o.level = NEW.level)
      AND (o.category_code IS NULL OR NEW.category_code IS NULL OR o.category_code = NEW.category_code)
      AND (o.programme IS NULL OR NEW.programme IS NULL OR o.programme = NEW.programme)
      AND o.valid_from <= COALESCE(o.valid_to, '9999-12-31')
      AND o.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(o.valid_to, '9999-12-31'))
    THEN RAISE EXCEPTION 'subsidy_standard_tie: another one names as much and could apply to the same training'; END IF;
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

CREATE TABLE public.certificate (
    id text NOT NULL,
    kind text NOT NULL,
    enrolment_id text NOT NULL,
    until_entry bigint NOT NULL,
    language text NOT NULL,
    content_digest bytea NOT NULL,
    issued_at bigint NOT NULL,
    revoked_at bigint,
    revoked_by text,
    revoked_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT certificate_kind_check CHECK ((kind = ANY (ARRAY['learning_record'::text, 'completion'::text]))),
    CONSTRAINT certificate_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
    CONSTRAINT certificate_revoked CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)))
);

CREATE TABLE public.certificate_content (
    certificate_id text NOT NULL,
    content_sealed bytea NOT NULL
);

CREATE TABLE public.check_tally (
    enrolment_id text NOT NULL,
    answered bigint NOT NULL,
    unanswered bigint NOT NULL
);

CREATE TABLE public.claim (
    id text NOT NULL,
    class_id text NOT NULL,
    organisation_id text NOT NULL,
    region_id text NOT NULL,
    state text NOT NULL,
    submission bigint NOT NULL,
    people bigint NOT NULL,
    paid bigint NOT NULL,
    amount_fen bigint NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    submitted_at bigint NOT NULL,
    since bigint NOT NULL,
    CONSTRAINT claim_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'reviewed'::text, 'approved'::text, 'returned'::text, 'withdrawn'::text])))
);

CREATE TABLE public.claim_line (
    claim_id text NOT NULL,
    submission bigint NOT NULL,
    n bigint NOT NULL,
    enrolment_id text NOT NULL,
    person_id text NOT NULL,
    amount_fen bigint NOT NULL,
    line text NOT NULL,
    CONSTRAINT claim_line_amount_fen_check CHECK ((amount_fen >= 0))
);

CREATE TABLE public.claim_step (
    claim_id text NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL,
    head text NOT NULL,
    sha256 text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT claim_step_kind_check CHECK ((kind = ANY (ARRAY['submit'::text, 'withdraw'::text, 'pass'::text, 'return'::text, 'confirm'::text, 'send_back'::text, 'refer'::text])))
);

CREATE TABLE public.class_application (
    id text NOT NULL,
    organisation_id text NOT NULL,
    region_id text NOT NULL,
    form text NOT NULL,
    title text NOT NULL,
    course_id text,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    submitted_at bigint,
    class_id text,
    CONSTRAINT class_application_opens CHECK (((state = 'approved'::text) = (class_id IS NOT NULL))),
    CONSTRAINT class_application_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text, 'withdrawn'::text])))
);

CREATE TABLE public.class_application_file (
    paper_id text NOT NULL,
    content_sealed bytea NOT NULL
);

CREATE TABLE public.class_application_hand (
    application_id text NOT NULL,
    person_id text NOT NULL
);

CREATE TABLE public.class_application_paper (
    id text NOT NULL,
    application_id text NOT NULL,
    kind text NOT NULL,
    name_sealed bytea NOT NULL,
    file_kind text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    sent_by text NOT NULL,
    sent_at bigint NOT NULL,
    removed_at bigint,
    CONSTRAINT class_application_paper_file_kind_check CHECK ((file_kind = ANY (ARRAY['jpg'::text, 'png'::text, 'pdf'::text]))),
    CONSTRAINT class_application_paper_kind_check CHECK ((kind = ANY (ARRAY['plan'::text, 'teachers'::text, 'materials'::text, 'assessment'::text])))
);

CREATE TABLE public.class_application_step (
    application_id text NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL,
    reasons text NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT class_application_step_kind_check CHECK ((kind = ANY (ARRAY['submit'::text, 'return'::text, 'approve'::text, 'withdraw'::text])))
);

CREATE TABLE public.class_closing (
    class_id text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    note text NOT NULL,
    people bigint NOT NULL,
    completed bigint NOT NULL,
    verified_ms bigint NOT NULL,
    ledger_size bigint NOT NULL,
    sha256 text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.class_closing_line (
    class_id text NOT NULL,
    n bigint NOT NULL,
    enrolment_id text NOT NULL,
    person_id text NOT NULL,
    verified_ms bigint NOT NULL,
    required_ms bigint NOT NULL,
    credit_tenths bigint NOT NULL,
    days_studied bigint NOT NULL,
    completed boolean NOT NULL,
    identity_seen boolean NOT NULL,
    category_code text,
    category_proved boolean NOT NULL,
    has_exam boolean DEFAULT false NOT NULL,
    exam_mark bigint
);

CREATE TABLE public.class_exam (
    class_id text NOT NULL,
    set_by text NOT NULL,
    set_at bigint NOT NULL
);

CREATE TABLE public.class_invitation (
    id text NOT NULL,
    class_id text NOT NULL,
    document_type text NOT NULL,
    document_digest bytea NOT NULL,
    document_masked text NOT NULL,
    name_sealed bytea NOT NULL,
    phone_sealed bytea NOT NULL,
    phone_masked text NOT NULL,
    category_code text,
    row_digest bytea NOT NULL,
    code_digest bytea NOT NULL,
    place bigint NOT NULL,
    invited_at bigint NOT NULL,
    invited_by text NOT NULL,
    until_ms bigint NOT NULL,
    accepted_at bigint,
    enrolment_id text,
    withdrawn_at bigint,
    withdrawn_by text,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT class_invitation_state CHECK (((accepted_at IS NULL) OR (withdrawn_at IS NULL))),
    CONSTRAINT class_invitation_taken CHECK (((accepted_at IS NULL) = (enrolment_id IS NULL)))
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
    version bigint DEFAULT 1 NOT NULL,
    replaces text,
    CONSTRAINT course_mode_check CHECK ((mode = ANY (ARRAY['online'::text, 'blended'::text])))
);

CREATE TABLE public.course_audience (
    course_id text NOT NULL,
    category_code text NOT NULL
);

CREATE TABLE public.course_draft (
    id text NOT NULL,
    organisation_id text NOT NULL,
    region_id text NOT NULL,
    content text NOT NULL,
    title text NOT NULL,
    replaces text,
    state text NOT NULL,
    version bigint NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    submitted_at bigint,
    course_id text,
    CONSTRAINT course_draft_publishes CHECK (((state = 'published'::text) = (course_id IS NOT NULL))),
    CONSTRAINT course_draft_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'published'::text, 'withdrawn'::text])))
);

CREATE TABLE public.course_draft_hand (
    draft_id text NOT NULL,
    person_id text NOT NULL
);

CREATE TABLE public.course_draft_step (
    draft_id text NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL,
    reasons text NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT course_draft_step_kind_check CHECK ((kind = ANY (ARRAY['submit'::text, 'return'::text, 'publish'::text, 'withdraw'::text])))
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

CREATE TABLE public.exam_answer (
    paper_id text NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    place bigint NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.exam_paper (
    id text NOT NULL,
    enrolment_id text NOT NULL,
    n bigint NOT NULL,
    seed text NOT NULL,
    questions text NOT NULL,
    count bigint NOT NULL,
    started_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    submitted_at bigint,
    answers_sha256 text,
    mark bigint,
    passed boolean,
    CONSTRAINT exam_paper_bounds CHECK ((((mark >= 0) AND (mark <= 100)) AND (count > 0) AND (ends_at > started_at))),
    CONSTRAINT exam_paper_marked CHECK ((((submitted_at IS NULL) = (mark IS NULL)) AND ((submitted_at IS NULL) = (passed IS NULL)) AND ((submitted_at IS NULL) = (answers_sha256 IS NULL))))
);

CREATE TABLE public.export_run (
    id text NOT NULL,
    account_id text NOT NULL,
    class_id text,
    region_id text,
    ended_from text DEFAULT ''::text NOT NULL,
    ended_until text DEFAULT ''::text NOT NULL,
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

CREATE TABLE public.filing (
    id text NOT NULL,
    organisation_id text NOT NULL,
    trade_code text NOT NULL,
    level text NOT NULL,
    number text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    paper_sha256 text,
    recorded_by text NOT NULL,
    recorded_at bigint NOT NULL,
    suspended_at bigint,
    suspended_by text,
    suspended_reason text DEFAULT ''::text NOT NULL,
    lifted_at bigint,
    lifted_by text,
    lifted_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT filing_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT filing_level_check CHECK ((level = ANY (ARRAY['special'::text, 'five'::text, 'four'::text, 'three'::text]))),
    CONSTRAINT filing_lifted CHECK ((((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((lifted_at IS NULL) OR (suspended_at IS NOT NULL)))),
    CONSTRAINT filing_suspended CHECK (((suspended_at IS NULL) = (suspended_by IS NULL)))
);

CREATE TABLE public.filing_paper (
    filing_id text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    name_sealed bytea NOT NULL,
    content_sealed bytea NOT NULL,
    CONSTRAINT filing_paper_kind_check CHECK ((kind = ANY (ARRAY['jpg'::text, 'png'::text, 'pdf'::text])))
);

CREATE TABLE public.film (
    id text NOT NULL,
    organisation_id text NOT NULL,
    name text NOT NULL,
    bytes_total bigint NOT NULL,
    bytes_received bigint NOT NULL,
    state text NOT NULL,
    sha256 text,
    duration_ms bigint,
    refusal text,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    expires_at bigint,
    deleted_at bigint,
    CONSTRAINT film_arrived CHECK (((state = 'receiving'::text) OR (bytes_received = bytes_total))),
    CONSTRAINT film_bytes_total_check CHECK ((bytes_total > 0)),
    CONSTRAINT film_check CHECK (((bytes_received >= 0) AND (bytes_received <= bytes_total))),
    CONSTRAINT film_deleted_ready CHECK (((deleted_at IS NULL) OR (state = 'ready'::text))),
    CONSTRAINT film_ready_measured CHECK (((state = 'ready'::text) = (duration_ms IS NOT NULL))),
    CONSTRAINT film_ready_whole CHECK (((state = 'ready'::text) = (sha256 IS NOT NULL))),
    CONSTRAINT film_refused_why CHECK (((state = 'refused'::text) = (refusal IS NOT NULL))),
    CONSTRAINT film_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'measuring'::text, 'ready'::text, 'refused'::text])))
);

CREATE TABLE public.former_document (
    person_id text NOT NULL,
    document_type text NOT NULL,
    document_digest bytea NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.fund_source (
    id text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    year bigint NOT NULL,
    budget_fen bigint NOT NULL,
    recorded_by text NOT NULL,
    recorded_at bigint NOT NULL,
    CONSTRAINT fund_source_budget_fen_check CHECK ((budget_fen >= 0))
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
    invited_by text,
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

CREATE TABLE public.kept_form (
    number text NOT NULL,
    owner text DEFAULT ''::text NOT NULL,
    path text NOT NULL,
    form_sealed bytea NOT NULL,
    until_ms bigint NOT NULL
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

CREATE TABLE public.objection (
    id text NOT NULL,
    publication_id text NOT NULL,
    claim_id text NOT NULL,
    n bigint,
    words text NOT NULL,
    at_ms bigint NOT NULL,
    state text NOT NULL,
    account_id text,
    person_id text,
    role text,
    reason text,
    answered_at bigint,
    CONSTRAINT objection_state_check CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'dismissed'::text])))
);

CREATE TABLE public.objection_struck (
    publication_id text NOT NULL,
    n bigint NOT NULL,
    objection_id text NOT NULL
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

CREATE TABLE public.payee (
    id text NOT NULL,
    person_id text NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL,
    bank text NOT NULL,
    number_digest bytea NOT NULL,
    number_sealed bytea NOT NULL,
    last_four text NOT NULL,
    salt bytea NOT NULL,
    given_by text NOT NULL,
    given_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT payee_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'passbook'::text])))
);

CREATE TABLE public.payment (
    id text NOT NULL,
    number bigint NOT NULL,
    fund_id text NOT NULL,
    people bigint NOT NULL,
    amount_fen bigint NOT NULL,
    sha256 text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.payment_answer (
    id text NOT NULL,
    payment_id text NOT NULL,
    file_sha256 text NOT NULL,
    sha256 text NOT NULL,
    paid bigint NOT NULL,
    failed bigint NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.payment_line (
    id text NOT NULL,
    payment_id text NOT NULL,
    n bigint NOT NULL,
    publication_id text NOT NULL,
    publication_n bigint NOT NULL,
    claim_id text NOT NULL,
    enrolment_id text NOT NULL,
    person_id text NOT NULL,
    amount_fen bigint NOT NULL,
    payee_id text NOT NULL,
    last_four text NOT NULL,
    to_sealed bytea NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    answer_id text,
    answered_at bigint,
    CONSTRAINT payment_line_amount_fen_check CHECK ((amount_fen > 0)),
    CONSTRAINT payment_line_answered CHECK ((((state = 'sent'::text) = (answer_id IS NULL)) AND ((answer_id IS NULL) = (answered_at IS NULL)))),
    CONSTRAINT payment_line_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'paid'::text, 'failed'::text])))
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

CREATE TABLE public.publication (
    id text NOT NULL,
    people bigint NOT NULL,
    amount_fen bigint NOT NULL,
    sha256 text NOT NULL,
    account_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.publication_line (
    publication_id text NOT NULL,
    n bigint NOT NULL,
    claim_id text NOT NULL,
    enrolment_id text NOT NULL,
    person_id text NOT NULL,
    amount_fen bigint NOT NULL,
    CONSTRAINT publication_line_amount_fen_check CHECK ((amount_fen > 0))
);

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

CREATE TABLE public.roster_import (
    id text NOT NULL,
    class_id text NOT NULL,
    file_sealed bytea NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    invited bigint NOT NULL,
    changed bigint NOT NULL
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

CREATE TABLE public.subsidy_standard (
    id text NOT NULL,
    trade_code text,
    level text,
    category_code text,
    programme text,
    valid_from text NOT NULL,
    valid_to text,
    pay text NOT NULL,
    pay_fen bigint NOT NULL,
    pay_max_fen bigint,
    partial_percent bigint NOT NULL,
    living_day_fen bigint,
    living_max_fen bigint,
    fund_id text NOT NULL,
    source text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at bigint NOT NULL,
    ended_at bigint,
    ended_by text,
    ended_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT subsidy_standard_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from) OR (ended_at IS NOT NULL))),
    CONSTRAINT subsidy_standard_ended CHECK ((((ended_at IS NULL) = (ended_by IS NULL)) AND ((ended_at IS NULL) OR (valid_to IS NOT NULL)))),
    CONSTRAINT subsidy_standard_level_check CHECK ((level = ANY (ARRAY['special'::text, 'five'::text, 'four'::text, 'three'::text]))),
    CONSTRAINT subsidy_standard_living CHECK (((living_day_fen IS NULL) = (living_max_fen IS NULL))),
    CONSTRAINT subsidy_standard_living_day_fen_check CHECK ((living_day_fen >= 0)),
    CONSTRAINT subsidy_standard_living_max_fen_check CHECK ((living_max_fen >= 0)),
    CONSTRAINT subsidy_standard_most CHECK (((pay_max_fen IS NULL) = (pay = 'per_person'::text))),
    CONSTRAINT subsidy_standard_partial_percent_check CHECK (((partial_percent >= 0) AND (partial_percent <= 100))),
    CONSTRAINT subsidy_standard_pay_check CHECK ((pay = ANY (ARRAY['per_person'::text, 'per_credit_hour'::text]))),
    CONSTRAINT subsidy_standard_pay_fen_check CHECK ((pay_fen >= 0)),
    CONSTRAINT subsidy_standard_pay_max_fen_check CHECK ((pay_max_fen >= 0)),
    CONSTRAINT subsidy_standard_programme_check CHECK ((programme = ANY (ARRAY['general'::text, 'project'::text, 'gold_collar'::text, 'other'::text])))
);

CREATE TABLE public.trade (
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    valid_from text NOT NULL,
    valid_to text
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

INSERT INTO public._sqlx_migrations VALUES (1, 'key', '2026-12-01 04:47:57.747653+00', true, '\xeb751d525f703e9ef11a810e02daf5cbbe881c2be0fe9e4e4b3748096581c83cbb3a86f5d8298cfd3c810308cd537c3d', 14334594);
INSERT INTO public._sqlx_migrations VALUES (2, 'person', '2026-12-01 04:47:57.762471+00', true, '\xac2d51313dfb0efcfbbb26099e32e6710dadbcd316ed0ab3b7412219f722126fd409b615caa4737b0ef1c2aaa694208d', 31492959);
INSERT INTO public._sqlx_migrations VALUES (3, 'account', '2026-12-01 04:47:57.794427+00', true, '\x8ec91b407af0d78fc7c0bc56195bdb5ff6dac93d3c522fda7dc009252acecdae17434f52df152fdf25aedc93e3e1b047', 116709280);
INSERT INTO public._sqlx_migrations VALUES (4, 'paper', '2026-12-01 04:47:57.911719+00', true, '\xb05b2f563b91ecf015292b7e5e060b55bb502d99ad62ebe8952d6d7f0574e1741c434a6af511b2f3af37217b2c0a66b1', 21683487);
INSERT INTO public._sqlx_migrations VALUES (5, 'course class', '2026-12-01 04:47:57.933802+00', true, '\x1bc0e07613ed4343a8b3e2aeb09a8f0f91c2ca91d32eb1190ad09918b72ffa98c057c533199312fe188cc6aa4628f49e', 51318723);
INSERT INTO public._sqlx_migrations VALUES (6, 'study', '2026-12-01 04:47:57.985669+00', true, '\xaa01e84bbf78a3b13164187a80858e5945bc2bb14df1938140275bb88ffab37ccac5d63273f3fa0f8c25fb2649a6dadf', 56368926);
INSERT INTO public._sqlx_migrations VALUES (7, 'ledger', '2026-12-01 04:47:58.042457+00', true, '\x2a31d7780078988ac6f3407b962516b87c9d95e9fee1dbff7396253566d5467b86147599c9cf8e810fa8463508b1950d', 55155952);
INSERT INTO public._sqlx_migrations VALUES (8, 'appeal signal', '2026-12-01 04:47:58.098087+00', true, '\x1bce2fabd09772117e357d5dab8e1e6b52ecbd157df506c93109da727d37204ee688c928770c552c3c09818de3370cf5', 40296807);
INSERT INTO public._sqlx_migrations VALUES (9, 'audit', '2026-12-01 04:47:58.138849+00', true, '\xc9c9313ad20876d155f4cb95d4f69a2b57539af18d09c8edbd4ad5d7eb6ed66f86a7251e51ec9a96b53a9591cfae4a5d', 28446337);
INSERT INTO public._sqlx_migrations VALUES (10, 'export', '2026-12-01 04:47:58.16763+00', true, '\xb2a6c9c545f119e005d92e484d2f961cef4f25ad5ecbc35d64c2b18087aee5feae0aab8c62e2a9413fe178696b5d5da1', 11920884);
INSERT INTO public._sqlx_migrations VALUES (11, 'job', '2026-12-01 04:47:58.179845+00', true, '\xb04e5604e71055e76cf20f88882d5435d27b368060bae6ba9685fedb8c560dc48fa811656e78060e69b8922cfa9feb42', 10160805);
INSERT INTO public._sqlx_migrations VALUES (12, 'roster', '2026-12-01 04:47:58.190229+00', true, '\x6d619e940d89ccafe9e016f04704476d09a1eecd1c4764524fa860ee6cd6b1238b0cb0c461029c76fdcb8cf4b4194314', 17704928);
INSERT INTO public._sqlx_migrations VALUES (13, 'institution', '2026-12-01 04:47:58.208272+00', true, '\xc2764445465879a5e6b04eea878c6500c8ec9d46b3934133a4d10bf588e0b6501aa5ab98acb42b917079072ec4f764bb', 19727377);
INSERT INTO public._sqlx_migrations VALUES (14, 'class application', '2026-12-01 04:47:58.228282+00', true, '\x30f93079b03b46cbb48cffdc122e5e9c7386b34fc005c470999b0dccde6112da92824bee825298f9cacb7ccd9505f7c4', 26917939);
INSERT INTO public._sqlx_migrations VALUES (15, 'certificate', '2026-12-01 04:47:58.25561+00', true, '\x66a7b3a53e8a43ec936098ab517f9bc958a8a0f9e827a40e2c222d94fefa225fdedac6d591c3330c49d08bf6308cd16a', 11811792);
INSERT INTO public._sqlx_migrations VALUES (16, 'class closing', '2026-12-01 04:47:58.267749+00', true, '\xf0660585de66fbeb04a200330db080500b48c7190caebd8609ef88164dc296b7f3877c75a5c15b85196ec1974fbcbbc5', 14722562);
INSERT INTO public._sqlx_migrations VALUES (17, 'subsidy standard', '2026-12-01 04:47:58.283164+00', true, '\x83a8f15a5f3631d97dc5cbf20e3f367098d0a6d72306e3a66f966aae3e0d4303ac9599885f1c4adf20134adde3ceeeba', 16700664);
INSERT INTO public._sqlx_migrations VALUES (18, 'claim', '2026-12-01 04:47:58.300176+00', true, '\x7d87a9cb862e12641631301bb44e99172302397e458e84f554a9ebb675732b4eb33de773514fcdd97f8bdc6f1a6d4795', 23671775);
INSERT INTO public._sqlx_migrations VALUES (19, 'publication', '2026-12-01 04:47:58.324083+00', true, '\xe1a9d2efd877f320565f2ba634a1908f622ad66d036ea424f6ccf68f89868e8d78d5cc2fbd649181b0687539141e3e3b', 25189443);
INSERT INTO public._sqlx_migrations VALUES (20, 'payee', '2026-12-01 04:47:58.350848+00', true, '\x6f41512f68ad000774b1d4ee2a9cfae2b68c1586c9133ccc0e8e7583fe8fe7a4eb737a1b17d97ceeda271e3af23f26c3', 11495892);
INSERT INTO public._sqlx_migrations VALUES (21, 'payment', '2026-12-01 04:47:58.362417+00', true, '\x460102abc6e144fbfe871ce2dd668cb65d0168d220a85c498e52280cb58ac540e104de0bfabd3d38fc30b84602477891', 19827096);
INSERT INTO public._sqlx_migrations VALUES (22, 'film', '2026-12-01 04:47:58.382822+00', true, '\x219ced23cc84a0b086767f70a637adaa5f48716d832121f7c000e6647cf2b58fb29156f6feadce660ee9ae204903c200', 4024978);
INSERT INTO public._sqlx_migrations VALUES (23, 'course draft', '2026-12-01 04:47:58.387083+00', true, '\x05ae8699a299f59cfe4314f4f70dcb1f87982475dd6aafee8754a6734389b07bcf34b892bc0fcbb60f1341cc9ddf507e', 6895178);
INSERT INTO public._sqlx_migrations VALUES (24, 'exam', '2026-12-01 04:47:58.394247+00', true, '\x205c52edba102084b0ca0a995e39861be1b7d38742513658786a72d727eb1dacf1162396f67778b8c1730873958085c6', 6032975);

INSERT INTO public.account VALUES ('account-zhou', 'person-zhou', 'zhou', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x3aa18a0e6226d0dd652b5f2da51245a2');
INSERT INTO public.account VALUES ('account-wu', 'person-wu', 'wu', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x2ccb7c4f98d7aad1b2a9e821df14ffb6');
INSERT INTO public.account VALUES ('account-li', 'person-li', 'li', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795309200000, NULL, '\x645437de2b33bad00e741b202615d394');
INSERT INTO public.account VALUES ('account-wang', 'person-wang', 'wang', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795311027000, NULL, '\x2a435b30da4482beb567e3b96c378f1b');
INSERT INTO public.account VALUES ('account-zhao', 'person-zhao', 'zhao', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795312854000, NULL, '\x7d9328d21474554a1b1fc438970ce528');
INSERT INTO public.account VALUES ('account-sun', 'person-sun', 'sun', 'p1$argon2id$v=19$m=19456,t=2,p=1$r80dezmoIOL0Zbmhap54bg$XonKxVfPiq8b13UC5Jc5uT9nILKCtes8C6FbtYxcQQo', true, 1795313178000, NULL, '\xb7792c41f581d337f37e0a77fef8dd88');

INSERT INTO public.appeal VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 'person-li', 'account-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795311027000);
INSERT INTO public.appeal VALUES ('01a200fc-23f0-76a7-b4bd-d26bb46ec080', 'person-wang', 'account-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-11-22', 'check_ignored', 300000, '村里停电，手机没电了', 1795312854000);

INSERT INTO public.appeal_grant VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 2, 300000);

INSERT INTO public.appeal_step VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 1, 'propose', 'account-zhou', 'person-zhou', 'city_first_reviewer', 'grant', 'device', '供电公司有停电通知', 1795312854000);
INSERT INTO public.appeal_step VALUES ('01a200e0-4338-7137-ae77-76dc3f09e8ee', 2, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', 'grant', 'device', '已核对，情况属实', 1795312854000);

INSERT INTO public.attendance_check VALUES ('01a33b35-e9b0-7d73-b9ac-38c433d07795', 'person-li', '01a33b34-ff50-7799-8652-b3f27baaf10a', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'crab-3', 'question', 'crab-3-q1', 1, 1800584686000, 1800584686000, NULL, 1800584693000, 'passed', '1', false, '{"result":"passed","newly_verified_ms":60000,"verified_ms":60000,"waiting_ms":0,"explain":"老师讲过"}');

INSERT INTO public.audit_checkpoint VALUES (15, '\xcd611adbc3418a82cddad3db3cdac75221abc11c2b94f0633f3efd1c17946c06', 'xueshi.example/test/audit
15
zWEa28NBioLN2tPbPNrHUiGrwRwrlPBjPz79HBeUbAY=

— xueshi.example/test/audit Gu+psHnk0gsrjrhhJn9d9Rtn9bhz3nq4xCs50hiENyxuXA6WaKhccafLnL51tir/aDXBeOXAl8sRmfl6CxfHI9cMJQw=
', 1795309200000);
INSERT INTO public.audit_checkpoint VALUES (37, '\x5f25373058a5ac60ea35e18ebec4957f879697ecd51f871aa35cb5c8d099156a', 'xueshi.example/test/audit
37
XyU3MFilrGDqNeGOvsSVf4eWl+zVH4cao1y1yNCZFWo=

— xueshi.example/test/audit Gu+psFkbd0lfoSQvjv7Uf+B7oIuVE1vXB9PvfzRzbF4Q16/EXCcibofZvC65SqryU+62oOZZwTH9KHttkEo2r6i36wc=
', 1795314226000);

INSERT INTO public.audit_event VALUES ('fact-0', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01', '', '{"profile":"standard","effective_from":"2026-01-01","sha256":"59ac949f6b0d2f075de9433df86db50cf3b2062514bef970f550b75df383e600"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-1', 1795309200000, NULL, 'fact.policy', 'policy:2026-01-01-compressed', '', '{"profile":"compressed","effective_from":"2026-01-01","sha256":"835dd31b844abdaa44f3a91b444047678a171881d90730bdbc257749c930b6eb"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-2', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26', '', '{"profile":"standard","effective_from":"2026-11-26","sha256":"8f113e58cd11fc5f6215d448873576998fc11106c5f513b860a53cdbd13dbad0"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-3', 1795309200000, NULL, 'fact.policy', 'policy:2026-11-26-compressed', '', '{"profile":"compressed","effective_from":"2026-11-26","sha256":"970bed9e4de468c6f85c178f6008eb39536ea8eab48749a5e913a36ea49b4d3d"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-4', 1795309200000, NULL, 'fact.organisation', 'organisation:bureau', '', '{"kind":"bureau","name":"市人社局","name_en":"City bureau","region":"city","credit_code":"C0","phone":"12333"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-5', 1795309200000, NULL, 'fact.organisation', 'organisation:school', '', '{"kind":"institution","name":"渔丰学校","name_en":"Yufeng School","region":"county","credit_code":"C1","phone":"0546-1"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-6', 1795309200000, NULL, 'fact.organisation', 'organisation:school2', '', '{"kind":"institution","name":"新航学校","name_en":"Xinhang School","region":"county2","credit_code":"C2","phone":"0546-2"}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-7', 1795309200000, NULL, 'fact.course', 'course:crab', '', '{"code":"crab","title":"大闸蟹养殖入门","organisation":"school","trade_code":"trade-crab","trade":"水产养殖工","level":"special","mode":"online","published_at_ms":1795309200000,"version":1,"replaces":null}', '', '', '');
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
INSERT INTO public.audit_event VALUES ('01a200e0-4338-720c-a6e9-fedc2c440b5e', 1795311027000, 'account-li', 'appeal.make', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('fact-23', 1795311027000, NULL, 'fact.person', 'person:person-wang', '', '{"document":"67bb4af24dd6c49e1379d61e874bd98d","name":"92a12973a59b280e2cb54f236c3ca243","birth":"2fde8dbe14ef23a754b797785b552338","phone":"91bab92c0d896f476c0efa7f63d7fb2a","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-24', 1795311027000, NULL, 'fact.account', 'account:account-wang', '', '{"person":"person-wang","active":true,"sign_in":"b803dd4060d7c8f140e53b0b55ec7151","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795311027000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-25', 1795311027000, NULL, 'fact.enrolment', 'enrolment:01a200e0-4338-7f2d-a147-b36c68b8f577', '', '{"class":"crab-k","person":"person-wang","enrolled_at_ms":1795311027000}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7d33-8bc3-4037def5bd6d', 1795312854000, 'account-wang', 'appeal.make', 'appeal:01a200fc-23f0-76a7-b4bd-d26bb46ec080', '村里停电，手机没电了', '{}', 'refused', 'appealed', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7e21-bcca-0616720f27a1', 1795312854000, 'account-zhou', 'appeal.propose', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '供电公司有停电通知', '{}', 'appealed', 'propose grant', '');
INSERT INTO public.audit_event VALUES ('01a200fc-23f0-7972-a413-ff31e17d4fe8', 1795312854000, 'account-wu', 'appeal.confirm', 'appeal:01a200e0-4338-7137-ae77-76dc3f09e8ee', '已核对，情况属实', '{}', 'propose grant', 'granted 300000 ms', '');
INSERT INTO public.audit_event VALUES ('fact-29', 1795312854000, NULL, 'fact.person', 'person:person-zhao', '', '{"document":"d852f7ef63801e1bd73772926268cdb9","name":"76de3e628087f81e634a7d335b2f107b","birth":"6cf1015f584e5ff49bf68f7b622d7bb0","phone":"e0063cacbda499a65b6b5b0a37ea5854","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-30', 1795312854000, NULL, 'fact.account', 'account:account-zhao', '', '{"person":"person-zhao","active":true,"sign_in":"429d090648f0f0b1ef32810364ac8cb8","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795312854000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-34', 1795313178000, NULL, 'fact.enrolment', 'enrolment:01a20101-1590-7288-bd53-17e22b28a7a6', '', '{"class":"crab-k","person":"person-sun","enrolled_at_ms":1795313178000}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-31', 1795312854000, NULL, 'fact.enrolment', 'enrolment:01a200fc-23f0-7a35-b493-a60250a77410', '', '{"class":"crab-k","person":"person-zhao","enrolled_at_ms":1795312854000}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-32', 1795313178000, NULL, 'fact.person', 'person:person-sun', '', '{"document":"e4959cf1020dc467f221def836652ae9","name":"f2f6ee03f11bcd71cfe7aaba094ad627","birth":"a024e25a673ad4f8a89655443c773e32","phone":"038dcc0f288c6eb98c82efaa8b2ca562","category":"rural_transfer","category_since":"2026-01-01","category_paper":null,"region":"county","identity_seen_at_ms":null,"identity_seen_by":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('fact-33', 1795313178000, NULL, 'fact.account', 'account:account-sun', '', '{"person":"person-sun","active":true,"sign_in":"1e00b182aa8268b3c9b3e692f10604f0","roles":[{"role":"learner","organisation":null,"region":"county","granted_at_ms":1795313178000,"ends_at_ms":null}],"passkeys":[],"links":[],"second_factor_since_ms":null}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a20111-1350-72a5-9436-fd929cffc51a', 1795314226000, 'account-zhou', 'export.request', 'export:01a20111-1350-7e8e-86e6-41d46efa9ac0', '月度核对', '{"class":null,"region":null,"ended_from":"","ended_until":"","format":"csv","full_numbers":false}', '', '', '');
INSERT INTO public.audit_event VALUES ('01a20111-1350-7746-8940-8cd21a371248', 1795314226000, NULL, 'export.ready', 'export:01a20111-1350-7e8e-86e6-41d46efa9ac0', '', '{"rows":4,"sha256":"26e48ecf2677bf0f590cd86f258471836c7a4fb5a1a1b1de688ba1c01b4a59e7"}', '', '', '');

INSERT INTO public.audit_head VALUES (1, 37, 2, '\x10605cdcabaa554ca6d90c049a090bf7');

INSERT INTO public.audit_leaf VALUES (0, 'fact-0', '\x4f6900732d4c23641b0171bbd23f8107');
INSERT INTO public.audit_leaf VALUES (1, 'fact-1', '\x24997ff2fb149a83f4dcffdbd9faad8b');
INSERT INTO public.audit_leaf VALUES (2, 'fact-2', '\xb59cbc94a19f290efd912a17b7e62edd');
INSERT INTO public.audit_leaf VALUES (3, 'fact-3', '\xe707e25ecd4d92421fc1627b103a5f8b');
INSERT INTO public.audit_leaf VALUES (4, 'fact-4', '\xc2a4583a3ad1c0f25aea5d03af06e36b');
INSERT INTO public.audit_leaf VALUES (5, 'fact-5', '\x692ad6cefe07592530ffbe1bf962b294');
INSERT INTO public.audit_leaf VALUES (6, 'fact-6', '\x60e48df3d2494be212ca38abf3f3ba30');
INSERT INTO public.audit_leaf VALUES (7, 'fact-7', '\x31004efaa4c531eb0e0d1ba45f5d0275');
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
INSERT INTO public.audit_leaf VALUES (22, '01a200e0-4338-720c-a6e9-fedc2c440b5e', '\x9af40180a96977598d7223c4777393ec');
INSERT INTO public.audit_leaf VALUES (23, 'fact-23', '\xb490776cdf3f23e35a06dd9209f3867f');
INSERT INTO public.audit_leaf VALUES (24, 'fact-24', '\xf32cf11d66805a2fd71fb8807f2a288f');
INSERT INTO public.audit_leaf VALUES (25, 'fact-25', '\xc19530704b27b4e6b68f37a011d08695');
INSERT INTO public.audit_leaf VALUES (26, '01a200fc-23f0-7d33-8bc3-4037def5bd6d', '\x55266973d82d2d4232cadb29a58540ac');
INSERT INTO public.audit_leaf VALUES (27, '01a200fc-23f0-7e21-bcca-0616720f27a1', '\x80faa15ba1fad1f2d13999d9131b8f59');
INSERT INTO public.audit_leaf VALUES (28, '01a200fc-23f0-7972-a413-ff31e17d4fe8', '\xf5dc2ed1c7a94dc9eb3e0b14f6560b20');
INSERT INTO public.audit_leaf VALUES (29, 'fact-29', '\x0990f0355181669753f6d8004110d7e3');
INSERT INTO public.audit_leaf VALUES (30, 'fact-30', '\xcf547ae4f82ef9aa1169a5feed03f8ba');
INSERT INTO public.audit_leaf VALUES (31, 'fact-31', '\xb61c9c998e669fcce0279e6e59c1a83d');
INSERT INTO public.audit_leaf VALUES (32, 'fact-32', '\x5b9136322e99f5d0f708a47ef9f3ef54');
INSERT INTO public.audit_leaf VALUES (33, 'fact-33', '\x094c60da2681a708a40cbf3166f2197a');
INSERT INTO public.audit_leaf VALUES (34, 'fact-34', '\xdf2c805c2ac9bc4a82feb3dd56ecf9df');
INSERT INTO public.audit_leaf VALUES (35, '01a20111-1350-72a5-9436-fd929cffc51a', '\xb0c7502d244e384cb4741fc14d054166');
INSERT INTO public.audit_leaf VALUES (36, '01a20111-1350-7746-8940-8cd21a371248', '\x737e3637e6df358eb38185c40efab930');

INSERT INTO public.audit_node VALUES (0, '\xe48e8e6606d69757bfdae39bc010839aa04c90a7a07bfe93295b59b10ef16d14');
INSERT INTO public.audit_node VALUES (1, '\x2def769206039fb6f9991b5c85274cd08b110f62be7c74d8b3c6f651bc498d1e');
INSERT INTO public.audit_node VALUES (2, '\x7ee3100248d05a7728211d2b6e3be53d8670ca0a7e9b9317240918bf70b1a467');
INSERT INTO public.audit_node VALUES (3, '\x64276b94dbd51e93dc1474492cf438468a17cd0f5cbd91b1912a80e37453d507');
INSERT INTO public.audit_node VALUES (4, '\xb85db32042ef1bdb9996780d27bb2b02c3037ef58bf158ec4ac3af083211d2ee');
INSERT INTO public.audit_node VALUES (5, '\xfd9e403952047f9b92bae708effaec17802b15a7dfb0cf17b0f7576013ab0267');
INSERT INTO public.audit_node VALUES (6, '\x0e371af706c734378dd9725d966b436bf068c672602065bfa5a79dcca79f9941');
INSERT INTO public.audit_node VALUES (7, '\xd07d7ddc0aab965547065993b39396d27478e12d120a73346fce4a9c9753b586');
INSERT INTO public.audit_node VALUES (8, '\xa572dceb5d679a75d4b24374f7d7ba197fc9d3ce9c71e4af7bf4b1a11c27887d');
INSERT INTO public.audit_node VALUES (9, '\xb6e45e979f423986a786f8953a8a4aac47b03a57bdb406138b448875bb28d21f');
INSERT INTO public.audit_node VALUES (10, '\xdb98dc6637978c9a7e466473e149e39af6c13c9b47012efae6f6d1a1f821b77d');
INSERT INTO public.audit_node VALUES (11, '\xe03c752bb14cfd9e586e2f4f6557852f2e7237308d84d900122f73007527d67e');
INSERT INTO public.audit_node VALUES (12, '\xc703f83a2f934d5c2f49ca144f141a8ec05cc457dad684aeb02c50f0558b58de');
INSERT INTO public.audit_node VALUES (13, '\xd15c70768b405b17e5119b7713358e54dc4f98a18f8ebe6bb641bb5509eb379a');
INSERT INTO public.audit_node VALUES (14, '\x61b13c44684b6fa1f6bc35a15412d9de31d5c41d8d9dd0da1fd47c2944b9f7ce');
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
INSERT INTO public.audit_node VALUES (30, '\x08e414485d33a4f943ea4920b21487e6c0e6035dfb64a7eb159267b50e654cec');
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
INSERT INTO public.audit_node VALUES (41, '\x8850eb0de1d3b7e8e5748f040ac4160126b2095578beae65d11a93c53f64f216');
INSERT INTO public.audit_node VALUES (42, '\x1eab17513493a22f9b15a923e5e4a15c227bd0734fb1d7b9c1dae54e7ed104c4');
INSERT INTO public.audit_node VALUES (43, '\x0b22795ca520d56879a5e068946c06df9ab31dc1c9f18c48beebbe3bbe0c041c');
INSERT INTO public.audit_node VALUES (44, '\xc08d667b8d8431555c3ec0e1cb430f8aa31f6ca834711bdfe1458cc1838208d4');
INSERT INTO public.audit_node VALUES (45, '\x66ce441b7b7289b70dd12099e720512ea7d0214f41ff596ea66068cf4881d59e');
INSERT INTO public.audit_node VALUES (46, '\x5c9596e2217cfe243bd9bb8fe10acd9f5f73362ae8647b21c0f7f4aee311b493');
INSERT INTO public.audit_node VALUES (47, '\xb52938dcfb02fcf6e3107bc255f82b03d4fc6e3b6191c35913c054405eb066df');
INSERT INTO public.audit_node VALUES (48, '\xbe2e765b79cef92dc0169ca223e1d89542a0d5d75b89eed2a1d3d92ed26ca1b1');
INSERT INTO public.audit_node VALUES (49, '\x588e0577f15a50a587350e449c25be6ed0d391faa699c7ba42782f55ec1d0228');
INSERT INTO public.audit_node VALUES (50, '\x2c2ea2c3b439ace5a9d72eaec4c8ff727c72d095368e1df5e20109c50397696e');
INSERT INTO public.audit_node VALUES (51, '\x7e17d9190c82ecad49a8cae6b0e5fd5a0292aceba523bc65a094a3ee90afa039');
INSERT INTO public.audit_node VALUES (52, '\xa41a9d8c87ec9b0477c4569d798217a4cded0f585acd04d4b5bf77b77006a7d6');
INSERT INTO public.audit_node VALUES (53, '\xf42469f71ff8af8e356a56baf8db2492b27cc9eb12290907abfda59634ace588');
INSERT INTO public.audit_node VALUES (54, '\x3240ffb6deaab2879a534c3629ae26f685444caa1977f16e66e2ec16f24d0c31');
INSERT INTO public.audit_node VALUES (55, '\x421271e84b1d60e27a0ebb32c63de92b8bb37329130b330d35fb9556450b2686');
INSERT INTO public.audit_node VALUES (56, '\x170606b9355f4b0deddd492de7c39b203768d249be5aeee830b61c3c3c7aa89a');
INSERT INTO public.audit_node VALUES (57, '\x227972a814a4800bbadd40b43d2040d31529fe878d22a301a60b5f6848ea01e1');
INSERT INTO public.audit_node VALUES (58, '\x4ace2a3f0c82be5b45c691b246530fbcba7e64e1c31261100f6e6579c624ad00');
INSERT INTO public.audit_node VALUES (59, '\x1b5ec7ee908112f54f544ac6a6375c6deea64bcb98b04e6466040d4cd510a6e8');
INSERT INTO public.audit_node VALUES (60, '\xf3498518c59a0ed15b43c12ae50e72cfca8116e9f3d4d1f4759f939ee317ca2e');
INSERT INTO public.audit_node VALUES (61, '\x0a68b1b022f17eb568bae26e2cdc7754a06e6d5a7b1a7ce8593da98e34daba99');
INSERT INTO public.audit_node VALUES (62, '\xedc0c26e9e309088e324d1541a82c79c6412752cb5ce7a7baf505d32e3545d31');
INSERT INTO public.audit_node VALUES (63, '\xf269b6a68b912efe906904878b08f4767f054e8b77ca826e551b849891e42b77');
INSERT INTO public.audit_node VALUES (64, '\x5c4c8d8931268490acf8eae9715b3eb75835a23ecfc83429e3eedff82d2a4030');
INSERT INTO public.audit_node VALUES (65, '\x4b5fcd9b4670570621a6e33f4aaa46a22049ddc6c45df7590d44d0019343aa63');
INSERT INTO public.audit_node VALUES (66, '\x6b28455f4a215a2f7ffef1d25cb298fd61d2e25033de59859a9260849daf9bc1');
INSERT INTO public.audit_node VALUES (67, '\xe6203ee3b4baeb239178fe6962de1e2d66275b8108cbc27a7b7fc812319c9d9f');
INSERT INTO public.audit_node VALUES (68, '\xc7f277ab8a14e246027d0ae4142709fc19aa400d4a48a37878eaca881c6c8762');
INSERT INTO public.audit_node VALUES (69, '\x4721b097c88bbaace32977e5ec620fa352a934115fb48e7fb82d22a30ea9f7da');
INSERT INTO public.audit_node VALUES (70, '\xfa081d54b4bd5bbc4e2f82c2f22eb5b90bbfc45862588df94d3317b9e0b36b21');

INSERT INTO public.check_tally VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 4, 0);
INSERT INTO public.check_tally VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 1, 3);
INSERT INTO public.check_tally VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 2, 0);
INSERT INTO public.check_tally VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 1, 3);

INSERT INTO public.class_plan VALUES ('crab-k', 'crab-1', '2026-11-07');
INSERT INTO public.class_plan VALUES ('crab-k', 'crab-2', '2026-11-14');
INSERT INTO public.class_plan VALUES ('crab-k', 'crab-3', '2026-11-21');

INSERT INTO public.course VALUES ('crab', 'crab', '大闸蟹养殖入门', 'crab first steps', '从选塘到卖蟹,一步一步学', 'Step by step', '["会选塘","会喂养"]', '["Choose a pond","Feed"]', 'trade-crab', '水产养殖工', 'Aquaculture worker', 'special', 'online', 'crab.svg', 'school', 1795309200000, 1, NULL);

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
INSERT INTO public.enrolment VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', 1795311027000);
INSERT INTO public.enrolment VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 'crab-k', 'person-zhao', 1795312854000);
INSERT INTO public.enrolment VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', 1795313178000);

INSERT INTO public.evidence VALUES ('person-li', 44, 53, 1800584693000, '\x03ad964b4ec3301086ed8a0370860a894d47b2e33707615375e1384e2b954709b0423943f76cb940776cbbe21cb0457007268efa84565910594a34923d33bf67bec9c9257d9f7fcc97137ac6b8475b642085b060b830e0a33160741144c95cb431922fba8e705c7964327a9ccda2bf6a3c7638609fe7694b90a0338b49052dc0652687426b2f9d92da996c8be7a1f2394cb7899d2cbc49ccefa037ed6a71d816fe6616ee729a715c8d54fe661cd1c770c8062289391ad574f9fdf6729ea411221712ca526198581a60b5ca20172546eb7dc99927aff4e8e4fa974cc5fef4e1d95fc36795d4eab695524ecb4d8fdc27eb3095dca8268b4f4a7a34bdd2831f3d42dad5984e9ff6fe301ae3f830905ab514449763aa8511903b1f40d880955130d44f750092b4a9421b5fcff4301dba39dba2432b24dcf13502783acf573ee0dc4ca20efa25f6cea47ff1503dc65f7cc0c0949536b56c4d17d784dc1ee9db6e01aefb961feddbf626eb1f', '\x02fa3ce4ac887ed44256190cb2907f99');

INSERT INTO public.evidence_archive VALUES ('person-li', 1, 43, 1795310827000, '\x06e597bf4ec33010c6ed0a26166646c4c8493eff371bcf811862c7010921a0c0842a75463c012b0b63c5c28ac4c6cc53f014b88e80b4d090764020224b899cc8df9df3bbcf76ef767989d0e1e5cdd5c33edd6058a4ee2041739b34bcacc086d2438596abe8046342907bdaead09343042dc071e3a1d4ba904e49ed0c6f3874e8171e0e9a1e9c7bf8b4cb8a2f4d96616a8dac94524ecb0f164e73ef4e9edadd0119bd50d2a3f996aff4d023e4731bbf5ebd985a55c79d7bb38bb04e5b833032a5add080adac8450688fcef9802c762842acffca58eb9aceae886e628d8aa827154ef01d7bcce315fd22a4b5222b6fae578997fdf5adb3fe79fcaa2604738ad5f18d0e09396a61b55b80efac622babf55f1d3caf2cadd1d1d35d93540d8a3b9b48450bde7b9b043d572a72164bf523a4e234a9fa2749edd216a7b980a84d9a5d6b24144619408b2e98e88260a103cd721e9abf139ba6199b34b38568b6cce4f8862f8c90edb66d7397107f6b9ec8f83fc95337f37ca42dc7986e219e1e2799bcb38e73f8c584574cd844f36c30feb4ca3bfbb3b7d56db0fbc9f32879b3bab204a1aa146c92026b2b06284a9b822e230becef5add2b', '\xb5524646092a0c8ba1934031585d68b9');
INSERT INTO public.evidence_archive VALUES ('person-sun', 1, 86, 1795314226000, '\x06bd963f8f133110c5d747b81a28f8008876248fbd5edb7c141085ed5d13092120fc6950fa2b408a28a9100d0dc57550d2d09f28a8d135202a5aa89838516e5925b173276515299195ddb1e7bddf9b1d1d1d8e2af6f6dbd1ecf398dde4e804478e80ca520dd51870c27ae87814914bab62e8aa8f6c6b42ffff08610cf8564940dd09e18571da35bd840e13e7e17e3f83d30a0e53b6591bb2548663ef54bad688e2cc0b4fd2ea9d74f3dd6975fc8b55072c7da58b7e1c54d5fe3ff3f2575e0ca6f67cf1de66c8176d75205b456d7581daaab4038d52caba0e0aad2c813cb531d57ac336135756ac47dc4234788c2bac447a9e9bb840b3686e389225921fc7376e3d9d3cebd63127911c66d2fe8e1f54d5c32d2c946d70c582d8cac2c235d32f87a3dbece4f46b9f0407ca38033a7205b64505c18610441dad377e2f2488210972cf24d07590fec5deb1ec3c4e4b3bbcbd0c46f1a263611e3ad474590b705a59b08d6a1d368242d96546711145b902398a968629a328576c4891e853c4cf43518da9bb0b8a1e6529ca6db078a2d40ddd34fd7969f4bc9a9dfe28c6e83afbfefedad2893338f97b757b2c9f3f3c2370dd11891a2df81ae9dcb6f1b18bb571a12990dd9e85e7abacecb9625b65c735b2af555a68b183d2b93dad94c622a53f5c1ebd66ecf7cb3f7da9230829496ad720f848e92ce9258a1b1578e3dbead31e12530e13134549622e4f75e1c8dce8cf71c69fc821ea48ad6b5b0b464645d07022d37ba11516f813b9289feed96a4383ca8be792b4b6dcadd90dee984bff00', '\x49558cc3cc60e94c38164931d352b8da');
INSERT INTO public.evidence_archive VALUES ('person-wang', 1, 43, 1795312654000, '\x06e597bd4a043110c793432b1b6bcbc3d2814c92cd879dcf2116d96ce281887a6a2507622d82ad95a5e575b682b59d4f61e52398cb71e7dea9eb6a218a4b60c32ceccc24bff94fd2b9595c20f4f9fcece2ae475719ba640e0ca41006b4f6126c483394860b74de052bc92d6d54e8d95f445e8143a9a114ca2b539a58685d5368df7725ecd435385bf8bcca8a774596611ab5ac34e7c68857160eb375332fedd6800c9f28e9d0fcca4f9a7408793b469f974fe6baeac8b8fd71118ed3e6803aa6b4bd44283d96606548315983b1f02d8a10c7bb32f275453fae8876ce6a15315e5438c029f63cffcff59d4fbd227b5eebc6c44bafbb7ed43f0eefd584c0448dcef10d7709d96b60b55d8053567923abe35d1d3c2e2dacd0eb87cb3aa91c842852358428c06a2740382e1d2b5c6452ff08a9384faafa4952db8cefd3acc06b9156b75205582b02485b0513b50905ab5ad02cbf42f367cee669c63acdec5b342b21737ca74f8c908da663739b107f6d9e9cfd933c653dcf7bda708d6917e2e17e72934fd6e10b7a31a315333251bf1b8c242fe693fdd1a4bb0db6de681e2513a98b16509529d812456afc8582e095c3aae05605f377a5ee05', '\xe97ed0894cf6810c7a99aeab739aea93');

INSERT INTO public.export_run VALUES ('01a20111-1350-7e8e-86e6-41d46efa9ac0', 'account-zhou', NULL, NULL, '', '', 'csv', false, '月度核对', 1795314226000, 7, 'ready', NULL, '实名制台账_全部1个班_学时账7条_号码遮挡.csv', 4, '26e48ecf2677bf0f590cd86f258471836c7a4fb5a1a1b1de688ba1c01b4a59e7', '{
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

INSERT INTO public.job VALUES ('build_export', '01a20111-1350-7e8e-86e6-41d46efa9ac0', '{}', 'done', 1795314226000, 1, NULL, NULL, NULL, NULL, NULL, 1795314226000, 1795314226000);

INSERT INTO public.ledger_checkpoint VALUES (0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'xueshi.example/test
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

— xueshi.example/test 97A/FjrikhQq3mDMnw0L4LD/3t+mnvLnXzfxP+srfITfKhdnf2EFWsj3zqpboD0wgrpWJTz7sxF5yLmv0NC0Qt0CqQ0=
', 1795309200000);
INSERT INTO public.ledger_checkpoint VALUES (7, '\x5722a37979727356169a40f3636c03a43b0b6469f4d1545f3d19c27c80d8a95c', 'xueshi.example/test
7
VyKjeXlyc1YWmkDzY2wDpDsLZGn00VRfPRnCfIDYqVw=

— xueshi.example/test 97A/Fonr+PBi1DIEkpvTlUW/SMBEKB7ppRvXhgKPGgBFDxMYzMqf6wCivKXsKguIv9+Xr02l7NDNI2tFbCdK99Hecgo=
', 1795314226000);
INSERT INTO public.ledger_checkpoint VALUES (8, '\xd7329799898d489efc07ba5664a0a056c69c952b3d3660366fb1b93bfea70f56', 'xueshi.example/test
8
1zKXmYmNSJ78B7pWZKCgVsaclSs9NmA2b7G5O/6nD1Y=

— xueshi.example/test 97A/Flb7NtANzlDKZVHS1K4OGgMTNFoAS6k9vNAZGOnfgH7ADEXdyqPRI93aRts57pXSIlix9FqVR3vTHUdhD9DpjQk=
', 1800584738000);

INSERT INTO public.ledger_entry VALUES (0, 1795309327000, 1, 1, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a200c6374075178f84ca6b199bc10e00021a59d744e14d8331c152bb8ddbd960fefdec19dee36e3d49b223cff54bbd594f08', '\x2502dc248e0d5a79ad13385b01e9af83');
INSERT INTO public.ledger_entry VALUES (1, 1795311154000, 2, 1, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a200e217f87c41bc1b94e228981f5c00021a2d2caf0a4c991ab167755d40f27ed205c48111545ab18acfa25df522d6bb349c', '\xd7e1392829d487dbcfd38f0ac77f2bd3');
INSERT INTO public.ledger_entry VALUES (2, 1795312854000, 1, 2, 300000, '2026-11-22', NULL, '\x017d94cd6e5c210c85df65f65732606cfc3495f14f1555ca8d46693755de3d30b3e8346db260014207fb9ccffcfe644cac4a1dc91d42dd6d63a290d13320c447150d5cfd87409b64dd0767ac3595ddb322f0c73129ba340c0faa633967d40ea93c0f2752948e245c1fc6c4ae3a8f1f8f83703b295fa05e3fe0dae06f5ceffb4f70bd551770606be3e0d2f8d0603e98dc5a82c488d8d59d1ebb94cdc4b7a7efcfe775e96cc5f3e72d705f79d9bea8f67a5ef7cde99886c8ea88cb28c9c668e26d2a0c0980b4e0625987903729d06a8ffd5a9f5e9bda967a79b99ebf363c17f0e9b1f45a50818e5d84c684b10ca43198d4471fb3365a2aa059a8e07e09bae75c9d936e8342ef76268585d48925a119baf19200cab9c23628a553a40bcf150ea394a6a39b218c65c610e9f5f20fc950ee5fc603c9add4d1f1e6faff4846fc43f2d0ae195a562fb9fc086215d0221c28590c2db34bc915c83431f7e6cada45498a2f1bf5f2f6f60e', '\x9914815b74b26fbacefda3f5c19f5d07');
INSERT INTO public.ledger_entry VALUES (3, 1795313785000, 3, 2, 600000, '2026-11-22', NULL, '\x0501000100809f490001a2010a3d507ac8b57a7133344c519300025a13a3cc4500899f789f1e23789ebfbad80ca569ec494ed230ea3da76a2148491b', '\x230fccf9b7bb97b4aeae7ffb89920459');
INSERT INTO public.ledger_entry VALUES (4, 1795313942000, 3, 1, 147112, '2026-11-22', NULL, '\x0501000100d0fa110001a2010ca2987342a759965da162667a0002764800a18c5cb243b299f01f9e5f1ac4db8df5203175bcfe04a872fb6e19b88acd', '\xfa6a23a3b09f02cca6b10759309e56bd');
INSERT INTO public.ledger_entry VALUES (5, 1795314099000, 3, 1, 152888, '2026-11-22', NULL, '\x05010001d0fa11f0d4120001a2010f07e07719b41ca96bfef48ac600029201f98041a7a791fcd8d7220ed70c667d4b7bc6200e848835a1248af97d0226fcb6', '\x4344ee0f9a794d0e42a5b2d3fbd04808');
INSERT INTO public.ledger_entry VALUES (6, 1795314226000, 3, 3, 120000, '2026-11-22', NULL, '\x050100010080d30e0001a20110f7f87dd983f5580298bb27510002ac0157a55136ebdad9be2f1cc072601a2de7905b0f7099f2be11ab1b90fcd4cc57f4', '\xc7d456358c8cdf5d76fc2d0cefe80392');
INSERT INTO public.ledger_entry VALUES (7, 1800584693000, 1, 3, 60000, '2027-01-22', NULL, '\x0501000100c0a9070001a33b35e9b07d73b9ac38c433d0779500026a6c5aa6547206ed6a8ce592c6becfa8c027476619135170c03bf9d4c69884adc1', '\x05d1f4838035dad4a08dcfa96ae840ac');

INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (1, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-k', 'person-li', '\xc2928f750eaddc2000a0fe5fe0e9d829ae4700e903b6c5d87fe87fba7ddf2407', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (2, '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', '\x4886e6494ccd0be8ea7510ef9e124223971d4f63fd36774019fa807527d147a4', '2026-01-01');
INSERT INTO public.ledger_entry_group OVERRIDING SYSTEM VALUE VALUES (3, '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', '\xe597a3e11ded1e92cb1cbf73ccf8d7e57ff807c6c4081a0046666e4074484408', '2026-01-01');

INSERT INTO public.ledger_head VALUES (1, 8, 3, '\x7257f6fbebdeba0975867907283553a3');

INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (1, 'crab-2');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (2, 'crab-1');
INSERT INTO public.ledger_lesson OVERRIDING SYSTEM VALUE VALUES (3, 'crab-3');

INSERT INTO public.ledger_node VALUES (0, '\x087f4f6b8e850387def55962b7e3caa86aa3e2eb454ec4ccbf6fb3671e9efd7e');
INSERT INTO public.ledger_node VALUES (1, '\x7d828d7067a0b2d0c55defcb91f49b70d4be3f15829d82c4c1bda1d8cefed67c');
INSERT INTO public.ledger_node VALUES (2, '\x9f4b79ec82ce7bb76d295e6f975e19ff7c6f958b9a2481b6c6bf1f52f731ac78');
INSERT INTO public.ledger_node VALUES (3, '\x71375d5e82fa1887de02722877cb2de2e4e9c5154b269afdd58a44c70b42cf57');
INSERT INTO public.ledger_node VALUES (4, '\x03e445c93a341d769372baf9c9513c8ad7b519ee5b747c9f10ddd75dc770038e');
INSERT INTO public.ledger_node VALUES (5, '\x7ca058240d456e2394c91d96bdda56570ef6260973b0cf8c8ea079b7f7764470');
INSERT INTO public.ledger_node VALUES (6, '\xbfccd705751ed409b9561fd8c63acf2cf2eb9765128e7bcd7a5fd2858619cfd2');
INSERT INTO public.ledger_node VALUES (7, '\xa5ca1ff01d2089fb2e0365b5138a84ddeb131ccfdfac478739e262e604cbc877');
INSERT INTO public.ledger_node VALUES (8, '\xc7b327de0ee159e8558b6d00d511019e3bdc577495e51808e183c546f75b3ca0');
INSERT INTO public.ledger_node VALUES (9, '\x63c65264296b8bb9a4b2fcc235daf00f028438f5ffc83f379b11a578cda57494');
INSERT INTO public.ledger_node VALUES (10, '\xc1eff822b9bfb9746d8dc3bd397ee598dd08653c3fe0c77e1d908cbcf2ec06f6');
INSERT INTO public.ledger_node VALUES (11, '\xe01744031cb6f69dd65a2ec9eddfe3bc1f523f520375d174b2e5f74ffc5ee820');
INSERT INTO public.ledger_node VALUES (12, '\xe52fd1c69fe35f9971c6150d299039d81245139fea15136616da7f8f7741a1fe');
INSERT INTO public.ledger_node VALUES (13, '\xe3801ae998e0db8ce6c48f185881a2f8e679632e0b888b62f07ea0a739eee876');
INSERT INTO public.ledger_node VALUES (14, '\xd7329799898d489efc07ba5664a0a056c69c952b3d3660366fb1b93bfea70f56');

INSERT INTO public.lesson VALUES ('crab-1', 'crab', 'crab-1', 1, 'video', '认识大闸蟹', 'Lesson 1', '跟着老师一步一步做', 600000, 'crab-1.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-1.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-2', 'crab', 'crab-2', 2, 'video', '放苗前的准备', 'Lesson 2', '跟着老师一步一步做', 300000, 'crab-2.mp4', 3000000, '0000000000000000000000000000000000000000000000000000000000000000', 'crab-2.vtt', NULL, '[]');
INSERT INTO public.lesson VALUES ('crab-3', 'crab', 'crab-3', 3, 'document', '防病手册', 'Lesson 3', '跟着老师一步一步做', 120000, NULL, 0, NULL, NULL, NULL, '[{"title":"第一页","seconds":120,"body":"正文"}]');

INSERT INTO public.lesson_progress VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795309327000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-2', '[[0,120000]]', 120000, 120000, 0, 120000, 1795311154000);
INSERT INTO public.lesson_progress VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '[]', 300000, 0, 0, 0, 1795312654000);
INSERT INTO public.lesson_progress VALUES ('01a200fc-23f0-7a35-b493-a60250a77410', 'crab-2', '[[0,300000]]', 300000, 300000, 300000, 0, 1795313154000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-1', '[[0,600000]]', 600000, 600000, 0, 600000, 1795313785000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-2', '[[0,300000]]', 300000, 300000, 0, 300000, 1795314099000);
INSERT INTO public.lesson_progress VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-3', '[[0,120000]]', 120000, 120000, 0, 120000, 1795314226000);
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
INSERT INTO public.person VALUES ('person-wang', '学员wang', NULL, 'f', '1990-01-01', 'resident', '\xcedc5cd3842b43e123fb68fdfe0cbdffccff080e97fc29bea97ccdb0d96eaad0', '\x019b74a8516a89391bc0ae19d3ca31d0910b323d555a2e97df2cd078b14b385bd12a786dec726731fcd718a3a8488cfe2839e55a6f0cd6', '0000**********0000', '\x019b74a8516a89391b45366a0f18a5d4871b1382bd01b70dbf82d2fdba302fd5c542609166a1917cb27a8fdcc46e034590b1a090417687', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795311027000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-zhao', '学员zhao', NULL, 'f', '1990-01-01', 'resident', '\x4f6e4f10f67603f391d743cd6182353d3f88ccad25803204771da8f0e6a193d6', '\x019b74a8516a89391b3df255864050623ccfa86cc7dc4d44c5416b939c6dc5fb6ca19b8214af7254810ad41e8ab748ae2e245d02ab06a7', '0000**********0000', '\x019b74a8516a89391b147b9cecc5e7070893c6e1886238cb7681c511970264ab684de01c8ff6810a51e98b83e9f5548f3f94f3b080e060', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795312854000, NULL, NULL, '\x01010101010101010101010101010101');
INSERT INTO public.person VALUES ('person-sun', '学员sun', NULL, 'f', '1990-01-01', 'resident', '\x09679eb91b2e6c26e661ece5cf33f3860d88a1c88b9fcaaffb8503cfac9c8bfd', '\x019b74a8516a89391b56365ac12e223f30a592b3bdec617faca84be0f06f69ad1d9e1eab8201fc7cba53eddd7044bba7da1a3a6e2e24b9', '0000**********0000', '\x019b74a8516a89391b9147c276cef6e7ce9c9210ef7b7d1cbcfc112fb3360f361e44d124bef8f4f7012fc532ae0282715ce08b3368d8a4', '0000**********0000', 'county', 'rural_transfer', '2026-01-01', NULL, NULL, NULL, 1795313178000, NULL, NULL, '\x01010101010101010101010101010101');

INSERT INTO public.person_category VALUES ('rural_transfer', '农村转移就业劳动者', 'Rural migrant worker', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('unemployed', '登记失业人员', 'Registered unemployed', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('graduate', '毕业年度高校毕业生', 'Graduate', '2020-01-01', NULL, 'test');
INSERT INTO public.person_category VALUES ('employee', '企业职工', 'Employee', '2020-01-01', NULL, 'test');

INSERT INTO public.person_study VALUES ('person-li', '{"last_at_ms":1800584738000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1800584693000,"person_time_ms":525000,"due_ms":555964,"waiting":[{"e":"01a200c4-6280-7c63-927b-d66a49546972","c":"crab-k","l":"crab-2","d":"2027-01-22","f":120000,"t":165000}],"check":null,"wrong_in_row":0,"right_in_row":1,"spare_tries":0,"device":{"head":"5efe52e0f7e5d7241aacc04c4375899b0da25e4a0ff54e682801945e750f99a8","passes":2},"segment":{"wrong":0,"holds":0},"passes":{"all":2,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200c4-6280-7c63-927b-d66a49546972","lesson":"crab-2"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a33b36-0508-7eac-957d-1ece22ba1610","enrolment":"01a200c4-6280-7c63-927b-d66a49546972","class":"crab-k","lesson":"crab-2","duration_ms":300000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":3,"seen_at_ms":1800584738000,"open_until_ms":1814803320000},"days":[{"day":"2026-11-22","credited_ms":420000,"offline_ms":0},{"day":"2027-01-22","credited_ms":105000,"offline_ms":0}],"recorded_at_ms":1800584738000,"records":57,"chain":"246ddb236b1556c6432ef7ae844cb345df89f70d53395c7f1653b7635e3229b5"}', '\x046a019094b0b3e768012430316133336233362d303530382d376561632d393537642d31656365323262613136313000b7017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303063342d363238302d376336332d393237622d643636613439353436393732222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a3535353936342c227175657374696f6e735f6d73223a5b36303030305d7d00b0ea0100020180d30eb0ea01000000000080d30eb0ea01020000020000', '{"covered":[[0,165000]],"position_ms":165000,"credited_to_ms":165000,"waiting_ms":45000,"verified_ms":120000}', 45000, '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', 1800584738000, NULL, false, '\x7c3396cf6b1bbfad61d6ec4be1391fc0');
INSERT INTO public.person_study VALUES ('person-wang', '{"last_at_ms":1795312654000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312654000,"person_time_ms":420000,"due_ms":722883,"waiting":[],"check":null,"wrong_in_row":1,"right_in_row":0,"spare_tries":0,"device":{"head":"1bdee84ef0aa533afce8f91dc8e5294a380f515d26e6680bbaf89b258bdbee96","passes":1},"segment":{"wrong":0,"holds":0},"passes":{"all":1,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200e0-4338-7f2d-a147-b36c68b8f577","lesson":"crab-1"},"moments_ms":[60000]}],"held":false,"live":{"session":"01a200f9-16b0-7b13-8056-ec6a1d5296e8","enrolment":"01a200e0-4338-7f2d-a147-b36c68b8f577","class":"crab-k","lesson":"crab-1","duration_ms":600000,"policy":"2026-01-01","question_moments_ms":[60000],"seq_max":-1,"seen_at_ms":1795312654000,"open_until_ms":1814803320000},"days":[{"day":"2026-11-22","credited_ms":120000,"offline_ms":0}],"recorded_at_ms":1795312654000,"records":43,"chain":"fc000b43cf62ecbff0d95c1fe6fa5e48356bfe7588ad2bf1c346c4ca56686b5b"}', '\x0456', '{"covered":[],"position_ms":300000,"credited_to_ms":0,"waiting_ms":0,"verified_ms":0}', 0, '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', 1795312654000, NULL, false, '\xb246559de21c7347ed46a0f6aecd6037');
INSERT INTO public.person_study VALUES ('person-zhao', '{"last_at_ms":1795313154000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795312854000,"person_time_ms":300000,"due_ms":677130,"waiting":[{"e":"01a200fc-23f0-7a35-b493-a60250a77410","c":"crab-k","l":"crab-2","d":"2026-11-22","f":0,"t":300000}],"check":{"id":"01a20100-d328-7868-a104-5e638f2ca9b0","kind":"question","due_ms":300000,"tail":true,"offer":1,"issued_at_ms":1795313161000,"told_at_ms":1795313154000,"policy":"2026-01-01","session":"01a200fc-23f0-7167-8b23-8f90c9ce8526","enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2","bank":{"enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2"},"item":null,"not_before_ms":1795313171000,"shown_at_ms":null,"answer_by_ms":null,"extensions":0},"wrong_in_row":2,"right_in_row":0,"spare_tries":0,"device":{"head":"9c5c3522a51f40acb064c158de38b58eab8397cf9377727c979b3ce32e648b1c","passes":0},"segment":{"wrong":2,"holds":1},"passes":{"all":0,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a200fc-23f0-7a35-b493-a60250a77410","lesson":"crab-2"},"moments_ms":[60000]}],"held":true,"live":null,"days":[{"day":"2026-11-22","credited_ms":300000,"offline_ms":0}],"recorded_at_ms":1795313178000,"records":28,"chain":"ef482ac506cec5cd8903acd549c7df0b849c0fa9ab3e8cb6e73b388d8d410568"}', '\x040001e08fe18fc068012430316132303066632d323366302d373136372d386232332d38663930633963653835323600b7017b226b696e64223a226f70656e222c22656e726f6c6d656e74223a2230316132303066632d323366302d376133352d623439332d613630323530613737343130222c22636c617373223a22637261622d6b222c226c6573736f6e223a22637261622d32222c226475726174696f6e5f6d73223a3330303030302c22706f6c696379223a22323032362d30312d3031222c226475655f6d73223a3637373133302c227175657374696f6e735f6d73223a5b36303030305d7d00b0ea0100020100b0ea01000000000000b0ea0102000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000002000001000000107b226b696e64223a22636c6f7365227d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d623764302d373930642d386534632d636337653265616539373161222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d010000009a017b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d623764302d373930642d386534632d636337653265616539373161222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2231222c2263686172616374657273223a31322c226672657368223a747275652c22616e737765725f62795f6d73223a313739353331333333343030307d01b06d00006f7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d623764302d373930642d386534632d636337653265616539373161222c22616e73776572223a223130222c22726573756c74223a2277726f6e67222c226475655f6d73223a3637373133307d01000000677b226b696e64223a226973737565222c22636865636b223a2230316132303130302d643332382d373836382d613130342d356536333866326361396230222c22636865636b5f6b696e64223a227175657374696f6e222c226475655f6d73223a3330303030307d01a09c0100008d017b226b696e64223a2273686f776e222c22636865636b223a2230316132303130302d643332382d373836382d613130342d356536333866326361396230222c227175657374696f6e223a22637261622d322d7131222c226b6579223a2230222c2263686172616374657273223a31322c22616e737765725f62795f6d73223a313739353331333335313030307d01b06d00006e7b226b696e64223a22616e73776572222c22636865636b223a2230316132303130302d643332382d373836382d613130342d356536333866326361396230222c22616e73776572223a223030222c22726573756c74223a22686f6c64222c226475655f6d73223a3637373133307d', NULL, 0, NULL, NULL, 1795313154000, '01a20100-d328-7868-a104-5e638f2ca9b0', true, '\xba98060ea6f79f259c89c1f627207a93');
INSERT INTO public.person_study VALUES ('person-sun', '{"last_at_ms":1795314219000,"credit_budget_ms":0,"offline_ms":0,"offline_until_ms":0,"resumed_at_ms":1795314099000,"person_time_ms":1020000,"due_ms":1346162,"waiting":[],"check":null,"wrong_in_row":0,"right_in_row":2,"spare_tries":2,"device":{"head":"","passes":4},"segment":{"wrong":0,"holds":0},"passes":{"all":3,"by_number":0},"identity":{"day":"","checks_before":0,"asked":false},"password":{"day":"","used":0},"banks":[{"key":{"enrolment":"01a20101-1590-7288-bd53-17e22b28a7a6","lesson":"crab-3"},"moments_ms":[60000]}],"held":false,"live":null,"days":[{"day":"2026-11-22","credited_ms":1020000,"offline_ms":0}],"recorded_at_ms":1795314226000,"records":86,"chain":"57a55136ebdad9be2f1cc072601a2de7905b0f7099f2be11ab1b90fcd4cc57f4"}', '\x04ac01', NULL, 0, NULL, NULL, 1795314219000, NULL, false, '\xb800be2f9a36c95c8d59133d7beacf03');

INSERT INTO public.question VALUES ('crab-1-q1', 'crab-1', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-2-q1', 'crab-2', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');
INSERT INTO public.question VALUES ('crab-3-q1', 'crab-3', 60000, '刚才讲了什么?', '["对","错","不知道"]', '老师讲过');

INSERT INTO public.question_tally VALUES ('crab-2-q1', 2968, -1, 2);
INSERT INTO public.question_tally VALUES ('crab-1-q1', 2968, -2, 2);
INSERT INTO public.question_tally VALUES ('crab-2-q1', 2968, 7, 4);
INSERT INTO public.question_tally VALUES ('crab-3-q1', 2968, 7, 1);
INSERT INTO public.question_tally VALUES ('crab-1-q1', 2968, 7, 1);

INSERT INTO public.refusal VALUES ('01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795310827000);
INSERT INTO public.refusal VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-11-22', 'check_ignored', 300000, 1795312654000);

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
INSERT INTO public.study_session VALUES ('01a200e0-4338-77c4-9e38-148231acae94', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-2', '2026-01-01', 1795311027000, 1795311147000, 'closed');
INSERT INTO public.study_session VALUES ('01a200e2-3350-7ef3-97a3-3a24a05af047', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-01-01', 1795311154000, 1795311454000, 'closed');
INSERT INTO public.study_session VALUES ('01a200f9-16b0-7b13-8056-ec6a1d5296e8', 'person-wang', '01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-1', '2026-01-01', 1795312654000, NULL, NULL);
INSERT INTO public.study_session VALUES ('01a200fc-23f0-7167-8b23-8f90c9ce8526', 'person-zhao', '01a200fc-23f0-7a35-b493-a60250a77410', 'crab-2', '2026-01-01', 1795312854000, 1795313154000, 'closed');
INSERT INTO public.study_session VALUES ('01a20101-1590-7568-a29b-e0f2f0395fce', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-1', '2026-01-01', 1795313178000, 1795313778000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010a-58a8-7f05-9d15-c9ccc24f9b8b', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-2', '2026-01-01', 1795313785000, 1795314092000, 'closed');
INSERT INTO public.study_session VALUES ('01a2010f-2338-7a61-bf50-3080085c06bd', 'person-sun', '01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-3', '2026-01-01', 1795314099000, 1795314219000, 'closed');
INSERT INTO public.study_session VALUES ('01a200dd-35f8-7495-88f0-13d8757de0c0', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-1', '2026-01-01', 1795310827000, 1800584626000, 'superseded');
INSERT INTO public.study_session VALUES ('01a33b34-ff50-7799-8652-b3f27baaf10a', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-3', '2026-01-01', 1800584626000, 1800584686000, 'closed');
INSERT INTO public.study_session VALUES ('01a33b36-0508-7eac-957d-1ece22ba1610', 'person-li', '01a200c4-6280-7c63-927b-d66a49546972', 'crab-2', '2026-01-01', 1800584693000, NULL, NULL);

INSERT INTO public.subsidy_record VALUES ('01a200e0-4338-7f2d-a147-b36c68b8f577', 'crab-k', 'person-wang', '2026-01-01', 120000, 1020000, 0, false, false, 'hours_only', 0, '[{"step":"hours","verified_ms":120000,"credit_hour_minutes":45,"hours":0},{"step":"share","verified_ms":120000,"required_ms":1020000,"needed_percent":80,"reached":false},{"step":"no_test"},{"step":"nothing_yet"},{"step":"identity_unseen","withheld":0}]', 2, 1795311154000);
INSERT INTO public.subsidy_record VALUES ('01a20101-1590-7288-bd53-17e22b28a7a6', 'crab-k', 'person-sun', '2026-01-01', 1020000, 1020000, 3, false, true, 'withheld', 0, '[{"step":"hours","verified_ms":1020000,"credit_hour_minutes":45,"hours":3},{"step":"share","verified_ms":1020000,"required_ms":1020000,"needed_percent":80,"reached":true},{"step":"no_test"},{"step":"pay","hours":3,"rate":1000,"percent":100,"amount":300},{"step":"identity_unseen","withheld":300}]', 7, 1795314226000);
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

ALTER TABLE ONLY public.certificate_content
    ADD CONSTRAINT certificate_content_pkey PRIMARY KEY (certificate_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_once UNIQUE (kind, enrolment_id, until_entry, language);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_tally
    ADD CONSTRAINT check_tally_pkey PRIMARY KEY (enrolment_id);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_once UNIQUE (claim_id, submission, enrolment_id);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_pkey PRIMARY KEY (claim_id, submission, n);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.claim_step
    ADD CONSTRAINT claim_step_pkey PRIMARY KEY (claim_id, n);

ALTER TABLE ONLY public.class_application_file
    ADD CONSTRAINT class_application_file_pkey PRIMARY KEY (paper_id);

ALTER TABLE ONLY public.class_application_hand
    ADD CONSTRAINT class_application_hand_pkey PRIMARY KEY (application_id, person_id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_once UNIQUE (class_id);

ALTER TABLE ONLY public.class_application_paper
    ADD CONSTRAINT class_application_paper_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.class_application_step
    ADD CONSTRAINT class_application_step_pkey PRIMARY KEY (application_id, n);

ALTER TABLE ONLY public.class_closing_line
    ADD CONSTRAINT class_closing_line_once UNIQUE (enrolment_id);

ALTER TABLE ONLY public.class_closing_line
    ADD CONSTRAINT class_closing_line_pkey PRIMARY KEY (class_id, n);

ALTER TABLE ONLY public.class_closing
    ADD CONSTRAINT class_closing_pkey PRIMARY KEY (class_id);

ALTER TABLE ONLY public.class_exam
    ADD CONSTRAINT class_exam_pkey PRIMARY KEY (class_id);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_code_once UNIQUE (code_digest);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_once UNIQUE (class_id, document_type, document_digest);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.course_draft_hand
    ADD CONSTRAINT course_draft_hand_pkey PRIMARY KEY (draft_id, person_id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_once UNIQUE (course_id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.course_draft_step
    ADD CONSTRAINT course_draft_step_pkey PRIMARY KEY (draft_id, n);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_replaced_once UNIQUE (replaces);

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

ALTER TABLE ONLY public.exam_answer
    ADD CONSTRAINT exam_answer_pkey PRIMARY KEY (paper_id, seq);

ALTER TABLE ONLY public.exam_paper
    ADD CONSTRAINT exam_paper_once UNIQUE (enrolment_id, n);

ALTER TABLE ONLY public.exam_paper
    ADD CONSTRAINT exam_paper_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing_paper
    ADD CONSTRAINT filing_paper_pkey PRIMARY KEY (filing_id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.film
    ADD CONSTRAINT film_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.former_document
    ADD CONSTRAINT former_document_pkey PRIMARY KEY (document_type, document_digest);

ALTER TABLE ONLY public.fund_source
    ADD CONSTRAINT fund_source_code_once UNIQUE (code);

ALTER TABLE ONLY public.fund_source
    ADD CONSTRAINT fund_source_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.kept_form
    ADD CONSTRAINT kept_form_pkey PRIMARY KEY (number);

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

ALTER TABLE ONLY public.objection
    ADD CONSTRAINT objection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.objection_struck
    ADD CONSTRAINT objection_struck_pkey PRIMARY KEY (publication_id, n);

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

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_version_once UNIQUE (person_id, n);

ALTER TABLE ONLY public.payment_answer
    ADD CONSTRAINT payment_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_place_once UNIQUE (payment_id, n);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_number_once UNIQUE (number);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_document_once UNIQUE (document_type, document_digest);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_study
    ADD CONSTRAINT person_study_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_once UNIQUE (claim_id, enrolment_id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_pkey PRIMARY KEY (publication_id, n);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.roster_import
    ADD CONSTRAINT roster_import_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade
    ADD CONSTRAINT trade_pkey PRIMARY KEY (code);

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

CREATE INDEX certificate_by_enrolment ON public.certificate USING btree (enrolment_id, until_entry);

CREATE INDEX claim_by_organisation ON public.claim USING btree (organisation_id, since);

CREATE INDEX claim_by_state ON public.claim USING btree (state, since);

CREATE INDEX claim_line_by_enrolment ON public.claim_line USING btree (enrolment_id);

CREATE INDEX claim_line_by_person ON public.claim_line USING btree (person_id);

CREATE UNIQUE INDEX claim_once ON public.claim USING btree (class_id) WHERE (state <> 'withdrawn'::text);

CREATE INDEX class_application_by_organisation ON public.class_application USING btree (organisation_id, state, changed_at);

CREATE INDEX class_application_by_state ON public.class_application USING btree (state, submitted_at);

CREATE INDEX class_application_paper_by_application ON public.class_application_paper USING btree (application_id, sent_at);

CREATE INDEX class_closing_line_by_person ON public.class_closing_line USING btree (person_id);

CREATE INDEX class_invitation_by_end ON public.class_invitation USING btree (until_ms);

CREATE INDEX class_invitation_by_place ON public.class_invitation USING btree (class_id, invited_at, place);

CREATE INDEX code_sending_by_time ON public.code_sending USING btree (at_ms);

CREATE INDEX code_sending_by_whom ON public.code_sending USING btree (whom, at_ms);

CREATE INDEX consent_by_person ON public.consent USING btree (person_id, at_ms);

CREATE INDEX cosignature_by_witness ON public.cosignature USING btree (public_key, tree, size, at_s);

CREATE INDEX course_draft_by_organisation ON public.course_draft USING btree (organisation_id, state, changed_at);

CREATE INDEX course_draft_by_state ON public.course_draft USING btree (state, submitted_at);

CREATE UNIQUE INDEX course_draft_one_open ON public.course_draft USING btree (replaces) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text]));

CREATE INDEX device_key_by_account ON public.device_key USING btree (account_id, created_at);

CREATE INDEX enrolment_by_person ON public.enrolment USING btree (person_id);

CREATE INDEX evidence_by_time ON public.evidence USING btree (last_at);

CREATE INDEX exam_paper_open ON public.exam_paper USING btree (ends_at) WHERE (submitted_at IS NULL);

CREATE INDEX export_run_by_account ON public.export_run USING btree (account_id, requested_at);

CREATE INDEX export_run_by_state ON public.export_run USING btree (state, requested_at);

CREATE INDEX filing_by_organisation ON public.filing USING btree (organisation_id, trade_code);

CREATE UNIQUE INDEX filing_once ON public.filing USING btree (organisation_id, trade_code, level, number) WHERE ((suspended_at IS NULL) OR (lifted_at IS NOT NULL));

CREATE INDEX film_by_digest ON public.film USING btree (sha256) WHERE (sha256 IS NOT NULL);

CREATE INDEX film_by_expiry ON public.film USING btree (expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX film_by_organisation ON public.film USING btree (organisation_id, made_at);

CREATE INDEX former_document_by_person ON public.former_document USING btree (person_id);

CREATE INDEX invitation_by_time ON public.invitation USING btree (made_at);

CREATE INDEX job_by_turn ON public.job USING btree (kind, state, run_after);

CREATE INDEX kept_form_by_end ON public.kept_form USING btree (until_ms);

CREATE INDEX kept_form_by_owner ON public.kept_form USING btree (owner, until_ms);

CREATE INDEX ledger_entry_by_group ON public.ledger_entry USING btree (entry_group);

CREATE INDEX lesson_progress_waiting ON public.lesson_progress USING btree (enrolment_id) WHERE (waiting_ms > 0);

CREATE INDEX login_ended_by_time ON public.login_ended USING btree (at_ms);

CREATE INDEX login_session_by_account ON public.login_session USING btree (account_id);

CREATE INDEX login_session_by_end ON public.login_session USING btree (expires_at);

CREATE INDEX objection_by_claim ON public.objection USING btree (claim_id);

CREATE INDEX objection_by_state ON public.objection USING btree (state, at_ms);

CREATE INDEX passkey_by_account ON public.passkey USING btree (account_id);

CREATE INDEX passkey_challenge_by_account ON public.passkey_challenge USING btree (account_id);

CREATE INDEX passkey_challenge_by_end ON public.passkey_challenge USING btree (until_ms);

CREATE UNIQUE INDEX payee_number_once ON public.payee USING btree (number_digest) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX payee_one_living ON public.payee USING btree (person_id) WHERE (ended_at IS NULL);

CREATE INDEX payment_answer_by_payment ON public.payment_answer USING btree (payment_id, at_ms);

CREATE INDEX payment_by_fund ON public.payment USING btree (fund_id, at_ms);

CREATE INDEX payment_line_by_person ON public.payment_line USING btree (person_id);

CREATE INDEX payment_line_by_publication ON public.payment_line USING btree (publication_id, publication_n);

CREATE INDEX payment_line_by_state ON public.payment_line USING btree (state, payment_id);

CREATE UNIQUE INDEX payment_line_living ON public.payment_line USING btree (claim_id, enrolment_id) WHERE (state <> 'failed'::text);

CREATE INDEX person_by_end ON public.person USING btree (kept_until) WHERE (kept_until IS NOT NULL);

CREATE INDEX person_study_by_live ON public.person_study USING btree (live_enrolment_id);

CREATE INDEX publication_by_time ON public.publication USING btree (at_ms);

CREATE INDEX publication_line_by_enrolment ON public.publication_line USING btree (enrolment_id);

CREATE INDEX publication_line_by_person ON public.publication_line USING btree (person_id);

CREATE INDEX question_by_lesson ON public.question USING btree (lesson_id, at_ms);

CREATE INDEX registration_trace_by_time ON public.registration_trace USING btree (at_ms);

CREATE INDEX roster_import_by_class ON public.roster_import USING btree (class_id, made_at);

CREATE INDEX roster_import_by_time ON public.roster_import USING btree (made_at);

CREATE INDEX signal_by_time ON public.signal USING btree (found_at);

CREATE UNIQUE INDEX signal_open_once ON public.signal USING btree (kind, subject) WHERE (looked_at IS NULL);

CREATE INDEX staff_device_by_time ON public.staff_device USING btree (last_at);

CREATE INDEX study_session_by_enrolment ON public.study_session USING btree (enrolment_id);

CREATE INDEX study_session_by_lesson ON public.study_session USING btree (lesson_id, opened_at);

CREATE INDEX study_session_by_person ON public.study_session USING btree (person_id, opened_at);

CREATE INDEX study_trace_by_time ON public.study_trace USING btree (opened_at);

CREATE INDEX subsidy_record_by_class ON public.subsidy_record USING btree (class_id, completed, verified_ms, credit_tenths, amount_fen);

CREATE INDEX subsidy_standard_by_trade ON public.subsidy_standard USING btree (trade_code, level, valid_from);

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

CREATE TRIGGER certificate_no_delete BEFORE DELETE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER certificate_no_truncate BEFORE TRUNCATE ON public.certificate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER certificate_of_completion BEFORE INSERT ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.certificate_of_completion();

CREATE TRIGGER certificate_once_taken_back BEFORE UPDATE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.certificate_once_taken_back();

CREATE TRIGGER claim_begins BEFORE INSERT ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claim_begins();

CREATE TRIGGER claim_by_step BEFORE UPDATE OF state ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claim_by_step();

CREATE TRIGGER claim_closed BEFORE UPDATE ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claim_closed();

CREATE TRIGGER claim_kept BEFORE DELETE ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claim_kept();

CREATE TRIGGER claim_line_append_only BEFORE DELETE OR UPDATE ON public.claim_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER claim_line_belongs BEFORE INSERT ON public.claim_line FOR EACH ROW EXECUTE FUNCTION public.claim_line_belongs();

CREATE TRIGGER claim_line_no_truncate BEFORE TRUNCATE ON public.claim_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER claim_no_truncate BEFORE TRUNCATE ON public.claim FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER claim_step_append_only BEFORE DELETE OR UPDATE ON public.claim_step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER claim_step_duties BEFORE INSERT ON public.claim_step FOR EACH ROW EXECUTE FUNCTION public.claim_step_duties();

CREATE TRIGGER claim_step_no_truncate BEFORE TRUNCATE ON public.claim_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER claim_sums BEFORE UPDATE ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claim_sums();

CREATE TRIGGER class_application_begins BEFORE INSERT ON public.class_application FOR EACH ROW EXECUTE FUNCTION public.class_application_begins();

CREATE TRIGGER class_application_by_step BEFORE UPDATE OF state ON public.class_application FOR EACH ROW EXECUTE FUNCTION public.class_application_by_step();

CREATE TRIGGER class_application_closed BEFORE UPDATE ON public.class_application FOR EACH ROW EXECUTE FUNCTION public.class_application_closed();

CREATE TRIGGER class_application_kept BEFORE DELETE ON public.class_application FOR EACH ROW EXECUTE FUNCTION public.class_application_kept();

CREATE TRIGGER class_application_step_append_only BEFORE DELETE OR UPDATE ON public.class_application_step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_application_step_duties BEFORE INSERT ON public.class_application_step FOR EACH ROW EXECUTE FUNCTION public.class_application_step_duties();

CREATE TRIGGER class_application_step_no_truncate BEFORE TRUNCATE ON public.class_application_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_closing_append_only BEFORE DELETE OR UPDATE ON public.class_closing FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_closing_duties BEFORE INSERT ON public.class_closing FOR EACH ROW EXECUTE FUNCTION public.class_closing_duties();

CREATE TRIGGER class_closing_line_append_only BEFORE DELETE OR UPDATE ON public.class_closing_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_closing_line_exam BEFORE INSERT ON public.class_closing_line FOR EACH ROW EXECUTE FUNCTION public.class_closing_line_exam();

CREATE TRIGGER class_closing_line_no_truncate BEFORE TRUNCATE ON public.class_closing_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_closing_line_of_class BEFORE INSERT ON public.class_closing_line FOR EACH ROW EXECUTE FUNCTION public.class_closing_line_of_class();

CREATE TRIGGER class_closing_no_truncate BEFORE TRUNCATE ON public.class_closing FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_exam_append_only BEFORE DELETE OR UPDATE ON public.class_exam FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER class_exam_before_all BEFORE INSERT ON public.class_exam FOR EACH ROW EXECUTE FUNCTION public.class_exam_before_all();

CREATE TRIGGER class_exam_no_truncate BEFORE TRUNCATE ON public.class_exam FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER consent_append_only BEFORE DELETE OR UPDATE ON public.consent FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON public.consent FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cosignature_append_only BEFORE DELETE OR UPDATE ON public.cosignature FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON public.cosignature FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER course_draft_begins BEFORE INSERT ON public.course_draft FOR EACH ROW EXECUTE FUNCTION public.course_draft_begins();

CREATE TRIGGER course_draft_by_step BEFORE UPDATE OF state ON public.course_draft FOR EACH ROW EXECUTE FUNCTION public.course_draft_by_step();

CREATE TRIGGER course_draft_closed BEFORE UPDATE ON public.course_draft FOR EACH ROW EXECUTE FUNCTION public.course_draft_closed();

CREATE TRIGGER course_draft_kept BEFORE DELETE ON public.course_draft FOR EACH ROW EXECUTE FUNCTION public.course_draft_kept();

CREATE TRIGGER course_draft_step_append_only BEFORE DELETE OR UPDATE ON public.course_draft_step FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER course_draft_step_duties BEFORE INSERT ON public.course_draft_step FOR EACH ROW EXECUTE FUNCTION public.course_draft_step_duties();

CREATE TRIGGER course_draft_step_no_truncate BEFORE TRUNCATE ON public.course_draft_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER enrolment_class_closed BEFORE INSERT ON public.enrolment FOR EACH ROW EXECUTE FUNCTION public.enrolment_class_closed();

CREATE TRIGGER evidence_append_only BEFORE UPDATE ON public.evidence FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_archive_append_only BEFORE DELETE OR UPDATE ON public.evidence_archive FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_archive_no_truncate BEFORE TRUNCATE ON public.evidence_archive FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER evidence_is_archived BEFORE DELETE ON public.evidence FOR EACH ROW EXECUTE FUNCTION public.evidence_is_archived();

CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON public.evidence FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exam_answer_append_only BEFORE DELETE OR UPDATE ON public.exam_answer FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exam_answer_in_time BEFORE INSERT ON public.exam_answer FOR EACH ROW EXECUTE FUNCTION public.exam_answer_in_time();

CREATE TRIGGER exam_answer_no_truncate BEFORE TRUNCATE ON public.exam_answer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exam_paper_begins BEFORE INSERT ON public.exam_paper FOR EACH ROW EXECUTE FUNCTION public.exam_paper_begins();

CREATE TRIGGER exam_paper_hands_in BEFORE UPDATE ON public.exam_paper FOR EACH ROW EXECUTE FUNCTION public.exam_paper_hands_in();

CREATE TRIGGER exam_paper_no_delete BEFORE DELETE ON public.exam_paper FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exam_paper_no_truncate BEFORE TRUNCATE ON public.exam_paper FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER filing_begins_unsuspended BEFORE INSERT ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_begins_unsuspended();

CREATE TRIGGER filing_no_delete BEFORE DELETE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER filing_no_truncate BEFORE TRUNCATE ON public.filing FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER filing_paper_no_delete BEFORE DELETE ON public.filing_paper FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER filing_paper_no_truncate BEFORE TRUNCATE ON public.filing_paper FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER filing_suspend_or_lift BEFORE UPDATE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_suspend_or_lift();

CREATE TRIGGER film_no_delete BEFORE DELETE ON public.film FOR EACH ROW EXECUTE FUNCTION public.film_no_delete();

CREATE TRIGGER film_stays BEFORE UPDATE ON public.film FOR EACH ROW EXECUTE FUNCTION public.film_stays();

CREATE TRIGGER fund_source_append_only BEFORE DELETE OR UPDATE ON public.fund_source FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER fund_source_no_truncate BEFORE TRUNCATE ON public.fund_source FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_by_somebody BEFORE INSERT ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_by_somebody();

CREATE TRIGGER invitation_no_delete BEFORE DELETE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_no_truncate BEFORE TRUNCATE ON public.invitation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invitation_once BEFORE UPDATE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_once();

CREATE TRIGGER ledger_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_day_append_only BEFORE DELETE OR UPDATE ON public.ledger_day FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_day_no_truncate BEFORE TRUNCATE ON public.ledger_day FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_class_closed BEFORE INSERT ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.ledger_entry_class_closed();

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

CREATE TRIGGER objection_answer BEFORE UPDATE ON public.objection FOR EACH ROW EXECUTE FUNCTION public.objection_answer();

CREATE TRIGGER objection_begins BEFORE INSERT ON public.objection FOR EACH ROW EXECUTE FUNCTION public.objection_begins();

CREATE TRIGGER objection_kept BEFORE DELETE ON public.objection FOR EACH ROW EXECUTE FUNCTION public.objection_kept();

CREATE TRIGGER objection_no_truncate BEFORE TRUNCATE ON public.objection FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER objection_struck_append_only BEFORE DELETE OR UPDATE ON public.objection_struck FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER objection_struck_belongs BEFORE INSERT ON public.objection_struck FOR EACH ROW EXECUTE FUNCTION public.objection_struck_belongs();

CREATE TRIGGER objection_struck_no_truncate BEFORE TRUNCATE ON public.objection_struck FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payee_ends BEFORE UPDATE ON public.payee FOR EACH ROW EXECUTE FUNCTION public.payee_ends();

CREATE TRIGGER payee_no_delete BEFORE DELETE ON public.payee FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payee_no_truncate BEFORE TRUNCATE ON public.payee FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payee_own BEFORE INSERT ON public.payee FOR EACH ROW EXECUTE FUNCTION public.payee_own();

CREATE TRIGGER payment_answer_begins BEFORE INSERT ON public.payment_answer FOR EACH ROW EXECUTE FUNCTION public.payment_answer_begins();

CREATE TRIGGER payment_answer_kept BEFORE UPDATE ON public.payment_answer FOR EACH ROW EXECUTE FUNCTION public.payment_answer_kept();

CREATE TRIGGER payment_answer_no_truncate BEFORE TRUNCATE ON public.payment_answer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_answer_stays BEFORE DELETE ON public.payment_answer FOR EACH ROW EXECUTE FUNCTION public.payment_answer_stays();

CREATE TRIGGER payment_begins BEFORE INSERT ON public.payment FOR EACH ROW EXECUTE FUNCTION public.payment_begins();

CREATE TRIGGER payment_kept BEFORE DELETE ON public.payment FOR EACH ROW EXECUTE FUNCTION public.payment_kept();

CREATE TRIGGER payment_line_answer BEFORE UPDATE ON public.payment_line FOR EACH ROW EXECUTE FUNCTION public.payment_line_answer();

CREATE TRIGGER payment_line_belongs BEFORE INSERT ON public.payment_line FOR EACH ROW EXECUTE FUNCTION public.payment_line_belongs();

CREATE TRIGGER payment_line_kept BEFORE DELETE ON public.payment_line FOR EACH ROW EXECUTE FUNCTION public.payment_line_kept();

CREATE TRIGGER payment_line_no_truncate BEFORE TRUNCATE ON public.payment_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_sums BEFORE UPDATE ON public.payment FOR EACH ROW EXECUTE FUNCTION public.payment_sums();

CREATE TRIGGER person_begins_unseen BEFORE INSERT ON public.person FOR EACH ROW EXECUTE FUNCTION public.person_begins_unseen();

CREATE TRIGGER person_seen_by_another BEFORE UPDATE OF identity_seen_by ON public.person FOR EACH ROW EXECUTE FUNCTION public.person_seen_by_another();

CREATE TRIGGER publication_begins BEFORE INSERT ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_begins();

CREATE TRIGGER publication_kept BEFORE DELETE ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_kept();

CREATE TRIGGER publication_line_append_only BEFORE DELETE OR UPDATE ON public.publication_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER publication_line_belongs BEFORE INSERT ON public.publication_line FOR EACH ROW EXECUTE FUNCTION public.publication_line_belongs();

CREATE TRIGGER publication_line_no_truncate BEFORE TRUNCATE ON public.publication_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON public.publication FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER publication_sums BEFORE UPDATE ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_sums();

CREATE TRIGGER role_grant_apart BEFORE INSERT OR UPDATE ON public.role_grant FOR EACH ROW EXECUTE FUNCTION public.role_grant_apart();

CREATE TRIGGER role_grant_by_two BEFORE INSERT OR UPDATE OF confirmed_by ON public.role_grant FOR EACH ROW EXECUTE FUNCTION public.role_grant_by_two();

CREATE TRIGGER subsidy_standard_begins BEFORE INSERT ON public.subsidy_standard FOR EACH ROW EXECUTE FUNCTION public.subsidy_standard_begins();

CREATE TRIGGER subsidy_standard_no_delete BEFORE DELETE ON public.subsidy_standard FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER subsidy_standard_no_truncate BEFORE TRUNCATE ON public.subsidy_standard FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER subsidy_standard_once_ended BEFORE UPDATE ON public.subsidy_standard FOR EACH ROW EXECUTE FUNCTION public.subsidy_standard_once_ended();

CREATE TRIGGER subsidy_standard_tie BEFORE INSERT ON public.subsidy_standard FOR EACH ROW EXECUTE FUNCTION public.subsidy_standard_tie();

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

ALTER TABLE ONLY public.certificate_content
    ADD CONSTRAINT certificate_content_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.check_tally
    ADD CONSTRAINT check_tally_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class_closing(class_id);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.claim_step
    ADD CONSTRAINT claim_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.claim_step
    ADD CONSTRAINT claim_step_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);

ALTER TABLE ONLY public.claim_step
    ADD CONSTRAINT claim_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.class_application_file
    ADD CONSTRAINT class_application_file_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.class_application_paper(id);

ALTER TABLE ONLY public.class_application_hand
    ADD CONSTRAINT class_application_hand_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.class_application(id);

ALTER TABLE ONLY public.class_application_hand
    ADD CONSTRAINT class_application_hand_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.class_application_paper
    ADD CONSTRAINT class_application_paper_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.class_application(id);

ALTER TABLE ONLY public.class_application_paper
    ADD CONSTRAINT class_application_paper_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_application
    ADD CONSTRAINT class_application_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.class_application_step
    ADD CONSTRAINT class_application_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_application_step
    ADD CONSTRAINT class_application_step_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.class_application(id);

ALTER TABLE ONLY public.class_application_step
    ADD CONSTRAINT class_application_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.class_closing
    ADD CONSTRAINT class_closing_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_closing
    ADD CONSTRAINT class_closing_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.class_closing_line
    ADD CONSTRAINT class_closing_line_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.class_closing_line
    ADD CONSTRAINT class_closing_line_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class_closing(class_id);

ALTER TABLE ONLY public.class_closing_line
    ADD CONSTRAINT class_closing_line_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.class_exam
    ADD CONSTRAINT class_exam_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.class_exam
    ADD CONSTRAINT class_exam_set_by_fkey FOREIGN KEY (set_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.class_invitation
    ADD CONSTRAINT class_invitation_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES public.account(id);

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

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.course(id);

ALTER TABLE ONLY public.course_draft_hand
    ADD CONSTRAINT course_draft_hand_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES public.course_draft(id);

ALTER TABLE ONLY public.course_draft_hand
    ADD CONSTRAINT course_draft_hand_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.course_draft
    ADD CONSTRAINT course_draft_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.course(id);

ALTER TABLE ONLY public.course_draft_step
    ADD CONSTRAINT course_draft_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.course_draft_step
    ADD CONSTRAINT course_draft_step_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES public.course_draft(id);

ALTER TABLE ONLY public.course_draft_step
    ADD CONSTRAINT course_draft_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.course(id);

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

ALTER TABLE ONLY public.exam_answer
    ADD CONSTRAINT exam_answer_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.exam_paper(id);

ALTER TABLE ONLY public.exam_paper
    ADD CONSTRAINT exam_paper_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.filing_paper
    ADD CONSTRAINT filing_paper_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_suspended_by_fkey FOREIGN KEY (suspended_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_trade_code_fkey FOREIGN KEY (trade_code) REFERENCES public.trade(code);

ALTER TABLE ONLY public.film
    ADD CONSTRAINT film_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.film
    ADD CONSTRAINT film_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.former_document
    ADD CONSTRAINT former_document_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.fund_source
    ADD CONSTRAINT fund_source_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.account(id);

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

ALTER TABLE ONLY public.objection
    ADD CONSTRAINT objection_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.objection
    ADD CONSTRAINT objection_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);

ALTER TABLE ONLY public.objection
    ADD CONSTRAINT objection_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.objection
    ADD CONSTRAINT objection_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES public.publication(id);

ALTER TABLE ONLY public.objection_struck
    ADD CONSTRAINT objection_struck_objection_id_fkey FOREIGN KEY (objection_id) REFERENCES public.objection(id);

ALTER TABLE ONLY public.objection_struck
    ADD CONSTRAINT objection_struck_publication_id_n_fkey FOREIGN KEY (publication_id, n) REFERENCES public.publication_line(publication_id, n);

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

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_given_by_fkey FOREIGN KEY (given_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.payment_answer
    ADD CONSTRAINT payment_answer_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.payment_answer
    ADD CONSTRAINT payment_answer_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);

ALTER TABLE ONLY public.payment_answer
    ADD CONSTRAINT payment_answer_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_fund_id_fkey FOREIGN KEY (fund_id) REFERENCES public.fund_source(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES public.payment_answer(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_payee_id_fkey FOREIGN KEY (payee_id) REFERENCES public.payee(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.payment_line
    ADD CONSTRAINT payment_line_publication_id_publication_n_fkey FOREIGN KEY (publication_id, publication_n) REFERENCES public.publication_line(publication_id, n);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);

ALTER TABLE ONLY public.person_study
    ADD CONSTRAINT person_study_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES public.enrolment(id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.publication_line
    ADD CONSTRAINT publication_line_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES public.publication(id);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

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

ALTER TABLE ONLY public.roster_import
    ADD CONSTRAINT roster_import_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.training_class(id);

ALTER TABLE ONLY public.roster_import
    ADD CONSTRAINT roster_import_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

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

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_category_code_fkey FOREIGN KEY (category_code) REFERENCES public.person_category(code);

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_fund_id_fkey FOREIGN KEY (fund_id) REFERENCES public.fund_source(id);

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.subsidy_standard
    ADD CONSTRAINT subsidy_standard_trade_code_fkey FOREIGN KEY (trade_code) REFERENCES public.trade(code);

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

