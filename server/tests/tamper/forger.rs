//! A forger who has the program and the database, but not the key file: what they write is right in everything but its MACs.

use std::sync::Arc;

use store::read_db;
use store_read::row_mac::RowText;
use store_read::tree::Head;
use vault::Keys;

use super::attack::{blob, owner};
use crate::site::TestSite;

/// The site as a forger runs it: over the same database, with keys of their own, the MACs of these heads made anew with them
/// so that it goes on.
pub async fn forger(site: &TestSite, heads: &[&str]) -> TestSite {
    let keys = Arc::new(Keys::from_master(&[66; 32]));
    let db = &site.site.db;
    for table in heads {
        let sql = sqlx::AssertSqlSafe(format!("SELECT size, checkpoints, mac FROM {table}"));
        let head: Head = read_db!(db, |pool| sqlx::query_as(sql).fetch_one(pool).await).unwrap();
        let mac = blob(db, &RowText::head(table, head.size, head.checkpoints).mac(&keys));
        owner(db, &format!("UPDATE {table} SET mac = {mac} WHERE mac IS NOT NULL")).await;
    }
    let mut forged = site.node(0);
    forged.site.db = site.site.db.clone().with_keys(keys);
    forged
}

/// The same, who has also made the MAC of a person's study anew.
pub async fn forger_of(site: &TestSite, person: &str) -> TestSite {
    let forged = forger(site, &[]).await;
    let row = site.site.db.snapshot().await.unwrap().state(person).await.unwrap().unwrap();
    let mac = blob(&site.site.db, &row.text(person).mac(&Keys::from_master(&[66; 32])));
    owner(&site.site.db, &format!("UPDATE person_study SET mac = {mac} WHERE person_id = '{person}'")).await;
    forged
}
