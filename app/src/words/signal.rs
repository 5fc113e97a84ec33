//! Signals in words: what was seen, in numbers, and which honest study looks the same.

use domain::signal::{SignalKind, SignalVerdict};

use super::Words;
use crate::format::duration;

impl Words {
    /// What a controller makes of a signal.
    pub fn signal_verdict(self, verdict: SignalVerdict) -> &'static str {
        match verdict {
            SignalVerdict::Nothing => self.t("没有问题", "Nothing wrong"),
            SignalVerdict::FollowUp => self.t("要跟进", "Follow up"),
        }
    }

    /// The name of a kind.
    pub fn signal(self, kind: SignalKind) -> &'static str {
        match kind {
            SignalKind::SteadyAnswers => self.t("答题快慢太整齐", "Very even answers"),
            SignalKind::SharedDevice => self.t("多人共用一台设备", "A shared device"),
            SignalKind::TwinTimelines => self.t("两人总是同时开课", "Two who always begin together"),
            SignalKind::NightRuns => self.t("连续深夜长时间学习", "Long nights"),
            SignalKind::NightNetwork => self.t("多人深夜同一网络", "Many at night over one network"),
            SignalKind::AvoidedChecks => self.t("经常不回应点名", "Checks often unanswered"),
            SignalKind::StaffDevice => self.t("学员用了工作人员的设备", "Learners on a device of the staff"),
            SignalKind::SuddenVolume => self.t("班级学时突然变多", "A sudden rise in a class"),
            SignalKind::WitnessRefuses => self.t("外面的见证单位不认账", "A witness refuses the books"),
            SignalKind::HastyAnswers => self.t("没读题就作答", "Answers faster than reading"),
            SignalKind::GuessedAnswers => self.t("像是在猜答案", "Answers that look guessed"),
            SignalKind::NumberChecks => self.t("多半靠数字通过", "Mostly passed by numbers"),
            SignalKind::Lockstep => self.t("多人步调一致", "Many who move in step"),
            SignalKind::UnsignedHours => {
                self.t("很多学时没有设备签名", "Many hours without a device's signature")
            }
            SignalKind::SerialRegistration => self.t("连号注册", "Registrations in series"),
            SignalKind::EqualLatencies => self.t("几个人答题用时一样", "Several who take the same time"),
            SignalKind::CarriedAnswers => self.t("像是互相传答案", "Answers that look carried"),
            SignalKind::AnsweringDevice => self.t("一台设备替多人答题", "One device that answers for many"),
            SignalKind::NumberClass => self.t("班里多靠数字通过", "A class passed by numbers"),
        }
    }

    /// What was seen.
    pub fn signal_seen(self, kind: SignalKind, numbers: &[i64]) -> String {
        let n = |place: usize| numbers.get(place).copied().unwrap_or(0);
        let time = |place: usize| duration(self, n(place));
        let seconds = |place: usize| format!("{}.{}", n(place) / 1000, n(place) % 1000 / 100);
        match (kind, self) {
            (SignalKind::SteadyAnswers, Self::Zh) => format!(
                "近 14 天答对 {} 次点名，平均 {} 秒，前后只差 {} 秒左右。",
                n(0),
                seconds(1),
                seconds(2)
            ),
            (SignalKind::SteadyAnswers, Self::En) => format!(
                "{} checks answered in 14 days, after {} s on average, within {} s of it.",
                n(0),
                seconds(1),
                seconds(2)
            ),
            (SignalKind::SharedDevice, Self::Zh) => {
                format!("近 14 天有 {} 人在同一台设备上学习，分布在 {} 天。", n(0), n(1))
            }
            (SignalKind::SharedDevice, Self::En) => {
                format!("{} people studied on one device on {} of the last 14 days.", n(0), n(1))
            }
            (SignalKind::TwinTimelines, Self::Zh) => {
                format!("近 14 天有 {} 次，两人在 5 秒之内打开同一节课，涉及 {} 节课。", n(0), n(1))
            }
            (SignalKind::TwinTimelines, Self::En) => format!(
                "{} times in 14 days both opened the same lesson within 5 s, over {} lessons.",
                n(0),
                n(1)
            ),
            (SignalKind::NightRuns, Self::Zh) => format!(
                "近 14 天有 {} 个夜里（0 点到 5 点）各认定 3 小时以上，最长一夜 {}，合计 {}。",
                n(0),
                time(1),
                time(2)
            ),
            (SignalKind::NightRuns, Self::En) => format!(
                "In {} nights (0 to 5 o'clock) more than 3 hours each were verified; the longest {}, together {}.",
                n(0),
                time(1),
                time(2)
            ),
            (SignalKind::NightNetwork, Self::Zh) => {
                format!("近 14 天有 {} 个夜里，同一网络上有多人开课，最多一夜 {} 人。", n(0), n(1))
            }
            (SignalKind::NightNetwork, Self::En) => {
                format!("In {} nights several people began over one network, {} in the fullest.", n(0), n(1))
            }
            (SignalKind::AvoidedChecks, Self::Zh) => {
                format!("近 14 天点名 {} 次，其中 {} 次没有回应。", n(0), n(1))
            }
            (SignalKind::AvoidedChecks, Self::En) => {
                format!("Of {} checks offered in 14 days {} were left unanswered.", n(0), n(1))
            }
            (SignalKind::StaffDevice, Self::Zh) => {
                format!("近 14 天有 {} 名学员在一台工作人员登录过的设备上学习，共 {} 次。", n(0), n(1))
            }
            (SignalKind::StaffDevice, Self::En) => format!(
                "{} learners studied on a device on which staff signed in, {} times in 14 days.",
                n(0),
                n(1)
            ),
            (SignalKind::HastyAnswers, Self::Zh) => {
                format!("近 14 天答了 {} 次，其中 {} 次比读完题目还快。", n(0), n(1))
            }
            (SignalKind::HastyAnswers, Self::En) => {
                format!("Of {} answers in 14 days {} came faster than anybody reads.", n(0), n(1))
            }
            (SignalKind::GuessedAnswers, Self::Zh) => {
                format!("近 14 天答了 {} 次，错 {} 次，有 {} 次要核对身份。", n(0), n(1), n(2))
            }
            (SignalKind::GuessedAnswers, Self::En) => format!(
                "Of {} answers in 14 days {} were wrong; identity had to be confirmed {} times.",
                n(0),
                n(1),
                n(2)
            ),
            (SignalKind::NumberChecks, Self::Zh) => {
                format!("近 14 天通过 {} 次抽查，其中 {} 次只是输入数字。", n(0), n(1))
            }
            (SignalKind::NumberChecks, Self::En) => {
                format!("Of {} checks passed in 14 days {} were only a number to type.", n(0), n(1))
            }
            (SignalKind::Lockstep, Self::Zh) => format!(
                "近 14 天同一网络上有 {} 人，至少 {} 次都隔着同样的时间打开同样的课，前后差不到 2 秒。",
                n(0),
                n(1)
            ),
            (SignalKind::Lockstep, Self::En) => format!(
                "{} people over one network opened the same lessons at the same distance from each other, {} times or more, within 2 s.",
                n(0),
                n(1)
            ),
            (SignalKind::UnsignedHours, Self::Zh) => {
                format!("两周里认定了 {}，其中 {} 没有学员设备的签名，占 {}%。", time(0), time(1), n(2))
            }
            (SignalKind::UnsignedHours, Self::En) => format!(
                "Of {} verified in two weeks {} bear no signature of the learner's device: {} %.",
                time(0),
                time(1),
                n(2)
            ),
            (SignalKind::SerialRegistration, Self::Zh) => {
                format!("一天之内从同一处注册了 {} 人，其中 {} 人的证件号码挨在一起。", n(0), n(1))
            }
            (SignalKind::SerialRegistration, Self::En) => format!(
                "{} people were registered from one place within a day, {} of them with neighbouring numbers.",
                n(0),
                n(1)
            ),
            (SignalKind::EqualLatencies, Self::Zh) => format!(
                "近 14 天同一个班里有 {} 人，接连最多 {} 次作答用的时间都一样，前后差不到十分之一秒。",
                n(0),
                n(1)
            ),
            (SignalKind::EqualLatencies, Self::En) => format!(
                "{} people of a class took the same time for up to {} answers in a row, within a tenth of a second.",
                n(0),
                n(1)
            ),
            (SignalKind::CarriedAnswers, Self::Zh) => format!(
                "近 14 天同一网络上有 {} 人，别人先答过的题他们答了 {} 道，其中 {} 道一看到就答对。",
                n(0),
                n(1),
                n(2)
            ),
            (SignalKind::CarriedAnswers, Self::En) => format!(
                "{} people over one network were asked {} questions that another of them had had before, and knew {} at once.",
                n(0),
                n(1),
                n(2)
            ),
            (SignalKind::AnsweringDevice, Self::Zh) => {
                format!("一天之内 {} 人在同一台设备上各通过 3 次以上抽查，一共 {} 次。", n(0), n(1))
            }
            (SignalKind::AnsweringDevice, Self::En) => format!(
                "On one day {} people passed 3 or more checks each on one device, {} in all.",
                n(0),
                n(1)
            ),
            (SignalKind::NumberClass, Self::Zh) => {
                format!("近 14 天全班通过 {} 次抽查，其中 {} 次只是输入数字。", n(0), n(1))
            }
            (SignalKind::NumberClass, Self::En) => {
                format!(
                    "Of {} checks passed by the class in 14 days {} were only a number to type.",
                    n(0),
                    n(1)
                )
            }
            (SignalKind::SuddenVolume, Self::Zh) => {
                format!("这一天认定了 {}，之前平均每天 {}。", time(0), time(1))
            }
            (SignalKind::SuddenVolume, Self::En) => {
                format!("{} were verified that day; before, a day had {}.", time(0), time(1))
            }
            (SignalKind::WitnessRefuses, _) => self.witness_refuses(n(0) == 1, n(1), n(2)),
        }
    }

    /// That a witness was shown so many entries and had seen others, or more.
    fn witness_refuses(self, of_audit: bool, size: i64, seen: i64) -> String {
        let log = if of_audit {
            self.t("操作记录", "the audit log")
        } else {
            self.t("学时账", "the ledger")
        };
        match (self, seen > size) {
            (Self::Zh, true) => {
                format!("{log}现在只有 {size} 条，见证单位看到过 {seen} 条：最新的账被人删过。")
            }
            (Self::Zh, false) => {
                format!("{log}前 {seen} 条和见证单位当时看到的不一样：以前的账被人改过。")
            }
            (Self::En, true) => format!(
                "Of {log} there are {size} entries, and the witness saw {seen}: the newest were cut off."
            ),
            (Self::En, false) => {
                format!(
                    "The first {seen} entries of {log} are not those the witness saw: they were rewritten."
                )
            }
        }
    }

    /// Which honest study looks the same.
    pub fn signal_look_alike(self, kind: SignalKind) -> &'static str {
        match kind {
            SignalKind::SteadyAnswers => self.t(
                "也可能是熟练的学员，或者题目很短。看看答的是题还是数字。",
                "May be a practised learner or short questions: see what was asked.",
            ),
            SignalKind::SharedDevice => self.t(
                "也可能是一家人共用手机，或者培训教室的电脑。",
                "May be a family with one phone, or a computer of the classroom.",
            ),
            SignalKind::TwinTimelines => self.t(
                "也可能是夫妻、工友约好一起学。全班一起上课的已经除外。",
                "May be a couple or colleagues who study together. Whole classes are left out.",
            ),
            SignalKind::NightRuns => {
                self.t("也可能是上夜班、倒班的工人。", "May be somebody who works in shifts.")
            }
            SignalKind::NightNetwork => self.t(
                "也可能是宿舍、工地共用的网络，或者同一家手机运营商。",
                "May be a dormitory, a building site, or one mobile operator.",
            ),
            SignalKind::AvoidedChecks => self.t(
                "也可能是信号差、听不见提示音，或者不会操作，需要帮助。",
                "May be bad reception, a sound not heard, or somebody who needs help.",
            ),
            SignalKind::StaffDevice => {
                self.t("也可能是老师把自己的电脑借给学员用。", "May be a teacher who lends a computer.")
            }
            SignalKind::HastyAnswers => self.t(
                "也可能是手滑按快了，或者同一道题刚见过。看看次数多不多。",
                "May be a slip of the finger, or an item seen just before: see how often.",
            ),
            SignalKind::GuessedAnswers => self.t(
                "也可能是题目太难，或者识字不多，需要帮助。",
                "May be questions that are too hard, or somebody who reads little and needs help.",
            ),
            SignalKind::NumberChecks => self.t(
                "也可能是课程的题目不够，或者总在开头就停下。",
                "May be a course with too few questions, or somebody who often stops early.",
            ),
            SignalKind::Lockstep => self.t(
                "也可能是老师在教室里挨个点开。看看是不是各用各的设备。",
                "May be a teacher who starts each computer of a room in turn: see whose devices they are.",
            ),
            SignalKind::SerialRegistration => self.t(
                "也可能是同村同一天办理的，由工作人员帮着注册。",
                "May be people of one village whom somebody helped to register.",
            ),
            SignalKind::UnsignedHours => self.t(
                "也可能是机房的浏览器太旧，或者一段学习中途换了手机。看看是哪些人、用的什么设备。",
                "May be old browsers in a computer room, or people who changed phones in mid-segment: see who they are and on what they study.",
            ),
            SignalKind::EqualLatencies => self.t(
                "也可能是两个人坐在一起，一起读题、一起按。",
                "May be two who sit together, read together and press together.",
            ),
            SignalKind::CarriedAnswers => self.t(
                "也可能是同一间教室，老师刚刚讲过。看看题目用得多不多。",
                "May be a room in which the teacher has just explained it: see how often the questions were asked.",
            ),
            SignalKind::AnsweringDevice => self.t(
                "也可能是培训教室的电脑，几拨人轮着用。",
                "May be a computer of a training room that several groups use in turn.",
            ),
            SignalKind::NumberClass => self.t(
                "多半是课程的题目不够。请机构补题。",
                "Mostly a course with too few questions: ask the institution for more.",
            ),
            SignalKind::SuddenVolume => self.t(
                "也可能是班级快结束，或者下雨停工，大家集中学习。",
                "May be the end of a class, or rain that stopped the work.",
            ),
            SignalKind::WitnessRefuses => self.t(
                "也可能是刚从备份恢复过，旧备份比见证单位看过的少。先问系统管理员，再到“查验学时”页看是哪一家。",
                "May be a backup that was restored and holds less than the witness saw. Ask the system administrator, and see on \u{201c}Check hours\u{201d} which witness it is.",
            ),
        }
    }
}
