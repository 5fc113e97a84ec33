//! Words for the audit log: what was done, what else is to be known of it, what changed.

use domain::appeal::Verdict;
use domain::audit::{AuditAction, AuditKind, AuditState, PostState};
use domain::export::ExportFormat;
use domain::person::Number;
use domain::time::Zone;

use super::Words;
use crate::format;

/// The name of something by its noun and id, where it is known.
pub type NameOf<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

impl Words {
    /// What kind of object an action was done to, by the noun of the log; `None` for one that this program does not know.
    pub fn audit_noun(self, noun: &str) -> Option<&'static str> {
        Some(match noun {
            "account" => self.t("账号", "Account"),
            "person" => self.t("人员", "Person"),
            "enrolment" => self.t("学员", "Learner"),
            "export" => self.t("台账", "Export"),
            "appeal" => self.t("申诉", "Appeal"),
            "signal" => self.t("异常线索", "Signal"),
            "paper" => self.t("材料", "Paper"),
            "passkey" => self.t("通行密钥", "Passkey"),
            "invitation" => self.t("邀请", "Invitation"),
            "ledger" => self.t("学时账", "Ledger"),
            "witness" => self.t("见证单位", "Witness"),
            "key_file" => self.t("密钥文件", "Key file"),
            "data_key" => self.t("数据密钥", "Data key"),
            "audit" => self.t("操作记录文件", "Audit file"),
            "retention" => self.t("保存规则", "Retention rules"),
            "city" => self.t("演示城市", "Demo city"),
            "policy" => self.t("政策", "Policy"),
            "organisation" => self.t("单位", "Organisation"),
            "filing" => self.t("备案", "Filing"),
            "film" => self.t("视频", "Film"),
            "fund_source" => self.t("资金渠道", "Fund source"),
            "standard" => self.t("补贴标准", "Standard"),
            "payment" => self.t("拨付批次", "Batch of payments"),
            "payee" => self.t("收款账户", "Account for payment"),
            "course" => self.t("课程", "Course"),
            "lesson" => self.t("课时", "Lesson"),
            "question" => self.t("题目", "Question"),
            "class" => self.t("班级", "Class"),
            "device" => self.t("学习设备", "Study device"),
            "application" => self.t("开班申请", "Class application"),
            "claim" => self.t("补贴申领", "Claim"),
            "publication" => self.t("补贴公示", "Publication"),
            "objection" => self.t("公示异议", "Objection"),
            _ => return None,
        })
    }

    /// An action of the audit log, from its stable code; an unknown code is shown as it is.
    pub fn action(self, code: &str) -> String {
        AuditKind::from_code(code).map_or_else(|| code.to_owned(), |kind| self.audit_kind(kind).to_owned())
    }

    /// What was done.
    pub fn audit_kind(self, kind: AuditKind) -> &'static str {
        match kind {
            AuditKind::ExportRequest => self.t("申请导出台账", "Asked for an export"),
            AuditKind::ExportReady => self.t("台账已生成", "Export built"),
            AuditKind::ExportFailed => self.t("台账没有生成", "Export failed"),
            AuditKind::ExportDownload => self.t("下载台账", "Downloaded an export"),
            AuditKind::IdentityConfirm => self.t("确认学员身份", "Confirmed an identity"),
            AuditKind::IdentitySee => self.t("核对过学员证件原件", "Saw a learner's document"),
            AuditKind::IdentityUnsee => self.t("撤回证件核对", "Took back that a document was seen"),
            AuditKind::SignalLook => self.t("看过异常线索", "Looked at a signal"),
            AuditKind::AppealMake => self.t("提出申诉", "Made an appeal"),
            AuditKind::AppealComment => self.t("说明申诉情况", "Commented on an appeal"),
            AuditKind::AppealPropose => self.t("申诉初审", "First review of an appeal"),
            AuditKind::AppealSendBack => self.t("申诉退回重审", "Sent an appeal back"),
            AuditKind::AppealConfirm => self.t("申诉复核", "Second review of an appeal"),
            AuditKind::AppealTake => self.t("领办申诉", "Took an appeal on"),
            AuditKind::OfficialInvite => self.t("邀请人员", "Invited somebody"),
            AuditKind::OfficialAccept => self.t("接受岗位", "Accepted a post"),
            AuditKind::OfficialConfirm => self.t("确认任职", "Confirmed a post"),
            AuditKind::OfficialDeactivate => self.t("停用账号", "Closed an account"),
            AuditKind::OfficialActivate => self.t("恢复账号", "Opened an account again"),
            AuditKind::OfficialHandOver => self.t("岗位交接", "Handed a post over"),
            AuditKind::NumberReveal => self.t("查看完整号码", "Saw a number in full"),
            AuditKind::AccountPassword => self.t("修改密码", "Changed the password"),
            AuditKind::AccountRecover => self.t("用短信验证码找回密码", "Got a new password by a code"),
            AuditKind::AccountDocument => self.t("证件换了号码", "Exchanged the number of the document"),
            AuditKind::PaymentMake => self.t("拨付一批补贴", "Made a batch of payments"),
            AuditKind::PaymentFile => self.t("下载银行文件", "Took the file for a bank"),
            AuditKind::PaymentAnswer => self.t("记下银行的答复", "Took in what a bank answered"),
            AuditKind::PayeeGive => self.t("登记收款账户", "Gave an account for payment"),
            AuditKind::FactPayee => self.t("留底：收款账户", "On record: an account for payment"),
            AuditKind::AccountPhone => self.t("验证手机号", "Verified the phone"),
            AuditKind::SecondFactorOn => self.t("开启二次验证", "Turned the second factor on"),
            AuditKind::PasskeyAdd => self.t("添加通行密钥", "Added a passkey"),
            AuditKind::PasskeyRemove => self.t("删除通行密钥", "Removed a passkey"),
            AuditKind::SecondFactorReset => self.t("重置二次验证", "Reset a second factor"),
            AuditKind::IdentityLink => self.t("关联其他登录", "Linked another sign-in"),
            AuditKind::IdentityUnlink => self.t("取消关联其他登录", "Unlinked another sign-in"),
            AuditKind::SecondFactorOff => self.t("关闭二次验证", "Turned the second factor off"),
            AuditKind::SignInRefused => self.t("登录被拒绝", "Sign-in refused"),
            AuditKind::RosterImport => self.t("导入花名册", "Read a roster"),
            AuditKind::RosterWithdraw => self.t("撤回班级邀请", "Withdrew an invitation to a class"),
            AuditKind::RosterRestore => self.t("恢复班级邀请", "Restored an invitation to a class"),
            AuditKind::RosterPrint => self.t("打印班级邀请条", "Printed the invitations to a class"),
            AuditKind::RosterAccept => self.t("接受班级邀请", "Accepted an invitation to a class"),
            AuditKind::CertificateIssue => {
                self.t("开具学习记录或结业证明", "Issued a learning record or certificate")
            }
            AuditKind::CertificateRevoke => {
                self.t("作废学习记录或结业证明", "Revoked a learning record or certificate")
            }
            AuditKind::CourseSubmit => self.t("提交课程审核", "Submitted a course"),
            AuditKind::CourseReturn => self.t("退回课程", "Returned a course"),
            AuditKind::CoursePublish => self.t("审核通过并上架课程", "Published a course"),
            AuditKind::CourseWithdraw => self.t("放弃课程", "Gave a course up"),
            AuditKind::ApplicationSubmit => self.t("提交开班申请", "Applied for a class"),
            AuditKind::ApplicationReturn => self.t("退回开班申请", "Returned an application for a class"),
            AuditKind::ApplicationApprove => self.t("同意开班", "Approved a class"),
            AuditKind::ApplicationWithdraw => self.t("撤回开班申请", "Withdrew an application for a class"),
            AuditKind::ApplicationLook => self.t("打开开班申请的附件", "Looked at a paper of an application"),
            AuditKind::ClaimSubmit => self.t("申领补贴", "Claimed the subsidy of a class"),
            AuditKind::ClaimPass => self.t("初审通过补贴申领", "Passed a claim in the first review"),
            AuditKind::ClaimReturn => self.t("初审退回补贴申领", "Returned a claim in the first review"),
            AuditKind::ClaimConfirm => self.t("复核通过补贴申领", "Passed a claim in the second review"),
            AuditKind::ClaimSendBack => self.t("复核退回初审", "Sent a claim back to the first review"),
            AuditKind::ClaimRefer => self.t("复核退回机构", "Returned a claim in the second review"),
            AuditKind::FilmReady => self.t("视频上传并通过检查", "A film was uploaded and measured"),
            AuditKind::FilmDelete => self.t("删除视频", "Deleted a film"),
            AuditKind::ClaimWithdraw => self.t("撤回补贴申领", "Withdrew a claim"),
            AuditKind::PublicationMake => self.t("公示补贴名单", "Published a list"),
            AuditKind::ObjectionFile => self.t("收到公示异议", "An objection came in"),
            AuditKind::ObjectionUphold => self.t("异议查实", "Upheld an objection"),
            AuditKind::ObjectionDismiss => self.t("异议不成立", "Dismissed an objection"),
            AuditKind::ClassClose => self.t("班级结班", "Closed a class"),
            AuditKind::ClassExam => self.t("给班级加上结业考试", "Gave a class a final test"),
            AuditKind::SiteInit => self.t("建站", "Set the site up"),
            AuditKind::OrganisationRegister => self.t("登记机构", "Registered an institution"),
            AuditKind::FilingRecord => self.t("登记备案", "Recorded a filing"),
            AuditKind::FilingSuspend => self.t("暂停备案", "Suspended a filing"),
            AuditKind::FilingLift => self.t("恢复备案", "Lifted a suspension"),
            AuditKind::FundSourceRecord => self.t("登记资金渠道", "Recorded a fund source"),
            AuditKind::StandardRecord => self.t("登记补贴标准", "Recorded a standard"),
            AuditKind::StandardEnd => self.t("停用补贴标准", "Ended a standard"),
            AuditKind::FilingPaper => self.t("打开备案材料", "Opened the paper of a filing"),
            AuditKind::PaperSend => self.t("交证明材料", "Sent a paper"),
            AuditKind::PaperWithdraw => self.t("撤回证明材料", "Took a paper back"),
            AuditKind::PaperOwn => self.t("打开自己的证明材料", "Opened one's own paper"),
            AuditKind::PaperLook => self.t("打开学员的证明材料", "Looked at a learner's paper"),
            AuditKind::PaperAccept => self.t("通过证明材料", "Accepted a paper"),
            AuditKind::PaperRefuse => self.t("退回证明材料", "Refused a paper"),
            AuditKind::SigningKeyBegin => {
                self.t("更换账本的签名钥匙", "Began to hand over the ledger's signing key")
            }
            AuditKind::WitnessRefuse => self.t("见证单位不认账", "A witness refused"),
            AuditKind::SigningKeyEnd => self.t("停用旧的签名钥匙", "Ended an old signing key"),
            AuditKind::BackupRestore => self.t("从备份恢复", "Restored from a backup"),
            AuditKind::BooksRebuild => {
                self.t("按原始记录重建各表", "Made the tables anew from the raw records")
            }
            AuditKind::ClockBack => self.t("服务器时钟被调慢", "A server's clock was set back"),
            AuditKind::KeysRotate => self.t("更换数据密钥", "Changed the data key"),
            AuditKind::KeysWrap => self.t("用新的密钥文件包装密钥", "Wrapped the keys under a new key file"),
            AuditKind::KeysForget => self.t("停用旧的密钥文件", "Ended an old key file"),
            AuditKind::AuditDownload => self.t("下载操作记录", "Downloaded the audit log"),
            AuditKind::DemoLoad => self.t("载入演示数据", "Loaded the demonstration"),
            AuditKind::AccountData => self.t("下载自己的数据", "Downloaded own data"),
            AuditKind::AccountClose => self.t("注销账号", "Closed one's account"),
            AuditKind::RetentionErase => self.t("到期删除个人信息", "Erased what was over"),
            AuditKind::ExportErase => self.t("到期删除台账文件", "Erased an exported file"),
            AuditKind::PersonReturn => self.t("注销后重新登记", "Registered again"),
            AuditKind::PersonRegister => self.t("登记", "Registered"),
            AuditKind::ConsentGive => self.t("同意使用个人信息", "Agreed to the use of data"),
            AuditKind::ConsentWithdraw => self.t("撤回同意", "Took an agreement back"),
            AuditKind::SignIn => self.t("登录", "Signed in"),
            AuditKind::FactPolicy => self.t("留底：政策", "On record: a policy"),
            AuditKind::FactOrganisation => self.t("留底：单位", "On record: an organisation"),
            AuditKind::FactFiling => self.t("留底：备案", "On record: a filing"),
            AuditKind::FactFundSource => self.t("留底：资金渠道", "On record: a fund source"),
            AuditKind::FactStandard => self.t("留底：补贴标准", "On record: a standard"),
            AuditKind::FactCourse => self.t("留底：课程", "On record: a course"),
            AuditKind::FactLesson => self.t("留底：课时", "On record: a lesson"),
            AuditKind::FactQuestion => self.t("留底：题目", "On record: a question"),
            AuditKind::FactClass => self.t("留底：班级", "On record: a class"),
            AuditKind::FactClassClosing => self.t("留底：结班", "On record: the closing of a class"),
            AuditKind::FactClassExam => {
                self.t("留底：班级有结业考试", "On record: the final test of a class")
            }
            AuditKind::FactExamPaper => self.t("留底：结业考试的试卷", "On record: a paper of a final test"),
            AuditKind::FactPerson => self.t("留底：人员", "On record: a person"),
            AuditKind::FactAccount => self.t("留底：账号和岗位", "On record: an account and its posts"),
            AuditKind::FactDevice => self.t("留底：学习设备", "On record: a study device"),
            AuditKind::FactEnrolment => self.t("留底：报名", "On record: an enrolment"),
            AuditKind::FactCertificate => {
                self.t("留底：学习记录或结业证明", "On record: a learning record or certificate")
            }
            AuditKind::FactEnrolmentEnd => {
                self.t("留底：报名已随账号注销", "On record: an enrolment that is gone")
            }
        }
    }

    /// What else is to be known of what was done; empty where nothing is.
    pub fn audit_detail(self, zone: Zone, name: NameOf<'_>, action: &AuditAction) -> String {
        let moment = |at_ms: i64| format::moment(self, &zone.minute(at_ms));
        match action {
            AuditAction::AccountClose { retention, .. } | AuditAction::ExportErase { retention, .. } => {
                format!("{} {retention}", self.t("保存规则", "retention rules"))
            }
            AuditAction::ConsentGive { purpose, .. } | AuditAction::ConsentWithdraw { purpose, .. } => {
                self.consent_title(*purpose).to_owned()
            }
            AuditAction::OfficialConfirm { role, .. } => self.role_of(role.as_str()),
            AuditAction::OfficialHandOver { role, ends_at_ms, .. } => {
                let (role, until) = (self.role_of(role.as_str()), moment(*ends_at_ms));
                match self {
                    Self::Zh => format!("{role}，到 {until} 为止"),
                    Self::En => format!("{role}, until {until}"),
                }
            }
            AuditAction::IdentityConfirm { class_code, .. }
            | AuditAction::IdentitySee { class_code, .. }
            | AuditAction::IdentityUnsee { class_code, .. }
            | AuditAction::RosterWithdraw { class_code, .. }
            | AuditAction::RosterRestore { class_code, .. }
            | AuditAction::RosterAccept { class_code, .. } => {
                format!("{} {class_code}", self.t("班级", "class"))
            }
            AuditAction::RosterImport { class_code, people, invited, changed, .. } => match self {
                Self::Zh => {
                    format!("班级 {class_code}，名单 {people} 人，新邀请 {invited} 人，更新 {changed} 人")
                }
                Self::En => {
                    format!("class {class_code}, {people} people, {invited} invited, {changed} changed")
                }
            },
            AuditAction::RosterPrint { class_code, links, .. } => match self {
                Self::Zh => format!("班级 {class_code}，{links} 人"),
                Self::En => format!("class {class_code}, {links} people"),
            },
            AuditAction::ApplicationSubmit { sha256, commitment, .. } => match self {
                Self::Zh => format!("真实性承诺（{commitment} 版），内容 SHA-256 {sha256}"),
                Self::En => format!("commitment of {commitment}, content SHA-256 {sha256}"),
            },
            AuditAction::CoursePublish { sha256, course_code, .. } => {
                format!("{} {course_code}{}SHA-256 {sha256}", self.t("课程", "course"), self.t("，", ", "))
            }
            AuditAction::ApplicationReturn { sha256, fields, .. } => {
                let fields: Vec<&str> = fields.iter().map(|field| self.application_field(*field)).collect();
                format!("{}{}SHA-256 {sha256}", fields.join(self.t("、", ", ")), self.t("，", ", "))
            }
            AuditAction::ApplicationApprove { sha256, class_code, .. } => {
                format!("{} {class_code}{}SHA-256 {sha256}", self.t("班级", "class"), self.t("，", ", "))
            }
            AuditAction::ClaimSubmit { sha256, commitment, people, paid, amount, .. } => {
                let amount = crate::format::money(amount.0);
                match self {
                    Self::Zh => format!(
                        "{people} 人，其中 {paid} 人有补贴，共 {amount}；真实性承诺（{commitment} 版），内容 SHA-256 {sha256}"
                    ),
                    Self::En => format!(
                        "{people} people, {paid} of them owed {amount}; commitment of {commitment}, content SHA-256 {sha256}"
                    ),
                }
            }
            AuditAction::PublicationMake { claims, people, amount, sha256, .. } => {
                let (classes, amount) = (claims.len(), crate::format::money(amount.0));
                match self {
                    Self::Zh => format!("{classes} 个班，{people} 人，共 {amount}，内容 SHA-256 {sha256}"),
                    Self::En => {
                        format!("{classes} classes, {people} people, {amount}, content SHA-256 {sha256}")
                    }
                }
            }
            AuditAction::ObjectionFile { n, sha256, .. } => {
                let about = self.objection_about(*n);
                format!("{about}{}SHA-256 {sha256}", self.t("，", ", "))
            }
            AuditAction::ObjectionUphold { struck, .. } => {
                let struck: Vec<String> = struck.iter().map(ToString::to_string).collect();
                let struck = struck.join(self.t("、", ", "));
                match self {
                    Self::Zh => format!("名单第 {struck} 号不予发放"),
                    Self::En => format!("not paid: numbers {struck} of the list"),
                }
            }
            AuditAction::ClassClose { class_code, people, completed, sha256, .. } => match self {
                Self::Zh => {
                    format!("班级 {class_code}，{people} 人，{completed} 人学完，SHA-256 {sha256}")
                }
                Self::En => {
                    format!("class {class_code}, people: {people}, completed: {completed}, SHA-256 {sha256}")
                }
            },
            AuditAction::ClassExam { class_code, .. } => match self {
                Self::Zh => format!("班级 {class_code}"),
                Self::En => format!("class {class_code}"),
            },
            AuditAction::SiteInit { division, regions, trades, categories, .. } => match self {
                Self::Zh => {
                    format!("区划 {division}，{regions} 个地区，{trades} 个工种，{categories} 个人员类别")
                }
                Self::En => format!(
                    "division {division}, {regions} regions, {trades} trades, {categories} categories of people"
                ),
            },
            AuditAction::FilingRecord { trade_code, level, .. } => {
                format!(
                    "{} {trade_code}{}{}",
                    self.t("工种", "trade"),
                    self.t("，", ", "),
                    self.level(*level)
                )
            }
            AuditAction::FundSourceRecord { code, budget_fen, .. } => {
                format!("{code}{}{}", self.t("，", ", "), format::money(*budget_fen))
            }
            AuditAction::StandardRecord { source, .. } => source.clone(),
            AuditAction::FilmReady { sha256, duration_ms, bytes, .. } => {
                format!(
                    "{} · {} · SHA-256 {sha256}",
                    format::duration(self, *duration_ms),
                    format::megabytes(*bytes)
                )
            }
            AuditAction::FilmDelete { sha256, .. } => format!("SHA-256 {sha256}"),
            AuditAction::PaymentMake { number, people, amount, sha256, .. } => {
                let amount = crate::format::money(amount.0);
                match self {
                    Self::Zh => format!("第 {number} 批，{people} 人，共 {amount}，内容 SHA-256 {sha256}"),
                    Self::En => {
                        format!("batch {number}, {people} people, {amount}, content SHA-256 {sha256}")
                    }
                }
            }
            AuditAction::PaymentFile { profile, part, sha256, .. } => match self {
                Self::Zh => format!("格式 {profile}，第 {part} 个文件，SHA-256 {sha256}"),
                Self::En => format!("format {profile}, file {part}, SHA-256 {sha256}"),
            },
            AuditAction::PaymentAnswer { paid, failed, file_sha256, .. } => match self {
                Self::Zh => format!("发放 {paid} 人，没有发成 {failed} 人，文件 SHA-256 {file_sha256}"),
                Self::En => format!("{paid} paid, {failed} not paid, file SHA-256 {file_sha256}"),
            },
            AuditAction::PayeeGive { agreed, .. } => match self {
                Self::Zh => format!("同意书（{agreed} 版）"),
                Self::En => format!("agreement of {agreed}"),
            },
            AuditAction::StandardEnd { valid_to, .. } => match self {
                Self::Zh => format!("最后一天 {valid_to}"),
                Self::En => format!("last day {valid_to}"),
            },
            AuditAction::PaperAccept { category, since, .. } => {
                format!("{} {category} {since}", self.t("类别", "category"))
            }
            AuditAction::NumberReveal { number, .. } => match number {
                Number::Document => self.t("证件号", "identity document").to_owned(),
                Number::Phone => self.t("手机号", "phone").to_owned(),
            },
            AuditAction::SignalLook { verdict, .. } => self.signal_verdict(*verdict).to_owned(),
            AuditAction::ExportRequest {
                class,
                region,
                ended_from,
                ended_until,
                format,
                full_numbers,
                ..
            } => {
                let scope = match (class, region) {
                    (Some(class), _) => {
                        let class = name("class", class.as_str()).unwrap_or_else(|| class.to_string());
                        format!("{} {class}", self.t("班级", "class"))
                    }
                    (None, Some(region)) => {
                        let region = name("region", region.as_str()).unwrap_or_else(|| region.to_string());
                        format!("{} {region}", self.t("地区", "region"))
                    }
                    (None, None) => self.t("权限内全部班级", "all classes").to_owned(),
                };
                let numbers = if *full_numbers {
                    self.t("完整号码", "full numbers")
                } else {
                    self.t("号码遮挡", "masked numbers")
                };
                let period = self.ending_in(ended_from, ended_until);
                let parts =
                    [Some(scope), period, Some(file_format(*format).to_owned()), Some(numbers.to_owned())];
                parts.into_iter().flatten().collect::<Vec<_>>().join(self.t("，", ", "))
            }
            AuditAction::ExportReady { rows, sha256, .. } => match self {
                Self::Zh => format!("{rows} 行，SHA-256 {sha256}"),
                Self::En => format!("{rows} rows, SHA-256 {sha256}"),
            },
            AuditAction::ExportFailed { failure, .. } => self.export_failed(failure),
            AuditAction::ApplicationLook { sha256, .. }
            | AuditAction::CourseSubmit { sha256, .. }
            | AuditAction::CourseReturn { sha256, .. }
            | AuditAction::ClaimPass { sha256, .. }
            | AuditAction::ClaimReturn { sha256, .. }
            | AuditAction::ClaimConfirm { sha256, .. }
            | AuditAction::ClaimSendBack { sha256, .. }
            | AuditAction::ClaimRefer { sha256, .. }
            | AuditAction::ExportDownload { sha256, .. } => {
                format!("SHA-256 {sha256}")
            }
            AuditAction::AuditDownload { lines_before, search, .. } => {
                let lines = match self {
                    Self::Zh => format!("前 {lines_before} 条"),
                    Self::En => format!("the first {lines_before} lines"),
                };
                if search.is_empty() { lines } else { format!("{lines} {search}") }
            }
            AuditAction::RetentionErase { identities, papers, invitations, signals, .. } => {
                self.erased(*identities, *papers, *invitations, *signals)
            }
            AuditAction::SigningKeyBegin { overlap_until_ms, .. } => match self {
                Self::Zh => format!("旧钥匙用到 {}", moment(*overlap_until_ms)),
                Self::En => format!("the old key signs until {}", moment(*overlap_until_ms)),
            },
            AuditAction::WitnessRefuse { log, size, seen, .. } => match self {
                Self::Zh => format!("{log}：现有 {size} 条，对方看到过 {seen} 条"),
                Self::En => format!("{log}: {size} entries, {seen} were seen"),
            },
            AuditAction::KeysRotate { cipher, resealed, .. } => {
                let cipher = cipher.as_deref().unwrap_or("—");
                match self {
                    Self::Zh => format!("{cipher}，重新加密 {resealed} 项"),
                    Self::En => format!("{cipher}, {resealed} values sealed anew"),
                }
            }
            AuditAction::BackupRestore { made_at_ms, sha256, entries, .. } => {
                let made = moment(*made_at_ms);
                match self {
                    Self::Zh => format!("备份做于 {made}，学时账 {entries} 条，SHA-256 {sha256}"),
                    Self::En => format!("made {made}, {entries} entries, SHA-256 {sha256}"),
                }
            }
            AuditAction::ClockBack { behind_ms, .. } => match self {
                Self::Zh => format!("慢了 {}，系统按真实时间继续计时", format::duration(self, *behind_ms)),
                Self::En => {
                    format!("behind by {}; the site goes on by real time", format::duration(self, *behind_ms))
                }
            },
            AuditAction::BooksRebuild { people, .. } => match self {
                Self::Zh => format!("{people} 人"),
                Self::En => format!("{people} people"),
            },
            other => self.fact(zone, other).unwrap_or_default(),
        }
    }

    /// How much went that was kept for a time that is over.
    fn erased(self, identities: u64, papers: u64, invitations: u64, signals: u64) -> String {
        [
            (identities, self.t("姓名和证件号", "names and documents")),
            (papers, self.t("证明材料", "papers")),
            (invitations, self.t("邀请里的姓名", "names in invitations")),
            (signals, self.t("异常线索", "signals")),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{what} {count}"))
        .collect::<Vec<_>>()
        .join(self.t("，", ", "))
    }

    /// A state before or after a change, in words; a text that this program does not write is shown as it is.
    pub fn value(self, zone: Zone, name: NameOf<'_>, text: &str) -> String {
        let Some(state) = AuditState::read(text) else { return text.to_owned() };
        let said = match &state {
            AuditState::Nothing => "",
            AuditState::Refused => self.t("没有算", "not counted"),
            AuditState::Appealed => self.t("已申诉", "appealed"),
            AuditState::Commented => self.t("机构已说明", "commented"),
            AuditState::Proposed(Verdict::Grant) => self.t("建议认定", "proposed to count"),
            AuditState::Proposed(Verdict::Refuse) => self.t("建议不认定", "proposed not to count"),
            AuditState::SentBack => self.t("退回重审", "sent back"),
            AuditState::Held => self.t("等核对身份", "held"),
            AuditState::Released => self.t("已确认本人", "released"),
            AuditState::Seen => self.t("证件已核对", "document seen"),
            AuditState::Unseen => self.t("证件未核对", "document not seen"),
            AuditState::On => self.t("开", "on"),
            AuditState::Off => self.t("关", "off"),
            AuditState::Given => self.t("同意", "agreed"),
            AuditState::NotGiven => self.t("不同意", "not agreed"),
            AuditState::NotAsked => self.t("没问过", "not asked"),
            AuditState::Confirmed => self.t("已由第二人确认", "confirmed"),
            AuditState::Unconfirmed => self.t("等第二人确认", "not confirmed"),
            AuditState::Active => self.t("可用", "active"),
            AuditState::Closed => self.t("停用", "closed"),
            AuditState::Open => self.t("已登记", "registered"),
            AuditState::Gone => self.t("已注销，什么都没有留", "closed, nothing kept"),
            AuditState::Sealed { until_ms } => {
                let until = format::moment(self, &zone.minute(*until_ms));
                return match self {
                    Self::Zh => format!("已注销，姓名和证件号封存到 {until}"),
                    Self::En => format!("closed, name and document sealed until {until}"),
                };
            }
            AuditState::Granted { ms } => {
                return format!("{} {}", self.t("补回", "counted"), format::duration(self, *ms));
            }
            AuditState::Holder(account) => {
                return name("account", account.as_str()).unwrap_or_else(|| format!("account:{account}"));
            }
            AuditState::Post(post) => return self.post(zone, name, post),
        };
        said.to_owned()
    }

    fn post(self, zone: Zone, name: NameOf<'_>, post: &PostState) -> String {
        let named = |noun, id: &str| name(noun, id).unwrap_or_else(|| id.to_owned());
        let organisation = post.organisation.as_ref().map(|id| named("organisation", id.as_str()));
        let region = post.region.as_ref().map(|id| named("region", id.as_str()));
        let parts = [Some(self.role_of(post.role.as_str())), organisation, region];
        let held = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let until = post.ends_at_ms.map(|at_ms| {
            let until = format::moment(self, &zone.minute(at_ms));
            match self {
                Self::Zh => format!("到 {until} 为止"),
                Self::En => format!("until {until}"),
            }
        });
        let handed_over = post.handed_over.as_ref().map(|(appeals, account)| {
            let account = name("account", account.as_str()).unwrap_or_else(|| format!("account:{account}"));
            match self {
                Self::Zh => format!("{appeals} 件没办完的申诉交给 {account}"),
                Self::En => format!("{appeals} open appeals to {account}"),
            }
        });
        [Some(held), until, handed_over].into_iter().flatten().collect::<Vec<_>>().join(self.t("，", ", "))
    }
}

fn file_format(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "CSV",
        ExportFormat::CsvRaw => "CSV (raw)",
        ExportFormat::Xlsx => "Excel",
    }
}
