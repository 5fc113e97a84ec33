//! Words about applications to open a class.

use domain::class_application::{
    ApplicationField, ApplicationPaperKind, ApplicationState, ApplicationStep, DaysRefusal, Programme,
};
use domain::filing::Verdict;
use domain::workflow::NotTaken;

use super::Words;

impl Words {
    /// How an application stands, for the institution.
    pub fn application_state(self, state: ApplicationState) -> &'static str {
        match state {
            ApplicationState::Draft => self.t("草稿", "Draft"),
            ApplicationState::Submitted => self.t("待审", "Waiting"),
            ApplicationState::Returned => self.t("退回", "Returned"),
            ApplicationState::Approved => self.t("已同意", "Approved"),
            ApplicationState::Withdrawn => self.t("已撤回", "Withdrawn"),
        }
    }

    /// What was done with it.
    pub fn application_step(self, step: ApplicationStep) -> &'static str {
        match step {
            ApplicationStep::Submit => self.t("提交", "Submitted"),
            ApplicationStep::Return => self.t("退回", "Returned"),
            ApplicationStep::Approve => self.t("同意开班", "Approved"),
            ApplicationStep::Withdraw => self.t("撤回申请", "Withdrawn"),
        }
    }

    /// A part of an application.
    pub fn application_field(self, field: ApplicationField) -> &'static str {
        match field {
            ApplicationField::Course => self.t("课程", "Course"),
            ApplicationField::Title => self.t("班级名称", "Name of the class"),
            ApplicationField::Dates => self.t("起止日期", "First and last day"),
            ApplicationField::Capacity => self.t("名额", "Places"),
            ApplicationField::Place => self.t("培训地点", "Place"),
            ApplicationField::Teacher => self.t("老师", "Teacher"),
            ApplicationField::Assessment => self.t("考核方式", "Assessment"),
            ApplicationField::Programme => self.t("项目类别", "Programme"),
            ApplicationField::Plan => self.t("学习进度", "Plan"),
            ApplicationField::Papers => self.t("附件", "Papers"),
        }
    }

    /// Under which programme a class is held.
    pub fn programme(self, programme: Programme) -> &'static str {
        match programme {
            Programme::General => self.t("普通补贴培训", "Subsidised training"),
            Programme::Project => self.t("项目制培训", "Project training"),
            Programme::GoldCollar => self.t("“金蓝领”培训", "Gold-collar training"),
            Programme::Other => self.t("其他", "Other"),
        }
    }

    /// What a file of an application is.
    pub fn application_paper(self, kind: ApplicationPaperKind) -> &'static str {
        match kind {
            ApplicationPaperKind::Plan => self.t("教学计划", "Teaching plan"),
            ApplicationPaperKind::Teachers => self.t("师资证明", "Proof of the teachers"),
            ApplicationPaperKind::Materials => self.t("教材", "Teaching material"),
            ApplicationPaperKind::Assessment => self.t("考核方案", "Plan of the assessment"),
        }
    }

    /// What the institution's administrator commits to with a submission
    /// ([`domain::class_application::COMMITMENT_VERSION`]).
    pub fn application_commitment(self) -> &'static str {
        self.t(
            "我代表本单位承诺：申请里填的课程、日期、老师、进度和交的附件都真实、完整；按申请开班、上课，不虚报学员和学时。如有不实，愿意退回补贴并承担责任。",
            "On behalf of this institution: what this application says of course, dates, teacher and plan, and every paper with it, is true and complete; the class will be held as applied for, and neither learners nor hours will be made up. If anything is false, the subsidy is paid back and we answer for it.",
        )
    }

    /// Why the days of a class will not do.
    pub fn days_refused(self, why: DaysRefusal) -> &'static str {
        match why {
            DaysRefusal::Past => self.t(
                "开班日期已经过了，请填今天或以后的日期。",
                "The first day is past. Please give today or a later day.",
            ),
            DaysRefusal::Backwards => self.t(
                "结束日期早于开班日期，请改一个。",
                "The last day is before the first. Please change one.",
            ),
            DaysRefusal::TooLong => self.t(
                "一个班最长两年，请分成几个班申请。",
                "A class lasts two years at most. Please apply for several.",
            ),
        }
    }

    /// Why an institution cannot open a class of a course of this trade and level, and what to do.
    pub fn not_filed_for(self, trade: &str, level: &str, verdict: Verdict) -> String {
        let says = self.filing_verdict(verdict);
        match self {
            Self::Zh => format!("课程是“{trade} · {}”。{says}", self.level_of(level)),
            Self::En => format!("The course is “{trade}, {}”. {says}", self.level_of(level)),
        }
    }

    /// Why a step of an application was not taken, and what to do.
    pub fn application_not_taken(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::NotItsTurn => self.t(
                "这份申请刚才已经有人处理过了，您这一步没有记下。下面是最新的情况。",
                "Somebody else was quicker; your step was not taken. This is how it stands now.",
            ),
            NotTaken::NotThisPerson => self.t(
                "您参与过这份申请的填报或审核，不能再办另一边的事，请同事来办。",
                "You have had a hand in this application on the other side. Please leave this step to a colleague.",
            ),
            NotTaken::NoReason => self.t("退回要写明原因。", "To return it, please say why."),
        }
    }
}
