//! Words for a class's roster: why a file is none, and what is wrong with a cell and what to do.

use domain::document::{DocumentKind, DocumentRefusal};
use domain::person::{PhoneRefusal, ResidentIdRefusal};
use domain::roster::{Field, Unreadable, Weight, What};

use super::Words;

impl Words {
    /// What a column of a roster is called.
    pub fn roster_field(self, field: Field) -> &'static str {
        match field {
            Field::Sequence => self.t("序号", "No."),
            Field::Name => self.t("姓名", "Name"),
            Field::DocumentKind => self.t("证件类型", "Document type"),
            Field::Document => self.t("身份证号码", "ID number"),
            Field::Phone => self.t("联系电话", "Phone"),
            Field::Category => self.t("人员类别", "Category"),
            Field::Level => self.t("等级", "Level"),
        }
    }

    /// What learners commit themselves to when they accept an invitation ([`domain::roster::COMMITMENT_VERSION`]).
    pub fn commitment(self) -> &'static str {
        self.t(
            "我承诺：由我本人学习、本人回答学习抽查，不让别人代学，不用软件刷课；名单上的信息是我的。",
            "I will study and answer the checks myself, let nobody and no program study for me, and the roster's entry is mine.",
        )
    }

    /// Why a file is no roster, and what to do.
    pub fn roster_unreadable(self, why: &Unreadable, (megabytes, rows): (usize, usize)) -> String {
        let say = match why {
            Unreadable::Empty => self.t("这个文件是空的，请换一个。", "This file is empty. Please choose another."),
            Unreadable::TooLarge => {
                return match self {
                    Self::Zh => format!("文件太大，最大 {megabytes} MB。请只留下花名册那一页，删掉图片，再传一次。"),
                    Self::En => format!(
                        "The file is too large: {megabytes} MB at most. Keep the sheet with the roster only, without pictures."
                    ),
                };
            }
            Unreadable::TooManyRows => {
                return match self {
                    Self::Zh => format!("行数太多，一次最多 {rows} 行。请删掉空行以外没用的内容，或者分成几个文件。"),
                    Self::En => format!("Too many rows: {rows} at most. Remove what is not needed, or use several files."),
                };
            }
            Unreadable::NotATable => self.t(
                "这不是 Excel 表格。请交 .xlsx、.xls 或 CSV 文件；Word、PDF 和照片里的名单，请抄到模板里。",
                "This is no Excel sheet. Please send .xlsx, .xls or CSV; copy names from texts and pictures into the template.",
            ),
            Unreadable::Html => self.t(
                "这个文件其实是网页，不是 Excel。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”，再传一次。",
                "This file is in fact a web page. Open it in Excel, save it as a workbook (.xlsx) and send that.",
            ),
            Unreadable::Locked => self.t(
                "这个文件有打开密码。请在 Excel 里去掉密码，再传一次。",
                "This file has a password. Please remove it in Excel and send it again.",
            ),
            Unreadable::Damaged => self.t(
                "这个文件打不开，可能没有传完整。请在电脑上打开它，另存一份，再传一次。",
                "This file cannot be opened. Please open it on your computer, save it anew and send that.",
            ),
            Unreadable::NoHeader(lacking) => {
                let names: Vec<&str> = lacking.iter().map(|field| self.roster_field(*field)).collect();
                let names = names.join(self.t("、", ", "));
                return match self {
                    Self::Zh => format!("没有找到表头，缺少的列：{names}。请照模板在表头里写上列名，再传一次。"),
                    Self::En => format!("No head was found. Columns that are missing: {names}. Name them as in the template."),
                };
            }
            Unreadable::NoRows => self.t(
                "表头下面没有学员。请填好名单再传。",
                "There is nobody below the head. Please fill in the roster first.",
            ),
        };
        say.to_owned()
    }

    /// What a fault means for its row.
    pub fn roster_weight(self, weight: Weight) -> &'static str {
        match weight {
            Weight::Refused => self.t("要改", "To correct"),
            Weight::Mended => self.t("已改", "Corrected"),
            Weight::Noted => self.t("请留意", "Please note"),
        }
    }

    /// What there is to say about a cell, and what to do about it. Numbers are shown as they come: mask them before.
    pub fn roster_fault(self, what: &What) -> String {
        let say = match what {
            What::Missing(field) => {
                let name = self.roster_field(*field);
                return match self {
                    Self::Zh => format!("没有填{name}。请补上。"),
                    Self::En => format!("{name} is missing. Please fill it in."),
                };
            }
            What::Formula => self.t(
                "这里是公式，不是填的内容。请复制这一格，“选择性粘贴”为“数值”。",
                "This is a formula. Copy the cell and paste it as a value.",
            ),
            What::ErrorCell(error) => {
                return match self {
                    Self::Zh => format!("这一格是 Excel 的出错提示 {error}。请照证件重新填。"),
                    Self::En => format!("This cell shows Excel's error {error}. Please type what belongs there."),
                };
            }
            What::LostDigits => self.t(
                "这一格存成了数字，Excel 已经把后几位丢了，系统不会猜。请把这一列设成“文本”，照证件重新填。",
                "It was stored as a number, and Excel lost its last digits. They are not guessed: format the column as text and type it again from the document.",
            ),
            What::DocumentLength(count) => {
                return match self {
                    Self::Zh => format!("身份证号应是 18 位，这里是 {count} 位。请照证件检查。"),
                    Self::En => format!("An ID number has 18 characters; this one has {count}. Please compare with the card."),
                };
            }
            What::DocumentOld => self.t(
                "这是 15 位的旧号码。请照现在的身份证填 18 位号码。",
                "This is a number of 15 digits as it was until 1999. Please type the 18 characters of the present card.",
            ),
            What::DocumentShape(kind) => {
                return self.roster_shape(*kind);
            }
            What::DocumentRegion => self.resident_refused(ResidentIdRefusal::Region),
            What::DocumentBirth => self.t(
                "号码里的出生日期不存在。请照证件检查第 7 到 14 位。",
                "There is no such date of birth. Please compare characters 7 to 14 with the card.",
            ),
            What::DocumentCheck => self.t(
                "号码有一位错了（最后一位校验不对）。请照证件逐位检查。",
                "One digit is wrong: the last character does not fit. Please compare each with the card.",
            ),
            What::KindUnknown => self.t(
                "没有这种证件。请写：居民身份证、港澳居民来往内地通行证、台湾居民来往大陆通行证、港澳台居民居住证或外国人永久居留身份证。",
                "There is no such document. Please write one of the kinds in the template.",
            ),
            What::Passport => self.t(
                "用护照的学员请本人注册后，在课程页自己报名，不用写进花名册。",
                "Whoever has a passport registers and enrols on the course's page, without the roster.",
            ),
            What::Name(refusal) => return self.name_refused(DocumentKind::Resident, *refusal),
            What::Phone(PhoneRefusal::Length(count)) => {
                return match self {
                    Self::Zh => format!("手机号应是 11 位，这里是 {count} 位。请向学员问清楚。"),
                    Self::En => format!("A phone number has 11 digits; this one has {count}. Please ask the learner."),
                };
            }
            What::Phone(refusal) => return self.phone_refused(*refusal),
            What::CategoryUnknown => self.t(
                "没有这个人员类别。请从模板的列表里选一个；拿不准就空着，由学员自己填。",
                "There is no such category. Choose one of the template's list, or leave it to the learner.",
            ),
            What::CategoryNotMeant(name) => {
                return match self {
                    Self::Zh => format!("这门课不面向“{name}”。请核对类别；确实是这一类的，请选别的课。"),
                    Self::En => format!("The course is not meant for “{name}”. Check the category, or choose another course."),
                };
            }
            What::TooYoung(age) => {
                return match self {
                    Self::Zh => format!("开班时才 {age} 周岁，不满 16 周岁不能参加。号码没错的，请从名单里去掉。"),
                    Self::En => format!("Aged {age} when the class begins; sixteen is the least. If the number is right, leave the row out."),
                };
            }
            What::TooOld(age) => {
                return match self {
                    Self::Zh => format!("开班时已 {age} 周岁，超过补贴培训的年龄。号码没错的，请从名单里去掉。"),
                    Self::En => format!("Aged {age} when the class begins, above the limit. If the number is right, leave the row out."),
                };
            }
            What::Duplicate(first) => {
                return match self {
                    Self::Zh => format!("和第 {first} 行是同一个证件号。请核对是哪一行错了，只留一行。"),
                    Self::En => format!("The same number as in row {first}. Find out which is wrong, and keep one."),
                };
            }
            What::Overlap => self.t(
                "这名学员正在参加另一个同期的班。请和本人核实，等那个班结束再报；两个班时间重叠不能都补贴。",
                "This learner is in another class at the same time. Please ask them; two classes at once are not both paid for.",
            ),
            What::Mended(to) => {
                return match self {
                    Self::Zh => format!("已改为“{to}”，请看对不对。"),
                    Self::En => format!("Read as “{to}”. Please see that it is right."),
                };
            }
            What::HiddenRow => self.t(
                "这一行在文件里是隐藏的，也读了。不该有的，请删掉再传，或者撤回邀请。",
                "This row is hidden in the file and was read too. If it should not be there, withdraw the invitation.",
            ),
            What::NoSequence => self.t("没有序号，不影响。", "No number in the list; that does not matter."),
            What::ErrorElsewhere(error) => {
                return match self {
                    Self::Zh => format!("这一格是 Excel 的出错提示 {error}。这一列不用，不影响。"),
                    Self::En => format!("This cell shows Excel's error {error}. The column is not used; that does not matter."),
                };
            }
            What::LevelUnknown => self.t(
                "没有这个等级。等级以班级为准，不影响。",
                "There is no such level. The class's own counts; that does not matter.",
            ),
            What::TextSkipped => self.t(
                "这一行像是说明文字，没有当作学员。",
                "This row seems to be a remark and was passed over.",
            ),
            What::OtherSheet(name) => {
                return match self {
                    Self::Zh => format!("工作表“{name}”里也有名单，没有读。需要的话，请单独存成一个文件再传。"),
                    Self::En => format!("The sheet “{name}” holds a roster too and was not read. Send it as a file of its own."),
                };
            }
            What::Withdrawn => self.t(
                "这名学员的邀请已经撤回，没有恢复。要恢复，请在下面“已撤回”里操作。",
                "This invitation was withdrawn and stays so. Restore it in the list of those withdrawn.",
            ),
            What::InClass => self.t("这名学员已经在班里，不用再邀请。", "This learner is in the class already."),
        };
        say.to_owned()
    }

    fn roster_shape(self, kind: DocumentKind) -> String {
        match kind {
            DocumentKind::Resident => self
                .t(
                    "身份证号只有数字，最后一位可以是 X。请照证件检查。",
                    "An ID number has digits only, and perhaps an X at its end. Please compare with the card.",
                )
                .to_owned(),
            kind => self.document_refused(DocumentRefusal::Shape(kind)).to_owned(),
        }
    }
}
