//! A QR code as a drawing: no picture file, no script.

use leptos::prelude::*;
use qrcode::{Color, QrCode};

/// The code of a text. Nothing where the text is too long for one: what it says must stand beside it anyway.
#[component]
pub fn Qr(
    #[prop(into)] text: String,
    /// What it is, for who does not see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let squares: Vec<String> = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4))
        .collect();
    let (path, side) = (squares.concat(), width + 8);
    Some(view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
    })
}
