//! What the objects of the log are called: lines keep ids, readers want names.

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::{AuditAction, AuditState};

use super::AuditLine;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// How the name of each noun is found: its id, the name, the name in English. `{ids}` stands for the ids.
const NAMES: [(&str, &str); 26] = [
    ("account", "SELECT a.id, p.name, p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id IN ({ids})"),
    ("person", "SELECT p.id, p.name, p.name FROM person p WHERE p.id IN ({ids})"),
    (
        "enrolment",
        "SELECT e.id, p.name || ' · ' || k.code, p.name || ' · ' || k.code FROM enrolment e
         JOIN person p ON p.id = e.person_id JOIN training_class k ON k.id = e.class_id WHERE e.id IN ({ids})",
    ),
    (
        "export",
        "SELECT x.id, COALESCE(k.code, r.name, ''), COALESCE(k.code, r.name_en, '') FROM export_run x
         LEFT JOIN training_class k ON k.id = x.class_id LEFT JOIN region r ON r.id = x.region_id WHERE x.id IN ({ids})",
    ),
    (
        "appeal",
        "SELECT d.id, p.name, p.name FROM appeal d JOIN person p ON p.id = d.person_id WHERE d.id IN ({ids})",
    ),
    (
        "paper",
        "SELECT d.id, p.name, p.name FROM category_paper d JOIN person p ON p.id = d.person_id WHERE d.id IN ({ids})",
    ),
    (
        "passkey",
        "SELECT d.id, p.name, p.name FROM passkey d JOIN account a ON a.id = d.account_id
         JOIN person p ON p.id = a.person_id WHERE d.id IN ({ids})",
    ),
    (
        "device",
        "SELECT d.id, p.name, p.name FROM device_key d JOIN account a ON a.id = d.account_id
         JOIN person p ON p.id = a.person_id WHERE d.id IN ({ids})",
    ),
    ("invitation", "SELECT d.id, d.name, d.name FROM invitation d WHERE d.id IN ({ids})"),
    ("organisation", "SELECT d.id, d.name, d.name_en FROM organisation d WHERE d.id IN ({ids})"),
    (
        "filing",
        "SELECT d.id, o.name || ' · ' || d.number, COALESCE(NULLIF(o.name_en, ''), o.name) || ' · ' || d.number
         FROM filing d JOIN organisation o ON o.id = d.organisation_id WHERE d.id IN ({ids})",
    ),
    ("film", "SELECT d.id, d.name, d.name FROM film d WHERE d.id IN ({ids})"),
    ("fund_source", "SELECT d.id, d.name, COALESCE(NULLIF(d.name_en, ''), d.name) FROM fund_source d WHERE d.id IN ({ids})"),
    (
        "payment",
        "SELECT d.id, f.name || ' · ' || CAST(d.number AS TEXT), COALESCE(NULLIF(f.name_en, ''), f.name) || ' · ' || CAST(d.number AS TEXT)
         FROM payment d JOIN fund_source f ON f.id = d.fund_id WHERE d.id IN ({ids})",
    ),
    ("payee", "SELECT d.id, p.name, p.name FROM payee d JOIN person p ON p.id = d.person_id WHERE d.id IN ({ids})"),
    ("standard", "SELECT d.id, d.source, d.source FROM subsidy_standard d WHERE d.id IN ({ids})"),
    ("region", "SELECT d.id, d.name, d.name_en FROM region d WHERE d.id IN ({ids})"),
    ("course_draft", "SELECT d.id, d.title, d.title FROM course_draft d WHERE d.id IN ({ids})"),
    ("course", "SELECT d.id, d.title, d.title_en FROM course d WHERE d.id IN ({ids})"),
    ("lesson", "SELECT d.id, d.title, d.title_en FROM lesson d WHERE d.id IN ({ids})"),
    ("application", "SELECT d.id, d.title, d.title FROM class_application d WHERE d.id IN ({ids})"),
    ("closing", "SELECT d.id, d.code, d.code FROM training_class d WHERE d.id IN ({ids})"),
    ("class", "SELECT d.id, d.code, d.code FROM training_class d WHERE d.id IN ({ids})"),    ("claim", "SELECT q.id, c.title || ' ' || k.title, c.title_en || ' ' || k.title FROM claim q JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id WHERE q.id IN ({ids})"),
    // A list has no name but its day, and an objection none but its class.
    (
        "publication",
        "SELECT d.id, MIN(c.title || ' ' || k.title), MIN(c.title_en || ' ' || k.title) FROM publication d
         JOIN publication_line l ON l.publication_id = d.id JOIN claim q ON q.id = l.claim_id
         JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id WHERE d.id IN ({ids}) GROUP BY d.id",
    ),
    (
        "objection",
        "SELECT d.id, c.title || ' ' || k.title, c.title_en || ' ' || k.title FROM objection d JOIN claim q ON q.id = d.claim_id
         JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id WHERE d.id IN ({ids})",
    ),
];

/// Names by noun and id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditNames(BTreeMap<(String, String), (String, String)>);

impl AuditNames {
    /// The name, and the name in English. Absent for what is gone or has none.
    pub fn get(&self, noun: &str, id: &str) -> Option<(&str, &str)> {
        let (name, name_en) = self.0.get(&(noun.to_owned(), id.to_owned()))?;
        Some((name, name_en))
    }
}

/// Everything that a line names by an id.
fn named_in(line: &AuditLine, wanted: &mut BTreeSet<(String, String)>) {
    let mut want = |noun: &str, id: &str| {
        wanted.insert((noun.to_owned(), id.to_owned()));
    };
    if let Some((noun, id)) = line.subject.split_once(':') {
        want(noun, id);
    }
    for state in [&line.before_value, &line.after_value].into_iter().filter_map(|text| AuditState::read(text))
    {
        match state {
            AuditState::Holder(account) => want("account", account.as_str()),
            AuditState::Post(post) => {
                post.organisation.iter().for_each(|id| want("organisation", id.as_str()));
                post.region.iter().for_each(|id| want("region", id.as_str()));
                post.handed_over.iter().for_each(|(_, account)| want("account", account.as_str()));
            }
            _ => {}
        }
    }
    if let Some(AuditAction::ExportRequest { class, region, .. }) = line.read() {
        if let Some(id) = class {
            want("class", id.as_str());
        }
        if let Some(id) = region {
            want("region", id.as_str());
        }
    }
}

impl Db {
    /// The names of everything that these lines are about. One statement a noun, however many lines.
    pub async fn audit_names(&self, lines: &[AuditLine]) -> Result<AuditNames> {
        let mut wanted = BTreeSet::new();
        for line in lines {
            named_in(line, &mut wanted);
        }
        let mut names = BTreeMap::new();
        for (noun, sql) in NAMES {
            let ids: Vec<&String> = wanted.iter().filter(|(of, _)| of == noun).map(|(_, id)| id).collect();
            if ids.is_empty() {
                continue;
            }
            let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
            let sql = sql.replace("{ids}", &places.join(", "));
            let found: Vec<(String, String, String)> = read_db!(self, |pool| {
                let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql.clone()));
                for id in &ids {
                    query = query.bind(id.as_str());
                }
                query.fetch_all(pool).await
            })?;
            names.extend(
                found.into_iter().map(|(id, name, name_en)| ((noun.to_owned(), id), (name, name_en))),
            );
        }
        Ok(AuditNames(names))
    }
}
