//! What can wait for somebody who works here.

use crate::codes::codes;

codes! {
    /// What kind of thing waits. Each has a door of its own.
    TaskKind {
        /// Appeals that wait for the institution's word.
        AppealComment = "appeal_comment",
        /// Appeals that wait for the first review.
        AppealFirst = "appeal_first",
        /// Appeals that wait for the second review.
        AppealSecond = "appeal_second",
        /// Papers that wait for a decision.
        Paper = "paper",
        /// Applications for classes that wait for the bureau.
        ClassApplication = "class_application",
        /// Applications for classes that were returned to the institution.
        ClassApplicationReturned = "class_application_returned",
        /// Courses that wait for the bureau.
        CourseReview = "course_review",
        /// Courses that were returned to the institution.
        CourseReturned = "course_returned",
        /// Closed classes that nobody has claimed.
        ClaimToMake = "claim_to_make",
        /// Claims that were returned to the institution.
        ClaimReturned = "claim_returned",
        /// Claims that wait for the first review.
        ClaimFirst = "claim_first",
        /// Claims that wait for the second review.
        ClaimSecond = "claim_second",
        /// Claims that passed both reviews and are not published.
        ClaimToPublish = "claim_to_publish",
        /// Objections to what is published that nobody has answered.
        Objection = "objection",
        /// People who can be paid.
        PaymentToMake = "payment_to_make",
        /// Batches to which the bank has not answered.
        PaymentUnanswered = "payment_unanswered",
        /// Classes that are over and wait to be closed.
        ClassToClose = "class_to_close",
        /// Signals at which nobody has looked.
        Signal = "signal",
        /// Posts that wait for a second person.
        Post = "post",
        /// Invitations that nobody has accepted.
        Invitation = "invitation",
        /// Background work that failed.
        Job = "job",
        /// Witnesses that refuse or are away.
        Witness = "witness",
        /// An export that is ready and was not fetched.
        ExportReady = "export_ready",
        /// An export that failed.
        ExportFailed = "export_failed",
        /// Learners of a class whose study is held until somebody confirms who they are.
        Held = "held",
        /// Learners of a class whose identity document nobody has seen.
        Document = "document",
        /// Learners of a class under way who have stopped.
        Stopped = "stopped",
    }
}

impl TaskKind {
    /// In how many working days it is to be done, counted from the day after it began to wait (RULES.md, section 9); none for
    /// what has no such limit. No national rule sets one for appeals against study time: these follow what cities set for
    /// training, a written answer on an online class within 3 working days, an objection to a published list within 5
    /// (Shenzhen), which is the limit of objections here too. Applications for classes are reviewed within 5, as a city has it that asks for them 15 days ahead; a claim within 10
    /// in all, as Shenzhen and Yichang have it.
    pub fn working_days(self) -> Option<u32> {
        match self {
            Self::AppealComment => Some(3),
            Self::AppealFirst
            | Self::AppealSecond
            | Self::Paper
            | Self::ClassApplication
            | Self::CourseReview
            | Self::ClaimFirst
            | Self::ClaimSecond
            | Self::Objection
            | Self::PaymentUnanswered => Some(5),
            _ => None,
        }
    }
}

impl TryFrom<String> for TaskKind {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("unknown kind of task: {code}"))
    }
}
