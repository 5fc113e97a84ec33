//! The first row and column in which a table differs from what its manifest says.

use domain::export::TableDigests;

use crate::error::{Mismatch, same};

/// Compares the tables of a file with those of its manifest.
pub fn compare(place: &str, told: &[TableDigests], found: &[TableDigests]) -> Result<(), Mismatch> {
    let sheets = |tables: &[TableDigests]| tables.iter().map(|table| table.sheet.clone()).collect::<Vec<_>>();
    same(place, "its tables", &sheets(told), &sheets(found))?;
    told.iter().zip(found).try_for_each(|(told, found)| table(place, told, found))
}

fn table(place: &str, told: &TableDigests, found: &TableDigests) -> Result<(), Mismatch> {
    let place = format!("{place}, sheet {}", told.sheet);
    let titles = |table: &TableDigests| table.columns.iter().map(|c| c.title.clone()).collect::<Vec<_>>();
    let (names, are) = (titles(told), titles(found));
    if let Some(column) =
        (0..names.len().max(are.len())).find(|column| names.get(*column) != are.get(*column))
    {
        let said = |titles: &[String]| titles.get(column).cloned().unwrap_or_else(|| "none".to_owned());
        return Err(Mismatch::new(
            place,
            format!("the title of column {}", column + 1),
            said(&names),
            said(&are),
        ));
    }
    let odd: Vec<&str> = told
        .columns
        .iter()
        .zip(&found.columns)
        .filter(|(told, found)| told.sha256 != found.sha256)
        .map(|(told, _)| told.title.as_str())
        .collect();
    let (rows, are) = (&told.rows, &found.rows);
    let Some(row) = (0..rows.len().max(are.len())).find(|row| rows.get(*row) != are.get(*row)) else {
        return same(&place, "what its columns say", &Vec::<&str>::new(), &odd);
    };
    let place = format!("{place}, row {}", row + 1);
    let count = |rows: usize| format!("{rows} rows");
    if are.len() < rows.len() {
        return Err(Mismatch::new(place, "a row was taken out here", count(rows.len()), count(are.len())));
    }
    if are.len() > rows.len() {
        return Err(Mismatch::new(place, "a row was put in here", count(rows.len()), count(are.len())));
    }
    let what = format!("column {}", odd.join(", "));
    let said = |rows: &[String]| format!("a row whose digest is {}", rows[row]);
    Err(Mismatch::new(place, what, said(rows), said(are)))
}
