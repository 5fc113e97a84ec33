//! Words for officials: exports that failed, lines of the audit log, how a check was passed.

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
                "没有生成：班期 {class} 里一名学员（报名号 {enrolment}）的认定时间对不上。学时账 {} 秒，每日合计 {} 秒，学习进度 {} 秒，补贴记录 {} 秒。请通知系统管理员运行核验，查清之前不要使用以前的数字。",
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
                "没有生成：班期 {class} 里一名学员（报名号 {enrolment}）的补贴记录是 {},按政策应是 {}。请通知系统管理员运行核验。",
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
                format!("没有生成：班期 {class} 用的认定规则 {version} 不在本系统里。请系统管理员补上规则文件。")
            }
            (Self::En, ExportFailure::PolicyUnknown { class, version }) => {
                format!("Not built: class {class} follows policy {version}, which this server does not have. Ask the system administrator to add it.")
            }
            (Self::Zh, ExportFailure::SealBroken { class, enrolment }) => format!(
                "没有生成：班期 {class} 里一名学员（报名号 {enrolment}）的加密号码打不开，密钥文件可能换过。脱敏台账仍可导出。"
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

    /// What somebody did, from the stable code of the audit log; an unknown code is shown as it is.
    pub fn deed(self, action: &str) -> String {
        let said = match action {
            "export.request" => self.t("申请导出台账", "Asked for an export"),
            "export.ready" => self.t("台账已生成", "Export built"),
            "export.failed" => self.t("台账没有生成", "Export failed"),
            "export.download" => self.t("下载台账", "Downloaded an export"),
            "identity.confirm" => self.t("确认学员身份", "Confirmed an identity"),
            "account.password" => self.t("修改密码", "Changed the password"),
            "second_factor.on" => self.t("开启二次验证", "Turned the second factor on"),
            "passkey.add" => self.t("添加通行密钥", "Added a passkey"),
            "passkey.remove" => self.t("删除通行密钥", "Removed a passkey"),
            "second_factor.reset" => self.t("重置二次验证", "Reset a second factor"),
            "identity.link" => self.t("关联其他登录", "Linked another sign-in"),
            "identity.unlink" => self.t("取消关联其他登录", "Unlinked another sign-in"),
            "second_factor.off" => self.t("关闭二次验证", "Turned the second factor off"),
            "sign_in.refused" => self.t("登录被拒绝", "Sign-in refused"),
            "account.data" => self.t("下载自己的数据", "Downloaded own data"),
            "person.register" => self.t("登记", "Registered"),
            "consent.give" => self.t("同意使用个人信息", "Agreed to the use of data"),
            "consent.withdraw" => self.t("撤回同意", "Took an agreement back"),
            "account.sign_in" | "sign_in" | "sign-in" => self.t("登录", "Signed in"),
            "account.sign_out" | "sign_out" | "sign-out" => self.t("退出登录", "Signed out"),
            other => other,
        };
        said.to_owned()
    }

    /// The kind of an attendance check.
    pub fn check_kind(self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Question => self.t("课程问题", "Question"),
            CheckKind::Number => self.t("数字验证", "Number"),
            CheckKind::Passkey => self.t("通行密钥确认", "Passkey"),
        }
    }
}
