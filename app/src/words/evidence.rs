//! What is wrong with evidence, in words.

use domain::ledger::{Claim, KeyListError, ProofError};

use super::Words;
use crate::format;

impl Words {
    /// What an examination asks.
    pub fn claim(self, claim: Claim) -> &'static str {
        match claim {
            Claim::Signature => self.t("签名是本平台账本的", "The signature is that of this ledger"),
            Claim::Entries => {
                self.t("每一条都是同一个人、同一个班的", "Every entry is of one person and one class")
            }
            Claim::Inclusion => self.t("每一条都记在签了名的账本里", "Every entry lies in the signed ledger"),
            Claim::Device => self.t(
                "写着有设备签名的，签名都是真的",
                "Whatever says that the learner's device signed it bears its signature",
            ),
            Claim::Sum => {
                self.t("加起来的数没有错，没有一秒算两次", "The sum is right, and no second counts twice")
            }
            Claim::Continues => self.t(
                "今天的账本接着它往下记，前面的没有改过",
                "Today's ledger continues it: nothing before was rewritten",
            ),
        }
    }

    /// What is wrong. Entries are counted from 1, as people do.
    pub fn proof_error(self, error: &ProofError) -> String {
        let (zh, en) = match error {
            ProofError::OtherLedger { origin } => (
                format!("这是另一本账的检查点：{origin}。"),
                format!("The checkpoint is of another ledger: {origin}."),
            ),
            ProofError::UnknownKey => (
                "上面没有这本账任何一把钥匙的签名。".to_owned(),
                "No key of this ledger signed it.".to_owned(),
            ),
            ProofError::EndedKey { size } => (
                format!("签名的钥匙已经停用：账本记到第 {size} 条以后，它签的不作数。"),
                format!("The key that signed it has ended: it signs nothing larger than {size} entries."),
            ),
            ProofError::Forged => (
                "签名和内容对不上：签名以后内容改过，或者签名是假的。".to_owned(),
                "The signature does not fit the text: one of the two was changed.".to_owned(),
            ),
            ProofError::KeyList { note, found } => key_list_error(*note, *found),
            ProofError::Unreadable { index } => (
                format!("账上第 {} 条读不出来。", nth(*index)),
                format!("Entry {} of the ledger cannot be read.", nth(*index)),
            ),
            ProofError::NotAsWritten { index } => (
                format!("账上第 {} 条和账本里的写法不一样，有人动过。", nth(*index)),
                format!("Entry {} is not written as the ledger writes: somebody touched it.", nth(*index)),
            ),
            ProofError::OtherEnrolment { index } => (
                format!("账上第 {} 条是另一次报名的。", nth(*index)),
                format!("Entry {} is of another enrolment.", nth(*index)),
            ),
            ProofError::OtherClass { index } => (
                format!("账上第 {} 条是另一个班的。", nth(*index)),
                format!("Entry {} is of another class.", nth(*index)),
            ),
            ProofError::OtherPerson { index } => (
                format!("账上第 {} 条是另一个人的。", nth(*index)),
                format!("Entry {} is of another person.", nth(*index)),
            ),
            ProofError::OutOfOrder { index, before } => (
                format!("次序不对：第 {} 条排在第 {} 条后面。", nth(*index), nth(*before)),
                format!("Out of order: entry {} stands behind entry {}.", nth(*index), nth(*before)),
            ),
            ProofError::ElsewhereLeads { index } => (
                format!("账上第 {} 条不在签了名的账本里，或者内容改过。", nth(*index)),
                format!("Entry {} does not lie in the signed ledger, or was changed.", nth(*index)),
            ),
            ProofError::NotSigned { index } => (
                format!("账上第 {} 条写着有学员设备的签名，文件里的签名和它对不上。", nth(*index)),
                format!(
                    "Entry {} says that the learner's device signed it; no signature here fits it.",
                    nth(*index)
                ),
            ),
            ProofError::Twice { index, ms } => (
                format!("账上第 {} 条里有{}前面已经算过。", nth(*index), format::duration(self, *ms)),
                format!("{} of entry {} were counted before.", format::duration(self, *ms), nth(*index)),
            ),
            ProofError::WrongEntrySum { index, reckoned_ms, said_ms } => (
                format!(
                    "账上第 {} 条写的是{}，按明细加起来是{}。",
                    nth(*index),
                    self.exactly(*said_ms),
                    self.exactly(*reckoned_ms)
                ),
                format!(
                    "Entry {} says {}; its intervals make {}.",
                    nth(*index),
                    self.exactly(*said_ms),
                    self.exactly(*reckoned_ms)
                ),
            ),
            ProofError::WrongSum { reckoned_ms, said_ms } => (
                format!("写的是{}，每条加起来是{}。", self.exactly(*said_ms), self.exactly(*reckoned_ms)),
                format!(
                    "It says {}; the entries make {}.",
                    self.exactly(*said_ms),
                    self.exactly(*reckoned_ms)
                ),
            ),
            ProofError::OtherRoot { size } => (
                format!("今天账本的前 {size} 条和当时签的不一样：账改过，或者这份是假的。"),
                format!("Today's first {size} entries are others than those signed then: a fork."),
            ),
            ProofError::Shorter { size } => (
                format!("今天的账本不到 {size} 条：后面的账没了，或者这份是假的。"),
                format!(
                    "Today's ledger has fewer than {size} entries: it was cut off, or this is none of its checkpoints."
                ),
            ),
        };
        self.either(&zh, &en)
    }

    /// Seconds with what is left of them: sums differ by little.
    fn exactly(self, ms: i64) -> String {
        let (seconds, rest) = (ms / 1000, (ms % 1000).abs());
        self.either(&format!(" {seconds}.{rest:03} 秒"), &format!("{seconds}.{rest:03} s"))
    }
}

/// Counted from 1; the number may be anything that somebody wrote into a file.
fn nth(index: i64) -> i64 {
    index.saturating_add(1)
}

fn key_list_error(note: usize, found: KeyListError) -> (String, String) {
    let (zh, en) = match found {
        KeyListError::Unreadable => ("读不懂", "cannot be read"),
        KeyListError::Gap => ("接不上前面的钥匙", "does not go on from the key before"),
        KeyListError::Unsigned => ("没有新旧两把钥匙的签名", "does not bear the signatures of both keys"),
        KeyListError::KeyNotListed => {
            return (
                "用来查的公钥不在账本的钥匙单子上。".to_owned(),
                "The public key to check with is not in the ledger's list of keys.".to_owned(),
            );
        }
    };
    (
        format!("账本换钥匙的第 {note} 份交接单{zh}，签名没法查。"),
        format!("Note {note} of the ledger's list of keys {en}: signatures cannot be checked."),
    )
}
