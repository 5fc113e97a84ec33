//! The numbers of a policy in words.

use super::Words;

impl Words {
    /// What a number of a policy is, with its unit; an unknown field is shown as it is.
    pub fn policy_number(self, field: &str) -> String {
        let said = match field {
            "credit.beat_seconds" => self.t("多久记录一次（秒）", "Seconds between beats"),
            "credit.budget_seconds_max" => {
                self.t("断网或卡顿最多补记（秒）", "Seconds a gap may be made up for")
            }
            "credit.offline_seconds_a_day" => self.t("每天断网补记额度（秒）", "Offline allowance a day (s)"),
            "credit.credit_hour_minutes" => self.t("一学时多少分钟", "Minutes of a credit hour"),
            "credit.day_cap_credit_hours" => self.t("每天最多学时", "Credit hours a day at most"),
            "credit.clock_window" => self.t("每天计学时的时段", "Hours in which study counts"),
            "check.interval_seconds_min" => {
                self.t("两次抽查最短间隔（秒）", "Shortest time between checks (s)")
            }
            "check.interval_seconds_max" => {
                self.t("两次抽查最长间隔（秒）", "Longest time between checks (s)")
            }
            "check.quiet_seconds" => self.t("刚坐下来多久不抽查（秒）", "Quiet after a resume (s)"),
            "check.told_allowance_seconds" => {
                self.t("通知抽查后还能计多久（秒）", "Time that counts after a check is told (s)")
            }
            "check.answer_seconds" => self.t("回答时间（秒）", "Time to answer (s)"),
            "check.extensions_max" => self.t("可以延长几次", "Extensions at most"),
            "check.answer_grace_seconds" => self.t("网络慢时的宽限（秒）", "Grace for a slow network (s)"),
            "check.offers_max" => self.t("几次不回应作废", "Ignored offers until time expires"),
            "check.wrong_max" => self.t("连错几次要核对身份", "Wrong answers until identity is checked"),
            "check.passkey_instead" => self.t("可以用指纹或锁屏密码代替答题", "A passkey may pass a check"),
            "check.answer_ms_min" => {
                self.t("看清并按下答案最快要多久（毫秒）", "Least time to see and answer (ms)")
            }
            "check.read_characters_a_second" => {
                self.t("最快一秒读几个字", "Characters the fastest reads a second")
            }
            "check.wrong_pause_seconds" => {
                self.t("答错一次，下一题晚几秒", "Pause for each wrong answer (s)")
            }
            "check.spare_from_row" => self
                .t("接连几道一次答对才攒机会", "Right at the first try in a row until tries are put aside"),
            "check.spare_tries_max" => self.t("最多攒几次答错的机会", "Spare tries at most"),
            "check.holds_max" => self.t("同一段里几次核对身份就重学", "Holds in a segment until it expires"),
            "check.password_alone_a_day" => {
                self.t("只凭密码一天能确认几次", "Password alone confirms, times a day")
            }
            "check.identity_once_a_day" => self.t("每天抽查一次是否本人", "Identity once a study day"),
            "check.question_seen_percent" => {
                self.t("看了百分之几就可以提问", "Percent seen before it is asked")
            }
            "check.number_percent_max" => {
                self.t("数字抽查最多占百分之几", "Percent passed by a number at most")
            }
            "check.tail_seconds_min" => {
                self.t("结束时多长要补一次抽查（秒）", "Shortest tail worth a check (s)")
            }
            "subsidy.completion_percent" => self.t("学满百分之几算完成", "Percent that completes a class"),
            "subsidy.test_mark_min" => self.t("考试合格分", "Mark that passes the test"),
            "subsidy.credit_hour_fen" => self.t("每学时补贴（分）", "Pay for a credit hour (fen)"),
            "subsidy.class_fen_max" => self.t("每班每人最多补贴（分）", "Most for one class (fen)"),
            "subsidy.partial_percent" => self.t("没完成时按百分之几付", "Percent paid if not completed"),
            "limits.trainings_a_year" => {
                self.t("每人每年最多补贴几次培训", "Subsidised trainings of a person in a year at most")
            }
            "exam.questions" => self.t("结业考试多少道题", "Questions of a final test"),
            "exam.minutes" => self.t("结业考试多少分钟", "Minutes of a final test"),
            "exam.retakes" => self.t("没考过最多补考几次", "Retakes of a final test at most"),
            "exam.wait_hours" => self.t("两次考试至少隔几小时", "Hours between two tries at least"),
            other => other,
        };
        said.to_owned()
    }
}
