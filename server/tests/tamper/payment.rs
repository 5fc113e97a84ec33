//! Attacks on payments: what was paid, to whom, out of which fund, and what the bank answered.

use super::{Attack, Kind, Named, all_are_caught};
use crate::payee::{CARD, gives};
use crate::payment::{a_list_that_is_over, comes_back, confirms, paid, payer};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind("a batch that comes to more", "UPDATE payment SET amount_fen = 900", "its sum in fen"),
    kind(
        "a line with more money",
        "UPDATE payment_line SET amount_fen = 900; UPDATE payment SET amount_fen = 900",
        "its sum in fen, as the audit log says",
    ),
    kind("a line that pays more", "UPDATE payment_line SET amount_fen = 900", "its amount, as it was published"),
    kind(
        "a line for somebody else",
        "UPDATE payment_line SET person_id = 'person-qian'",
        "who it is, as it was published",
    ),
    kind("other digits", "UPDATE payment_line SET last_four = '0000'", "the last digits of the account"),
    kind("made by somebody else", "UPDATE payment SET account_id = 'account-zhou'", "who the audit log says made it"),
    kind("made at another time", "UPDATE payment SET at_ms = at_ms + 1", "when, as the audit log says"),
    kind(
        "paid what the bank did not pay",
        "UPDATE payment_line SET state = 'paid', reason = ''",
        "the lines that it paid",
    ),
    kind(
        "failed for another reason",
        "UPDATE payment_line SET reason = '别的原因'",
        "the digest of its lines",
    ),
    kind(
        "an answer that nobody took in",
        "UPDATE payment_answer SET file_sha256 = '00'",
        "the digest of its file, as the audit log says",
    ),
    kind(
        "an answer taken away",
        "UPDATE payment_line SET state = 'sent', reason = '', answer_id = NULL, answered_at = NULL;
         DELETE FROM payment_answer",
        "the row of its leaf in the audit log",
    ),
    kind(
        "a batch taken away",
        "DELETE FROM payment_line; DELETE FROM payment_answer; DELETE FROM payment",
        "the row of its leaves in the audit log",
    ),
    kind(
        "a batch invented",
        "INSERT INTO payment (id, number, fund_id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
         SELECT 'other', 2, fund_id, 1, 100, sha256, account_id, person_id, role, at_ms FROM payment",
        "payment other: its leaf in the audit log",
    ),
    kind(
        "struck off after it was paid",
        "INSERT INTO objection (id, publication_id, claim_id, n, words, at_ms, state)
         SELECT 'o1', publication_id, claim_id, 1, 'x', 1, 'open' FROM publication_line",
        "objection",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_is_paid_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            a_list_that_is_over(site).await;
            let li = site.signed_in("li").await;
            gives(&li, CARD, &[]).await.is(303);
            let jin = payer(site, "jin").await;
            let batch = paid(&jin).await;
            let rows = [format!("XS000001-00001,{CARD},1.00,失败,账户已销户")];
            let shown = comes_back(&jin, &batch, &rows).await;
            confirms(&jin, &batch, &shown).await.is(303);
        },
        KINDS,
    )
    .await;
}
