//! What an action of the audit log was done to.

use std::fmt;

use crate::export::ExportFormat;
use crate::id::{
    AccountId, AppealId, CertificateId, ClaimId, ClassApplicationId, ClassId, CourseDraftId, CourseId,
    DeviceKeyId, EnrolmentId, ExamPaperId, ExportId, FilingId, FilmId, FundSourceId, InvitationId, LessonId,
    ObjectionId, OrganisationId, PaperId, PasskeyId, PayeeId, PaymentId, PersonId, PublicationId, QuestionId,
    SignalId, StandardId,
};

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident($id:ty) = $kind:literal),+ $(,)?) => {
        /// What an action was done to. One text form, `kind:id`, that is searched and hashed.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum AuditSubject {
            $($(#[$doc])* $name($id)),+
        }

        impl AuditSubject {
            /// The subject a text stands for; `None` for a text that this program does not write.
            pub fn read(text: &str) -> Option<Self> {
                let (kind, id) = text.split_once(':')?;
                match kind {
                    $($kind => Some(Self::$name(<$id>::try_from(id).ok()?)),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for AuditSubject {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(id) => write!(f, "{}:{id}", $kind)),+
                }
            }
        }
    };
}

subjects! {
    /// A way to sign in.
    Account(AccountId) = "account",
    /// A human being.
    Person(PersonId) = "person",
    /// One person in one class.
    Enrolment(EnrolmentId) = "enrolment",
    /// One run of an export.
    Export(ExportId) = "export",
    /// An appeal against refused time.
    Appeal(AppealId) = "appeal",
    /// A signal for controllers.
    Signal(SignalId) = "signal",
    /// A learner's paper.
    Paper(PaperId) = "paper",
    /// A certificate that was issued.
    Certificate(CertificateId) = "certificate",
    /// A passkey of an account.
    Passkey(PasskeyId) = "passkey",
    /// An invitation to a post.
    Invitation(InvitationId) = "invitation",
    /// The ledger, by its name.
    Ledger(String) = "ledger",
    /// A witness of the ledger, by its name.
    Witness(String) = "witness",
    /// A key file, by the name of its key.
    KeyFile(String) = "key_file",
    /// A data key, by its name.
    DataKey(String) = "data_key",
    /// The audit log itself, as a file of this format.
    AuditFile(ExportFormat) = "audit",
    /// What is kept and for how long, by the version of its rules.
    Retention(String) = "retention",
    /// The city of the demonstration, by its name.
    City(String) = "city",
    /// A policy, by its version.
    Policy(String) = "policy",
    /// A bureau, a school, an enterprise.
    Organisation(OrganisationId) = "organisation",
    /// A filing: an institution may teach a trade at a level.
    Filing(FilingId) = "filing",
    /// A film of an institution.
    Film(FilmId) = "film",
    /// Money for a purpose in a year.
    FundSource(FundSourceId) = "fund_source",
    /// The account at a bank on which somebody is paid, in one of its versions.
    Payee(PayeeId) = "payee",
    /// A batch of payments.
    Payment(PaymentId) = "payment",
    /// A dated standard: what training of a kind pays.
    Standard(StandardId) = "standard",
    /// A course as an institution makes it.
    CourseDraft(CourseDraftId) = "course_draft",
    /// What is taught.
    Course(CourseId) = "course",
    /// One lesson of a course.
    Lesson(LessonId) = "lesson",
    /// One item of a lesson's question bank.
    Question(QuestionId) = "question",
    /// A class that studies a course.
    Class(ClassId) = "class",
    /// The closing of a class, by the class.
    ClassClosing(ClassId) = "closing",
    /// The final test of a class, by the class.
    ClassExam(ClassId) = "class_exam",
    /// One try at the final test of a class.
    ExamPaper(ExamPaperId) = "exam_paper",
    /// An application to open a class.
    ClassApplication(ClassApplicationId) = "application",
    /// A claim for the subsidy of a closed class.
    Claim(ClaimId) = "claim",
    /// A published list of who is to be paid.
    Publication(PublicationId) = "publication",
    /// An objection to a published list.
    Objection(ObjectionId) = "objection",
    /// A key that a learner's device signs study with.
    Device(DeviceKeyId) = "device",
}
