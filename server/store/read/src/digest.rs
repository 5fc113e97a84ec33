//! The keyed digests that are stored in the place of what they stand for.

use vault::DigestPurpose;

/// What a stored digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Equality of identity documents.
    Document,
    /// Equality of phones that open an account.
    Phone,
    /// What was typed as an account, where wrong passwords are counted.
    Login,
    /// A code for the day the phone is lost.
    RecoveryCode,
    /// By what a device with a passkey knows an account.
    PasskeyHandle,
    /// A code sent to a phone, and for whom sendings are counted.
    OneTimeCode,
    /// A person in the ledger.
    LedgerPerson,
    /// The reason of a grant in the ledger.
    GrantReason,
    /// The code in an invitation's link.
    Invitation,
    /// The code in the link of an invitation to a class, by its id; and what is stored of the code.
    ClassCode,
    ClassInvitation,
    /// What a roster says of somebody, so that a later one is known to say the same.
    RosterRow,
    /// A sign-in token.
    Token,
    /// What goes into every password's hash beside its salt.
    Pepper,
    /// The mark of a browser.
    Device,
    /// That somebody has signed in on a device.
    KnownDevice,
    /// The network address a session was opened from.
    Network,
    /// A row that only the running server writes.
    RowMac,
    /// What of a fact may not stand in the audit log in the open.
    Fact,
    /// A row that opens something.
    Mark,
    /// The address that a statement of hours names for whoever checks it.
    Statement,
    /// What a certificate says; and the mark in its address.
    Certificate,
    CertificateAddress,
    /// Equality of accounts at a bank on which people are paid.
    Payee,
    /// The address where whoever filed an objection reads what became of it.
    ObjectionAddress,
    /// Whether the master key fits the database.
    KeyCheck,
}

impl DigestPurpose for Purpose {
    fn label(&self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Phone => "phone",
            Self::Login => "login",
            Self::RecoveryCode => "recovery-code",
            Self::PasskeyHandle => "passkey-handle",
            Self::OneTimeCode => "one-time-code",
            Self::LedgerPerson => "ledger-person",
            Self::GrantReason => "grant-reason",
            Self::Invitation => "invitation",
            Self::ClassCode => "class-code",
            Self::ClassInvitation => "class-invitation",
            Self::RosterRow => "roster-row",
            Self::Token => "token",
            Self::Pepper => "pepper",
            Self::Device => "device",
            Self::KnownDevice => "known-device",
            Self::Network => "network",
            Self::RowMac => "row-mac",
            Self::Fact => "fact",
            Self::Mark => "mark",
            Self::Statement => "statement",
            Self::Certificate => "certificate",
            Self::CertificateAddress => "certificate-address",
            Self::Payee => "payee",
            Self::ObjectionAddress => "objection-address",
            Self::KeyCheck => "key-check",
        }
    }
}
