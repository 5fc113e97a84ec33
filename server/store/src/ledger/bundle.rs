//! What an evidence bundle is made of: whose enrolment it is, and where its class stands.

use domain::id::{ClassId, EnrolmentId, OrganisationId, PersonId, RegionId};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Whose an enrolment is, and where its class stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holder {
    #[sqlx(try_from = "String")]
    pub person: PersonId,
    #[sqlx(try_from = "String")]
    pub class: ClassId,
    #[sqlx(try_from = "String")]
    pub organisation: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region: RegionId,
}

impl Db {
    /// Whose an enrolment is; `NotFound` if there is none.
    pub async fn holder(&self, enrolment: &EnrolmentId) -> Result<Holder> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT e.person_id AS person, k.id AS class, k.organisation_id AS organisation, k.region_id AS region
                 FROM enrolment AS e JOIN training_class AS k ON k.id = e.class_id WHERE e.id = $1",
            )
            .bind(enrolment.as_str())
            .fetch_one(pool)
            .await
        })?)
    }
}
