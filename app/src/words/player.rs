//! The sentences of the video player, the document reader and the check dialog.

use super::Words;
use crate::islands::message::{MessageKey, PlayerWords};

impl Words {
    /// The sentences a player is handed, in the reader's language.
    pub fn for_player(self) -> PlayerWords {
        PlayerWords::collect(self, |say| sentence(self, say))
    }

    /// The same for a quiz, whose pages are called items.
    pub fn for_quiz(self) -> PlayerWords {
        PlayerWords::collect(self, |say| match say {
            MessageKey::PageOf => self.t("第 {n} 题，共 {count} 题", "Item {n} of {count}"),
            MessageKey::PageBefore => self.t("上一题", "Previous item"),
            MessageKey::PageAfter => self.t("下一题", "Next item"),
            MessageKey::PageLeft => self.t("这一题再想 {time} 就能往下做", "{time} more, then you can go on"),
            MessageKey::PageRead => {
                self.t("可以做下一题了，多想一会儿也算时间", "You can go on; thinking longer counts too")
            }
            MessageKey::ReadOn => self.t(
                "这一题的时间还没到，到了就能往下做。",
                "This item's time has not run yet; then you can go on.",
            ),
            MessageKey::HoleHelp => self.t(
                "回去把这一题多想一会儿，这一课就学完了。",
                "Go back and think about that item a little longer, and the lesson is finished.",
            ),
            MessageKey::HoleGo => self.t("回到那一题", "Back to that item"),
            MessageKey::Pages => self.t("题目", "Items"),
            _ => sentence(self, say),
        })
    }
}

fn sentence(w: Words, say: MessageKey) -> &'static str {
    match say {
        MessageKey::Start => w.t("开始学习", "Start learning"),
        MessageKey::GoOn => w.t("继续学习", "Go on learning"),
        MessageKey::Play => w.t("播放", "Play"),
        MessageKey::Pause => w.t("暂停", "Pause"),
        MessageKey::Break => w.t("休息一下", "Take a break"),
        MessageKey::Back10 => w.t("退 10 秒", "Back 10 s"),
        MessageKey::Captions => w.t("字幕", "Captions"),
        MessageKey::ContinueHere => w.t("在这里继续", "Continue here"),
        MessageKey::SignIn => w.t("重新登录", "Sign in again"),
        MessageKey::TryAgain => w.t("再试一次", "Try again"),
        MessageKey::AnswerNow => w.t("现在回答", "Answer now"),

        MessageKey::Ready => w.t("还没有开始记录，按“开始学习”就开始。", "Not recording yet. Press “Start learning” to begin."),
        MessageKey::Opening => w.t("正在打开……", "Opening…"),
        MessageKey::On => w.t("正在记录学习时间", "Recording your study time"),
        MessageKey::SoFar => w.t(" · 这一课已记 {time}", " · {time} of this lesson so far"),
        MessageKey::Paused => w.t("已暂停，现在没有记录", "Paused, not recording"),
        MessageKey::Stalled => w.t("网速慢，正在加载，加载的时间不算", "Slow network, loading; loading time does not count"),
        MessageKey::Offline => w.t("网络断了，学习仍在记录，恢复后自动补记", "No network. Your study is still recorded and will be sent later"),
        MessageKey::CheckWaits => w.t("学习抽查等您回答。已暂停，学过的时间不会丢。", "A check is waiting for your answer. Paused; nothing is lost."),
        MessageKey::Finished => w.t("这一课学完了，记录已结束", "Lesson finished, recording has ended"),

        MessageKey::NoJumpAhead => w.t("第一次学不能跳过没看的内容，已回到您看到的地方。往回看随时可以。", "On the first viewing you cannot skip ahead, so we took you back. Going back is always fine."),
        MessageKey::OnlyRealTime => w.t("第一次学按正常速度播放，快放不多算时间。", "The first viewing runs at normal speed: playing faster earns no extra time."),
        MessageKey::CaughtUp => w.t("网络恢复了，刚才的学习时间已经补记。", "The network is back and your study time has been sent."),
        MessageKey::StudyAgain => w.t("抽查三次没有回答，最近的 {time} 要重新学一遍。已带您回到那里。", "A check went unanswered three times, so the last {time} must be studied again. We took you back there."),
        MessageKey::PressAgain => w.t("请再按一次播放。", "Please press play once more."),
        MessageKey::ReadOn => w.t("这一页的时间还没到，到了就能翻页。", "This page's time has not run yet; then you can turn it."),

        MessageKey::OnBreak => w.t("先歇一会儿。学过的都记下了，回来按“播放”接着学。", "Have a rest. What you studied is kept; press play when you are back."),

        MessageKey::Superseded => w.t("已在别的地方学习", "You are studying somewhere else"),
        MessageKey::SupersededHelp => w.t("同一时间只在一处记录。前面的时间都在。想在这里继续，请按下面的按钮。", "Only one place records at a time. Everything before is safe. To continue here, press the button."),
        MessageKey::Ended => w.t("这次学习已经结束", "This study session has ended"),
        MessageKey::EndedHelp => w.t("前面的时间都在。要接着学，请按下面的按钮。", "Everything before is safe. To go on, press the button."),
        MessageKey::SignedOut => w.t("登录已过期，已停止记录", "Signed out, recording has stopped"),
        MessageKey::SignedOutHelp => w.t("没交上的时间存在这台设备里，重新登录后自动补记。", "Unsent time is kept on this device and will be sent after you sign in."),
        MessageKey::CannotStart => w.t("连不上网络，还没有开始记录", "No network, recording has not started"),
        MessageKey::CannotStartHelp => w.t("请检查网络，再按下面的按钮。", "Check your connection, then press the button."),
        MessageKey::OfflineTooLong => w.t("断网太久，已停止播放", "Offline for too long, playback has stopped"),
        MessageKey::OfflineTooLongHelp => w.t("再学下去就补不上了。已学的时间存在这台设备里，连上网络后请按下面的按钮。", "More could not be made up for. What you studied is kept on this device. Press the button once you are online."),
        MessageKey::NoStorage => w.t("断网了，这台设备存不下学习时间", "Offline, and this device cannot keep your study time"),
        MessageKey::NoStorageHelp => w.t("先停在这里，免得白学。连上网络后请按下面的按钮。", "We stopped here so that nothing is studied in vain. Press the button once you are online."),
        MessageKey::DayCap => w.t("今天的学时已经学满", "Today's hours are full"),
        MessageKey::DayCapHelp => w.t("今天再学也不会多算，好好休息，明天接着学。", "More study today would not count. Have a rest and go on tomorrow."),
        MessageKey::OutsideWindow => w.t("现在不在计学时的时间段", "Study does not count at this hour"),
        MessageKey::OutsideWindowHelp => w.t("为了不让您白学，先停在这里。到时间再来，会从这里接着学。", "We stopped here so that nothing is studied in vain. Come back later and go on from here."),
        MessageKey::Refused => w.t("现在不能记录学习时间", "Study time cannot be recorded now"),
        MessageKey::RefusedHelp => w.t("请再试一次。还是不行，请联系培训机构。", "Please try again. If it still fails, contact your training institution."),
        MessageKey::Media => w.t("视频没能放出来", "The video could not be played"),
        MessageKey::MediaHelp => w.t("可能是网络不好。再试一次会从原来的地方接着放。", "Perhaps the network is poor. Trying again goes on from the same place."),

        MessageKey::Hole => w.t("还有 {time} 没有记上", "{time} are still missing"),
        MessageKey::HoleWhere => w.t("缺的在：{where}", "Missing: {where}"),
        MessageKey::HoleAnd => w.t("、", ", "),
        MessageKey::HoleHelp => w.t("缺的补看完，这一课就学完了。按正常速度看才算。", "Watch what is missing, at normal speed, and the lesson is finished."),
        MessageKey::HoleGo => w.t("去补看", "Watch it"),
        MessageKey::Done => w.t("这一课学完了", "Lesson finished"),
        MessageKey::DoneVerified => w.t("已认定 {time}。", "{time} verified."),
        MessageKey::DoneWaiting => w.t("还有 {time} 等下一次抽查确认，不会丢。", "{time} wait for the next check; they are safe."),
        MessageKey::NextLesson => w.t("学下一课", "Next lesson"),
        MessageKey::BackToCourse => w.t("回到课程", "Back to the course"),

        MessageKey::Hours => w.t("这一课的学时", "Hours of this lesson"),
        MessageKey::HoursNote => w.t("“待确认”的时间在下一次抽查答对之后就算数。", "“Waiting” time counts once the next check is answered."),

        MessageKey::CheckTitle => w.t("学习抽查", "Attendance check"),
        MessageKey::CheckIntro => w.t("答对了，前面学的时间就算数。答错可以再答一题，不扣时间。", "Answer and your study time counts. A wrong answer costs nothing: you get another question."),
        MessageKey::CheckLoading => w.t("正在取题……", "Fetching the question…"),
        MessageKey::CheckLeft => w.t("剩余时间", "Time left"),
        MessageKey::CheckSend => w.t("确定回答", "Answer"),
        MessageKey::CheckMore => w.t("我要多一点时间", "I need more time"),
        MessageKey::CheckRead => w.t("读给我听", "Read aloud"),
        MessageKey::CheckChoose => w.t("请先选好或填好答案。", "Please choose or type an answer first."),
        MessageKey::CheckNumber => w.t("把数字填在这里", "Type the number here"),
        MessageKey::CheckLater => w.t("先放一放", "Not now"),
        MessageKey::Passed => w.t("通过了，已认定 {time}", "Passed. {time} verified"),
        MessageKey::PassedHelp => w.t("前面学的时间已经算数，接着学吧。", "Your study time counts. Go on."),
        MessageKey::Wrong => w.t("这题没答对，没关系", "Not quite, no harm done"),
        MessageKey::WrongHelp => w.t("学过的时间都还在。再答一题就好。", "All your time is still there. Just answer one more."),
        MessageKey::WrongNext => w.t("答下一题", "Next question"),
        MessageKey::Late => w.t("时间到了，学过的时间还在", "Time is up, your study time is still there"),
        MessageKey::LateHelp => w.t("有事先忙。回来以后按下面的按钮，再答一次就行。", "Take your time. When you are back, press the button and answer again."),
        MessageKey::LateBack => w.t("我回来了", "I am back"),
        MessageKey::Hold => w.t("请确认是您本人", "Please confirm it is you"),
        MessageKey::HoldHelp => w.t("连着没答对。输入登录密码就能接着学，学过的时间都在。", "Several answers were wrong. Enter your password to go on; nothing is lost."),
        MessageKey::HoldAgain => w.t("又没答对，待确认的这一段要重新学，以前认定的都在。先确认是您本人。", "Wrong again: what was waiting has to be studied again; verified time is safe. Please confirm it is you."),
        MessageKey::HoldStronger => w.t("今天已经只凭密码确认过一次了。请用指纹或锁屏密码确认，或者请班级老师帮您确认。", "The password alone has confirmed you once today. Use your fingerprint or screen lock, or ask your teacher."),
        MessageKey::IdentityHelp => w.t("这次抽查确认是不是您本人。输入登录密码，或者用指纹、锁屏密码，学过的时间就算数。", "This check asks whether it is you. Your password or a passkey, and your study time counts."),
        MessageKey::Password => w.t("登录密码", "Password"),
        MessageKey::PasswordSend => w.t("确认", "Confirm"),
        MessageKey::PasswordWrong => w.t("密码不对，请再试一次。", "Wrong password, please try again."),
        MessageKey::Code => w.t("短信里的 6 位验证码", "The 6 digits of the message"),
        MessageKey::CodeSent => w.t("密码对了。验证码已发到您登记的手机，5 分钟内有效。换了号码的，先到“我的账号”里改。", "The password is right. A code was sent to your phone; it is valid for 5 minutes. With a new number, change it under “My account” first."),
        MessageKey::CodeWrong => w.t("验证码不对或过期了，请看最新的短信。", "Wrong or too old. Look at the newest message."),
        MessageKey::Trouble => w.t("没有送到，请检查网络再按一次。您选的答案还在。", "Not sent. Check your connection and press again. Your choice is kept."),

        MessageKey::ByPasskey => w.t("用指纹或锁屏密码确认", "Confirm with fingerprint or screen lock"),
        MessageKey::PasskeyFailed => w.t("手机没有确认。请再按一次，或者直接回答。", "Your device did not confirm. Press again, or answer instead."),

        MessageKey::PageOf => w.t("第 {n} 页，共 {count} 页", "Page {n} of {count}"),
        MessageKey::PageBefore => w.t("上一页", "Previous page"),
        MessageKey::PageAfter => w.t("下一页", "Next page"),
        MessageKey::PageLeft => w.t("这一页还要读 {time}", "{time} left on this page"),
        MessageKey::PageRead => w.t("这一页的时间够了", "This page is done"),
        MessageKey::Pages => w.t("课文", "Text"),
    }
}
