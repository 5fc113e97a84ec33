//! `xueshi init`: a site in an empty database, and the link by which its first officer comes in.

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::credit_code::{CreditCodeRefusal, read_credit_code};
use domain::id::{OrganisationId, RegionId};
use domain::name::read_name;
use domain::official::INVITATION_MS;
use domain::typed::{number, visible};
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::official::NewInvitation;
use store::person::{NewOrganisation, NewRegion};
use store::set_up::{SetUp, Stage};
use web::Site;

use crate::config::{Common, Init};
use crate::{categories, divisions, serve, trades};

/// The shortest and the longest name of a bureau, in characters.
const BUREAU_CHARS: std::ops::RangeInclusive<usize> = 2..=60;
/// How many digits a phone has that a bureau is reached under: from 12333 to one with an extension.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=16;

/// The way in for the first officer: it opens once.
#[derive(Clone, Debug)]
pub struct Link {
    /// The path on the site.
    pub path: String,
    /// Who is meant.
    pub name: String,
    pub expires_at: i64,
}

/// Sets the site up, or makes another link for its first officer.
pub async fn run(common: &Common, options: &Init) -> Result<()> {
    let site = serve::site(common, serve::open(common).await?).await?;
    let link = if options.again { again(&site, options).await? } else { set_up(&site, options).await? };
    let address = options.origin.clone().unwrap_or_default();
    let until = site.zone().minute(link.expires_at);
    let Link { path, name, .. } = &link;
    println!("{address}{path}");
    if options.origin.is_none() {
        println!("（在网站地址后面加上这一段。Put this behind the address of the site.）");
    }
    println!(
        "给{name}，{until} 前有效，只能用一次：先启动网站（xueshi serve），本人登记实名账号，再打开链接接受岗位。"
    );
    println!(
        "For {name}, once, until {until}: start the site (xueshi serve); they register under this name, then open the link."
    );
    site.db.close().await;
    Ok(())
}

/// Sets the site up: everything of it in one transaction.
pub async fn set_up(site: &Site, options: &Init) -> Result<Link> {
    // What stands there already is said first: whoever runs it twice has typed nothing wrong.
    refuse_unless_empty(site, site.db.stage().await?)?;
    let officer = officer(options)?;
    let bureau = bureau_name(options.bureau.as_deref().unwrap_or_default())?;
    let credit_code = credit_code(options.credit_code.as_deref().unwrap_or_default())?;
    let phone = phone(options.phone.as_deref().unwrap_or_default())?;
    let city = city(options.division.as_deref().unwrap_or_default())?;
    let division = city.city.code.to_owned();
    let id = OrganisationId(site.new_id());
    let new = SetUp {
        regions: regions(&city),
        bureau: NewOrganisation {
            id: id.clone(),
            kind: "bureau".to_owned(),
            name: bureau.clone(),
            // What has no English name is shown by its own.
            name_en: bureau,
            region: RegionId(division.clone()),
            credit_code,
            phone,
        },
        categories: categories::national()?,
        trades: trades::national(),
        trades_from: trades::SINCE.to_owned(),
    };
    let action = AuditAction::SiteInit {
        bureau: id.clone(),
        division: division.clone(),
        regions: new.regions.len() as u64,
        trades: new.trades.len() as u64,
        categories: new.categories.len() as u64,
    };
    let begun = AuditEvent::by_system(site.new_id(), site.now(), action);
    let (invitation, path) = invitation(site, officer, id, RegionId(division));
    if !site.db.set_up(&new, &invitation, (&begun, &invited(site, &invitation))).await? {
        refuse_unless_empty(site, site.db.stage().await?)?;
        bail!("something else wrote into the database at the same moment; nothing was changed: run it again");
    }
    Ok(Link { path, name: invitation.name, expires_at: invitation.expires_at })
}

/// Another link for the first officer, while nobody has accepted.
pub async fn again(site: &Site, options: &Init) -> Result<Link> {
    let (known, bureau, region) = match site.db.stage().await? {
        Stage::Invited { name, bureau, region, .. } => (name, bureau, RegionId(region)),
        Stage::Empty => bail!("there is no site in this database yet: run `xueshi init` without --again"),
        Stage::Done | Stage::Foreign => bail!(
            "somebody runs this site already: whoever runs it invites others on its page “人员” (/people)"
        ),
    };
    let name = match &options.officer {
        Some(_) => officer(options)?,
        None if known.is_empty() => {
            bail!("the name of the first officer is not kept that long: give it with --officer")
        }
        None => known,
    };
    let (invitation, path) = invitation(site, name, bureau, region);
    if !site.db.invite_first_again(&invitation, &invited(site, &invitation)).await? {
        bail!("the first officer has accepted at this very moment: no other link is needed");
    }
    Ok(Link { path, name: invitation.name, expires_at: invitation.expires_at })
}

/// An empty database is where a site begins.
fn refuse_unless_empty(site: &Site, stage: Stage) -> Result<()> {
    match stage {
        Stage::Empty => Ok(()),
        Stage::Invited { expires_at, .. } if expires_at > site.now() => bail!(
            "the site is set up, and its first officer can accept until {}; nothing was changed. If the link was lost: \
             `xueshi init --again`",
            site.zone().minute(expires_at)
        ),
        Stage::Invited { .. } => bail!(
            "the site is set up, and the link of its first officer has expired; nothing was changed. For another one: \
             `xueshi init --again`"
        ),
        Stage::Done => bail!(
            "the site is set up, and somebody runs it; nothing was changed. Start it with `xueshi serve`"
        ),
        Stage::Foreign => {
            bail!("this database is not empty; nothing was changed. Name an empty one with --database")
        }
    }
}

fn invitation(
    site: &Site,
    name: String,
    bureau: OrganisationId,
    region: RegionId,
) -> (NewInvitation, String) {
    let secret: [u8; 18] = site.random();
    let code = URL_SAFE_NO_PAD.encode(secret);
    let invitation = NewInvitation {
        id: site.new_id(),
        code_digest: site.keys.digest(Purpose::Invitation, &code),
        name,
        role: Role::SystemAdministrator,
        organisation: bureau,
        region,
        invited_by: None,
        expires_at: site.now() + INVITATION_MS,
    };
    (invitation, format!("/invitation/{code}"))
}

fn invited(site: &Site, invitation: &NewInvitation) -> AuditEvent {
    let action = AuditAction::OfficialInvite { invitation: invitation.id.as_str().into() };
    AuditEvent::by_system(site.new_id(), site.now(), action)
}

/// The city first, then its counties and zones. A city that has none is a county of its own: somebody lives there.
fn regions(city: &divisions::City) -> Vec<NewRegion> {
    let region = |id: String, name: &str, kind: &str, parent: Option<&str>| NewRegion {
        id: id.into(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        name_en: name.to_owned(),
        parent: parent.map(Into::into),
    };
    let code = city.city.code;
    let mut regions = vec![region(code.to_owned(), city.city.name, "city", None)];
    regions.extend(city.counties.iter().map(|one| {
        region(one.code.to_owned(), one.name, if one.is_zone() { "zone" } else { "county" }, Some(code))
    }));
    if city.counties.is_empty() {
        regions.push(region(format!("{code}-county"), city.city.name, "county", Some(code)));
    }
    regions
}

fn city(typed: &str) -> Result<divisions::City> {
    let code = number(typed);
    divisions::city(&code).map_err(|meant| {
        let meant: Vec<String> = meant.iter().map(|one| format!("{} {}", one.code, one.name)).collect();
        match meant.as_slice() {
            [] => anyhow!(
                "--division {typed}: no city has this code of GB/T 2260; a city's code looks like 370500"
            ),
            [one] => anyhow!("--division {typed}: this is no city's code of GB/T 2260; did you mean {one}?"),
            several => {
                anyhow!(
                    "--division {typed}: no city has this code of GB/T 2260; is it one of {}?",
                    several.join("、")
                )
            }
        }
    })
}

fn officer(options: &Init) -> Result<String> {
    let typed = options.officer.as_deref().unwrap_or_default();
    read_name(typed).map_err(|refusal| {
        anyhow!("--officer {typed:?}: write the name in Chinese characters as on the identity document ({refusal})")
    })
}

fn bureau_name(typed: &str) -> Result<String> {
    let name = visible(typed);
    if BUREAU_CHARS.contains(&name.chars().count()) {
        Ok(name)
    } else {
        bail!(
            "--bureau {typed:?}: write the full name of the bureau, {} characters at most",
            BUREAU_CHARS.end()
        )
    }
}

fn credit_code(typed: &str) -> Result<String> {
    read_credit_code(typed).map_err(|refusal| match refusal {
        CreditCodeRefusal::Check => anyhow!(
            "--credit-code {typed}: its last character does not fit the others; compare it with the certificate"
        ),
        other => anyhow!("--credit-code {typed:?}: a unified social credit code has 18 characters ({other})"),
    })
}

fn phone(typed: &str) -> Result<String> {
    let digits = number(typed).chars().filter(char::is_ascii_digit).count();
    let shown = visible(typed);
    if PHONE_DIGITS.contains(&digits) && number(&shown).chars().all(|c| c.is_ascii_digit() || c == '+') {
        Ok(shown)
    } else {
        Err(anyhow!("it has {digits} digits"))
            .with_context(|| format!("--phone {typed:?}: write a phone number, as 0546-1234567"))
    }
}
