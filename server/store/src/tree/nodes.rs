//! Stored hashes of a tree, fetched by one query for what is computed from them.

use sqlx::QueryBuilder;
use store_read::line::Line;
use store_read::packed::EntryText;
use translog::{Hashes, number, tile};

use super::statements::Tree;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{read_db, tx};

/// These hashes, in the caller's transaction.
pub(super) async fn fetch_within(tx: &mut Tx, tree: &Tree, wanted: &[u64]) -> Result<Hashes> {
    if wanted.is_empty() {
        return Ok(Hashes::default());
    }
    Ok(Hashes::of_rows(tx!(tx, |c| {
        select(tree, wanted)?.build_query_as().persistent(false).fetch_all(&mut **c).await
    })?)?)
}

/// What is computed from stored hashes, once it is known which.
pub(super) async fn answer<T>(
    db: &Db,
    tree: &Tree,
    ask: impl Fn(&Hashes) -> translog::Result<T>,
) -> Result<T> {
    let wanted = Hashes::wanted_by(&ask)?;
    let hashes = if wanted.is_empty() { Hashes::default() } else { fetch(db, tree, &wanted).await? };
    Ok(ask(&hashes)?)
}

async fn fetch(db: &Db, tree: &Tree, wanted: &[u64]) -> Result<Hashes> {
    let mut hashes = Hashes::of_rows(read_db!(db, |pool| {
        select(tree, wanted)?.build_query_as().persistent(false).fetch_all(pool).await
    })?)?;
    let Some(compact) = &tree.compact else { return Ok(hashes) };
    for tile in hashes.tiles_lacking(wanted) {
        let (from, to) = (number::signed(tile * tile::LEAVES)?, number::signed((tile + 1) * tile::LEAVES)?);
        let leaves: Vec<Line> =
            read_db!(db, |pool| sqlx::query_as(compact.leaves).bind(from).bind(to).fetch_all(pool).await)?;
        let leaves: Vec<EntryText> = leaves.into_iter().map(EntryText::from).collect();
        hashes.lay_out_tile(tile, leaves.iter().map(|leaf| &**leaf));
    }
    Ok(hashes)
}

fn select<'a, E: sqlx::Database>(tree: &Tree, wanted: &[u64]) -> Result<QueryBuilder<E>>
where
    i64: sqlx::Encode<'a, E> + sqlx::Type<E>,
{
    let mut query = QueryBuilder::new(tree.some_nodes);
    let mut list = query.separated(", ");
    for node in wanted {
        list.push_bind(number::signed(*node)?);
    }
    query.push(")");
    Ok(query)
}
