-- How often an account did something lately is asked before numbers are shown.
CREATE INDEX audit_event_by_account ON audit_event (account_id, at_ms);

-- Several programs may share this database while one after another is upgraded: an older one, which knows no tree, must
-- not leave an event without its leaf behind. Looked at when the transaction ends; a SQLite file has one program.
CREATE FUNCTION audit_event_has_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = NEW.id)
    THEN RAISE EXCEPTION 'audit_event: it is no leaf of its tree'; END IF;
    RETURN NULL;
END;
$$;
CREATE CONSTRAINT TRIGGER audit_event_has_leaf AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_event_has_leaf();
