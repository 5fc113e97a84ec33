-- Until when somebody was told of changes to their password and second factor; absent: never.
ALTER TABLE account ADD COLUMN told_at BIGINT;
