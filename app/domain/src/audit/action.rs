//! Every action that the audit log knows, with what is to be known of it.

use serde::{Deserialize, Serialize};

use super::AuditSubject;
use super::fact::{LinkFact, PasskeyFact, RoleFact};
use crate::access::Role;
use crate::certificate::CertificateKind;
use crate::class_application::ApplicationField;
use crate::consent::Purpose;
use crate::course::Level;
use crate::document::DocumentKind;
use crate::export::{ExportFailure, ExportFormat};
use crate::id::{
    AccountId, AppealId, CertificateId, ClaimId, ClassApplicationId, ClassId, ClassInvitationId,
    CourseDraftId, CourseId, DeviceKeyId, EnrolmentId, ExamPaperId, ExportId, FilingId, FilmId, FundSourceId,
    InvitationId, LessonId, ObjectionId, OrganisationId, PaperId, PasskeyId, PayeeId, PaymentId, PersonId,
    PublicationId, QuestionId, RegionId, SignalId, StandardId,
};
use crate::ledger::WitnessTrouble;
use crate::person::Number;
use crate::policy::Profile;
use crate::signal::SignalVerdict;
use crate::subsidy::Fen;

/// How the codes of facts begin.
pub const FACTS: &str = "fact.";

/// Makes of one table: the actions, their kinds, their codes, their subjects, and their payload as JSON.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal on $subject:ident($id:ident: $id_type:ty) {
        $($field:ident: $type:ty),* $(,)?
    })+) => {
        /// What was done, to what, and what else is to be known of it: the first field of each is its subject, the others
        /// are its payload. Stored and hashed as code, [`AuditSubject`] and the JSON of the payload.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum AuditAction {
            $($(#[$doc])* $name { $id: $id_type, $($field: $type),* }),+
        }

        /// Which action, without what is known of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AuditKind {
            $($(#[$doc])* $name),+
        }

        impl AuditKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code of the database.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code),+
                }
            }
        }

        impl AuditAction {
            /// Which action.
            pub fn kind(&self) -> AuditKind {
                match self {
                    $(Self::$name { .. } => AuditKind::$name),+
                }
            }

            /// To what it was done.
            pub fn subject(&self) -> AuditSubject {
                match self {
                    $(Self::$name { $id, .. } => AuditSubject::$subject($id.clone())),+
                }
            }

            /// The payload as JSON: always an object, its keys in the order of the declaration, no fractions.
            pub fn detail(&self) -> String {
                match self {
                    $(Self::$name { $($field,)* .. } => {
                        #[derive(Serialize)]
                        struct Payload { $($field: $type),* }
                        serde_json::to_string(&Payload { $($field: $field.clone()),* }).unwrap_or_default()
                    })+
                }
            }

            /// The action that was stored as these texts; `None` for one that this program does not write.
            pub fn read(code: &str, subject: &str, detail: &str) -> Option<Self> {
                match (code, AuditSubject::read(subject)?) {
                    $(($code, AuditSubject::$subject($id)) => {
                        #[derive(Deserialize)]
                        #[serde(deny_unknown_fields)]
                        struct Payload { $($field: $type),* }
                        let Payload { $($field),* } = serde_json::from_str(detail).ok()?;
                        Some(Self::$name { $id, $($field),* })
                    })+
                    _ => None,
                }
            }
        }
    };
}

actions! {
    /// An official signed in.
    SignIn = "sign_in" on Account(account: AccountId) {}
    /// Somebody tried to sign in as an official and was refused.
    SignInRefused = "sign_in.refused" on Account(account: AccountId) {}

    /// Somebody registered.
    PersonRegister = "person.register" on Person(person: PersonId) {}
    /// Somebody who had closed the account registered again.
    PersonReturn = "person.return" on Person(person: PersonId) {}
    /// Somebody took their own data.
    AccountData = "account.data" on Person(person: PersonId) {}
    /// Somebody closed their account; what is kept follows these rules of retention.
    AccountClose = "account.close" on Person(person: PersonId) { retention: String }
    /// Somebody agreed to a use of their data.
    ConsentGive = "consent.give" on Person(person: PersonId) { purpose: Purpose }
    /// Somebody took such an agreement back.
    ConsentWithdraw = "consent.withdraw" on Person(person: PersonId) { purpose: Purpose }

    /// A password was changed.
    AccountPassword = "account.password" on Account(account: AccountId) {}
    /// A forgotten password was replaced by a code.
    AccountRecover = "account.recover" on Account(account: AccountId) {}
    /// A phone number was proved.
    AccountPhone = "account.phone" on Account(account: AccountId) {}
    /// The number of somebody's document was exchanged for that of a renewed one.
    AccountDocument = "account.document" on Account(account: AccountId) { from: DocumentKind, to: DocumentKind }
    /// Somebody said on which account at a bank they are paid, and agreed to the words of this version. Which account it is
    /// stands with the payee.
    PayeeGive = "payee.give" on Account(account: AccountId) { payee: PayeeId, agreed: String }
    /// A second factor was turned on.
    SecondFactorOn = "second_factor.on" on Account(account: AccountId) {}
    /// A second factor was turned off.
    SecondFactorOff = "second_factor.off" on Account(account: AccountId) {}
    /// An administrator took a lost second factor away.
    SecondFactorReset = "second_factor.reset" on Account(account: AccountId) {}
    /// A passkey was added.
    PasskeyAdd = "passkey.add" on Passkey(passkey: PasskeyId) {}
    /// A passkey was removed.
    PasskeyRemove = "passkey.remove" on Passkey(passkey: PasskeyId) {}
    /// A sign-in elsewhere was linked.
    IdentityLink = "identity.link" on Account(account: AccountId) {}
    /// Such a link was removed.
    IdentityUnlink = "identity.unlink" on Account(account: AccountId) {}

    /// Somebody was invited to a post. Who is meant stands with the invitation, until its time is over.
    OfficialInvite = "official.invite" on Invitation(invitation: InvitationId) {}
    /// Somebody took the post of an invitation.
    OfficialAccept = "official.accept" on Invitation(invitation: InvitationId) {}
    /// A second person confirmed somebody in a post that reviews or pays.
    OfficialConfirm = "official.confirm" on Account(account: AccountId) { role: Role }
    /// An account was opened again.
    OfficialActivate = "official.activate" on Account(account: AccountId) {}
    /// An account was closed by who may.
    OfficialDeactivate = "official.deactivate" on Account(account: AccountId) {}
    /// A post ends, and its open work goes to another.
    OfficialHandOver = "official.hand_over" on Account(account: AccountId) {
        role: Role,
        successor: AccountId,
        ends_at_ms: i64,
    }

    /// A teacher confirmed who somebody is.
    IdentityConfirm = "identity.confirm" on Enrolment(enrolment: EnrolmentId) {
        class: ClassId,
        class_code: String,
    }
    /// An official has seen somebody and their identity document.
    IdentitySee = "identity.see" on Enrolment(enrolment: EnrolmentId) {
        class: ClassId,
        class_code: String,
    }
    /// An official took that back.
    IdentityUnsee = "identity.unsee" on Enrolment(enrolment: EnrolmentId) {
        class: ClassId,
        class_code: String,
    }
    /// Somebody saw a number in full.
    NumberReveal = "number.reveal" on Enrolment(enrolment: EnrolmentId) { number: Number }

    /// A roster was read: so many people in it, so many invited by it, so many whose invitation it changed.
    RosterImport = "roster.import" on Class(class: ClassId) {
        class_code: String,
        people: u64,
        invited: u64,
        changed: u64,
    }
    /// An invitation to a class was withdrawn.
    RosterWithdraw = "roster.withdraw" on Class(class: ClassId) {
        class_code: String,
        invitation: ClassInvitationId,
    }
    /// A withdrawn invitation to a class holds again.
    RosterRestore = "roster.restore" on Class(class: ClassId) {
        class_code: String,
        invitation: ClassInvitationId,
    }
    /// The links of everybody invited to a class were printed.
    RosterPrint = "roster.print" on Class(class: ClassId) { class_code: String, links: u64 }
    /// Somebody accepted their invitation to a class, and signed the commitment of this version.
    RosterAccept = "roster.accept" on Enrolment(enrolment: EnrolmentId) {
        class: ClassId,
        class_code: String,
        invitation: ClassInvitationId,
        commitment: String,
    }

    /// An institution applied to open a class, and made the commitment of this version for exactly what has this digest.
    ApplicationSubmit = "application.submit" on ClassApplication(application: ClassApplicationId) {
        sha256: String,
        commitment: String,
    }
    /// The bureau returned what has this digest; the reasons by field stand with the application.
    ApplicationReturn = "application.return" on ClassApplication(application: ClassApplicationId) {
        sha256: String,
        fields: Vec<ApplicationField>,
    }
    /// The bureau approved what has this digest, and this class is open.
    ApplicationApprove = "application.approve" on ClassApplication(application: ClassApplicationId) {
        sha256: String,
        class: ClassId,
        class_code: String,
    }
    /// The institution gave its application up.
    ApplicationWithdraw = "application.withdraw" on ClassApplication(application: ClassApplicationId) {}
    /// A reviewer opened a file of an application, which has this digest.
    ApplicationLook = "application.look" on ClassApplication(application: ClassApplicationId) { sha256: String }

    /// An institution submitted a course, which has this digest, to be published.
    CourseSubmit = "course.submit" on CourseDraft(draft: CourseDraftId) { sha256: String }
    /// The bureau returned what has this digest; the reasons stand with the draft.
    CourseReturn = "course.return" on CourseDraft(draft: CourseDraftId) { sha256: String }
    /// The bureau published what has this digest as this course.
    CoursePublish = "course.publish" on CourseDraft(draft: CourseDraftId) {
        sha256: String,
        course: CourseId,
        course_code: String,
    }
    /// The institution gave its course up.
    CourseWithdraw = "course.withdraw" on CourseDraft(draft: CourseDraftId) {}

    /// An institution claimed the subsidy of a closed class, and made the commitment of this version for exactly what has this
    /// digest: so many learners, so many of them owed something, so much in fen.
    ClaimSubmit = "claim.submit" on Claim(claim: ClaimId) {
        class: ClassId,
        sha256: String,
        commitment: String,
        people: i64,
        paid: i64,
        amount: Fen,
    }
    /// The first review passed the claim that has this digest.
    ClaimPass = "claim.pass" on Claim(claim: ClaimId) { sha256: String }
    /// The first review returned it to the institution.
    ClaimReturn = "claim.return" on Claim(claim: ClaimId) { sha256: String }
    /// The second review passed it.
    ClaimConfirm = "claim.confirm" on Claim(claim: ClaimId) { sha256: String }
    /// The second review sent it back to the first.
    ClaimSendBack = "claim.send_back" on Claim(claim: ClaimId) { sha256: String }
    /// The second review returned it to the institution.
    ClaimRefer = "claim.refer" on Claim(claim: ClaimId) { sha256: String }
    /// The institution gave its claim up.
    ClaimWithdraw = "claim.withdraw" on Claim(claim: ClaimId) {}
    /// A list was published: of these claims, so many people, so much in fen, and what has this digest.
    PublicationMake = "publication.make" on Publication(publication: PublicationId) {
        claims: Vec<ClaimId>,
        people: i64,
        amount: Fen,
        sha256: String,
    }
    /// Somebody objected to a claim of a published list, or to one place in it, with words that have this digest.
    ObjectionFile = "objection.file" on Objection(objection: ObjectionId) {
        publication: PublicationId,
        claim: ClaimId,
        n: Option<i64>,
        sha256: String,
    }
    /// An objection was found right: those at these places of the list are not paid.
    ObjectionUphold = "objection.uphold" on Objection(objection: ObjectionId) { struck: Vec<i64> }
    /// An objection was found wrong.
    ObjectionDismiss = "objection.dismiss" on Objection(objection: ObjectionId) {}
    /// A batch of payments was made: its number, out of this fund, for so many people, so much in fen, and what has this digest.
    PaymentMake = "payment.make" on Payment(payment: PaymentId) {
        number: i64,
        fund: FundSourceId,
        people: i64,
        amount: Fen,
        sha256: String,
    }
    /// The file of a batch was taken for a bank, with full names and numbers.
    PaymentFile = "payment.file" on Payment(payment: PaymentId) { profile: String, part: i64, sha256: String }
    /// What a bank answered was taken in: its file, how many it paid and how many not, and the digest of that.
    PaymentAnswer = "payment.answer" on Payment(payment: PaymentId) {
        answer: String,
        file_sha256: String,
        paid: i64,
        failed: i64,
        sha256: String,
    }
    /// A class was closed: so many people, so many of them completed it, and what has this digest is frozen.
    ClassClose = "class.close" on ClassClosing(class: ClassId) {
        class_code: String,
        people: i64,
        completed: i64,
        sha256: String,
    }

    /// A class was given a final test: nobody was in it yet.
    ClassExam = "class.exam" on Class(class: ClassId) { class_code: String }

    /// A site was set up in an empty database: this bureau, the regions of a division (GB/T 2260), trades and categories.
    SiteInit = "site.init" on Organisation(bureau: OrganisationId) {
        division: String,
        regions: u64,
        trades: u64,
        categories: u64,
    }
    /// An institution, an enterprise, a college or a partner was registered.
    OrganisationRegister = "organisation.register" on Organisation(organisation: OrganisationId) {}
    /// An institution was filed for a trade at a level.
    FilingRecord = "filing.record" on Filing(filing: FilingId) {
        organisation: OrganisationId,
        trade_code: String,
        level: Level,
    }
    /// A filing was suspended: no class is opened under it.
    FilingSuspend = "filing.suspend" on Filing(filing: FilingId) { organisation: OrganisationId }
    /// A suspension of a filing was lifted.
    FilingLift = "filing.lift" on Filing(filing: FilingId) { organisation: OrganisationId }
    /// Somebody opened the paper of a filing.
    FilingPaper = "filing.paper" on Filing(filing: FilingId) { organisation: OrganisationId }
    /// A film of an institution was measured and can be used: its digest without what the camera wrote, how long and how large.
    FilmReady = "film.ready" on Film(film: FilmId) {
        organisation: OrganisationId,
        sha256: String,
        duration_ms: i64,
        bytes: i64,
    }
    /// Such a film was deleted.
    FilmDelete = "film.delete" on Film(film: FilmId) { organisation: OrganisationId, sha256: String }
    /// A fund source was recorded.
    FundSourceRecord = "fund_source.record" on FundSource(fund: FundSourceId) { code: String, budget_fen: i64 }
    /// A standard was recorded, under this document.
    StandardRecord = "standard.record" on Standard(standard: StandardId) { source: String }
    /// A standard was ended: this is its last day.
    StandardEnd = "standard.end" on Standard(standard: StandardId) { valid_to: String }

    /// A learner sent a paper.
    PaperSend = "paper.send" on Paper(paper: PaperId) {}
    /// A learner took a paper back.
    PaperWithdraw = "paper.withdraw" on Paper(paper: PaperId) {}
    /// A learner opened their own paper.
    PaperOwn = "paper.own" on Paper(paper: PaperId) {}
    /// A reviewer opened a paper.
    PaperLook = "paper.look" on Paper(paper: PaperId) {}
    /// A reviewer accepted a paper.
    PaperAccept = "paper.accept" on Paper(paper: PaperId) {
        person: PersonId,
        category: String,
        since: String,
    }
    /// A reviewer refused a paper.
    PaperRefuse = "paper.refuse" on Paper(paper: PaperId) {}

    /// A learner appealed.
    AppealMake = "appeal.make" on Appeal(appeal: AppealId) {}
    /// A reviewer took an appeal on.
    AppealTake = "appeal.take" on Appeal(appeal: AppealId) {}
    /// The institution said what it knows.
    AppealComment = "appeal.comment" on Appeal(appeal: AppealId) {}
    /// The first reviewer proposed a verdict.
    AppealPropose = "appeal.propose" on Appeal(appeal: AppealId) {}
    /// The second reviewer wants the first to look again.
    AppealSendBack = "appeal.send_back" on Appeal(appeal: AppealId) {}
    /// The second reviewer confirmed the verdict.
    AppealConfirm = "appeal.confirm" on Appeal(appeal: AppealId) {}

    /// A controller looked at a signal.
    SignalLook = "signal.look" on Signal(signal: SignalId) { verdict: SignalVerdict }

    /// An export was asked for: of one class, of one region, or of all that the right reaches; of these, of the classes that end
    /// in a period (months, empty for none).
    ExportRequest = "export.request" on Export(export: ExportId) {
        class: Option<ClassId>,
        region: Option<RegionId>,
        ended_from: String,
        ended_until: String,
        format: ExportFormat,
        full_numbers: bool,
    }
    /// An export was built.
    ExportReady = "export.ready" on Export(export: ExportId) { rows: i64, sha256: String }
    /// An export was not built.
    ExportFailed = "export.failed" on Export(export: ExportId) { failure: ExportFailure }
    /// The file of an export was handed out.
    ExportDownload = "export.download" on Export(export: ExportId) { sha256: String }
    /// The file of an export was erased by these rules of retention.
    ExportErase = "export.erase" on Export(export: ExportId) { retention: String }

    /// The audit log was taken as a file: the lines before this one that a search finds. What was typed to find somebody is not
    /// kept: it may be a name.
    AuditDownload = "audit.download" on AuditFile(format: ExportFormat) { lines_before: i64, search: String }

    /// What was kept for a time that is over was erased.
    RetentionErase = "retention.erase" on Retention(rules: String) {
        identities: u64,
        papers: u64,
        invitations: u64,
        signals: u64,
    }

    /// A fresh key began to sign the ledger; the one before signs beside it for a while.
    SigningKeyBegin = "signing_key.begin" on Ledger(ledger: String) { overlap_until_ms: i64 }
    /// The signing key before ended.
    SigningKeyEnd = "signing_key.end" on Ledger(ledger: String) {}
    /// A witness, by its name, refused to cosign: so many entries of this log it was shown, so many it had seen.
    WitnessRefuse = "witness.refuse" on Witness(witness: String) {
        log: String,
        trouble: WitnessTrouble,
        size: i64,
        seen: i64,
    }
    /// Everything sealed is sealed under this data key.
    KeysRotate = "keys.rotate" on DataKey(key: String) { cipher: Option<String>, resealed: u64 }
    /// The keys were wrapped for another key file.
    KeysWrap = "keys.wrap" on KeyFile(key_file: String) {}
    /// Every key file but this one opens nothing any more.
    KeysForget = "keys.forget" on KeyFile(key_file: String) {}
    /// The site was restored from a backup.
    BackupRestore = "backup.restore" on Ledger(ledger: String) {
        made_at_ms: i64,
        sha256: String,
        entries: i64,
    }
    /// The tables for lists and pages were made anew from the raw records of so many people.
    BooksRebuild = "books.rebuild" on Ledger(ledger: String) { people: u64 }
    /// A machine's clock was set back; the site went on by real time.
    ClockBack = "clock.back" on Ledger(ledger: String) { behind_ms: i64 }
    /// The demonstration was loaded.
    DemoLoad = "demo.load" on City(city: String) {}

    /// A learner had a certificate issued.
    CertificateIssue = "certificate.issue" on Certificate(certificate: CertificateId) { enrolment: EnrolmentId }
    /// An official took a certificate back.
    CertificateRevoke = "certificate.revoke" on Certificate(certificate: CertificateId) {}

    /// What a policy of this version says, as a digest of its content.
    FactPolicy = "fact.policy" on Policy(policy: String) {
        profile: Profile,
        effective_from: String,
        sha256: String,
    }
    /// What an organisation is since.
    FactOrganisation = "fact.organisation" on Organisation(organisation: OrganisationId) {
        kind: String,
        name: String,
        name_en: String,
        region: RegionId,
        credit_code: String,
        phone: String,
    }
    /// For what an institution is filed since, and whether that is suspended.
    FactFiling = "fact.filing" on Filing(filing: FilingId) {
        organisation: OrganisationId,
        trade_code: String,
        level: String,
        number: String,
        valid_from: String,
        valid_to: Option<String>,
        paper_sha256: Option<String>,
        recorded_by: AccountId,
        recorded_at_ms: i64,
        suspended_at_ms: Option<i64>,
        suspended_by: Option<AccountId>,
        suspended_reason: String,
        lifted_at_ms: Option<i64>,
        lifted_by: Option<AccountId>,
        lifted_reason: String,
    }
    /// What a fund source is.
    FactFundSource = "fact.fund_source" on FundSource(fund: FundSourceId) {
        code: String,
        name: String,
        name_en: String,
        year: i64,
        budget_fen: i64,
        recorded_by: AccountId,
        recorded_at_ms: i64,
    }
    /// What a standard pays since, for what and until when.
    FactStandard = "fact.standard" on Standard(standard: StandardId) {
        trade_code: Option<String>,
        level: Option<String>,
        category: Option<String>,
        programme: Option<String>,
        valid_from: String,
        valid_to: Option<String>,
        pay: String,
        pay_fen: i64,
        pay_max_fen: Option<i64>,
        partial_percent: i64,
        living_day_fen: Option<i64>,
        living_max_fen: Option<i64>,
        fund: FundSourceId,
        source: String,
        recorded_by: AccountId,
        recorded_at_ms: i64,
        ended_at_ms: Option<i64>,
        ended_by: Option<AccountId>,
        ended_reason: String,
    }
    /// On which account at a bank somebody is paid, and until when: a keyed, salted digest of it.
    FactPayee = "fact.payee" on Payee(payee: PayeeId) {
        person: PersonId,
        n: i64,
        number: String,
        given_by: AccountId,
        given_at_ms: i64,
        ended_at_ms: Option<i64>,
    }
    /// What a course is since.
    FactCourse = "fact.course" on Course(course: CourseId) {
        code: String,
        title: String,
        organisation: OrganisationId,
        trade_code: String,
        trade: String,
        level: String,
        mode: String,
        published_at_ms: i64,
        version: i64,
        replaces: Option<CourseId>,
    }
    /// What a lesson is since: its length, and digests of its film and of its pages.
    FactLesson = "fact.lesson" on Lesson(lesson: LessonId) {
        course: CourseId,
        code: String,
        position: i64,
        kind: String,
        duration_ms: i64,
        media_bytes: i64,
        media_sha256: Option<String>,
        pages_sha256: String,
    }
    /// What a question is since: the digest, by the site's key, is over its text, its answers and which is right.
    FactQuestion = "fact.question" on Question(question: QuestionId) {
        lesson: LessonId,
        at_ms: i64,
        item: String,
    }
    /// What a class is since.
    FactClass = "fact.class" on Class(class: ClassId) {
        code: String,
        course: CourseId,
        organisation: OrganisationId,
        region: RegionId,
        teacher: Option<AccountId>,
        title: String,
        starts_on: String,
        ends_on: String,
        capacity: i64,
        policy: String,
        opened_at_ms: i64,
    }
    /// Who somebody is since: digests by the site's key, each salted with a number that is erased together with the person. A
    /// category without a paper is only claimed.
    FactPerson = "fact.person" on Person(person: PersonId) {
        document: String,
        name: String,
        birth: String,
        phone: String,
        category: Option<String>,
        category_since: Option<String>,
        category_paper: Option<PaperId>,
        region: RegionId,
        identity_seen_at_ms: Option<i64>,
        identity_seen_by: Option<AccountId>,
    }
    /// Whose an account is since, by what it is entered (digests by the site's key), and what it may do.
    FactAccount = "fact.account" on Account(account: AccountId) {
        person: PersonId,
        active: bool,
        sign_in: String,
        roles: Vec<RoleFact>,
        passkeys: Vec<PasskeyFact>,
        links: Vec<LinkFact>,
        second_factor_since_ms: Option<i64>,
    }
    /// With which key a learner's device signs study, and until when.
    FactDevice = "fact.device" on Device(device: DeviceKeyId) {
        account: AccountId,
        added_at_ms: i64,
        removed_at_ms: Option<i64>,
    }
    /// Who is in which class since.
    FactEnrolment = "fact.enrolment" on Enrolment(enrolment: EnrolmentId) {
        class: ClassId,
        person: PersonId,
        enrolled_at_ms: i64,
    }
    /// What a certificate says since (a digest by the site's key), and whether it was taken back.
    FactCertificate = "fact.certificate" on Certificate(certificate: CertificateId) {
        kind: CertificateKind,
        enrolment: EnrolmentId,
        until_entry: i64,
        language: String,
        content: String,
        issued_at_ms: i64,
        revoked_at_ms: Option<i64>,
        revoked_by: Option<AccountId>,
    }
    /// What is frozen of a class since it was closed: a digest of all its lines, and by whom.
    FactClassClosing = "fact.class_closing" on ClassClosing(class: ClassId) {
        account: AccountId,
        person: PersonId,
        role: String,
        note: String,
        people: i64,
        completed: i64,
        verified_ms: i64,
        ledger_size: i64,
        sha256: String,
        at_ms: i64,
    }
    /// A class has a final test since.
    FactClassExam = "fact.class_exam" on ClassExam(class: ClassId) { set_by: AccountId, set_at_ms: i64 }
    /// What a try at a final test is since it began, and since it was handed in: digests of the paper with its seed, and of all
    /// answers as they were saved.
    FactExamPaper = "fact.exam_paper" on ExamPaper(paper: ExamPaperId) {
        enrolment: EnrolmentId,
        n: i64,
        paper_sha256: String,
        started_at_ms: i64,
        ends_at_ms: i64,
        submitted_at_ms: Option<i64>,
        answers_sha256: Option<String>,
        mark: Option<i64>,
        passed: Option<bool>,
    }
    /// An enrolment under which nothing was studied is gone with its person's account.
    FactEnrolmentEnd = "fact.enrolment.end" on Enrolment(enrolment: EnrolmentId) {}
}

impl AuditAction {
    /// The stable code of the database.
    pub fn code(&self) -> &'static str {
        self.kind().code()
    }
}

impl AuditKind {
    /// The kind a code stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether it is a fact that hours are worth something by, written beside the row that says the same.
    pub fn is_fact(self) -> bool {
        self.code().starts_with(FACTS)
    }

    /// Whether it changes how an account is entered, or where its owner is paid: its owner is told.
    pub fn changes_ways_in(self) -> bool {
        matches!(
            self,
            Self::AccountPassword
                | Self::AccountRecover
                | Self::AccountPhone
                | Self::AccountDocument
                | Self::PayeeGive
                | Self::SecondFactorOn
                | Self::SecondFactorOff
                | Self::SecondFactorReset
                | Self::PasskeyAdd
                | Self::PasskeyRemove
                | Self::IdentityLink
                | Self::IdentityUnlink
        )
    }
}
