//! Words for officials: exports that failed, lines of the audit log, how a check was passed.

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
    pub fn action(self, action: &str) -> String {
        let said = match action {
            "export.request" => self.t("申请导出台账", "Asked for an export"),
            "export.ready" => self.t("台账已生成", "Export built"),
            "export.failed" => self.t("台账没有生成", "Export failed"),
            "export.download" => self.t("下载台账", "Downloaded an export"),
            "identity.confirm" => self.t("确认学员身份", "Confirmed an identity"),
            "signal.look" => self.t("看过异常线索", "Looked at a signal"),
            "appeal.make" => self.t("提出申诉", "Made an appeal"),
            "appeal.comment" => self.t("说明申诉情况", "Commented on an appeal"),
            "appeal.propose" => self.t("申诉初审", "First review of an appeal"),
            "appeal.send_back" => self.t("申诉退回重审", "Sent an appeal back"),
            "appeal.confirm" => self.t("申诉复核", "Second review of an appeal"),
            "appeal.take" => self.t("领办申诉", "Took an appeal on"),
            "official.invite" => self.t("邀请人员", "Invited somebody"),
            "official.accept" => self.t("接受岗位", "Accepted a post"),
            "official.deactivate" => self.t("停用账号", "Closed an account"),
            "official.activate" => self.t("恢复账号", "Opened an account again"),
            "official.hand_over" => self.t("岗位交接", "Handed a post over"),
            "number.reveal" => self.t("查看完整号码", "Saw a number in full"),
            "account.password" => self.t("修改密码", "Changed the password"),
            "account.recover" => self.t("用短信验证码找回密码", "Got a new password by a code"),
            "account.phone" => self.t("验证手机号", "Verified the phone"),
            "second_factor.on" => self.t("开启二次验证", "Turned the second factor on"),
            "passkey.add" => self.t("添加通行密钥", "Added a passkey"),
            "passkey.remove" => self.t("删除通行密钥", "Removed a passkey"),
            "second_factor.reset" => self.t("重置二次验证", "Reset a second factor"),
            "identity.link" => self.t("关联其他登录", "Linked another sign-in"),
            "identity.unlink" => self.t("取消关联其他登录", "Unlinked another sign-in"),
            "second_factor.off" => self.t("关闭二次验证", "Turned the second factor off"),
            "sign_in.refused" => self.t("登录被拒绝", "Sign-in refused"),
            "paper.send" => self.t("交证明材料", "Sent a paper"),
            "paper.withdraw" => self.t("撤回证明材料", "Took a paper back"),
            "paper.own" => self.t("打开自己的证明材料", "Opened one's own paper"),
            "paper.look" => self.t("打开学员的证明材料", "Looked at a learner's paper"),
            "paper.accept" => self.t("通过证明材料", "Accepted a paper"),
            "paper.refuse" => self.t("退回证明材料", "Refused a paper"),
            "signing_key.begin" => {
                self.t("更换账本的签名钥匙", "Began to hand over the ledger's signing key")
            }
            "signing_key.end" => self.t("停用旧的签名钥匙", "Ended an old signing key"),
            "backup.restore" => self.t("从备份恢复", "Restored from a backup"),
            "keys.rotate" => self.t("更换数据密钥", "Changed the data key"),
            "keys.wrap" => self.t("用新的密钥文件包装密钥", "Wrapped the keys under a new key file"),
            "keys.forget" => self.t("停用旧的密钥文件", "Ended an old key file"),
            "audit.download" => self.t("下载操作记录", "Downloaded the audit log"),
            "demo.load" => self.t("载入演示数据", "Loaded the demonstration"),
            "account.data" => self.t("下载自己的数据", "Downloaded own data"),
            "account.close" => self.t("注销账号", "Closed one's account"),
            "retention.erase" => self.t("到期删除个人信息", "Erased what was over"),
            "export.erase" => self.t("到期删除台账文件", "Erased an exported file"),
            "person.return" => self.t("注销后重新登记", "Registered again"),
            "person.register" => self.t("登记", "Registered"),
            "consent.give" => self.t("同意使用个人信息", "Agreed to the use of data"),
            "consent.withdraw" => self.t("撤回同意", "Took an agreement back"),
            "account.sign_in" | "sign_in" | "sign-in" => self.t("登录", "Signed in"),
            "account.sign_out" | "sign_out" | "sign-out" => self.t("退出登录", "Signed out"),
            other => other,
        };
        said.to_owned()
    }

    /// A value before or after a change, from the codes of the audit log; an unknown one is shown as it is.
    pub fn value(self, text: &str) -> String {
        let said = match text {
            "refused" => self.t("没有算", "not counted"),
            "appealed" => self.t("已申诉", "appealed"),
            "comment" => self.t("机构已说明", "commented"),
            "propose grant" => self.t("建议认定", "proposed to count"),
            "propose refuse" => self.t("建议不认定", "proposed not to count"),
            "send_back" => self.t("退回重审", "sent back"),
            "held" => self.t("等核对身份", "held"),
            "released" => self.t("已确认本人", "released"),
            "on" => self.t("开", "on"),
            "off" => self.t("关", "off"),
            "given" => self.t("同意", "agreed"),
            "not given" => self.t("不同意", "not agreed"),
            "not asked" => self.t("没问过", "not asked"),
            "active" => self.t("可用", "active"),
            "closed" => self.t("停用", "closed"),
            _ => "",
        };
        if !said.is_empty() {
            return said.to_owned();
        }
        if let Some(ms) =
            text.strip_prefix("granted ").and_then(|rest| rest.strip_suffix(" ms")?.parse().ok())
        {
            return format!("{} {}", self.t("补回", "counted"), crate::format::duration(self, ms));
        }
        match text.split_once(' ') {
            Some((role, rest)) if Role::from_code(role).is_some() => format!("{} {rest}", self.role_of(role)),
            _ => text.to_owned(),
        }
    }

    /// A role, from its stable code; an unknown code is shown as it is.
    pub fn role_of(self, code: &str) -> String {
        let Some(role) = Role::from_code(code) else { return code.to_owned() };
        let said = match role {
            Role::Learner => self.t("学员", "Learner"),
            Role::Teacher => self.t("教师", "Teacher"),
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
            CheckKind::Passkey => self.t("通行密钥确认", "Passkey"),
        }
    }
}
