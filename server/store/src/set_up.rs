//! Setting a site up in an empty database: a bureau, its regions, trades and categories, and the invitation of the first who
//! runs the system.

use domain::id::OrganisationId;

use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::official::NewInvitation;
use crate::person::{NewCategory, NewOrganisation, NewRegion};
use crate::trade::Trade;
use crate::tx;

/// Everything of a site that nobody has used yet.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The city first.
    pub regions: Vec<NewRegion>,
    pub bureau: NewOrganisation,
    pub categories: Vec<NewCategory>,
    pub trades: Vec<Trade>,
    /// Since when the trades hold.
    pub trades_from: String,
}

/// How far setting a site up has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// There is nothing yet.
    Empty,
    /// The first who runs the system is invited, and has not accepted. The last invitation: until when it can be accepted, for
    /// whom (empty once its time is over), and the bureau with its region.
    Invited { expires_at: i64, name: String, bureau: OrganisationId, region: String },
    /// It is set up, and somebody runs it.
    Done,
    /// Something else is in the database.
    Foreign,
}

impl Db {
    /// How far setting the site up has come.
    pub async fn stage(&self) -> Result<Stage> {
        let mut tx = self.begin().await?;
        let stage = tx.stage().await?;
        tx.roll_back().await?;
        Ok(stage)
    }

    /// Sets the site up; `false` if the database is not empty any more, and then nothing changed.
    pub async fn set_up(
        &self,
        new: &SetUp,
        invitation: &NewInvitation,
        events: (&AuditEvent, &AuditEvent),
    ) -> Result<bool> {
        let (set_up, invited) = events;
        let mut tx = self.begin().await?;
        if tx.stage().await? != Stage::Empty {
            return Ok(false);
        }
        for region in &new.regions {
            tx.add_region(region).await?;
        }
        tx.add_organisation(&new.bureau, set_up.at_ms).await?;
        for category in &new.categories {
            tx.add_category(category).await?;
        }
        tx.add_trades(&new.trades, &new.trades_from).await?;
        audit::write(&mut tx, set_up).await?;
        tx.add_invitation(invitation, invited).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Invites the first who runs the system once more; `false` if somebody has accepted meanwhile.
    pub async fn invite_first_again(&self, invitation: &NewInvitation, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        if !matches!(tx.stage().await?, Stage::Invited { .. }) {
            return Ok(false);
        }
        tx.add_invitation(invitation, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Tx {
    async fn stage(&mut self) -> Result<Stage> {
        let runs = self.somebody_runs_the_system().await?;
        let sql = "SELECT (SELECT COUNT(*) FROM organisation) + (SELECT COUNT(*) FROM person)
                        + (SELECT COUNT(*) FROM region WHERE id <> 'elsewhere')";
        let rows: i64 = tx!(self, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?;
        if rows == 0 {
            return Ok(Stage::Empty);
        }
        let sql =
            "SELECT expires_at, name, organisation_id, region_id FROM invitation WHERE invited_by IS NULL
                   ORDER BY made_at DESC, id DESC LIMIT 1";
        let last: Option<(i64, String, String, String)> =
            tx!(self, |c| sqlx::query_as(sql).fetch_optional(&mut **c).await)?;
        Ok(match last {
            Some((expires_at, name, bureau, region)) if !runs => {
                Stage::Invited { expires_at, name, bureau: bureau.into(), region }
            }
            Some(_) => Stage::Done,
            None => Stage::Foreign,
        })
    }
}
