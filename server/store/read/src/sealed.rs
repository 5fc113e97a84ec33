//! Every column of sealed values.

pub use vault::SealedAs;

/// A column of sealed values.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// `table.column`.
    pub name: &'static str,
    pub table: &'static str,
    /// The table's primary key, a text.
    pub id: &'static str,
    pub column: &'static str,
    /// How many are done in one transaction: few where they are large, so that nobody waits long.
    pub at_once: i64,
}

macro_rules! column {
    ($table:literal, $id:literal, $column:literal, $at_once:literal) => {
        SealedColumn {
            name: concat!($table, ".", $column),
            table: $table,
            id: $id,
            column: $column,
            at_once: $at_once,
        }
    };
}

/// The number of a person's identity document.
pub const DOCUMENT: SealedColumn = column!("person", "id", "document_sealed", 100);
/// A person's phone.
pub const PHONE: SealedColumn = column!("person", "id", "phone_sealed", 100);
/// The name of somebody whose account is closed.
pub const NAME: SealedColumn = column!("person", "id", "name_sealed", 100);
/// The secret of an account's authenticator app.
pub const TOTP_SECRET: SealedColumn = column!("second_factor", "account_id", "secret_sealed", 100);
/// The name of a file that somebody sent.
pub const PAPER_NAME: SealedColumn = column!("category_paper", "id", "name_sealed", 100);
/// The file itself.
pub const PAPER_CONTENT: SealedColumn = column!("paper_content", "paper_id", "content_sealed", 2);
/// A form that was sent and not done.
pub const KEPT_FORM: SealedColumn = column!("kept_form", "number", "form_sealed", 20);

/// The name of somebody who is invited to a class.
pub const INVITED_NAME: SealedColumn = column!("class_invitation", "id", "name_sealed", 100);
/// Their phone, as the roster has it.
pub const INVITED_PHONE: SealedColumn = column!("class_invitation", "id", "phone_sealed", 100);
/// A roster as it was sent.
pub const ROSTER_FILE: SealedColumn = column!("roster_import", "id", "file_sealed", 2);
/// What a certificate says.
pub const CERTIFICATE_CONTENT: SealedColumn =
    column!("certificate_content", "certificate_id", "content_sealed", 20);

/// The name of a file of an application for a class.
pub const APPLICATION_PAPER_NAME: SealedColumn = column!("class_application_paper", "id", "name_sealed", 100);
/// The file itself.
pub const APPLICATION_FILE: SealedColumn = column!("class_application_file", "paper_id", "content_sealed", 2);
/// The name of the paper of a filing.
pub const FILING_PAPER_NAME: SealedColumn = column!("filing_paper", "filing_id", "name_sealed", 100);
/// The paper of a filing itself.
pub const FILING_PAPER_CONTENT: SealedColumn = column!("filing_paper", "filing_id", "content_sealed", 2);

/// The number of an account at a bank on which somebody is paid.
pub const PAYEE_NUMBER: SealedColumn = column!("payee", "id", "number_sealed", 100);

/// To whom a line of a batch goes: name, bank and number, as they were frozen.
pub const PAYMENT_TO: SealedColumn = column!("payment_line", "id", "to_sealed", 100);

/// All of them. A test compares them with the schema: their names end in `_sealed`, and no other's do.
pub const SEALED: [SealedColumn; 17] = [
    DOCUMENT,
    PHONE,
    NAME,
    TOTP_SECRET,
    PAPER_NAME,
    PAPER_CONTENT,
    KEPT_FORM,
    INVITED_NAME,
    INVITED_PHONE,
    ROSTER_FILE,
    CERTIFICATE_CONTENT,
    APPLICATION_PAPER_NAME,
    APPLICATION_FILE,
    FILING_PAPER_NAME,
    FILING_PAPER_CONTENT,
    PAYEE_NUMBER,
    PAYMENT_TO,
];

impl SealedColumn {
    /// What the value in a row is.
    pub const fn of(self, row: &str) -> SealedAs<'_> {
        SealedAs { what: self.name, row }
    }
}
