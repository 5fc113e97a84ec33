//! What an institution is filed for: how each stands, and the table of them.

use app::format;
use app::words::Words;
use domain::filing::{ENDS_SOON_DAYS, State, state};
use domain::time::{CHINA, DAY_MS};
use leptos::prelude::*;
use store::filing::Filing;

use crate::parts::{Cell, Chip, ColumnKind, DataTable, HeadCell, Row, RowMark, Status};

/// How a filing stands on a day; one of a level that this program does not know is over.
pub fn state_on(filing: &Filing, today: &str) -> State {
    filing.as_rule().map_or(State::Over, |rule| state(&rule, today))
}

/// How a filing stands, as a chip.
pub fn filing_chip(w: Words, state: State) -> AnyView {
    let status = match state {
        State::Valid => Status::Verified,
        State::Later => Status::Waiting,
        State::Suspended => Status::Refused,
        State::Over => Status::Neutral,
    };
    view! { <Chip status=status>{w.filing_state(state)}</Chip> }.into_any()
}

/// In how many days a valid filing ends, where that is soon.
pub fn ends_soon(filing: &Filing, today: &str) -> Option<i64> {
    let (last, today_ms) = (filing.valid_to.as_deref()?, CHINA.day_start_ms(today)?);
    let days = (CHINA.day_start_ms(last)? - today_ms) / DAY_MS;
    (state_on(filing, today) == State::Valid && days <= ENDS_SOON_DAYS).then_some(days)
}

/// The days of a filing: `2026年1月1日 – 长期`.
pub fn filing_days(w: Words, filing: &Filing) -> String {
    let until = filing
        .valid_to
        .as_deref()
        .map_or_else(|| w.t("长期有效", "until further notice").to_owned(), |day| format::date(w, day));
    format!("{} – {until}", format::date(w, &filing.valid_from))
}

/// The trade of a filing with its code.
pub fn trade_of(w: Words, filing: &Filing) -> String {
    w.either(&filing.trade, &filing.trade_en)
}

/// The filings of an institution. Each leads to its own page where it has one below `pages`.
pub fn filing_table(
    w: Words,
    filings: Vec<Filing>,
    today: &str,
    pages: Option<String>,
) -> impl IntoView + use<> {
    let rows = filings.into_iter().map(|filing| {
        let state = state_on(&filing, today);
        let soon = ends_soon(&filing, today).map(|days| {
            let say = match (w, days) {
                (Words::Zh, 0) => "今天到期".to_owned(),
                (Words::Zh, days) => format!("还有 {days} 天到期"),
                (Words::En, days) => format!("ends in {days} days"),
            };
            view! { <Chip status=Status::Waiting>{say}</Chip> }.into_any()
        });
        let mark = match (state, &soon) {
            (State::Suspended, _) => RowMark::Behind,
            (_, Some(_)) => RowMark::Waiting,
            _ => RowMark::None,
        };
        // That it ends soon says that it is valid.
        let chip = soon.unwrap_or_else(|| filing_chip(w, state));
        let trade = trade_of(w, &filing);
        let name = match &pages {
            Some(pages) => view! { <a href=format!("{pages}/{}", filing.id)>{trade}</a> }.into_any(),
            None => trade.into_any(),
        };
        // In digits: a row is one line.
        let until = filing.valid_to.as_deref().unwrap_or(w.t("长期有效", "no end"));
        let days = format!("{} – {until}", filing.valid_from);
        view! {
            <Row mark=mark>
                <HeadCell>{name} " " <small>{filing.trade_code}</small></HeadCell>
                <Cell label=w.t("等级", "Level") kind=ColumnKind::Short>{w.level_of(&filing.level)}</Cell>
                <Cell label=w.t("备案文号", "Number")>{filing.number}</Cell>
                <Cell label=w.t("有效期", "Valid") kind=ColumnKind::Short>{days}</Cell>
                <Cell label=w.t("状态", "State") kind=ColumnKind::Short>{chip}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("备案的工种和等级", "Trades and levels")
            columns=vec![
                (w.t("工种", "Trade").to_owned(), ColumnKind::Text),
                (w.t("等级", "Level").to_owned(), ColumnKind::Short),
                (w.t("备案文号", "Number").to_owned(), ColumnKind::Text),
                (w.t("有效期", "Valid").to_owned(), ColumnKind::Short),
                (w.t("状态", "State").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
}
