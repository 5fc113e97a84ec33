//! Accounts at a bank on which people are paid, as they are read, and what each says.

use domain::audit::AuditAction;
use sqlx::FromRow;
use vault::Keys;

use super::keyed;
use super::rows::FactRow;

#[derive(FromRow)]
pub(super) struct PayeeRow {
    id: String,
    person_id: String,
    n: i64,
    kind: String,
    bank: String,
    number_digest: Vec<u8>,
    last_four: String,
    salt: Vec<u8>,
    given_by: String,
    given_at: i64,
    ended_at: Option<i64>,
}

impl FactRow for PayeeRow {
    const SELECT: &'static str = "SELECT id, person_id, n, kind, bank, number_digest, last_four, salt, given_by, given_at, \
                                  ended_at FROM payee";

    fn action(self, keys: Option<&Keys>) -> AuditAction {
        let (salt, digest) = (hex::encode(&self.salt), hex::encode(&self.number_digest));
        let texts = ["payee", &self.id, &salt, &self.kind, &self.bank, &digest, &self.last_four];
        AuditAction::FactPayee {
            number: keyed(keys, &texts),
            payee: self.id.into(),
            person: self.person_id.into(),
            n: self.n,
            given_by: self.given_by.into(),
            given_at_ms: self.given_at,
            ended_at_ms: self.ended_at,
        }
    }
}
