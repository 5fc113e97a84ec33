//! Sealed values, as they stand.

use super::Snapshot;
use crate::error::Result;
use crate::sealed::SealedColumn;

impl Snapshot {
    /// Sealed values of a column after a row, by row. An empty value is one that was erased.
    pub async fn sealed_values(
        &mut self,
        column: &SealedColumn,
        after: &str,
    ) -> Result<Vec<(String, Vec<u8>)>> {
        let SealedColumn { table, id, column, at_once, .. } = column;
        let sql = format!(
            "SELECT {id}, {column} FROM {table} WHERE {id} > $1 AND LENGTH({column}) > 0 ORDER BY {id} LIMIT $2"
        );
        let sql = sqlx::AssertSqlSafe(sql);
        Ok(read!(self, |c| sqlx::query_as(sql).bind(after).bind(at_once).fetch_all(&mut **c).await)?)
    }
}
