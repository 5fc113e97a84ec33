//! Tables that become cards on a phone. Roles are spelled out, because browsers drop them when the layout changes.

use leptos::children::ViewFnOnce;
use leptos::prelude::*;

/// What a column or a cell holds; it decides alignment and wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnKind {
    #[default]
    Text,
    /// Text too short to be broken: a date, a place, a chip.
    Short,
    /// Figures, aligned at the right.
    Number,
    /// An hours bar or another drawing: wide in a table, unlabelled in a card.
    Bar,
}

impl ColumnKind {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Short => Some("nowrap"),
            Self::Number => Some("is-number"),
            Self::Bar => Some("is-bar is-whole"),
        }
    }
}

/// A table with its head. The first column's cells are `HeadCell`s: they title the card on a phone.
#[component]
pub fn DataTable(
    /// What the table is about, for those who hear it.
    #[prop(into)]
    caption: String,
    /// Heads of the columns.
    columns: Vec<(String, ColumnKind)>,
    /// A `Row` of sums under a double rule: `foot=move || view! { <Row>… }`.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    /// A row is one line, and a card of three on a phone: for long lists. Texts that do not fit are cut.
    #[prop(optional)]
    lines: bool,
    /// Rows of one line with bars in them, and low cards on a phone: for lists of people that are looked over.
    #[prop(optional)]
    dense: bool,
    /// `Row`s.
    children: Children,
) -> impl IntoView {
    let class = match (lines, dense) {
        (true, _) => "table-wrap table-cards table-lines",
        (_, true) => "table-wrap table-cards table-dense",
        _ => "table-wrap table-cards",
    };
    let heads = columns.into_iter().map(|(title, kind)| {
        let class = (kind == ColumnKind::Number).then_some("is-number");
        view! {
            <th role="columnheader" scope="col" class=class>
                {title}
            </th>
        }
    });
    let foot = foot.map(|foot| view! { <tfoot role="rowgroup">{foot.run()}</tfoot> });
    view! {
        <div class=class>
            <table class="table" role="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads.collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
                {foot}
            </table>
        </div>
    }
}

/// Whether a row asks to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowMark {
    #[default]
    None,
    /// Something is open: an ochre edge.
    Waiting,
    /// Something is wrong: a brick edge.
    Behind,
}

/// A row: one `HeadCell`, then `Cell`s.
#[component]
pub fn Row(#[prop(optional)] mark: RowMark, children: Children) -> impl IntoView {
    let class = match mark {
        RowMark::None => None,
        RowMark::Waiting => Some("is-checked"),
        RowMark::Behind => Some("is-behind"),
    };
    view! {
        <tr role="row" class=class>
            {children()}
        </tr>
    }
}

/// What the row is about; a `<small>` inside is a second line.
#[component]
pub fn HeadCell(children: Children) -> impl IntoView {
    view! {
        <th role="rowheader" scope="row">
            {children()}
        </th>
    }
}

/// A cell; `label` is the column's head again, shown in the card.
#[component]
pub fn Cell(
    #[prop(into)] label: String,
    #[prop(optional)] kind: ColumnKind,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <td role="cell" class=kind.class() data-label=label>
            {children.map(|children| children())}
        </td>
    }
}
