//! What one's own institution is filed for: it reads this and changes nothing.

use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::filing::State as FilingState;
use leptos::prelude::*;
use store::filing::Filing;
use store::institution::Institution;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Empty, Fact, Facts, Flash, NavItem, Tone};
use web::views::filing::{ends_soon, filing_table, state_on, trade_of};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/institution", get(institution))
}

/// `GET /institution`: for who works at an institution, about their own.
async fn institution(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::SeeOwnInstitution)?;
    let own = viewer.scope_filter(Action::SeeOwnInstitution).organisation.ok_or(AppError::NotFound)?;
    let one = site.db.institution(&own).await?;
    let filings = site.db.filings_of(&one.id).await?;
    let (w, today) = (visit.words, site.today());
    let about = About::new(w.t("机构备案", "Filings")).at(NavItem::Filings);
    Ok(visit.page(about, move || view(w, one, filings, &today)))
}

fn view(w: Words, one: Institution, filings: Vec<Filing>, today: &str) -> impl IntoView + use<> {
    let said = notices(w, &filings, today);
    let list = if filings.is_empty() {
        view! {
            <Empty title=w.t("还没有备案", "Not filed for anything yet")>
                <p>
                    {w.t(
                        "请向所在地的人社部门申请备案。备案登记以后，才能申请开班。",
                        "Apply to the bureau of your region. Classes can be opened once a filing is recorded.",
                    )}
                </p>
            </Empty>
        }
        .into_any()
    } else {
        filing_table(w, filings, today, None).into_any()
    };
    view! {
        <div class="page-head is-wide">
            <div>
                <h1>{w.t("机构备案", "Filings")}</h1>
                <p>
                    {w.t(
                        "您的机构可以开哪些工种和等级的班，到什么时候。有不对的地方，请联系所在地的人社部门。",
                        "Which trades and levels your institution may teach, and until when. If anything is wrong, speak to the bureau of your region.",
                    )}
                </p>
            </div>
        </div>
        {said}
        {list}
        <section class="sheet">
            <h2>{w.either(&one.name, &one.name_en)}</h2>
            <Facts>
                <Fact term=w.t("类型", "Kind")>{w.organisation_kind(&one.kind)}</Fact>
                <Fact term=w.t("所在地", "Region")>{w.either(&one.region, &one.region_en)}</Fact>
                <Fact term=w.t("统一社会信用代码", "Credit code")><span class="break-anywhere">{one.credit_code}</span></Fact>
                <Fact term=w.t("联系电话", "Phone")>{one.phone}</Fact>
            </Facts>
        </section>
    }
}

/// What is to be done about filings: those that are suspended, and those that end soon.
fn notices(w: Words, filings: &[Filing], today: &str) -> Vec<AnyView> {
    let mut said = Vec::new();
    for filing in filings {
        let trade = format!("{} {}", trade_of(w, filing), w.level_of(&filing.level));
        if state_on(filing, today) == FilingState::Suspended {
            let reason = &filing.suspended_reason;
            let say = match w {
                Words::Zh => format!("{trade} 的备案已暂停，不能开新班。理由：{reason}"),
                Words::En => format!(
                    "The filing for {trade} is suspended: no new class is opened under it. Reason: {reason}"
                ),
            };
            said.push(view! { <Flash tone=Tone::Danger>{say}</Flash> }.into_any());
        } else if let Some(days) = ends_soon(filing, today) {
            let say = match w {
                Words::Zh => {
                    format!("{trade} 的备案还有 {days} 天到期。要接着开班，请尽快向人社部门续备案。")
                }
                Words::En => format!(
                    "The filing for {trade} ends in {days} days. Renew it with the bureau to go on teaching it."
                ),
            };
            said.push(view! { <Flash tone=Tone::Warning>{say}</Flash> }.into_any());
        }
    }
    said
}
