//! Everything that is sealed, and its way from old keys to the present one.

pub use store_read::sealed::{SEALED, SealedColumn};

use vault::{Draw, HEADER_BYTES, Keys, drawn, header};

use crate::{Db, Result, execute, read_db};

/// What became of a few values.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The last of them; `None` when there were no more.
    pub last: Option<String>,
    pub resealed: u64,
    /// Rows whose value opens under no key of this site.
    pub shut: Vec<String>,
}

impl Db {
    /// Seals the next few values of a column that are not under the present key anew, in one transaction. An empty value is one that was erased. A value that
    /// somebody changes meanwhile is left to them: the next round looks again.
    pub async fn reseal(
        &self,
        place: &SealedColumn,
        after: &str,
        keys: &Keys,
        draw: Draw<'_>,
    ) -> Result<Batch> {
        let SealedColumn { table, id, column, at_once, .. } = place;
        let Some(current) = keys.current() else { return Ok(Batch::default()) };
        let sql = format!(
            "SELECT {id}, {column} FROM {table}
             WHERE {id} > $1 AND LENGTH({column}) > 0 AND SUBSTR({column}, 1, {HEADER_BYTES}) <> $2
             ORDER BY {id} LIMIT $3"
        );
        let rows: Vec<(String, Vec<u8>)> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(after)
            .bind(&header(current.id)[..])
            .bind(at_once)
            .fetch_all(p)
            .await)?;
        let mut batch = Batch { last: rows.last().map(|(id, _)| id.clone()), ..Batch::default() };
        if rows.is_empty() {
            return Ok(batch);
        }
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE {id} = $2 AND {column} = $3");
        let mut tx = self.begin().await?;
        for (id, old) in rows {
            let Some(new) = keys.reseal(place.of(&id), &old, drawn(draw)) else {
                batch.shut.push(format!("{table}.{column} of {id}"));
                continue;
            };
            batch.resealed += execute!(&mut tx, sqlx::AssertSqlSafe(sql.clone()), &new, &id, &old)?;
        }
        tx.commit().await?;
        Ok(batch)
    }
}
