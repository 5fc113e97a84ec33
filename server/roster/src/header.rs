//! Which column is which: the head of a roster, somewhere under its titles.

use domain::roster::Field;
use domain::typed::plain;

use crate::table::{Table, TableRow};

/// A head stands within so many rows that have something in them.
const LOOKED_AT: usize = 40;

/// Without these there is no roster.
pub(crate) const NEEDED: [Field; 3] = [Field::Name, Field::Document, Field::Phone];

/// What each column is called, without spaces and signs.
const NAMES: [(Field, &[&str]); 7] = [
    (Field::Sequence, &["序号", "编号", "序", "号", "学号", "NO", "NUMBER"]),
    (
        Field::Name,
        &[
            "姓名",
            "学员姓名",
            "学生姓名",
            "参训人员姓名",
            "参训人员",
            "人员姓名",
            "学员",
            "劳动者姓名",
            "NAME",
            "AAC003",
        ],
    ),
    (Field::DocumentKind, &["证件类型", "证件种类", "证件类别", "有效证件类型", "DOCUMENTTYPE"]),
    (
        Field::Document,
        &[
            "身份证号码",
            "身份证号",
            "身份证",
            "身份证件号码",
            "身份证件号",
            "证件号码",
            "证件号",
            "有效证件号码",
            "公民身份号码",
            "公民身份证号码",
            "居民身份证号码",
            "居民身份证号",
            "居民身份证",
            "社会保障号码",
            "社会保障号",
            "IDNUMBER",
            "AAC002",
            "AAC147",
        ],
    ),
    (
        Field::Phone,
        &[
            "联系电话",
            "手机号码",
            "手机号",
            "手机",
            "电话",
            "电话号码",
            "联系方式",
            "联系手机",
            "移动电话",
            "本人电话",
            "本人手机号",
            "学员电话",
            "PHONE",
            "MOBILE",
            "AAE005",
        ],
    ),
    (
        Field::Category,
        &[
            "人员类别",
            "人员类型",
            "学员类别",
            "学员类型",
            "培训对象类别",
            "培训对象",
            "类别",
            "CATEGORY",
            "BCC006",
        ],
    ),
    (Field::Level, &["等级", "培训等级", "技能等级", "职业等级", "职业技能等级", "级别", "LEVEL", "BAC015"]),
];

fn field_of(name: &str) -> Option<Field> {
    NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| *field)
}

/// Where the head is, and which column is which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// The head's last row among those of the table.
    pub at: usize,
    pub columns: Vec<(Field, u32)>,
}

impl Header {
    pub(crate) fn column(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|(one, _)| *one == field).map(|(_, column)| *column)
    }

    /// The head of a sheet, or which needed columns the likeliest row lacks.
    pub(crate) fn find(table: &Table) -> Result<Self, Vec<Field>> {
        let mut nearest = NEEDED.to_vec();
        for at in 0..table.rows.len().min(LOOKED_AT) {
            // A head may take two rows, the upper ones drawn over several columns.
            for last in [at, at + 1] {
                let Some(rows) = table.rows.get(at..=last) else { continue };
                let columns = columns_of(rows);
                let found = |field: &Field| columns.iter().any(|(one, _)| one == field);
                let lacking: Vec<Field> = NEEDED.into_iter().filter(|field| !found(field)).collect();
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

/// Whether a row is the head again, as printed on every page.
pub(crate) fn is_head(row: &TableRow) -> bool {
    let fields = columns_of(std::slice::from_ref(row));
    NEEDED.iter().all(|field| fields.iter().any(|(one, _)| one == field))
}

/// The fields that these rows name. Of several columns with one meaning the first counts.
fn columns_of(rows: &[TableRow]) -> Vec<(Field, u32)> {
    let mut columns: Vec<(Field, u32)> = Vec::new();
    for (column, cell) in rows.iter().flat_map(TableRow::filled) {
        let Some(field) = field_of(&bare(&cell.text())) else { continue };
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
    use super::*;
    use crate::table::Cell;

    #[test]
    fn a_column_is_known_however_its_name_is_written() {
        assert_eq!(field_of(&bare("*身份证 号码（18位）：")), Some(Field::Document));
        assert_eq!(field_of(&bare("姓  名")), Some(Field::Name));
        assert_eq!(field_of(&bare("联系\n电话")), Some(Field::Phone));
        assert_eq!(field_of(&bare("备注")), None);
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
        assert_eq!(Header::find(&table), Err(vec![Field::Phone]));
        table.add(3, 4, Cell::Text("手机号".to_owned())).unwrap();
        let header = Header::find(&table).unwrap();
        assert_eq!((header.at, header.column(Field::Document)), (2, Some(3)));
    }
}
