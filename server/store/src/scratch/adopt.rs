//! Rows that a test wrote beside the program, made as if the program had written them.

use store_read::facts::{FactKind, Which, mark};

use crate::db::Db;
use crate::error::Result;
use crate::{execute, tx};

impl Db {
    /// Marks every account, role and passkey, and states every row anew whose last leaf says something else.
    pub async fn adopt_rows(&self, now_ms: i64) -> Result<()> {
        let keys = self.keys()?;
        let mut tx = self.begin().await?;
        let sql = "SELECT id, account_id, credential_id, public_key FROM passkey";
        let passkeys: Vec<(String, String, String, String)> =
            tx!(&mut tx, |c| sqlx::query_as(sql).fetch_all(&mut **c).await)?;
        for (id, account, credential, key) in passkeys {
            let mark = mark::of_passkey(&keys, &account, &credential, &key);
            execute!(&mut tx, "UPDATE passkey SET mark = $1 WHERE id = $2", &mark[..], &id)?;
        }
        for kind in FactKind::ALL {
            let found = tx.reader().facts(kind, Which::After("", i64::MAX), Some(&keys)).await?;
            for fact in found {
                let subject = fact.action.subject();
                let stated = tx.last_fact(kind.leaf(), &subject).await?;
                if stated.is_none_or(|stated| stated != fact.action.detail()) || fact.unmarked.is_some() {
                    let subject = subject.to_string();
                    let id = subject.split_once(':').map_or("", |(_, id)| id);
                    if kind == FactKind::Account {
                        tx.marks_account(id, now_ms);
                    } else {
                        tx.changed(kind, id, now_ms);
                    }
                }
            }
        }
        tx.commit().await
    }
}
