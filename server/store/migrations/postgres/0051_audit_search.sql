-- Everything that was done to one object, however long the log is.
CREATE INDEX audit_event_by_subject ON audit_event (subject, at_ms);
