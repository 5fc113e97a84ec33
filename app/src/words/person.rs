//! Words for somebody who says who they are: what is wrong with a number, a name or a password, and what they agree to.

use domain::consent::Purpose;
use domain::document::{DocumentKind, DocumentRefusal};
use domain::name::{NAME_CHARS_MAX, NameRefusal};
use domain::password::{self, PasswordRefusal};
use domain::person::{PhoneRefusal, ResidentIdRefusal, Sex};

use super::Words;

impl Words {
    /// Whether a category is proved by a paper, or what the person says.
    pub fn category_standing(self, proved: bool) -> &'static str {
        if proved {
            self.t("已凭材料认定", "proved by a paper")
        } else {
            self.t("本人填报，还没有材料证明", "as the person says, not proved by a paper")
        }
    }

    /// What is wrong with a phone number, and what to do.
    pub fn phone_refused(self, refusal: PhoneRefusal) -> String {
        match refusal {
            PhoneRefusal::Empty => self.t("请填手机号。", "Please type your phone number.").to_owned(),
            PhoneRefusal::Shape => self
                .t(
                    "手机号里只能有数字，请检查有没有打错。",
                    "A phone number has digits only. Please check it.",
                )
                .to_owned(),
            PhoneRefusal::Length(count) => match self {
                Self::Zh => format!("手机号是 11 位数字，您填了 {count} 位。"),
                Self::En => format!("A phone number has 11 digits; you typed {count}."),
            },
            PhoneRefusal::Beginning => self
                .t(
                    "没有这样开头的手机号，请检查前三位。",
                    "No mobile number begins like this. Please check the first three digits.",
                )
                .to_owned(),
        }
    }

    /// What is wrong with a name.
    pub fn name_refused(self, kind: DocumentKind, refusal: NameRefusal) -> String {
        let say = match refusal {
            NameRefusal::Empty => self.t("请填姓名。", "Please type your name."),
            NameRefusal::Long => {
                return match self {
                    Self::Zh => format!("姓名最多 {NAME_CHARS_MAX} 个字，请照着证件检查。"),
                    Self::En => format!("A name has {NAME_CHARS_MAX} characters at most. Please compare with the document."),
                };
            }
            NameRefusal::Space => self.t(
                "姓名中间有空格。证件上那里是一个点的，请填“·”；没有点的，请去掉空格。",
                "There is a space in the name. If the card has a dot there, type “·”; if not, leave the space out.",
            ),
            NameRefusal::Dot => self.t(
                "点“·”只用在名字的两部分中间，请照着证件检查。",
                "A dot “·” stands between two parts of a name only. Please compare with the document.",
            ),
            NameRefusal::Latin => self.t(
                "这种证件上的姓名是汉字，请用汉字填写，和证件上一样。",
                "The name on this document is in Chinese characters. Please type it as it stands there.",
            ),
            NameRefusal::Mixed => self.t(
                "请照着证件，用汉字或者英文字母填写，不要混着写。",
                "Please type it as on the document, in Chinese characters or in Latin letters, not in both.",
            ),
            NameRefusal::Character(odd) => {
                return match self {
                    Self::Zh if kind.has_latin_names() => format!("姓名里不能有“{odd}”，请照着证件，只填汉字或英文字母。"),
                    Self::Zh => format!("姓名里不能有“{odd}”，请照着证件用汉字填写。名字里的点写成“·”。"),
                    Self::En => format!("“{odd}” is no part of a name. Please type it as on the document."),
                };
            }
        };
        say.to_owned()
    }

    /// What a kind of document is called.
    pub fn document_kind(self, kind: DocumentKind) -> &'static str {
        self.t(
            kind.name_zh(),
            match kind {
                DocumentKind::Resident => "Resident identity card",
                DocumentKind::HongKongMacau => "Mainland travel permit for Hong Kong and Macau residents",
                DocumentKind::Taiwan => "Mainland travel permit for Taiwan residents",
                DocumentKind::Residence => "Residence permit for Hong Kong, Macau and Taiwan residents",
                DocumentKind::PermanentResident => "Foreign permanent resident identity card",
                DocumentKind::Passport => "Passport",
            },
        )
    }

    /// What is wrong with a document's number.
    pub fn document_refused(self, refusal: DocumentRefusal) -> &'static str {
        match refusal {
            DocumentRefusal::Empty => self.t("请填证件号。", "Please type the number."),
            DocumentRefusal::Resident(refusal) => self.resident_refused(refusal),
            DocumentRefusal::Shape(DocumentKind::HongKongMacau) => self.t(
                "港澳居民来往内地通行证是 H 或 M 加 8 位数字，请照着证件检查。",
                "This permit has H or M and 8 digits. Please compare with it.",
            ),
            DocumentRefusal::Shape(DocumentKind::Taiwan) => self.t(
                "台湾居民来往大陆通行证是 8 位数字，请照着证件检查。",
                "This permit has 8 digits. Please compare with it.",
            ),
            DocumentRefusal::Shape(DocumentKind::Passport) => self.t(
                "护照号是 5 到 12 位字母和数字，请照着护照检查。",
                "A passport number has 5 to 12 letters and digits. Please compare with it.",
            ),
            DocumentRefusal::Shape(DocumentKind::PermanentResident) => self.t(
                "外国人永久居留身份证是 9 开头的 18 位，或者 3 个字母加 12 位数字，请照着证件检查。",
                "This card has 18 characters that begin with 9, or 3 letters and 12 digits. Please compare with it.",
            ),
            DocumentRefusal::Shape(_) => self.t(
                "港澳台居民居住证号以 810000、820000 或 830000 开头。是身份证的，请在上面选“居民身份证”。",
                "This permit begins with 810000, 820000 or 830000. If it is an identity card, choose that above.",
            ),
        }
    }

    /// What is wrong with a resident identity number.
    pub(super) fn resident_refused(self, refusal: ResidentIdRefusal) -> &'static str {
        match refusal {
            ResidentIdRefusal::Shape => self.t(
                "证件号是 18 位：前 17 位是数字，最后一位是数字或 X。请数一数。",
                "An identity number has 18 characters: 17 digits, then a digit or X. Please count them.",
            ),
            ResidentIdRefusal::Region => self.t(
                "证件号开头两位不对，没有这个省份。请照着证件检查。",
                "No province has these first two digits. Please compare with the card.",
            ),
            ResidentIdRefusal::Birth => self.t(
                "证件号第 7 到 14 位是出生日期，这个日期不存在。请照着证件检查。",
                "Digits 7 to 14 are the date of birth, and there is no such date. Please compare with the card.",
            ),
            ResidentIdRefusal::CheckCharacter => self.t(
                "证件号有一位打错了，或者两位打反了。请照着证件一位一位检查。",
                "One digit is wrong, or two have changed places. Please compare digit by digit with the card.",
            ),
        }
    }

    /// Why a password is too easy, and what a better one is.
    pub fn password_refused(self, refusal: PasswordRefusal) -> String {
        let max = password::CHARS_MAX;
        match (self, refusal) {
            (Self::Zh, PasswordRefusal::Short(min)) => format!("密码太短，至少 {min} 个字符。"),
            (Self::En, PasswordRefusal::Short(min)) => format!("Too short: at least {min} characters."),
            (Self::Zh, PasswordRefusal::Long) => format!("密码太长，最多 {max} 个字符。"),
            (Self::En, PasswordRefusal::Long) => format!("Too long: at most {max} characters."),
            (_, PasswordRefusal::Repeated) => self
                .t(
                    "总是一两个字符重复，别人一猜就中。请多用几种。",
                    "The same one or two characters again and again are guessed at once. Use more of them.",
                )
                .to_owned(),
            (_, PasswordRefusal::Run) => self
                .t(
                    "这是键盘上挨着的一串，别人一猜就中。请换一个。",
                    "Neighbouring keys are guessed at once. Please choose another.",
                )
                .to_owned(),
            (_, PasswordRefusal::Known) => self
                .t(
                    "这是最常见的密码之一，或者太容易猜，别人最先试的就是它。可以用几个不相干的词连起来。",
                    "This is among the first that are tried, or soon guessed. A few unrelated words together will do.",
                )
                .to_owned(),
            (_, PasswordRefusal::Own) => self
                .t(
                    "密码里是您自己的手机号、身份证号、生日、账号或姓名，熟人都知道。请换一个。",
                    "This is your own number, birthday, account or name, which others know. Please choose another.",
                )
                .to_owned(),
        }
    }

    /// What a purpose is called.
    pub fn consent_title(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::RealName => self.t("实名登记和学时记录", "Registration and record of study"),
            Purpose::Subsidy => self.t("培训补贴审核", "Review of the training subsidy"),
        }
    }

    /// What somebody agrees to, in one sentence. New words need a new [`domain::consent::TEXT_VERSION`].
    pub fn consent_text(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::RealName => self.t(
                "我同意平台使用我的姓名、证件号（敏感个人信息）、手机号、户籍地和人员类别，只用来确认是我本人、记录我的学时。",
                "I agree that my name, document number (sensitive personal information), phone, household place and category are used to make sure it is me and to record my study, and for nothing else.",
            ),
            Purpose::Subsidy => self.t(
                "我同意把我的登记信息和认定的学时交给人力资源社会保障部门，只用来审核、公示（号码遮挡）和发放培训补贴。",
                "I agree that my registration and verified hours go to the human-resources bureau to review, publish (with masked numbers) and pay the training subsidy, and for nothing else.",
            ),
        }
    }

    /// What taking it back means.
    pub fn consent_withdrawn_means(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::RealName => self.t(
                "撤回以后不能再报名新的班，已经在学的班可以学完。以前的学时记录依法保留。",
                "Once taken back you cannot enrol in new classes; those you are in can be finished. Earlier records are kept as the law says.",
            ),
            Purpose::Subsidy => self.t(
                "撤回以后不能再报名有补贴的班，以前的补贴记录依法保留。随时可以再同意。",
                "Once taken back you cannot enrol in subsidised classes; earlier subsidy records are kept as the law says. You can agree again at any time.",
            ),
        }
    }

    /// Why somebody cannot enrol who has not agreed to a purpose.
    pub fn consent_missing(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::RealName => self.t(
                "您撤回过实名登记的同意。要报名新的班，请重新同意。",
                "You took back your agreement to registration. To enrol, please agree again.",
            ),
            Purpose::Subsidy => self.t(
                "这里的班都有补贴，报名要把登记信息交给人社部门审核。",
                "Classes here are subsidised: the bureau reviews what you registered.",
            ),
        }
    }

    /// A device by its rough code: `android/wechat`.
    pub fn device(self, code: &str) -> String {
        let (machine, program) = code.split_once('/').unwrap_or((code, ""));
        let machine = match machine {
            "harmony" => self.t("鸿蒙手机", "Harmony phone"),
            "android" => self.t("安卓手机", "Android phone"),
            "iphone" => "iPhone",
            "ipad" => "iPad",
            "windows" => self.t("Windows 电脑", "Windows computer"),
            "mac" => self.t("苹果电脑", "Mac"),
            "linux" => self.t("Linux 电脑", "Linux computer"),
            _ => self.t("其他设备或程序", "Another device or program"),
        };
        let program = match program {
            "wechat" => self.t("微信", "WeChat"),
            "dingtalk" => self.t("钉钉", "DingTalk"),
            "qq" => self.t("QQ 浏览器", "QQ browser"),
            "uc" => self.t("UC 浏览器", "UC browser"),
            "edge" => "Edge",
            "firefox" => "Firefox",
            "chrome" => self.t("Chrome 类浏览器", "Chrome or the like"),
            "safari" => "Safari",
            _ => return machine.to_owned(),
        };
        format!("{machine} · {program}")
    }

    /// Sex as registered.
    pub fn sex(self, sex: Sex) -> &'static str {
        match sex {
            Sex::Female => self.t("女", "Female"),
            Sex::Male => self.t("男", "Male"),
        }
    }
}
