//! Verification as an auditor runs it, and what somebody with the database in their hands does first.

use store::Db;
use store::tree::AUDIT;
use verify::note::PublicKey;
use verify::tree::Kept;
use verify::{Mismatch, VerifyError};
use verify::{Options, Report, verify};

use super::TestSite;
use crate::store_fixture::city::run;

impl TestSite {
    /// Verifies the whole database against the site's own key and the checkpoints that somebody kept.
    pub async fn verify(&self, kept: &[Kept]) -> Result<Report, Mismatch> {
        let key = PublicKey::parse(&self.site.signer.public_key()).unwrap();
        let (policies, keys) = (&self.site.policies, Some(&*self.site.keys));
        match verify(
            &mut self.site.db.snapshot().await.unwrap(),
            &Options { policies, keys, key: Some(&key), kept },
        )
        .await
        {
            Ok(report) => Ok(report),
            Err(VerifyError::Mismatch(fault)) => Err(fault),
            Err(other) => panic!("{other}"),
        }
    }

    /// Makes a checkpoint of the ledger now; its signed note.
    pub async fn ledger_checkpoint(&self) -> String {
        self.site.db.make_checkpoint(&self.site.signer, self.site.now()).await.unwrap().note
    }

    /// Makes a checkpoint of the audit log now; its signed note.
    pub async fn audit_checkpoint(&self) -> String {
        let signer = self.site.signer.audit();
        self.site.db.make_checkpoint_of(&AUDIT, &signer, self.site.now()).await.unwrap().note
    }
}

/// Takes away the triggers that refuse changes of these tables, as a database administrator can.
pub async fn without_triggers(db: &Db, tables: &[&str]) {
    for table in tables {
        match db {
            Db::Sqlite(_) => {
                for change in ["update", "delete"] {
                    run(db, &format!("DROP TRIGGER IF EXISTS {table}_no_{change}")).await;
                }
            }
            Db::Postgres(_) => run(db, &format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await,
        }
    }
}
