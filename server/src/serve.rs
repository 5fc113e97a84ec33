//! `xueshi serve`.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use assets::Files;
use certificate::Fonts;
use store::Db;
use store::job::JobKind;
use store::ledger::checkpoint::NoteSigner;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use vault::Keys;
use web::oidc::Provider;
use web::{Assets, Clock, Films, Publisher, Sender, Shared, Site, TrustedProxies};

use crate::accept::{Bounds, accept, open_files_max};
use crate::config::{Common, ProfileChoice, SecondFactorChoice, Serve};
use crate::jobs;
use crate::jobs::ask_witnesses::Witness;
use crate::router::router;
use crate::system::{SystemClock, SystemRng};
use crate::{holidays, key_file, policies, retention, text_messages};

/// More than two machines that are kept in time ever differ, and less than a beat.
const CLOCK_DIFFERENCE_MS_MAX: i64 = 3000;

/// Opens the database and brings it up to date.
pub async fn open(common: &Common) -> Result<Db> {
    if let Some(path) = common.database.strip_prefix("sqlite:") {
        let folder = Path::new(path.trim_start_matches("//")).parent();
        if let Some(folder) = folder.filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the folder {} cannot be created", folder.display()))?;
        }
    }
    let db = Db::connect(&common.database)
        .await
        .with_context(|| format!("the database {} cannot be opened", shown(&common.database)))?;
    db.migrate().await.context("the schema cannot be brought up to date")?;
    Ok(db)
}

/// Nodes whose clocks differ would give learners who move between them time that did not pass, or take it.
fn agree(mine_ms: i64, shared_ms: Option<i64>) -> Result<()> {
    let ahead_ms = mine_ms - shared_ms.unwrap_or(mine_ms);
    if ahead_ms.abs() > CLOCK_DIFFERENCE_MS_MAX {
        bail!(
            "this machine's clock is {} s ahead of the database's: set both right (NTP), then start again",
            ahead_ms / 1000
        );
    }
    Ok(())
}

/// Puts down what the policies say. One that said something else when it was served first is refused: hours were reckoned by it.
pub async fn state_policies(site: &Site) -> Result<()> {
    if let Some(other) = site.db.state_policies(site.policies.all(), site.now()).await? {
        bail!(
            "the policy {} says something else than when it was served first (SHA-256 {} then, {} now): give changed numbers \
             a version of their own",
            other.version,
            other.was_sha256,
            other.is_sha256
        );
    }
    Ok(())
}

/// The address without a password.
fn shown(url: &str) -> String {
    match url.split_once('@') {
        Some((left, right)) if url.starts_with("postgres") => {
            let scheme = left.split("://").next().unwrap_or("postgres");
            format!("{scheme}://…@{right}")
        }
        _ => url.to_owned(),
    }
}

/// The state shared by everything that runs against this database, with its keys and policies proved to fit.
pub async fn site(common: &Common, db: Db) -> Result<Site> {
    let (clock, rng) = (SystemClock, SystemRng);
    let profile = common.profile.into();
    let keys = key_file::keys(&common.key_file, &db, &rng, common.cipher.into(), clock.now_ms()).await?;
    let keys = Arc::new(keys);
    db.know_keys(keys.clone());
    Ok(Site::from(Shared {
        signer: signer(common, &keys)?,
        keys,
        policies: Arc::new(policies::load(common.policies.as_deref(), profile, clock.now_ms())?),
        retention: Arc::new(retention::load(None)?),
        holidays: Arc::new(holidays::load(None)?),
        profile,
        assets: Arc::default(),
        origin: None,
        publisher: Arc::default(),
        fonts: None,
        second_factor_required: true,
        sender: Sender::None,
        oidc: None,
        session_cache: Arc::default(),
        trusted_proxies: Arc::default(),
        background: web::Background::default(),
        study_budgets: Arc::default(),
        hours_by_month: Arc::default(),
        guesses: Arc::default(),
        exports: common.exports.clone().into(),
        films: Arc::new(Films::new(
            &common.films,
            std::env::current_exe().context("this program is not found")?,
        )),
        clock: Arc::new(clock),
        rng: Arc::new(rng),
        db,
    }))
}

/// Lets the site's clock run ahead, where that is asked for and nobody is paid.
pub fn rehearse(common: &Common) -> Result<()> {
    match (common.days_ahead, common.profile) {
        (0, _) => Ok(()),
        (_, ProfileChoice::Standard) => {
            bail!("--days-ahead is for rehearsals: only with --profile compressed")
        }
        (days, ProfileChoice::Compressed) => {
            tracing::warn!(days, "the clock runs ahead: a rehearsal, no hour of it is real");
            SystemClock::run_ahead(days);
            Ok(())
        }
    }
}

/// Serves until Ctrl-C or a termination signal; running requests are finished first.
pub async fn serve(common: &Common, options: &Serve) -> Result<()> {
    let db = open(common).await?;
    agree(SystemClock.machine_ms(), db.clock_ms().await?)?;
    if let Some(behind_ms) = SystemClock.go_on_from(db.newest_beat_ms().await?) {
        let seconds = behind_ms / 1000;
        tracing::warn!(
            seconds,
            "this machine's clock is behind the last beat: time goes on from there. Set the clock right (NTP)"
        );
    }
    let mut site = site(common, db.clone()).await?;
    let built = Files::site(options.site.as_deref());
    site.assets = Arc::new(names(&built)?);
    state_policies(&site).await?;
    site.second_factor_required = options.second_factor == SecondFactorChoice::Required;
    site.retention = Arc::new(retention::load(options.retention.as_deref())?);
    site.holidays = Arc::new(holidays::load(options.holidays.as_deref())?);
    site.origin = options.origin.as_deref().map(Into::into);
    if !options.pdf_font.is_empty() {
        site.fonts = Some(Arc::new(Fonts::read(&options.pdf_font).context("--pdf-font")?));
    }
    site.publisher = Arc::new(Publisher {
        organiser: options.organiser.clone(),
        icp: options.icp.clone(),
        police: options.police_record.clone(),
    });
    site.trusted_proxies = Arc::new(TrustedProxies(options.trusted_proxy.clone()));
    if site.is_https() && options.trusted_proxy.is_empty() {
        tracing::warn!(
            "a proxy brings https, and none is trusted: everybody seems to come from it (--trusted-proxy)"
        );
    }
    site.sender = text_messages::sender(options)?;
    site.oidc = provider(options)?.map(Arc::new);
    if let Some(key) = site.keys.current().filter(|key| key.cipher != common.cipher.into()) {
        tracing::warn!("values are sealed with {}: `xueshi rotate-keys` changes that", key.cipher.as_str());
    }
    let witnesses =
        options.witness.iter().map(|text| Witness::parse(text).with_context(|| format!("--witness {text}")));
    let witnesses = witnesses.collect::<Result<Vec<_>>>()?;
    let listener = TcpListener::bind(options.listen).await.with_context(|| {
        format!("{} is in use by another program; choose another with --listen", options.listen)
    })?;
    let address = listener.local_addr()?;
    println!("http://{address}");
    db.add_recurring_jobs(SystemClock.now_ms()).await?;
    let mut work = background_work(&site, options, witnesses);
    let bounds = bounds(&site, options);
    let router = router(site, &built, &Files::public(options.public.as_deref()));
    accept(listener, router, &bounds, stopped()).await?;
    // What is cut off here is taken up again by the next start.
    work.shutdown().await;
    if tokio::time::timeout(bounds.drain, db.close()).await.is_err() {
        tracing::warn!("the database did not let go in time");
    }
    Ok(())
}

/// Everything that goes on beside requests, each kept alive.
fn background_work(site: &Site, options: &Serve, witnesses: Vec<Witness>) -> JoinSet<()> {
    let mut work = JoinSet::new();
    for kind in JobKind::ALL {
        let worker = site.clone();
        work.spawn(site.background.clone().keep(kind.code(), move || jobs::work(worker.clone(), kind)));
    }
    let watcher = site.clone();
    work.spawn(site.background.clone().keep("watch_keys", move || jobs::watch_keys(watcher.clone())));
    let hearer = site.clone();
    work.spawn(
        site.background.clone().keep("watch_sign_outs", move || jobs::watch_sign_outs(hearer.clone())),
    );
    let (maker, folder) = (site.clone(), options.checkpoint_dir.clone());
    let checkpoints = move || jobs::make_checkpoint::work(maker.clone(), folder.clone());
    work.spawn(site.background.clone().keep("make_checkpoint", checkpoints));
    for witness in witnesses {
        let asker = site.clone();
        let ask = move || jobs::ask_witnesses::work(asker.clone(), witness.clone());
        work.spawn(site.background.clone().keep("ask_witness", ask));
    }
    work
}

/// How much is borne of those who connect to this site.
fn bounds(site: &Site, options: &Serve) -> Bounds {
    let asked = Bounds {
        connections: options.connections,
        drain: Duration::from_secs(options.drain_seconds),
        trusted: site.trusted_proxies.clone(),
        ..Bounds::default()
    };
    let bounds = asked.clone().within_open_files(open_files_max());
    if bounds.connections < asked.connections {
        tracing::warn!(
            connections = bounds.connections,
            "this process may open fewer files than it may have connections: raise its limit (LimitNOFILE)"
        );
    }
    bounds
}

/// The outside provider of sign-ins, if one is configured.
fn provider(options: &Serve) -> Result<Option<Provider>> {
    let (Some(issuer), Some(client)) = (&options.oidc_issuer, &options.oidc_client_id) else {
        return Ok(None);
    };
    let secret = options.oidc_client_secret_file.as_ref().map(|path| {
        let text = std::fs::read_to_string(path);
        text.with_context(|| format!("the secret file {} cannot be read", path.display()))
    });
    let secret = secret.transpose()?.map(|text| text.trim().to_owned());
    let provider = Provider::new(issuer, client, secret, &options.oidc_label);
    provider.map(Some).with_context(|| format!("{issuer:?} is no address of a provider of sign-ins"))
}

/// Signs the checkpoints of this site's ledger.
pub fn signer(common: &Common, keys: &Arc<Keys>) -> Result<NoteSigner> {
    NoteSigner::new(&common.ledger_name, keys.clone())
        .with_context(|| format!("{:?} is no ledger name: leave out spaces and pluses", common.ledger_name))
}

/// What the browser's files are called in this build.
fn names(built: &Files) -> Result<Assets> {
    let text = built.read("pkg/manifest.json").with_context(|| match built {
        Files::Carried(_) => "this binary carries no browser files: build it with `.ci/build release`, or name a folder with --site"
            .to_owned(),
        Files::Folder(folder) => format!("{} holds no browser files: run .ci/build first", folder.display()),
    })?;
    let names = std::str::from_utf8(&text).map(Assets::from_manifest).context("pkg/manifest.json")?;
    names.context("pkg/manifest.json cannot be understood")
}

pub(crate) async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} },
        Err(_) => drop(interrupt.await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_whose_clock_differs_does_not_start() {
        assert!(agree(10_000, None).is_ok() && agree(10_000, Some(12_900)).is_ok());
        assert!(agree(10_000, Some(14_000)).is_err() && agree(14_000, Some(10_000)).is_err());
    }
}
