//! Facts that hours are worth something by, replayed from the leaves of the audit log and compared with every row, both ways.
//!
//! Of most facts only a digest of the last leaf is remembered, so that memory stays bounded; of classes and lessons what hours
//! are reckoned by, so that it is taken from the leaves and not from the books.

mod difference;

use std::collections::{HashMap, HashSet};

use domain::audit::{AuditAction, AuditKind, FACTS, Leaf, RoleFact};
use domain::policy::Policies;
use sha2::{Digest, Sha256};
use store_read::evidence::Snapshot;
use store_read::facts::{FactKind, Which, of_policy, without_digests};
use vault::Keys;

use crate::claim::ClaimLeaf;
use crate::course_draft::CourseLeaf;
use crate::error::{Mismatch, VerifyError, holds, same};
use crate::payment::PaymentLeaf;
use crate::publication::PublicationLeaf;

const PAGE: i64 = 500;
/// How the codes of a claim's steps begin.
const CLAIMS: &str = "claim.";
/// How those of payments begin.
const PAYMENTS: &str = "payment.";
/// How those of courses that institutions make begin.
const COURSES: &str = "course.";
/// How those of publications and of objections begin.
const PUBLICATIONS: [&str; 2] = ["publication.", "objection."];

/// What a class asks for, as its leaf says.
#[derive(Clone, Debug, Default)]
struct Class {
    course: String,
    policy: String,
    ends_on: String,
}

/// A lesson, as its leaf says.
#[derive(Clone, Debug, Default)]
struct Lesson {
    course: String,
    duration_ms: i64,
}

/// An account that holds a post or held one, as its leaf says.
#[derive(Clone, Debug, Default)]
struct Official {
    person: String,
    posts: Vec<RoleFact>,
}

/// When an identity document was seen, and by which account.
type SeenBy = (i64, String);

/// Who runs the system.
const RUNS: &str = "system_administrator";
/// Who reviews, pays or audits, and so never runs the system.
const REVIEW_OR_PAY: [&str; 6] = [
    "county_reviewer",
    "city_first_reviewer",
    "city_second_reviewer",
    "finance_officer",
    "internal_controller",
    "external_auditor",
];
/// Who may give a class a final test.
const GIVE_EXAMS: [&str; 2] = ["institution_admin", "enterprise"];
/// Who may accept a paper.
const ACCEPT_PAPERS: [&str; 2] = ["county_reviewer", "city_first_reviewer"];
/// Who may say that they saw a learner's identity document.
const SEE_DOCUMENTS: [&str; 3] = ["teacher", "institution_admin", "enterprise"];

/// What was found to be stated.
#[derive(Debug, Default)]
pub struct Facts {
    /// Whether digests by the site's key can be compared.
    keyed: bool,
    /// Subject → a digest of what its last leaf says.
    last: HashMap<String, [u8; 16]>,
    policies: HashMap<String, String>,
    classes: HashMap<String, Class>,
    /// Classes that were closed.
    closed: HashSet<String>,
    /// Classes that have a final test.
    exams: HashSet<String>,
    lessons: HashMap<String, Lesson>,
    /// Course → the length of all its lessons.
    required_ms: HashMap<String, i64>,
    officials: HashMap<String, Official>,
    /// Person → who saw them with their identity document.
    seen: HashMap<String, SeenBy>,
    /// Paper → what it was accepted for: person, category, the day since.
    accepted: HashMap<String, [String; 3]>,
    /// Claim → its steps, in their order.
    pub(crate) claims: HashMap<String, Vec<ClaimLeaf>>,
    /// Publication or objection → what was done, in order.
    pub(crate) publications: HashMap<String, Vec<PublicationLeaf>>,
    /// Batch of payments → what was done, in order.
    pub(crate) payments: HashMap<String, Vec<PaymentLeaf>>,
    /// By draft, what the log says was done with it, in order.
    pub(crate) courses: HashMap<String, Vec<CourseLeaf>>,
}

/// What a class asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub policy: String,
    pub required_ms: i64,
    /// Whether it has a final test.
    pub has_exam: bool,
}

impl Facts {
    /// Nothing is stated yet.
    pub fn new(keys: Option<&Keys>) -> Self {
        Self { keyed: keys.is_some(), ..Self::default() }
    }

    /// Takes a leaf of the audit log, in their order.
    pub fn take(&mut self, place: &str, leaf: &Leaf) -> Result<(), Mismatch> {
        let accepts = leaf.action == AuditKind::PaperAccept.code();
        let claims = leaf.action.starts_with(CLAIMS);
        let publications = PUBLICATIONS.iter().any(|begin| leaf.action.starts_with(begin));
        let payments = leaf.action.starts_with(PAYMENTS);
        let courses = leaf.action.starts_with(COURSES);
        if !leaf.action.starts_with(FACTS) && !accepts && !claims && !publications && !payments && !courses {
            return Ok(());
        }
        let Some(action) = AuditAction::read(&leaf.action, &leaf.subject, &leaf.detail) else {
            let found = format!("{} {} {}", leaf.action, leaf.subject, leaf.detail);
            return Err(Mismatch::new(place, "the fact", "one that this program knows", found));
        };
        if claims {
            let found = ClaimLeaf::of(action, leaf.account.clone(), &leaf.reason, leaf.at_ms);
            let found = found.map(|(claim, step)| self.claims.entry(claim).or_default().push(step));
            return holds(place, "its claim", found.is_some(), "one", &leaf.subject);
        }
        if courses {
            let found = CourseLeaf::of(action, leaf.account.clone(), leaf.at_ms);
            let found = found.map(|(draft, done)| self.courses.entry(draft).or_default().push(done));
            return holds(place, "its course", found.is_some(), "one", &leaf.subject);
        }
        if payments {
            let found = PaymentLeaf::of(action, leaf.account.clone(), leaf.at_ms);
            let found = found.map(|(payment, done)| self.payments.entry(payment).or_default().push(done));
            return holds(place, "its payment", found.is_some(), "one", &leaf.subject);
        }
        if publications {
            let found = PublicationLeaf::of(action, leaf.account.clone(), &leaf.reason, leaf.at_ms);
            let found = found.map(|(about, done)| self.publications.entry(about).or_default().push(done));
            return holds(place, "its publication", found.is_some(), "one", &leaf.subject);
        }
        match &action {
            AuditAction::FactPolicy { policy, .. } => {
                let before = self.policies.insert(policy.clone(), leaf.detail.clone());
                let before = before.unwrap_or_else(|| leaf.detail.clone());
                return same(place, &format!("what policy {policy} says"), &before, &leaf.detail);
            }
            AuditAction::FactEnrolmentEnd { .. } => {
                self.last.remove(&leaf.subject);
                return Ok(());
            }
            AuditAction::FactClass { class, course, policy, ends_on, .. } => {
                let class_fact =
                    Class { course: course.0.clone(), policy: policy.clone(), ends_on: ends_on.clone() };
                self.classes.insert(class.0.clone(), class_fact);
            }
            AuditAction::FactClassClosing { class, .. } => {
                self.closed.insert(class.0.clone());
            }
            AuditAction::FactClassExam { class, set_by, set_at_ms } => {
                let may = self.held(set_by.as_str(), *set_at_ms, &GIVE_EXAMS);
                let what = format!("who gave class {class} its final test");
                holds(place, &what, may, "somebody in a post for it", set_by)?;
                self.exams.insert(class.0.clone());
            }
            AuditAction::FactLesson { lesson, course, duration_ms, .. } => {
                let before = self
                    .lessons
                    .insert(lesson.0.clone(), Lesson { course: course.0.clone(), duration_ms: *duration_ms });
                if let Some(before) = before {
                    *self.required_ms.entry(before.course).or_default() -= before.duration_ms;
                }
                *self.required_ms.entry(course.0.clone()).or_default() += duration_ms;
            }
            AuditAction::FactAccount { account, person, roles, .. } => {
                self.official(place, account.as_str(), person.as_str(), roles)?;
            }
            AuditAction::PaperAccept { paper, person, category, since } => {
                let by = leaf.account.clone().unwrap_or_default();
                let may = self.may(&by, person.as_str(), leaf.at_ms, &ACCEPT_PAPERS);
                let what = format!("who accepted paper {paper}");
                holds(place, &what, may, "a reviewer of papers, and not of their own", by)?;
                let for_what = [person.0.clone(), category.clone(), since.clone()];
                self.accepted.insert(paper.0.clone(), for_what);
                return Ok(());
            }
            AuditAction::FactPerson {
                person, category, category_since, category_paper: Some(paper), ..
            } if self.accepted.get(paper.as_str())
                != Some(&[
                    person.0.clone(),
                    category.clone().unwrap_or_default(),
                    category_since.clone().unwrap_or_default(),
                ]) =>
            {
                let what = format!("the acceptance of the paper that proves the category of person {person}");
                return Err(Mismatch::new(place, what, "one for this person, category and day", "none"));
            }
            AuditAction::FactPerson { person, identity_seen_at_ms, identity_seen_by, .. } => {
                let seen = identity_seen_at_ms.zip(identity_seen_by.as_ref().map(|by| by.0.clone()));
                self.seen_by(place, person.as_str(), seen)?;
            }
            _ => {}
        }
        let said = self.said(action);
        self.last.insert(leaf.subject.clone(), said);
        Ok(())
    }

    fn official(
        &mut self,
        place: &str,
        account: &str,
        person: &str,
        roles: &[RoleFact],
    ) -> Result<(), Mismatch> {
        let posts: Vec<RoleFact> = roles.iter().filter(|role| role.role != "learner").cloned().collect();
        let before = self.officials.get(account).map(|official| official.posts.clone()).unwrap_or_default();
        for post in posts.iter().filter(|post| !before.contains(post)) {
            self.by_two(place, person, post)?;
        }
        if posts.is_empty() {
            self.officials.remove(account);
            return Ok(());
        }
        self.officials.insert(account.to_owned(), Official { person: person.to_owned(), posts });
        self.apart(place, person)
    }

    /// Whoever confirmed a post ran the system then, and was neither its holder nor who invited.
    fn by_two(&self, place: &str, person: &str, post: &RoleFact) -> Result<(), Mismatch> {
        let (Some(by), Some(at)) = (&post.confirmed_by, post.confirmed_at_ms) else { return Ok(()) };
        let whose = |account: &str| self.officials.get(account).map(|official| official.person.as_str());
        let inviter = post.invited_by.as_ref().and_then(|account| whose(account.as_str()));
        let may =
            self.may(by.as_str(), person, at, &[RUNS]) && inviter.is_some() && inviter != whose(by.as_str());
        let what = format!("who confirmed the post {} of person {person}", post.role);
        holds(place, &what, may, "a second administrator", by)
    }

    /// Nobody runs the system and reviews, pays or audits at the same time, under whichever account.
    fn apart(&self, place: &str, person: &str) -> Result<(), Mismatch> {
        let theirs = self.officials.values().filter(|official| official.person == person);
        let posts: Vec<&RoleFact> = theirs.flat_map(|official| &official.posts).collect();
        let end = |post: &RoleFact| post.ends_at_ms.unwrap_or(i64::MAX);
        for runs in posts.iter().filter(|post| post.role == RUNS) {
            let beside = posts.iter().find(|post| {
                REVIEW_OR_PAY.contains(&post.role.as_str())
                    && post.granted_at_ms.max(runs.granted_at_ms) < end(post).min(end(runs))
            });
            if let Some(beside) = beside {
                let what = format!("the posts of person {person}");
                let found = format!("{RUNS} and {}", beside.role);
                return Err(Mismatch::new(place, what, "none that exclude each other", found));
            }
        }
        Ok(())
    }

    /// Whether an account of somebody else than this person held one of these posts at a moment.
    fn may(&self, account: &str, person: &str, at_ms: i64, posts: &[&str]) -> bool {
        self.officials.get(account).is_some_and(|official| {
            official.person != person
                && official.posts.iter().any(|post| {
                    posts.contains(&post.role.as_str())
                        && post.granted_at_ms <= at_ms
                        && post.ends_at_ms.is_none_or(|end| at_ms < end)
                })
        })
    }

    /// Whether an account held one of these posts at a moment.
    pub(crate) fn held(&self, account: &str, at_ms: i64, posts: &[&str]) -> bool {
        self.may(account, "", at_ms, posts)
    }

    /// Whoever says that they saw a document was in a post for that, and it was somebody else's.
    fn seen_by(&mut self, place: &str, person: &str, seen: Option<SeenBy>) -> Result<(), Mismatch> {
        let before = self.seen.get(person);
        if before == seen.as_ref() {
            return Ok(());
        }
        if let Some((at, by)) = &seen {
            let may = self.may(by, person, *at, &SEE_DOCUMENTS);
            let what = format!("who saw the identity document of person {person}");
            holds(place, &what, may, "somebody in a post for it, and not of themselves", by)?;
        }
        match seen {
            Some(seen) => self.seen.insert(person.to_owned(), seen),
            None => self.seen.remove(person),
        };
        Ok(())
    }

    /// Whether an official has seen somebody's identity document.
    pub fn identity_seen(&self, person: &str) -> bool {
        self.seen.contains_key(person)
    }

    /// A digest of what can be compared of a fact.
    fn said(&self, action: AuditAction) -> [u8; 16] {
        let action = if self.keyed { action } else { without_digests(action) };
        let hash = Sha256::digest(action.detail());
        let mut said = [0; 16];
        said.copy_from_slice(&hash[..16]);
        said
    }

    /// Compares every row with the last leaf of it, and every leaf with a row. Marks are checked with the keys.
    pub async fn compare(&mut self, books: &mut Snapshot, keys: Option<&Keys>) -> Result<i64, VerifyError> {
        let mut rows = 0;
        for kind in FactKind::ALL {
            let mut after = String::new();
            loop {
                let page = books.reader().facts(kind, Which::After(&after, PAGE), keys).await?;
                let Some(last) = page.last() else { break };
                let subject = last.action.subject().to_string();
                after = subject.split_once(':').map(|(_, id)| id.to_owned()).unwrap_or_default();
                let first = page.first().map(|fact| fact.action.subject().to_string()).unwrap_or_default();
                for fact in page {
                    rows += 1;
                    self.row(books, kind, fact.action).await?;
                    if let Some(what) = fact.unmarked {
                        return Err(beside(what).into());
                    }
                }
                if let (FactKind::Account, Some(keys)) = (kind, keys) {
                    let first = first.split_once(':').map_or("", |(_, id)| id);
                    if let Some(what) = books.reader().strange_way_in(first, &after, keys).await? {
                        return Err(beside(what).into());
                    }
                }
            }
        }
        match self.last.drain().map(|(subject, _)| subject).min() {
            Some(subject) => {
                let place = place(&subject);
                Err(Mismatch::new(
                    place,
                    "the row of its leaf in the audit log",
                    "one",
                    "none: it was taken out",
                )
                .into())
            }
            None => Ok(rows),
        }
    }

    async fn row(
        &mut self,
        books: &mut Snapshot,
        kind: FactKind,
        found: AuditAction,
    ) -> Result<(), VerifyError> {
        let subject = found.subject();
        let place = place(&subject.to_string());
        let Some(expected) = self.last.remove(&subject.to_string()) else {
            return Err(Mismatch::new(
                place,
                "its leaf in the audit log",
                "one that says what stands in the row",
                "none: the row was slipped in",
            )
            .into());
        };
        let detail = found.detail();
        if self.said(found) == expected {
            return Ok(());
        }
        let leaf = books.reader().last_leaf(kind.leaf(), &subject).await?.unwrap_or_default();
        let (column, expected, found) = difference::first(&leaf, &detail);
        Err(Mismatch::new(place, column, expected, found).into())
    }

    /// Compares what the policies say with what they said when they were served first, and looks for that of each class.
    pub fn compare_policies(&self, policies: &Policies) -> Result<(), Mismatch> {
        for policy in policies.all() {
            let Some(stated) = self.policies.get(&policy.version) else { continue };
            let says = of_policy(policy).detail();
            if *stated != says {
                let (column, expected, found) = difference::first(stated, &says);
                let place = format!("policy {}", policy.version);
                return Err(Mismatch::new(
                    place,
                    format!("{column}: this version said something else when it was served first"),
                    expected,
                    found,
                ));
            }
        }
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(id, _)| *id);
        for (id, class) in classes {
            let place = format!("class {id}");
            let what = format!("the leaf of its policy {}", class.policy);
            holds(&place, &what, self.policies.contains_key(&class.policy), "one", "none")?;
        }
        Ok(())
    }

    /// The last day of a class, as its leaf says; nothing of one that has none.
    pub fn ends_on(&self, class: &str) -> &str {
        self.classes.get(class).map_or("", |class| class.ends_on.as_str())
    }

    /// Whether a class was closed.
    pub fn is_closed(&self, class: &str) -> bool {
        self.closed.contains(class)
    }

    /// What a class asks for.
    pub fn asked(&self, place: &str, class: &str) -> Result<Asked, Mismatch> {
        let id = class;
        let Some(class) = self.classes.get(id) else {
            return Err(Mismatch::new(place, "its class", "one that is stated", id));
        };
        let required_ms = self.required_ms.get(&class.course).copied().unwrap_or(0);
        Ok(Asked { policy: class.policy.clone(), required_ms, has_exam: self.exams.contains(id) })
    }

    /// A session must be in the class of the enrolment, on a lesson of its course, by the length that was stated.
    pub fn opened(&self, place: &str, class: &str, lesson: &str, duration_ms: i64) -> Result<(), Mismatch> {
        let course = self.classes.get(class).map(|class| class.course.as_str());
        let stated = self.lessons.get(lesson).filter(|stated| Some(stated.course.as_str()) == course);
        let Some(stated) = stated else {
            return Err(Mismatch::new(place, "the lesson", format!("one of class {class}"), lesson));
        };
        same(place, &format!("the length of lesson {lesson}"), &stated.duration_ms, &duration_ms)
    }
}

/// A row that opens something and bears no mark that fits.
fn beside(what: String) -> Mismatch {
    Mismatch::new(
        what,
        "the mark of the program",
        "one that fits",
        "another: the row was written beside the program",
    )
}

/// How a subject is called.
fn place(subject: &str) -> String {
    subject.replacen(':', " ", 1)
}
