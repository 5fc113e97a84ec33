//! Payments (拨付): what was published, and to which nobody objected with success, is paid out of a fund by one who had no part in
//! it; a batch is frozen once, and the bank's answer to each of its lines is taken once (RULES.md, section 9).

use sha2::{Digest, Sha256};

use crate::codes::codes;
use crate::id::{ClaimId, EnrolmentId, PayeeId};
use crate::subsidy::Fen;

/// So many lines a batch holds at most.
pub const LINES_MAX: usize = 5_000;

codes! {
    /// How a line of a batch stands.
    PaymentState {
        /// It was put into a batch, and the bank has not answered: its money is reserved.
        Sent = "sent",
        /// The bank has paid it.
        Paid = "paid",
        /// The bank has not paid it: it may be paid by another batch, to a newer account.
        Failed = "failed",
    }
}

codes! {
    /// Where the money of a published learner is.
    MoneyStage {
        /// The bank has paid it.
        Paid = "paid",
        /// The bank has it and has not answered.
        Sent = "sent",
        /// They gave no account.
        NoAccount = "no_account",
        /// The bank could not pay it to the account that they have; they are to give another.
        Failed = "failed",
        /// It waits for the end of the publication, for an answer to an objection, or for a batch.
        Waits = "waits",
        /// An objection was right: it is not paid.
        Struck = "struck",
    }
}

impl MoneyStage {
    /// Whether nothing goes on before the learner gives an account.
    pub fn waits_for_learner(self) -> bool {
        matches!(self, Self::NoAccount | Self::Failed)
    }
}

/// Somebody who can be paid: published, and the time for objections over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayableLine {
    pub claim: ClaimId,
    pub enrolment: EnrolmentId,
    pub amount: Fen,
    /// The account that counts now.
    pub payee: PayeeId,
}

/// How many of these lines, from the first, fit into what is left of a fund and into one batch, and what they come to. Whoever
/// was published first is paid first: nobody is passed over for somebody who costs less.
pub fn fitting<'a>(lines: impl IntoIterator<Item = &'a PayableLine>, left: Fen) -> (usize, Fen) {
    let (mut count, mut sum) = (0, Fen(0));
    for line in lines {
        let Some(next) = sum.0.checked_add(line.amount.0).filter(|next| *next <= left.0) else { break };
        if count == LINES_MAX {
            break;
        }
        (count, sum) = (count + 1, Fen(next));
    }
    (count, sum)
}

/// The SHA-256, in hex, that stands for a batch: of its fund and of its lines in their order.
pub fn digest(fund: &str, lines: &[PayableLine]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("{fund}\n"));
    for (n, PayableLine { claim, enrolment, amount, payee }) in (1..).zip(lines) {
        hasher.update(format!("{n} {claim} {enrolment} {} {payee}\n", amount.0));
    }
    hex::encode(hasher.finalize())
}

/// What the bank said of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentOutcome {
    /// Place in the batch, from 1.
    pub n: i64,
    /// Why it failed, in the words of the bank; absent: it was paid.
    pub failed: Option<String>,
}

/// The SHA-256, in hex, that stands for what a bank answered: of each line it answered, in their order.
pub fn outcomes_digest(outcomes: &[PaymentOutcome]) -> String {
    let mut hasher = Sha256::new();
    for PaymentOutcome { n, failed } in outcomes {
        let said = failed.as_ref().map_or_else(|| "paid".to_owned(), |reason| format!("failed {reason}"));
        hasher.update(format!("{n} {said}\n"));
    }
    hex::encode(hasher.finalize())
}

/// How a line of a batch is called at the bank.
pub fn reference(number: i64, n: i64) -> String {
    format!("XS{number:06}-{n:05}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: usize, fen: i64) -> PayableLine {
        PayableLine {
            claim: ClaimId("q".to_owned()),
            enrolment: EnrolmentId(format!("e{at}")),
            amount: Fen(fen),
            payee: PayeeId("b".to_owned()),
        }
    }

    #[test]
    fn a_batch_never_comes_to_more_than_is_left_and_passes_nobody_over() {
        let lines = [line(1, 300), line(2, 500), line(3, 100)];
        for (left, fits) in [
            (0, (0, 0)),
            (299, (0, 0)),
            (300, (1, 300)),
            (799, (1, 300)),
            (800, (2, 800)),
            (900, (3, 900)),
            (i64::MAX, (3, 900)),
        ] {
            let (count, sum) = fitting(&lines, Fen(left));
            assert_eq!((count, sum.0), fits, "{left}");
        }
        assert_eq!(fitting(&[line(1, i64::MAX), line(2, 1)], Fen(i64::MAX)), (1, Fen(i64::MAX)));
        let many: Vec<_> = (0..LINES_MAX + 3).map(|at| line(at, 1)).collect();
        assert_eq!(fitting(&many, Fen(i64::MAX)).0, LINES_MAX);
    }

    #[test]
    fn a_digest_names_fund_lines_amounts_and_accounts() {
        let lines = [line(1, 300), line(2, 500)];
        let other_account = [PayableLine { payee: PayeeId("c".to_owned()), ..line(1, 300) }, line(2, 500)];
        let all = [
            digest("f", &lines),
            digest("g", &lines),
            digest("f", &lines[..1]),
            digest("f", &other_account),
            digest("f", &[line(2, 500), line(1, 300)]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one));
        }
        let paid = |n| PaymentOutcome { n, failed: None };
        let failed = |n, why: &str| PaymentOutcome { n, failed: Some(why.to_owned()) };
        assert_ne!(outcomes_digest(&[paid(1)]), outcomes_digest(&[failed(1, "")]));
        assert_ne!(outcomes_digest(&[failed(1, "a")]), outcomes_digest(&[failed(1, "b")]));
        assert_eq!(reference(7, 12), "XS000007-00012");
    }
}
