//! Facts of the audit log, in words: what stood in a row since.

use domain::audit::{AuditAction, RoleFact};
use domain::course::Level;
use domain::time::Zone;

use super::Words;
use crate::format;

/// How much of a digest is shown: whoever compares them opens the line.
const DIGEST_SHOWN: usize = 12;

impl Words {
    /// What a fact says; `None` for an action that is none.
    pub(super) fn fact(self, zone: Zone, action: &AuditAction) -> Option<String> {
        let parts = match action {
            AuditAction::FactPolicy { effective_from, sha256, .. } => vec![
                format!("{} {effective_from}", self.t("从这天起", "from")),
                format!("SHA-256 {}", shown(sha256)),
            ],
            AuditAction::FactOrganisation { name, name_en, credit_code, .. } => {
                let name = match self {
                    Self::Zh => name,
                    Self::En => name_en,
                };
                vec![name.clone(), credit_code.clone()]
            }
            AuditAction::FactFiling {
                trade_code,
                level,
                number,
                valid_from,
                valid_to,
                suspended_at_ms,
                lifted_at_ms,
                ..
            } => {
                let until = valid_to.as_deref().unwrap_or(self.t("长期", "until further notice"));
                let suspended = (suspended_at_ms.is_some() && lifted_at_ms.is_none())
                    .then(|| self.t("已暂停", "suspended").to_owned());
                let level = Level::from_code(level).map_or(level.as_str(), |level| self.level(level));
                let days = format!("{valid_from} – {until}");
                [number.clone(), trade_code.clone(), level.to_owned(), days]
                    .into_iter()
                    .chain(suspended)
                    .collect()
            }
            AuditAction::FactFundSource { code, name, year, budget_fen, .. } => {
                vec![code.clone(), name.clone(), year.to_string(), format::money(*budget_fen)]
            }
            AuditAction::FactStandard {
                trade_code,
                level,
                category,
                programme,
                valid_from,
                valid_to,
                pay_fen,
                source,
                ended_at_ms,
                ..
            } => {
                let until = valid_to.as_deref().unwrap_or(self.t("长期", "until further notice"));
                let level =
                    level.as_deref().and_then(Level::from_code).map(|level| self.level(level).to_owned());
                let named = [trade_code.clone(), level, category.clone(), programme.clone()];
                let ended = ended_at_ms.is_some().then(|| self.t("已停用", "ended").to_owned());
                let rest = [format::money(*pay_fen), format!("{valid_from} – {until}")];
                [source.clone()]
                    .into_iter()
                    .chain(named.into_iter().flatten())
                    .chain(rest)
                    .chain(ended)
                    .collect()
            }
            AuditAction::FactPayee { person, n, number, given_at_ms, ended_at_ms, .. } => {
                let moment = |at_ms: &i64| format::moment(self, &zone.minute(*at_ms));
                let ended = ended_at_ms.as_ref().map(|at_ms| match self {
                    Self::Zh => format!("用到 {}", moment(at_ms)),
                    Self::En => format!("until {}", moment(at_ms)),
                });
                let version = match self {
                    Self::Zh => format!("第 {n} 次登记"),
                    Self::En => format!("version {n}"),
                };
                let digest = format!("{} {}", self.t("摘要", "digest"), shown(number));
                [format!("person:{person}"), version, moment(given_at_ms), digest]
                    .into_iter()
                    .chain(ended)
                    .collect()
            }
            AuditAction::FactCourse { code, title, trade, .. } => {
                vec![code.clone(), title.clone(), trade.clone()]
            }
            AuditAction::FactLesson { code, duration_ms, media_sha256, .. } => {
                let media = media_sha256.as_ref().map(|sha256| format!("SHA-256 {}", shown(sha256)));
                [code.clone(), format::duration(self, *duration_ms)].into_iter().chain(media).collect()
            }
            AuditAction::FactQuestion { lesson, at_ms, .. } => {
                vec![
                    format!("{} {lesson}", self.t("课时", "lesson")),
                    format!("{} {}", self.t("讲到", "after"), format::duration(self, *at_ms)),
                ]
            }
            AuditAction::FactClass { code, starts_on, ends_on, capacity, policy, .. } => vec![
                code.clone(),
                format!("{starts_on} – {ends_on}"),
                match self {
                    Self::Zh => format!("{capacity} 个名额"),
                    Self::En => format!("{capacity} seats"),
                },
                format!("{} {policy}", self.t("政策", "policy")),
            ],
            AuditAction::FactClassClosing { people, completed, verified_ms, sha256, .. } => vec![
                match self {
                    Self::Zh => format!("{people} 人，{completed} 人学完"),
                    Self::En => format!("people: {people}, completed: {completed}"),
                },
                format::duration(self, *verified_ms),
                format!("SHA-256 {}", shown(sha256)),
            ],
            AuditAction::FactClassExam { set_at_ms, .. } => {
                vec![format::moment(self, &zone.minute(*set_at_ms))]
            }
            AuditAction::FactExamPaper { n, paper_sha256, mark, passed, .. } => {
                let which = match self {
                    Self::Zh => format!("第 {n} 次"),
                    Self::En => format!("try {n}"),
                };
                let stands = match (mark, passed) {
                    (Some(mark), Some(passed)) => {
                        let verdict = if *passed {
                            self.t("合格", "passed")
                        } else {
                            self.t("没有合格", "not passed")
                        };
                        format!("{mark} {}", self.t("分", "points")) + self.t("，", ", ") + verdict
                    }
                    _ => self.t("开始答题", "begun").to_owned(),
                };
                vec![which, stands, format!("SHA-256 {}", shown(paper_sha256))]
            }
            AuditAction::FactPerson {
                category,
                category_since,
                category_paper,
                region,
                identity_seen_at_ms,
                identity_seen_by,
                ..
            } => {
                let category = category.as_ref().map(|code| {
                    format!(
                        "{} {code} {}（{}）",
                        self.t("类别", "category"),
                        category_since.as_deref().unwrap_or_default(),
                        self.category_standing(category_paper.is_some())
                    )
                });
                let seen = identity_seen_at_ms.zip(identity_seen_by.as_ref()).map(|(at_ms, by)| {
                    let at = format::moment(self, &zone.minute(at_ms));
                    match self {
                        Self::Zh => format!("证件已核对 {at} account:{by}"),
                        Self::En => format!("document seen {at} by account:{by}"),
                    }
                });
                let region = format!("{} {region}", self.t("地区", "region"));
                category.into_iter().chain([region]).chain(seen).collect()
            }
            AuditAction::FactAccount { active, roles, passkeys, links, second_factor_since_ms, .. } => {
                let closed = (!active).then(|| self.t("停用", "closed").to_owned());
                let passkeys = passkeys.iter().filter(|passkey| passkey.removed_at_ms.is_none()).count();
                let passkeys = (passkeys > 0).then(|| match self {
                    Self::Zh => format!("{passkeys} 把通行密钥"),
                    Self::En => format!("passkeys: {passkeys}"),
                });
                let app =
                    second_factor_since_ms.map(|_| self.t("有验证器", "with an authenticator").to_owned());
                let link = self.t("绑定了外部账号", "linked to an outside provider");
                let link = (!links.is_empty()).then(|| link.to_owned());
                let roles = roles.iter().map(|role| self.role_fact(zone, role));
                closed.into_iter().chain(roles).chain(passkeys).chain(app).chain(link).collect()
            }
            AuditAction::FactDevice { account, removed_at_ms, .. } => {
                let removed = removed_at_ms.map(|_| self.t("已移除", "removed").to_owned());
                [format!("{} {account}", self.t("账号", "account"))].into_iter().chain(removed).collect()
            }
            AuditAction::FactEnrolment { class, .. } => vec![format!("{} {class}", self.t("班级", "class"))],
            _ => return None,
        };
        Some(parts.join(self.t("，", ", ")))
    }

    fn role_fact(self, zone: Zone, role: &RoleFact) -> String {
        let until = role.ends_at_ms.map(|at_ms| {
            let until = format::moment(self, &zone.minute(at_ms));
            match self {
                Self::Zh => format!("到 {until} 为止"),
                Self::En => format!("until {until}"),
            }
        });
        let organisation = role.organisation.as_ref().map(ToString::to_string);
        let region = role.region.as_ref().map(ToString::to_string);
        let by_two = role.invited_by.as_ref().map(|invited_by| match (self, &role.confirmed_by) {
            (Self::Zh, Some(by)) => format!("account:{invited_by} 邀请，account:{by} 确认"),
            (Self::En, Some(by)) => format!("invited by account:{invited_by}, confirmed by account:{by}"),
            (Self::Zh, None) => format!("account:{invited_by} 邀请"),
            (Self::En, None) => format!("invited by account:{invited_by}"),
        });
        let parts = [Some(self.role_of(&role.role)), organisation, region, until, by_two];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The beginning of a digest.
fn shown(digest: &str) -> &str {
    digest.get(..DIGEST_SHOWN).unwrap_or(digest)
}
