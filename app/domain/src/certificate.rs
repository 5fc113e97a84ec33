//! Certificates that this site issues: what each kind is, and what a brought one is worth today.

use crate::codes::codes;

codes! {
    /// What a certificate says.
    CertificateKind {
        /// 学习记录: which hours of a class were verified up to an entry of the ledger.
        LearningRecord = "learning_record",
        /// 结业证明: that a class which was closed was completed, as the closing froze it.
        Completion = "completion",
    }
}

impl TryFrom<String> for CertificateKind {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("unknown kind of certificate: {code}"))
    }
}

/// Why a certificate is taken back, in characters.
pub const REVOKE_REASON_CHARS: std::ops::RangeInclusive<usize> = 4..=500;

/// What a certificate is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStanding {
    /// The newest of its kind.
    Valid,
    /// True of the day on which it was issued; a later one says more.
    Replaced,
    /// Taken back by an official. It proves nothing any more, whatever came after it.
    Revoked,
}

/// What a certificate is worth, by whether it was taken back and whether there is a later one of its kind.
pub fn standing(revoked: bool, later_one: bool) -> CertificateStanding {
    match (revoked, later_one) {
        (true, _) => CertificateStanding::Revoked,
        (false, true) => CertificateStanding::Replaced,
        (false, false) => CertificateStanding::Valid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_not_merely_replaced() {
        assert_eq!(standing(false, false), CertificateStanding::Valid);
        assert_eq!(standing(false, true), CertificateStanding::Replaced);
        assert_eq!(standing(true, false), CertificateStanding::Revoked);
        assert_eq!(standing(true, true), CertificateStanding::Revoked);
    }
}
