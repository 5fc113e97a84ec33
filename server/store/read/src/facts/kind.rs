//! The kinds of facts.

use domain::audit::{AuditAction, AuditKind};

/// What a fact is of: each has a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    Organisation,
    Filing,
    FundSource,
    SubsidyStandard,
    Payee,
    Course,
    Lesson,
    Question,
    Class,
    Person,
    Account,
    Device,
    Enrolment,
    Certificate,
    ClassClosing,
    ClassExam,
    ExamPaper,
}

impl FactKind {
    /// Every kind, in the order in which rows refer to each other.
    pub const ALL: [Self; 17] = [
        Self::Organisation,
        Self::Course,
        Self::Lesson,
        Self::Question,
        Self::Class,
        Self::Person,
        Self::Account,
        Self::Device,
        Self::Enrolment,
        Self::Certificate,
        Self::Filing,
        Self::ClassClosing,
        Self::FundSource,
        Self::SubsidyStandard,
        Self::Payee,
        Self::ClassExam,
        Self::ExamPaper,
    ];

    /// The kind of its leaf.
    pub fn leaf(self) -> AuditKind {
        match self {
            Self::Organisation => AuditKind::FactOrganisation,
            Self::Filing => AuditKind::FactFiling,
            Self::FundSource => AuditKind::FactFundSource,
            Self::SubsidyStandard => AuditKind::FactStandard,
            Self::Payee => AuditKind::FactPayee,
            Self::Course => AuditKind::FactCourse,
            Self::Lesson => AuditKind::FactLesson,
            Self::Question => AuditKind::FactQuestion,
            Self::Class => AuditKind::FactClass,
            Self::ClassClosing => AuditKind::FactClassClosing,
            Self::ClassExam => AuditKind::FactClassExam,
            Self::ExamPaper => AuditKind::FactExamPaper,
            Self::Person => AuditKind::FactPerson,
            Self::Account => AuditKind::FactAccount,
            Self::Device => AuditKind::FactDevice,
            Self::Enrolment => AuditKind::FactEnrolment,
            Self::Certificate => AuditKind::FactCertificate,
        }
    }

    /// The leaf that says that there is no such row.
    pub fn end(self, id: &str) -> Option<AuditAction> {
        (self == Self::Enrolment).then(|| AuditAction::FactEnrolmentEnd { enrolment: id.into() })
    }
}
