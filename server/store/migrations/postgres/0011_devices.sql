-- From what kind of device a sign-in was opened: a rough code such as `android/wechat`, so that people know their own.
ALTER TABLE login_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
