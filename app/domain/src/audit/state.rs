//! What stood there before a change, and what stands there since.

use std::fmt;

use crate::access::Role;
use crate::appeal::Verdict;
use crate::id::{AccountId, OrganisationId, RegionId};

/// A state that an action of the audit log changed. One text form, that is searched and hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AuditState {
    /// There was none.
    #[default]
    Nothing,
    /// Of identity: it must be confirmed before anything more counts.
    Held,
    /// Of identity: it was confirmed.
    Released,
    /// Of an identity document: an official has seen it with its holder.
    Seen,
    /// Of an identity document: no official has seen it.
    Unseen,
    /// Of a second factor.
    On,
    /// Of a second factor.
    Off,
    /// Of an agreement.
    Given,
    /// Of an agreement: refused or taken back.
    NotGiven,
    /// Of an agreement: nobody asked for it yet.
    NotAsked,
    /// Of a post: a second person has confirmed it.
    Confirmed,
    /// Of a post: no second person has confirmed it.
    Unconfirmed,
    /// Of an account: it opens.
    Active,
    /// Of an account: whoever may closed it.
    Closed,
    /// Of a person who is registered.
    Open,
    /// Of a person who is gone: nothing is kept.
    Gone,
    /// Of a person who is gone: name and document are sealed until then.
    Sealed {
        /// The last moment.
        until_ms: i64,
    },
    /// Of time: it was not counted.
    Refused,
    /// Of an appeal: it was made.
    Appealed,
    /// Of an appeal: the institution said what it knows.
    Commented,
    /// Of an appeal: the first reviewer proposed this.
    Proposed(Verdict),
    /// Of an appeal: the second reviewer wants the first to look again.
    SentBack,
    /// Of an appeal: so much is counted.
    Granted {
        /// How much.
        ms: i64,
    },
    /// Of an appeal: who works on it.
    Holder(AccountId),
    /// A post.
    Post(PostState),
}

/// A post of an official.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostState {
    /// Which.
    pub role: Role,
    /// For which organisation, where it is for one.
    pub organisation: Option<OrganisationId>,
    /// In which region, where it is in one.
    pub region: Option<RegionId>,
    /// Until when, once that is known.
    pub ends_at_ms: Option<i64>,
    /// How many open appeals went to whom when it was handed over.
    pub handed_over: Option<(u64, AccountId)>,
}

/// States that are a word.
const WORDS: [(AuditState, &str); 20] = [
    (AuditState::Nothing, ""),
    (AuditState::Held, "held"),
    (AuditState::Released, "released"),
    (AuditState::Seen, "seen"),
    (AuditState::Unseen, "not seen"),
    (AuditState::On, "on"),
    (AuditState::Off, "off"),
    (AuditState::Given, "given"),
    (AuditState::NotGiven, "not given"),
    (AuditState::NotAsked, "not asked"),
    (AuditState::Confirmed, "confirmed"),
    (AuditState::Unconfirmed, "not confirmed"),
    (AuditState::Active, "active"),
    (AuditState::Closed, "closed"),
    (AuditState::Open, "open"),
    (AuditState::Gone, "closed, nothing kept"),
    (AuditState::Refused, "refused"),
    (AuditState::Appealed, "appealed"),
    (AuditState::Commented, "comment"),
    (AuditState::SentBack, "send_back"),
];
const SEALED: &str = "closed, name and document sealed until ";
const PROPOSED: &str = "propose ";
const GRANTED: &str = "granted ";
const MS: &str = " ms";
const HOLDER: &str = "account:";
const UNTIL: &str = " until ";
const HANDED: &str = ", ";
const APPEALS_TO: &str = " open appeals to account:";

impl AuditState {
    /// The state a text stands for; `None` for a text that this program does not write.
    pub fn read(text: &str) -> Option<Self> {
        if let Some((state, _)) = WORDS.iter().find(|(_, word)| *word == text) {
            return Some(state.clone());
        }
        if let Some(until) = text.strip_prefix(SEALED) {
            return Some(Self::Sealed { until_ms: until.parse().ok()? });
        }
        if let Some(verdict) = text.strip_prefix(PROPOSED) {
            return Some(Self::Proposed(Verdict::from_code(verdict)?));
        }
        if let Some(ms) = text.strip_prefix(GRANTED) {
            return Some(Self::Granted { ms: ms.strip_suffix(MS)?.parse().ok()? });
        }
        if let Some(account) = text.strip_prefix(HOLDER) {
            return Some(Self::Holder(account.into()));
        }
        PostState::read(text).map(Self::Post)
    }
}

impl PostState {
    fn read(text: &str) -> Option<Self> {
        let (post, handed_over) = match text.split_once(HANDED) {
            Some((post, handed)) => {
                let (count, account) = handed.split_once(APPEALS_TO)?;
                (post, Some((count.parse().ok()?, account.into())))
            }
            None => (text, None),
        };
        let (post, ends_at_ms) = match post.split_once(UNTIL) {
            Some((post, until)) => (post, Some(until.parse().ok()?)),
            None => (post, None),
        };
        let mut parts = post.splitn(3, ' ');
        let role = Role::from_code(parts.next()?)?;
        let (organisation, region) = (parts.next()?, parts.next()?);
        Some(Self {
            role,
            organisation: (!organisation.is_empty()).then(|| organisation.into()),
            region: (!region.is_empty()).then(|| region.into()),
            ends_at_ms,
            handed_over,
        })
    }
}

impl fmt::Display for AuditState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, word)) = WORDS.iter().find(|(state, _)| state == self) {
            return f.write_str(word);
        }
        match self {
            Self::Sealed { until_ms } => write!(f, "{SEALED}{until_ms}"),
            Self::Proposed(verdict) => write!(f, "{PROPOSED}{}", verdict.as_str()),
            Self::Granted { ms } => write!(f, "{GRANTED}{ms}{MS}"),
            Self::Holder(account) => write!(f, "{HOLDER}{account}"),
            Self::Post(post) => write!(f, "{post}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for PostState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let organisation = self.organisation.as_ref().map_or("", OrganisationId::as_str);
        let region = self.region.as_ref().map_or("", RegionId::as_str);
        write!(f, "{} {organisation} {region}", self.role.as_str())?;
        if let Some(until) = self.ends_at_ms {
            write!(f, "{UNTIL}{until}")?;
        }
        if let Some((appeals, account)) = &self.handed_over {
            write!(f, "{HANDED}{appeals}{APPEALS_TO}{account}")?;
        }
        Ok(())
    }
}
