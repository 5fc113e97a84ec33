//! Officials and open invitations, as they are read.

use domain::access::{Role, ScopeFilter};
use domain::id::{AccountId, OrganisationId, PersonId, RegionId};
use domain::official::{reviews_or_pays, stands};

use crate::db::Db;
use crate::error::Result;
use crate::nullable_text::NullableText;
use crate::read_db;

/// An account that holds a post, or held one.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Official {
    #[sqlx(try_from = "String")]
    pub account: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub login: String,
    pub name: String,
    pub active: bool,
}

/// One post of an account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Post {
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    pub role: String,
    #[sqlx(try_from = "NullableText")]
    pub organisation_id: Option<OrganisationId>,
    pub organisation: Option<String>,
    pub organisation_en: Option<String>,
    pub region: Option<String>,
    pub region_en: Option<String>,
    pub granted_at: i64,
    pub ends_at: Option<i64>,
    /// By whose invitation, where it came by one.
    #[sqlx(try_from = "NullableText")]
    pub invited_by: Option<AccountId>,
    /// When a second person confirmed it, where one has.
    pub confirmed_at: Option<i64>,
}

impl Post {
    /// Whether it gives no rights yet: a second person is waited for.
    pub fn is_waiting(&self) -> bool {
        Role::from_code(&self.role)
            .is_some_and(|role| !stands(role, self.invited_by.is_some(), self.confirmed_at.is_some()))
    }
}

/// An invitation that is not accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Pending {
    pub id: String,
    pub name: String,
    pub role: String,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    pub organisation: String,
    pub organisation_en: String,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    /// Absent for the first who runs the system.
    #[sqlx(try_from = "NullableText")]
    pub invited_by: Option<AccountId>,
    /// Name of who invited.
    pub inviter: Option<String>,
    pub expires_at: i64,
}

/// Who could confirm posts now.
#[derive(Clone, Debug)]
pub struct SecondPerson {
    pub account: AccountId,
    pub person: PersonId,
    pub now_ms: i64,
}

/// What to look for: in name and login; an empty text looks for everybody.
#[derive(Clone, Debug, Default)]
pub struct OfficialSearch {
    pub text: String,
    /// Only those with a post that waits for this person as the second one.
    pub waits_for: Option<SecondPerson>,
    pub limit: i64,
    pub offset: i64,
}

/// What is wanted of the officials within a scope ($1, $2) whose name or login fits $3; only those who wait for a second person,
/// where there is an account of one ($4).
fn officials(select: &str, rest: &str) -> String {
    let waits = waits_for_a_second("$4", "$5", "$6");
    format!(
        "SELECT {select} FROM account a JOIN person p ON p.id = a.person_id
         WHERE EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.role <> 'learner'
                       AND ($1 OR g.organisation_id = $2))
           AND (p.name LIKE $3 OR a.login LIKE $3)
           AND ($4 IS NULL OR EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND {waits})){rest}"
    )
}

/// A post `g` of an account `a` waits for a second person, and this account of this person may be the one.
pub(crate) fn waits_for_a_second(account: &str, person: &str, now_ms: &str) -> String {
    let roles: Vec<String> = Role::ALL
        .into_iter()
        .filter(|role| reviews_or_pays(*role))
        .map(|role| format!("'{}'", role.as_str()))
        .collect();
    let roles = roles.join(", ");
    format!(
        "g.role IN ({roles}) AND g.invited_by IS NOT NULL AND g.confirmed_at IS NULL
         AND (g.ends_at IS NULL OR g.ends_at > {now_ms}) AND a.person_id <> {person} AND g.invited_by <> {account}"
    )
}

/// An organisation as somebody is invited into it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Organisation {
    pub id: String,
    /// `bureau`, `institution`, `enterprise`, `college` or `partner`.
    pub kind: String,
    pub name: String,
    pub name_en: String,
    /// Where it is.
    pub region_id: String,
}

const POSTS: &str = "SELECT g.account_id, g.role, g.organisation_id, o.name AS organisation, o.name_en AS organisation_en,
        r.name AS region, r.name_en AS region_en, g.granted_at, g.ends_at, g.invited_by, g.confirmed_at
    FROM role_grant g LEFT JOIN organisation o ON o.id = g.organisation_id LEFT JOIN region r ON r.id = g.region_id
    WHERE g.account_id = $1 ORDER BY g.role";

const PENDING: &str = "SELECT i.id, i.name, i.role, i.organisation_id, o.name AS organisation,
        o.name_en AS organisation_en, i.region_id, i.invited_by, p.name AS inviter, i.expires_at
    FROM invitation i JOIN organisation o ON o.id = i.organisation_id
    LEFT JOIN account a ON a.id = i.invited_by LEFT JOIN person p ON p.id = a.person_id
    WHERE i.accepted_at IS NULL AND i.expires_at > $1";

impl Db {
    /// A page of the officials within a scope, by name, and how many there are.
    pub async fn officials(
        &self,
        scope_filter: &ScopeFilter,
        search: &OfficialSearch,
    ) -> Result<(Vec<Official>, i64)> {
        let pattern = format!("%{}%", search.text.trim().replace(['%', '_'], ""));
        let organisation = scope_filter.organisation.as_ref().map(OrganisationId::as_str);
        let second = search.waits_for.as_ref();
        let (account, person) =
            (second.map(|one| one.account.as_str()), second.map(|one| one.person.as_str()));
        let now_ms = second.map(|one| one.now_ms);
        let sql = officials(
            "a.id AS account, a.person_id, a.login, p.name, a.active",
            " ORDER BY p.name, a.login LIMIT $7 OFFSET $8",
        );
        let lines = read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(scope_filter.all)
                .bind(organisation)
                .bind(&pattern)
                .bind(account)
                .bind(person)
                .bind(now_ms)
                .bind(search.limit)
                .bind(search.offset)
                .fetch_all(pool)
                .await
        })?;
        let sql = officials("COUNT(*)", "");
        let count = read_db!(self, |pool| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(scope_filter.all)
                .bind(organisation)
                .bind(&pattern)
                .bind(account)
                .bind(person)
                .bind(now_ms)
                .fetch_one(pool)
                .await
        })?;
        Ok((lines, count))
    }

    /// One account.
    pub async fn official(&self, account: &AccountId) -> Result<Official> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.id AS account, a.person_id, a.login, p.name, a.active
                 FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1",
            )
            .bind(account.as_str())
            .fetch_one(pool)
            .await
        })?)
    }

    /// The posts of an account, those that have ended among them.
    pub async fn posts(&self, account: &AccountId) -> Result<Vec<Post>> {
        Ok(read_db!(self, |pool| sqlx::query_as(POSTS).bind(account.as_str()).fetch_all(pool).await)?)
    }

    /// Who else holds a role for an organisation: who could take the work over.
    pub async fn colleagues(&self, post: &Post, person: &PersonId, now_ms: i64) -> Result<Vec<Official>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.id AS account, a.person_id, a.login, p.name, a.active
                 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN person p ON p.id = a.person_id
                 WHERE g.role = $1 AND COALESCE(g.organisation_id, '') = $2 AND a.person_id <> $3 AND a.active
                   AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL OR $5)
                   AND (g.ends_at IS NULL OR g.ends_at > $4) ORDER BY p.name, a.login",
            )
            .bind(&post.role)
            .bind(post.organisation_id.as_ref().map_or("", OrganisationId::as_str))
            .bind(person.as_str())
            .bind(now_ms)
            .bind(Role::from_code(&post.role).is_some_and(|role| !reviews_or_pays(role)))
            .fetch_all(pool)
            .await
        })?)
    }

    /// The invitation of a code, while it is open.
    pub async fn open_invitation(&self, code_digest: &[u8; 32], now_ms: i64) -> Result<Option<Pending>> {
        let sql = "SELECT i.id, i.name, i.role, i.organisation_id, o.name AS organisation,
                          o.name_en AS organisation_en, i.region_id, i.invited_by, p.name AS inviter, i.expires_at
                   FROM invitation i JOIN organisation o ON o.id = i.organisation_id
                   LEFT JOIN account a ON a.id = i.invited_by LEFT JOIN person p ON p.id = a.person_id
                   WHERE i.accepted_at IS NULL AND i.expires_at > $1 AND i.code_digest = $2";
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sql).bind(now_ms).bind(&code_digest[..]).fetch_optional(pool).await
        })?)
    }

    /// Invitations within a scope that nobody has accepted yet, the last first.
    pub async fn pending_invitations(&self, scope_filter: &ScopeFilter, now_ms: i64) -> Result<Vec<Pending>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{PENDING} AND ($2 OR i.organisation_id = $3) ORDER BY i.expires_at DESC, i.id LIMIT 100"
        ));
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sql)
                .bind(now_ms)
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .fetch_all(pool)
                .await
        })?)
    }

    /// All organisations, those of a kind together.
    pub async fn organisations(&self) -> Result<Vec<Organisation>> {
        let sql = "SELECT id, kind, name, name_en, region_id FROM organisation ORDER BY kind, name";
        Ok(read_db!(self, |pool| sqlx::query_as(sql).fetch_all(pool).await)?)
    }

    /// Regions in which anything is done, by id and name, in both languages.
    pub async fn bureau_regions(&self) -> Result<Vec<(String, String, String)>> {
        let sql = "SELECT id, name, name_en FROM region WHERE id <> 'elsewhere' ORDER BY kind, name";
        Ok(read_db!(self, |pool| sqlx::query_as(sql).fetch_all(pool).await)?)
    }
}
