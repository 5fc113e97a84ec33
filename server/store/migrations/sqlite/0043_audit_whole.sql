-- How often an account did something lately is asked before numbers are shown.
CREATE INDEX audit_event_by_account ON audit_event (account_id, at_ms);
