//! Which column is which: the head of a sheet, somewhere under its titles.

use domain::typed::plain;

use crate::table::{Table, TableRow};

/// A head stands within so many rows that have something in them.
const LOOKED_AT: usize = 40;

/// What each column may be called, without spaces and signs.
pub(crate) type Names<F> = [(F, &'static [&'static str])];

fn field_of<F: Copy>(name: &str, names: &Names<F>) -> Option<F> {
    names.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| *field)
}

/// Where the head is, and which column is which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header<F> {
    /// The head's last row among those of the table.
    pub at: usize,
    pub columns: Vec<(F, u32)>,
}

impl<F: Copy + PartialEq> Header<F> {
    pub(crate) fn column(&self, field: F) -> Option<u32> {
        self.columns.iter().find(|(one, _)| *one == field).map(|(_, column)| *column)
    }

    /// The head of a sheet, or which needed columns the likeliest row lacks.
    pub(crate) fn find(table: &Table, names: &Names<F>, needed: &[F]) -> Result<Self, Vec<F>> {
        let mut nearest = needed.to_vec();
        for at in 0..table.rows.len().min(LOOKED_AT) {
            // A head may take two rows, the upper ones drawn over several columns.
            for last in [at, at + 1] {
                let Some(rows) = table.rows.get(at..=last) else { continue };
                let columns = columns_of(rows, names);
                let found = |field: &F| columns.iter().any(|(one, _)| one == field);
                let lacking: Vec<F> = needed.iter().copied().filter(|field| !found(field)).collect();
                if lacking.is_empty() {
                    return Ok(Self { at: last, columns });
                }
                if lacking.len() < nearest.len() {
                    nearest = lacking;
                }
            }
        }
        Err(nearest)
    }
}

/// The first sheet that has a head, and what the others are called that have one too.
pub(crate) struct Headed<F> {
    pub table: Table,
    pub header: Header<F>,
    pub others: Vec<String>,
}

impl<F: Copy + PartialEq> Headed<F> {
    /// Looks for it; or says which needed columns the likeliest row of all lacks.
    pub(crate) fn among(sheets: Vec<Table>, names: &Names<F>, needed: &[F]) -> Result<Self, Vec<F>> {
        let mut nearest = needed.to_vec();
        let mut found: Option<(Table, Header<F>)> = None;
        let mut others = Vec::new();
        for sheet in sheets {
            match Header::find(&sheet, names, needed) {
                Ok(header) if found.is_none() => found = Some((sheet, header)),
                Ok(_) => others.push(sheet.name),
                Err(lacking) if lacking.len() < nearest.len() => nearest = lacking,
                Err(_) => {}
            }
        }
        found.map(|(table, header)| Self { table, header, others }).ok_or(nearest)
    }
}

/// Whether a row is the head again, as printed on every page.
pub(crate) fn is_head<F: Copy + PartialEq>(row: &TableRow, names: &Names<F>, needed: &[F]) -> bool {
    let fields = columns_of(std::slice::from_ref(row), names);
    needed.iter().all(|field| fields.iter().any(|(one, _)| one == field))
}

/// The fields that these rows name. Of several columns with one meaning the first counts.
fn columns_of<F: Copy + PartialEq>(rows: &[TableRow], names: &Names<F>) -> Vec<(F, u32)> {
    let mut columns: Vec<(F, u32)> = Vec::new();
    for (column, cell) in rows.iter().flat_map(TableRow::filled) {
        let Some(field) = field_of(&bare(&cell.text()), names) else { continue };
        if columns.iter().all(|(one, at)| *one != field && *at != column) {
            columns.push((field, column));
        }
    }
    columns
}

/// A name without spaces, stars, colons and what stands in brackets: `*身份证 号码（18位）` is 身份证号码.
pub(crate) fn bare(text: &str) -> String {
    let mut depth = 0;
    let mut bare = String::new();
    for c in plain(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth -= 1,
            c if depth <= 0 && (c.is_alphanumeric() || c == '〇') => bare.push(c),
            _ => {}
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use domain::roster::Field;

    use super::*;
    use crate::columns::{NAMES, NEEDED};
    use crate::table::Cell;

    #[test]
    fn a_column_is_known_however_its_name_is_written() {
        assert_eq!(field_of(&bare("*身份证 号码（18位）："), &NAMES), Some(Field::Document));
        assert_eq!(field_of(&bare("姓  名"), &NAMES), Some(Field::Name));
        assert_eq!(field_of(&bare("联系\n电话"), &NAMES), Some(Field::Phone));
        assert_eq!(field_of(&bare("备注"), &NAMES), None);
    }

    #[test]
    fn a_head_of_two_rows_is_one() {
        let mut table = Table::named("x");
        let heads = [
            (1, 0, "花名册"),
            (2, 0, "序号"),
            (2, 1, "姓名"),
            (2, 2, "证件"),
            (3, 2, "证件类型"),
            (3, 3, "证件号码"),
        ];
        for (row, column, text) in heads {
            table.add(row, column, Cell::Text(text.to_owned())).unwrap();
        }
        assert_eq!(Header::find(&table, &NAMES, &NEEDED), Err(vec![Field::Phone]));
        table.add(3, 4, Cell::Text("手机号".to_owned())).unwrap();
        let header = Header::find(&table, &NAMES, &NEEDED).unwrap();
        assert_eq!((header.at, header.column(Field::Document)), (2, Some(3)));
    }
}
