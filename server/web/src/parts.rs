//! The parts every page is built from: one component for each thing, drawn by `style/components/*.css`.
//!
//! All of them are plain components. Pages use them on the server; islands may use them too (`HoursBar`, `Chip`,
//! `Icon`, `Button` are meant for both). No part writes an inline style or a script.
//!
//! # A page
//! `visit.page(About::new(title).at(NavItem::Hours), move || view! { … })` draws the `Shell` with the reader's navigation
//! and the flash line; the view is what stands in `<main>`:
//! ```text
//! <Crumbs words=w above=vec![(url, name)] here="…" />              below the top level only
//! <div class="page-head"><div><h1>…</h1><p>…</p></div> one action at the right </div>
//! …
//! ```
//! `<main>` spaces its children by itself. Words of layout, as classes: `stack` (gaps between children), `stack-s`,
//! `stack-l`, `cluster` (in a row, wrapping), `split` (two ends of a line), `sheet` (the one surface that lies on the
//! paper; `sheet-head` inside), `columns` (main part and `<aside>`), `measure` (width for reading). Words of text:
//! `lead`, `soft`, `faint`, `small`, `number`, `figure`, `nowrap`, `visually-hidden`.
//!
//! # Parts
//! | Part | For |
//! |---|---|
//! | `HoursBar` | hours, everywhere: `hours=Hours { required, verified, waiting, refused }`, `unit`, `size` |
//! | `Button`, `LinkButton` | `kind=Kind::Primary` once a page; in a row: `<div class="actions">` |
//! | `Field`, `FileField`, `TextArea`, `Select`, `Choices`, `Username` | forms: `<form class="form sheet" method="post">`; their errors stand above the page by themselves, `ErrorSummary` adds those of no field |
//! | `DataTable`, `Row`, `HeadCell`, `Cell` | tables that are cards on a phone |
//! | `Chip`, `Flash`, `Empty`, `Progress`, `Timeline` | how things stand |
//! | `KeyFigures`/`KeyFigure`, `Facts`/`Fact`, `Reckoning` | numbers, facts, a sum with its reasons |
//! | `Crumbs`, `Segments`, `Pager` | finding the way |
//! | `Nothing` | instead of an empty list: nothing yet, or nothing found |
//! | `CaseNav`, `ReadyReasons` | one case after another, with reasons to choose |
//! | `Icon`, `Qr` | a drawing beside words |
//!
//! # Classes without a component
//! - search: `form.search[role=search] > label.visually-hidden + input.input[type=search] + button.button.button-primary`
//! - filters: `details.filters > summary + form.filters-body > .field… + .actions`; what is set: `p.active-filters > a`
//! - catalogue: `ul.cards > li.card > .card-cover > img` and `.card-body > .card-heading(h3.card-title > a, p.card-tags >
//!   span…) + p.card-text + p.card-facts > span > b`; going on: `section.resume > div + a.button`
//! - course: `.course-head > .course-cover + div`, `ul.outcomes > li`, `ol.lessons > li.lesson[.is-done|.is-now] >
//!   h3.lesson-title > a, .chip, p.lesson-facts`
//! - a day of hours: `article.day > header.day-head(h3 + span.soft) + .day-line > span, span.number, p.day-state > .chip,
//!   p.reason`
//! - player: `.player > .player-stage(video, .player-notice) + p.recording[data-state=on|waiting|stopped|paused][role=status]
//!   + .player-controls(input.player-seek, button.player-button[.player-button-main], span.player-time)`;
//!   a document page: `article.reading`
//! - check: `dialog.dialog > .dialog-head(icon, h2, span.check-time) + progress.check-bar + form > .dialog-body(p,
//!   fieldset > legend.check-question + .check-options > label.choice > input[type=radio]) + .dialog-foot > .button…`

pub mod button;
pub mod casework;
pub mod field;
pub mod figures;
pub mod nav;
pub mod nothing;
pub mod print;
pub mod qr;
pub mod shell;
pub mod status;
pub mod summary;
pub mod table;
pub mod username;
pub mod wayfinding;

pub use app::parts::{Drawing, Hours, HoursBar, HoursSize, HoursUnit, Icon};
pub use app::words::subsidy::ReckoningLine;
pub use button::{Button, Kind, LinkButton};
pub use casework::{CaseNav, Queue, ReadyReason, ReadyReasons, reason_of};
pub use field::{Choice, Choices, Field, FileField, Select, TextArea};
pub use figures::{Fact, Facts, KeyFigure, KeyFigures, Reckoning};
pub use nav::{Area, NavItem};
pub use nothing::Nothing;
pub use print::PrintFoot;
pub use qr::Qr;
pub use shell::Shell;
pub use status::{Chip, Empty, EmptyMark, Flash, Progress, Status, Step, StepState, Timeline, Tone};
pub use summary::ErrorSummary;
pub use table::{Cell, ColumnKind, DataTable, HeadCell, Row, RowMark};
pub use username::Username;
pub use wayfinding::{Crumbs, Pager, Segment, Segments};
