//! Words for courses as institutions make them.

use domain::course::PageFlaw;
use domain::course_draft::{
    CourseDraftState, CourseDraftStep, PAGE_SECONDS, QuestionFault, QuestionField, typed_clock,
};
use domain::question::QuestionError;
use domain::workflow::NotTaken;

use super::Words;

impl Words {
    /// How a draft stands.
    pub fn course_draft_state(self, state: CourseDraftState) -> &'static str {
        match state {
            CourseDraftState::Draft => self.t("草稿", "Draft"),
            CourseDraftState::Submitted => self.t("待审", "Waiting"),
            CourseDraftState::Returned => self.t("退回", "Returned"),
            CourseDraftState::Published => self.t("已上架", "Published"),
            CourseDraftState::Withdrawn => self.t("已放弃", "Given up"),
        }
    }

    /// So many lessons; where a list has no head beside it, the unit tells what the number is.
    pub fn lessons(self, count: usize) -> String {
        match self {
            Self::Zh => format!("{count} 课"),
            Self::En if count == 1 => "1 lesson".to_owned(),
            Self::En => format!("{count} lessons"),
        }
    }

    /// So many answers.
    pub fn answers(self, count: usize) -> String {
        match self {
            Self::Zh => format!("{count} 个答案"),
            Self::En => format!("{count} answers"),
        }
    }

    /// What was done with it.
    pub fn course_draft_step(self, step: CourseDraftStep) -> &'static str {
        match step {
            CourseDraftStep::Submit => self.t("提交审核", "Submitted"),
            CourseDraftStep::Return => self.t("退回修改", "Returned"),
            CourseDraftStep::Publish => self.t("审核通过，已上架", "Published"),
            CourseDraftStep::Withdraw => self.t("放弃", "Given up"),
        }
    }

    /// Why a step was not taken.
    pub fn course_not_taken(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::NotItsTurn => self.t(
                "这门课已经不在这一步了，什么也没有变。请看最新的内容。",
                "The course is past this step; nothing was changed. Look at it as it is now.",
            ),
            NotTaken::NotThisPerson => self.t(
                "一门课由谁写的，就不能由谁审；审过的人也不能再写。请同事来办。",
                "Whoever writes a course does not review it, and the other way round. Ask a colleague.",
            ),
            NotTaken::NoReason => self.t("请写明原因。", "Please say why."),
        }
    }

    /// Why a page of a lesson cannot stand.
    pub fn page_flaw(self, flaw: PageFlaw) -> String {
        let (least, most) = (PAGE_SECONDS.start(), PAGE_SECONDS.end() / 60);
        match flaw {
            PageFlaw::NoTime => match self {
                Self::Zh => format!(
                    "请填这一页要看多久，如 2 或 1:30（1 分 30 秒），最少 {least} 秒，最多 {most} 分钟。"
                ),
                Self::En => format!(
                    "Say how long the page takes, as 2 or 1:30; {least} seconds at least, {most} minutes at most."
                ),
            },
            PageFlaw::LeastTime => self
                .t("最少停留的时间要比这一题的时间短。", "Its least time must be no longer than its time.")
                .to_owned(),
            PageFlaw::Exercise => self.t("请写题目。", "Please write what is asked.").to_owned(),
            PageFlaw::Options => self
                .t(
                    "写 2 到 4 个答案，每个都要写为什么对、为什么不对。",
                    "2 to 4 answers, each with its reason.",
                )
                .to_owned(),
            PageFlaw::Right => self
                .t("请选哪个答案是对的，只能有一个。", "Say which answer is right: exactly one.")
                .to_owned(),
        }
    }

    /// A part of a question, as the form and the head of the workbook name it.
    pub fn question_field(self, field: QuestionField) -> &'static str {
        match field {
            QuestionField::At => self.t("出题时刻", "Moment"),
            QuestionField::Prompt => self.t("题目", "Question"),
            QuestionField::Right => self.t("正确答案", "Right answer"),
            QuestionField::WrongFirst => self.t("错误答案1", "Wrong answer 1"),
            QuestionField::WrongSecond => self.t("错误答案2", "Wrong answer 2"),
            QuestionField::WrongThird => self.t("错误答案3", "Wrong answer 3"),
            QuestionField::Explanation => self.t("讲解", "Explanation"),
        }
    }

    /// What is wrong with a part of a question, and what to do.
    pub fn question_fault(self, fault: &QuestionFault) -> String {
        match fault {
            QuestionFault::NoMoment => self
                .t(
                    "请填学到哪里以后才问，如 1:30（1 分 30 秒）。在表格里，请把这一格设成文本再填。",
                    "Say after which moment it may be asked, as 1:30. In a workbook, make the cell a text first.",
                )
                .to_owned(),
            QuestionFault::AfterTheEnd(last_ms) => match self {
                Self::Zh => format!("这一课没有这么长，最晚填 {}。", typed_clock(*last_ms)),
                Self::En => format!("The lesson is not that long: {} at the latest.", typed_clock(*last_ms)),
            },
            QuestionFault::Length(length) => match self {
                Self::Zh => format!("请填写，最多 {} 个字。", length.end()),
                Self::En => format!("Please write it, {} characters at most.", length.end()),
            },
            QuestionFault::Bank(why) => self.question_refused(why),
        }
    }

    /// Why a question cannot be asked.
    pub fn question_refused(self, why: &QuestionError) -> String {
        match why {
            QuestionError::Brace => self
                .t(
                    "大括号没有成对，或者里面是空的。不用随机数字的题，不要写大括号。",
                    "A brace is open or empty. Without drawn numbers, write no braces.",
                )
                .to_owned(),
            QuestionError::Formula(formula) => match self {
                Self::Zh => format!("“{formula}”算不出来。"),
                Self::En => format!("“{formula}” cannot be worked out."),
            },
            QuestionError::Range(range) => match self {
                Self::Zh => format!("“{range}”没有写清楚取哪些数字，要像 n:600..800/50 这样写。"),
                Self::En => format!("“{range}” does not say what may be drawn, such as n:600..800/50."),
            },
            QuestionError::Place => self
                .t(
                    "随机数字只能写在题目里，每个字母一次。",
                    "Numbers are drawn in the question alone, each letter once.",
                )
                .to_owned(),
            QuestionError::Draws => {
                self.t("随机数字的组合要有 10 到 5000 种。", "10 to 5,000 draws are needed.").to_owned()
            }
            QuestionError::SameChoices(_) => self
                .t("有两个答案一样，请改成不同的。", "Two answers are the same. Make them differ.")
                .to_owned(),
        }
    }
}
