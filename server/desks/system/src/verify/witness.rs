//! Who outside watches the ledger and the audit log: what each has seen when, and who has fallen silent or refuses.

use app::words::Words;
use domain::ledger::WitnessTrouble;
use domain::time::Zone;
use leptos::prelude::*;
use store::tree::{AUDIT, LEDGER};
use store::witness::{ASKED_WITHIN_MS, Standing};
use web::Site;
use web::error::AppError;
use web::parts::{Chip, Status};

/// A witness and how it stands to both logs.
pub(super) struct Witness {
    public_key: String,
    ledger: Standing,
    audit: Option<Standing>,
    /// Since when nobody asks it any more.
    left_since: Option<i64>,
}

impl Witness {
    /// Everyone who is asked or once was, by name.
    pub(super) async fn all(site: &Site) -> Result<Vec<Self>, AppError> {
        let since_ms = site.now() - ASKED_WITHIN_MS;
        let mut audit = site.db.witnesses(&AUDIT).await?;
        let mut all = Vec::new();
        // Of each the ledger is asked about first.
        for ledger in site.db.witnesses(&LEDGER).await? {
            let place = audit.iter().position(|one| one.public_key == ledger.public_key);
            all.push(Self {
                public_key: ledger.public_key.clone(),
                left_since: Some(ledger.asked_at).filter(|asked_at| *asked_at < since_ms),
                ledger,
                audit: place.map(|place| audit.remove(place)),
            });
        }
        Ok(all)
    }

    /// What it is called.
    fn name(&self) -> String {
        self.public_key.split('+').next().unwrap_or_default().to_owned()
    }

    /// The worst that is to be said of it: since when, and what.
    fn trouble(&self) -> Option<(i64, WitnessTrouble)> {
        let both = [Some(&self.ledger), self.audit.as_ref()].into_iter().flatten();
        both.filter_map(|one| one.silent).min_by_key(|(since, trouble)| (!trouble.is_refusal(), *since))
    }
}

/// The section of the page.
pub(super) fn watchers(w: Words, zone: Zone, witnesses: Vec<Witness>) -> impl IntoView + use<> {
    let list = if witnesses.is_empty() {
        view! {
            <p>
                {w.t(
                    "现在还没有平台以外的单位看着这本账。",
                    "Nobody outside watches this ledger yet.",
                )}
            </p>
        }
        .into_any()
    } else {
        let all = witnesses.iter().map(|witness| one(w, zone, witness)).collect_view();
        view! { <ul class="stack">{all}</ul> }.into_any()
    };
    view! {
        <section class="stack measure" id="witnesses">
            <h2>{w.t("谁在外面看着账本", "Who watches the ledger from outside")}</h2>
            <p>
                {w.t(
                    "账本每长一截，平台就请外面的见证单位看一次：对方核对旧账一条没动，才签上名字和时间。以后谁删账、改账、改时间，和对方手里的签名一比就露馅。见证单位只看到一串校验码，看不到任何人的信息。",
                    "Whenever the ledger grows, witnesses outside are asked to look: each signs, with the time, only if nothing that it saw before was changed. Whoever cuts, rewrites or redates the books later is given away by what a witness holds. Witnesses see check sums and nobody's data.",
                )}
            </p>
            {list}
        </section>
    }
}

fn one(w: Words, zone: Zone, witness: &Witness) -> impl IntoView + use<> {
    let (status, said) = match (witness.trouble(), witness.left_since) {
        (Some((_, trouble)), _) if trouble.is_refusal() => (Status::Refused, w.t("不认账", "Refuses")),
        (_, Some(_)) => (Status::Neutral, w.t("不再请它看", "No longer asked")),
        (None, None) => (Status::Verified, w.t("看着，对得上", "Watching; all agrees")),
        (Some(_), None) => (Status::Waiting, w.t("没有回音", "Silent")),
    };
    let left = witness.left_since.map(|since_ms| {
        let since = zone.minute(since_ms);
        let said = w.either(
            &format!("从 {since} 起平台没有再请它看。"),
            &format!("Since {since} this site has not asked it."),
        );
        view! { <p>{said}</p> }
    });
    let why = witness.trouble().map(|(since_ms, trouble)| {
        let since = zone.minute(since_ms);
        view! { <p>{why(w, &since, trouble)}</p> }
    });
    let logs = [
        (w.t("学时账：", "Ledger: "), Some(&witness.ledger)),
        (w.t("操作记录：", "Audit log: "), witness.audit.as_ref()),
    ];
    let seen = logs.map(|(log, standing)| {
        let said = match standing.and_then(|one| one.seen) {
            Some((size, at_s)) => {
                let at = zone.minute(at_s * 1000);
                w.either(&format!("{at} 看过 {size} 条"), &format!("{size} entries seen on {at}"))
            }
            None => w.t("还没看过", "nothing seen yet").to_owned(),
        };
        view! { <p class="soft">{log} {said}</p> }
    });
    let (name, key) = (witness.name(), witness.public_key.clone());
    view! {
        <li class="stack-s">
            <p>
                <b class="break-anywhere">{name}</b>
                " "
                <Chip status=status>{said}</Chip>
            </p>
            {why}
            {left}
            {seen.collect_view()}
            <p>
                <code class="small break-anywhere">{key}</code>
            </p>
        </li>
    }
}

/// What a trouble means, and since when it lasts.
fn why(w: Words, since: &str, trouble: WitnessTrouble) -> String {
    match trouble {
        WitnessTrouble::Away => w.either(
            &format!("从 {since} 起问它没有回音。学习不受影响，通了以后接着看。"),
            &format!("It has not answered since {since}. Study is not affected; it goes on when it is back."),
        ),
        WitnessTrouble::Unknown => w.either(
            &format!("从 {since} 起它说不认识这本账，或者不认识现在的签名公钥。"),
            &format!("Since {since} it does not know this ledger, or not its present key."),
        ),
        WitnessTrouble::Clock => w.either(
            &format!("从 {since} 起它的钟和平台的钟对不上，差了两分钟以上。"),
            &format!("Since {since} its clock and ours have differed by more than two minutes."),
        ),
        WitnessTrouble::Shorter => w.either(
            &format!("从 {since} 起它不认账：它看过的账比现在多，最新的账被删过，或者从旧备份恢复过。"),
            &format!(
                "It has refused since {since}: it saw more than there is now. The newest was cut off, or an old backup restored."
            ),
        ),
        WitnessTrouble::Rewritten => w.either(
            &format!("从 {since} 起它不认账：以前的账和它当时看到的不一样。"),
            &format!("It has refused since {since}: what stands there is not what it saw."),
        ),
    }
}
