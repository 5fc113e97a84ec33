//! One institution: its data, what it is filed for, what was done, and who runs it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::{Action, Role, ScopeFilter};
use domain::official::{head_of, may_appoint_head};
use domain::time::Zone;
use leptos::prelude::*;
use store::filing::{Filing, FilingStep};
use store::institution::Institution;
use store::official::{Official, OfficialSearch, Pending};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Crumbs, Empty, Fact, Facts, Kind, LinkButton, Step, StepState, Timeline};
use web::views::filing::filing_table;
use web::{Site, Viewer, Visit};

use super::{AT, institution_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/institutions/{organisation}", get(institution))
}

/// So many of those who work there are named.
const PEOPLE_NAMED: i64 = 20;

struct PageData {
    one: Institution,
    filings: Vec<Filing>,
    steps: Vec<FilingStep>,
    people: Vec<Official>,
    invited: Vec<Pending>,
    today: String,
    zone: Zone,
    manages: bool,
    appoints: bool,
}

/// `GET /institutions/{organisation}`: for who sees institutions, those of their region.
async fn institution(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let one = institution_of(&site, &viewer, &id, Action::SeeInstitutions).await?;
    let manages = viewer.require_in(Action::ManageInstitutions, &one.id, &one.region_id).is_ok();
    let theirs = ScopeFilter { organisation: Some(one.id.clone()), ..ScopeFilter::default() };
    let search = OfficialSearch { limit: PEOPLE_NAMED, ..OfficialSearch::default() };
    let data = PageData {
        filings: site.db.filings_of(&one.id).await?,
        steps: site.db.filing_steps(&one.id, None).await?,
        people: site.db.officials(&theirs, &search).await?.0,
        invited: site.db.pending_invitations(&theirs, site.now()).await?,
        today: site.today(),
        zone: site.zone(),
        manages,
        appoints: may_appoint_head(&viewer.grants, &one.kind, &one.id, &one.region_id),
        one,
    };
    let w = visit.words;
    let about = About::new(w.either(&data.one.name, &data.one.name_en)).at(AT);
    Ok(visit.page(about, move || view(w, data)))
}

fn view(w: Words, data: PageData) -> impl IntoView {
    let PageData { one, filings, steps, people, invited, today, zone, manages, appoints } = data;
    let here = format!("/institutions/{}", one.id);
    let name = w.either(&one.name, &one.name_en);
    let (kind, region) = (w.organisation_kind(&one.kind), w.either(&one.region, &one.region_en));
    let other = if w == Words::Zh { one.name_en.clone() } else { one.name.clone() };
    let other = (!other.is_empty() && other != name)
        .then(|| view! { <Fact term=w.t("英文名", "Name in Chinese")>{other}</Fact> });
    let record = manages.then(|| {
        view! {
            <LinkButton href=format!("{here}/filings/new") kind=Kind::Primary>{w.t("登记备案", "Record a filing")}</LinkButton>
        }
    });
    let filed = if filings.is_empty() {
        let says = if manages {
            w.t("登记了备案，机构才能申请开班。", "It opens classes once a filing is recorded.")
        } else {
            w.t("登记以后会出现在这里。", "They appear here once recorded.")
        };
        view! {
            <Empty title=w.t("还没有备案", "Not filed for anything yet")>
                <p>{says}</p>
            </Empty>
        }
        .into_any()
    } else {
        filing_table(w, filings, &today, Some(format!("{here}/filings"))).into_any()
    };
    view! {
        <Crumbs
            words=w
            above=vec![("/institutions".to_owned(), w.t("培训机构", "Institutions").to_owned())]
            here=name.clone()
        />
        <div class="page-head is-wide">
            <div>
                <h1>{name.clone()}</h1>
                <p>{kind} " · " {region}</p>
            </div>
            {record}
        </div>
        <section class="stack" id="filings">
            <h2>{w.t("备案的工种和等级", "Trades and levels it is filed for")}</h2>
            {filed}
        </section>
        <section class="sheet">
            <h2>{w.t("机构信息", "The institution")}</h2>
            <Facts>
                {other}
                <Fact term=w.t("统一社会信用代码", "Credit code")><span class="break-anywhere">{one.credit_code}</span></Fact>
                <Fact term=w.t("联系电话", "Phone")>{one.phone}</Fact>
            </Facts>
        </section>
        {who(w, &here, &one.kind, people, invited, appoints, zone)}
        {history(w, steps, zone)}
    }
}

/// Who works there, who is invited, and the way to invite who runs it.
fn who(
    w: Words,
    here: &str,
    kind: &str,
    people: Vec<Official>,
    invited: Vec<Pending>,
    appoints: bool,
    zone: Zone,
) -> impl IntoView + use<> {
    let head = head_of(kind).map(|role| w.role_of(role.as_str())).unwrap_or_default();
    let invite = appoints.then(|| {
        view! {
            <LinkButton href=format!("{here}/invite")>
                {w.t("邀请机构负责人", "Invite who runs it")}
            </LinkButton>
        }
    });
    let names = people.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(w.t("、", ", "));
    let names = if names.is_empty() { w.t("还没有", "Nobody yet").to_owned() } else { names };
    let invited = invited.into_iter().map(|one| {
        let until = format::moment(w, &zone.minute(one.expires_at));
        let role = Role::from_code(&one.role).map_or(String::new(), |role| w.role_of(role.as_str()));
        let say = match w {
            Words::Zh => format!("{}（{role}），{until} 前有效", one.name),
            Words::En => format!("{} ({role}), until {until}", one.name),
        };
        view! { <li>{say}</li> }
    });
    let invited: Vec<_> = invited.collect();
    let waiting = (!invited.is_empty()).then(|| {
        view! { <Fact term=w.t("已邀请，还没接受", "Invited, not accepted yet")><ul>{invited}</ul></Fact> }
    });
    let invites = head_of(kind) == Some(Role::InstitutionAdmin);
    let says = match w {
        Words::Zh if !invites => format!("负责人（{head}）接受邀请以后，用自己的账号工作。"),
        Words::En if !invites => {
            format!("Once who runs it ({head}) has accepted, they work with their own account.")
        }
        Words::Zh => format!("负责人（{head}）接受邀请以后，自己邀请老师、管理班级。"),
        Words::En => {
            format!("Once who runs it ({head}) has accepted, they invite teachers and look after classes.")
        }
    };
    view! {
        <section class="sheet stack" id="people">
            <div class="sheet-head">
                <h2>{w.t("工作人员", "Who works there")}</h2>
                {invite}
            </div>
            <Facts>
                <Fact term=w.t("现有", "Now")>{names}</Fact>
                {waiting}
            </Facts>
            <p class="soft">{says}</p>
        </section>
    }
}

/// What was done to its filings, the latest first.
pub fn history(w: Words, steps: Vec<FilingStep>, zone: Zone) -> impl IntoView + use<> {
    (!steps.is_empty()).then(|| {
        let steps = steps.into_iter().map(|step| {
            let trade = w.either(&step.trade, &step.trade_en);
            let title =
                format!("{}：{trade} {} {}", w.action(&step.action), w.level_of(&step.level), step.number);
            let title = if w == Words::En { title.replace('：', ": ") } else { title };
            let who = step.who.unwrap_or_else(|| w.t("系统", "The system").to_owned());
            let when = format::moment(w, &zone.minute(step.at_ms));
            let note = [when, who, step.reason].into_iter().filter(|part| !part.is_empty());
            let state = if step.action == "filing.suspend" { StepState::Returned } else { StepState::Done };
            Step { state, title, note: note.collect::<Vec<_>>().join(" · ") }
        });
        let steps: Vec<Step> = steps.collect();
        view! {
            <section class="sheet stack" id="history">
                <h2>{w.t("办理记录", "What was done")}</h2>
                <Timeline steps=steps />
            </section>
        }
    })
}
