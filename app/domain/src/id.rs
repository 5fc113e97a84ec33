//! Identifiers: opaque texts (UUIDv7 where the server makes them), one type a thing, so that a
//! lesson can never be passed where an enrolment is meant.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text as it stands in the database and on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

ids! {
    /// A human being, known by an identity document.
    PersonId,
    /// A way to sign in, belonging to one person.
    AccountId,
    /// A bureau, institution, enterprise, college or partner department.
    OrganisationId,
    /// A city, county or development zone.
    RegionId,
    /// A course: what is taught.
    CourseId,
    /// One lesson of a course.
    LessonId,
    /// One item of a lesson's question bank.
    QuestionId,
    /// A class: a roster following a plan under one policy.
    ClassId,
    /// One person in one class.
    EnrolmentId,
    /// A server-issued lease to earn credit.
    SessionId,
    /// An attendance check.
    CheckId,
    /// One run of an export.
    ExportId,
    /// An appeal against refused time.
    AppealId,
    /// A learner's paper.
    PaperId,
    /// A signal for controllers.
    SignalId,
    /// An invitation to a post.
    InvitationId,
    /// An invitation to a class: a row of its roster.
    ClassInvitationId,
    /// A roster that was sent.
    RosterId,
    /// A certificate that was issued.
    CertificateId,
    /// A film of an institution, from the first byte of its upload.
    FilmId,
    /// An application to open a class.
    ClassApplicationId,
    /// A course as an institution makes it, before it is published.
    CourseDraftId,
    /// A claim: the subsidy of a closed class.
    ClaimId,
    /// A publication: a list of who is to be paid, shown to the public.
    PublicationId,
    /// An objection to a published list.
    ObjectionId,
    /// A filing: an institution may teach a trade at a level.
    FilingId,
    /// A dated standard: what training of a kind pays.
    StandardId,
    /// A fund source: out of which money standards are paid.
    FundSourceId,
    /// A version of the account at a bank on which somebody is paid.
    PayeeId,
    /// A batch of payments.
    PaymentId,
    /// One try of one learner at the final test of a class.
    ExamPaperId,
    /// A passkey of an account.
    PasskeyId,
    /// A key that a learner's device signs study with, named by the digest of its public part.
    DeviceKeyId,
}
