//! What the schema itself refuses to a person who did nothing wrong: somebody else was a moment before.

use sqlx::error::{DatabaseError, ErrorKind};

/// Lists the constraints: what each is, its name in the schema, and the columns by which SQLite names a key.
macro_rules! constraints {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal $columns:literal;)+) => {
        /// A constraint of the schema that an action of a person can meet. Every other one keeps out defects of the
        /// program, and is an internal error where it is met.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Constraint {
            $($(#[$doc])+ $variant,)+
        }

        impl Constraint {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in the schema of both databases.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The columns of a key as SQLite lists them; empty for the rule of a trigger.
            fn columns(self) -> &'static str {
                match self {
                    $(Self::$variant => $columns,)+
                }
            }
        }
    };
}

constraints! {
    /// One human being is one person.
    PersonDocumentOnce = "person_document_once" "person.document_type, person.document_digest";
    /// Nobody says of themselves that their identity document was seen.
    PersonSeenByAnother = "person_seen_by_another" "";
    /// A login opens one account.
    AccountLoginOnce = "account_login_once" "account.login";
    /// A device is one passkey.
    PasskeyCredentialOnce = "passkey_credential_once" "passkey.credential_id";
    /// Whom a provider names opens one account.
    IdentityLinkSubjectOnce = "identity_link_subject_once" "identity_link.issuer, identity_link.subject";
    /// An account is one person at a provider.
    IdentityLinkAccountOnce = "identity_link_account_once" "identity_link.issuer, identity_link.account_id";
    /// Whoever runs the system neither reviews nor pays.
    RoleGrantApart = "role_grant_apart" "";
    /// Whoever confirms somebody in a post is a second person.
    RoleGrantByTwo = "role_grant_by_two" "";
    /// An organisation is registered once: its credit code is its own.
    OrganisationCreditCodeOnce = "organisation_credit_code_key" "organisation.credit_code";
    /// What an institution is filed for is recorded once while it stands.
    FilingOnce = "filing_once" "filing.organisation_id, filing.trade_code, filing.level, filing.number";
    /// A fund source is recorded once: its code is its own.
    FundSourceCodeOnce = "fund_source_code_once" "fund_source.code";
    /// No two standards that name equally much could both apply to one training.
    SubsidyStandardTie = "subsidy_standard_tie" "";
    /// An account at a bank is one person's: nobody else is paid on it while they are.
    PayeeNumberOnce = "payee_number_once" "payee.number_digest";
    /// One reason for which time was refused, in one lesson on one day, is appealed once.
    AppealOncePerSpan = "appeal_once_per_span" "appeal.enrolment_id, appeal.lesson_id, appeal.day, appeal.code";
    /// Of two who take an appeal on at the same moment, one has it.
    AppealHolderOnce = "appeal_holder_once" "appeal_holder.appeal_id, appeal_holder.n";
    /// A step belongs to a post that has not ended.
    AppealStepInPost = "appeal_step_in_post" "";
    /// No hours for somebody whose account was closed with nothing left.
    LedgerEntryOfSomebody = "ledger_entry_of_somebody" "";
    /// Of two hand-overs of the signing key at the same moment, one is noted.
    LedgerKeyNoteOnce = "ledger_key_note_once" "ledger_key_note.n";
}

impl Constraint {
    /// The constraint that the database says was violated, if it is one of these.
    ///
    /// PostgreSQL gives the name of a key, SQLite its columns; a trigger of either begins its message with its name.
    pub(crate) fn violated(error: &dyn DatabaseError) -> Option<Self> {
        let (message, mut all) = (error.message(), Self::ALL.iter().copied());
        if error.kind() == ErrorKind::UniqueViolation {
            let (name, columns) = (error.constraint(), message.strip_prefix("UNIQUE constraint failed: "));
            return all.find(|one| name == Some(one.name()) || columns == Some(one.columns()));
        }
        let by_trigger = matches!(error.code().as_deref(), Some("P0001" | "1811"));
        let (name, _) = message.split_once(": ").filter(|_| by_trigger)?;
        all.find(|one| one.name() == name)
    }
}

impl std::fmt::Display for Constraint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
