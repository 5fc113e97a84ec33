//! Attacks on payments: what was paid, to whom, out of which fund, and what the bank answered.

use super::attack::{blob, owner};
use super::{Attack, Kind, Named, all_are_caught};
use store::read_db;
use store::sealed::{PAYEE_NUMBER, PAYMENT_TO};

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

/// With the key file in their hands: the money of a line, and of all that is paid from now on, goes elsewhere.
const WITH_KEYS: &[Kind] = &[
    Kind {
        name: "a line that goes to another account",
        attack: Attack::Steps(|site| Box::pin(redirect_line(site))),
        named: Named::As("line 1: the account it goes to"),
    },
    Kind {
        name: "another number in the place of the one that was given",
        attack: Attack::Steps(|site| Box::pin(redirect_payee(site))),
        named: Named::As("the number"),
    },
];

/// Ends as the right one does.
const OTHER_CARD: &str = "6222020000000000000";

fn other_card() -> String {
    format!("{}{}", &OTHER_CARD[..CARD.len() - 4], &CARD[CARD.len() - 4..])
}

async fn the_one(site: &TestSite, sql: &'static str) -> String {
    read_db!(&site.site.db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await.unwrap())
}

async fn redirect_line(site: &TestSite) {
    let id = the_one(site, "SELECT id FROM payment_line").await;
    let to = format!(r#"{{"name":"li","bank":"x","kind":"card","number":"{}"}}"#, other_card());
    let sealed = blob(&site.site.db, &site.site.seal(PAYMENT_TO.of(&id), &to));
    owner(&site.site.db, &format!("UPDATE payment_line SET to_sealed = {sealed}")).await;
}

async fn redirect_payee(site: &TestSite) {
    let id = the_one(site, "SELECT id FROM payee").await;
    let sealed = blob(&site.site.db, &site.site.seal(PAYEE_NUMBER.of(&id), &other_card()));
    owner(&site.site.db, &format!("UPDATE payee SET number_sealed = {sealed}")).await;
}

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

#[tokio::test]
async fn where_the_money_goes_cannot_be_changed_unseen_even_with_the_keys() {
    all_are_caught(
        async |site: &TestSite| {
            a_list_that_is_over(site).await;
            gives(&site.signed_in("li").await, CARD, &[]).await.is(303);
            paid(&payer(site, "jin").await).await;
        },
        WITH_KEYS,
    )
    .await;
}
