//! Words for officials: exports that failed, roles, how a check was passed.

use domain::access::Role;
use domain::export::ExportFailure;
use domain::wire::CheckKind;

use super::Words;

impl Words {
    /// Why an export was not built, and what to do.
    pub fn export_failed(self, failure: &ExportFailure) -> String {
        let seconds = |ms: i64| format!("{}.{:03}", ms / 1000, ms.rem_euclid(1000));
        let yuan = |fen: i64| crate::format::money(fen);
        match (self, failure) {
            (
                Self::Zh,
                ExportFailure::TotalsDiffer { class, enrolment, ledger_ms, days_ms, progress_ms, record_ms },
            ) => format!(
                "没有生成：班级 {class} 里一名学员（报名号 {enrolment}）的认定时间对不上。学时账 {} 秒，每日合计 {} 秒，学习进度 {} 秒，补贴记录 {} 秒。请通知系统管理员运行核验，查清之前不要使用以前的数字。",
                seconds(*ledger_ms), seconds(*days_ms), seconds(*progress_ms), seconds(*record_ms)
            ),
            (
                Self::En,
                ExportFailure::TotalsDiffer { class, enrolment, ledger_ms, days_ms, progress_ms, record_ms },
            ) => format!(
                "Not built: the verified time of a learner in class {class} (enrolment {enrolment}) does not agree. Ledger {} s, days {} s, progress {} s, subsidy record {} s. Ask the system administrator to run the verification.",
                seconds(*ledger_ms), seconds(*days_ms), seconds(*progress_ms), seconds(*record_ms)
            ),
            (Self::Zh, ExportFailure::AmountDiffers { class, enrolment, record_fen, policy_fen }) => format!(
                "没有生成：班级 {class} 里一名学员（报名号 {enrolment}）的补贴记录是 {}，按政策应是 {}。请通知系统管理员运行核验。",
                yuan(*record_fen), yuan(*policy_fen)
            ),
            (Self::En, ExportFailure::AmountDiffers { class, enrolment, record_fen, policy_fen }) => format!(
                "Not built: the subsidy record of a learner in class {class} (enrolment {enrolment}) says {}, the policy {}. Ask the system administrator to run the verification.",
                yuan(*record_fen), yuan(*policy_fen)
            ),
            (Self::Zh, ExportFailure::EntryDamaged { index }) => {
                format!("没有生成：学时账第 {index} 条读不出来或前后不一致。请通知系统管理员运行核验。")
            }
            (Self::En, ExportFailure::EntryDamaged { index }) => {
                format!("Not built: entry {index} of the ledger cannot be read or contradicts itself. Ask the system administrator to run the verification.")
            }
            (Self::Zh, ExportFailure::PolicyUnknown { class, version }) => {
                format!("没有生成：班级 {class} 用的认定规则 {version} 不在本系统里。请系统管理员补上规则文件。")
            }
            (Self::En, ExportFailure::PolicyUnknown { class, version }) => {
                format!("Not built: class {class} follows policy {version}, which this server does not have. Ask the system administrator to add it.")
            }
            (Self::Zh, ExportFailure::SealBroken { class, enrolment }) => format!(
                "没有生成：班级 {class} 里一名学员（报名号 {enrolment}）的加密号码打不开，密钥文件可能换过。号码遮挡的台账仍可导出。"
            ),
            (Self::En, ExportFailure::SealBroken { class, enrolment }) => format!(
                "Not built: the sealed numbers of a learner in class {class} (enrolment {enrolment}) do not open; the key file may have been changed. A masked export still works."
            ),
            (Self::Zh, ExportFailure::NotWritten) => {
                "没有生成：文件写不下去，可能是磁盘满了。请通知系统管理员，然后再导出一次。".to_owned()
            }
            (Self::En, ExportFailure::NotWritten) => {
                "Not built: the file could not be written; the disk may be full. Tell the system administrator, then export again.".to_owned()
            }
        }
    }

    /// A role, from its stable code; an unknown code is shown as it is.
    pub fn role_of(self, code: &str) -> String {
        let Some(role) = Role::from_code(code) else { return code.to_owned() };
        let said = match role {
            Role::Learner => self.t("学员", "Learner"),
            Role::Teacher => self.t("老师", "Teacher"),
            Role::InstitutionAdmin => self.t("培训机构管理员", "Institution administrator"),
            Role::Enterprise => self.t("企业管理员", "Enterprise"),
            Role::CollegeSupervisor => self.t("院校督导", "College supervisor"),
            Role::CountyReviewer => self.t("县区审核", "County reviewer"),
            Role::CityFirstReviewer => self.t("市局初审", "City, first reviewer"),
            Role::CitySecondReviewer => self.t("市局复核", "City, second reviewer"),
            Role::FinanceOfficer => self.t("资金拨付", "Finance officer"),
            Role::InternalController => self.t("内控监督", "Internal controller"),
            Role::ExternalAuditor => self.t("外部审计", "External auditor"),
            Role::PartnerDepartment => self.t("协作部门", "Partner department"),
            Role::SystemAdministrator => self.t("系统管理员", "System administrator"),
        };
        said.to_owned()
    }

    /// The kind of an attendance check.
    pub fn check_kind(self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Question => self.t("课程问题", "Question"),
            CheckKind::Number => self.t("数字验证", "Number"),
            CheckKind::Identity => self.t("确认本人", "Identity"),
            CheckKind::Passkey => self.t("通行密钥确认", "Passkey"),
        }
    }
}
