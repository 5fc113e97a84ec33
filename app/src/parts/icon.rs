//! Small line drawings, original, in the colour of the text beside them. Always decoration: words say the same.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    Book,
    Clock,
    Coin,
    Person,
    Class,
    Download,
    Done,
    Alert,
    Play,
    Pause,
    BackTen,
    Sound,
    Letters,
    List,
    Shield,
    Captions,
    PlayScreen,
}

impl Drawing {
    /// Lines to stroke and shapes to fill, in a box of 24 by 24.
    pub fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Book => (
                "M4 5.5A2.5 2.5 0 0 1 6.5 3H20v15H6.5A2.5 2.5 0 0 0 4 20.5zM4 20.5A2.5 2.5 0 0 1 6.5 18M20 18v3H6.5M8.5 7.5h7",
                "",
            ),
            Self::Clock => ("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.3l3.5 2", ""),
            Self::Coin => {
                ("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 7.5l3.5 4.5 3.5-4.5M12 12v5M9 12.5h6M9 15h6", "")
            }
            Self::Person => ("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6", ""),
            Self::Class => ("M3 5h18v11H3zM8 20.5h8M12 16v4.5M8 12l2.5-3 2.5 2 3-3.5", ""),
            Self::Download => ("M12 3.5V15l4.5-4.5M12 15l-4.5-4.5M4 16.5V20h16v-3.5", ""),
            Self::Done => ("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5", ""),
            Self::Alert => ("M12 3.5 2.5 20h19zM12 10v4.5M12 17.3v.2", ""),
            Self::Play => ("", "M7 4.5v15l12.5-7.5z"),
            Self::Pause => ("", "M6 5h4v14H6zM14 5h4v14h-4z"),
            Self::BackTen => ("M4 5v5h5M4.5 10A8 8 0 1 1 4 13", ""),
            Self::Sound => {
                ("M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11", "")
            }
            Self::Letters => ("M3 19 8.5 6 14 19M5 14.5h7M15 19l3-7.5 3 7.5M16 16.5h4", ""),
            Self::List => ("M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.1M4 12h.1M4 18h.1", ""),
            Self::Shield => (
                "M12 3 4.5 6v5.5c0 4.7 3.2 7.9 7.5 9.5 4.3-1.6 7.5-4.8 7.5-9.5V6zM8.8 12l2.3 2.3 4.2-4.5",
                "",
            ),
            Self::PlayScreen => ("M3 5h18v14H3z", "M10 8.5v7l5.5-3.5z"),
            Self::Captions => ("M3 5h18v14H3zM6.5 15h5M14 15h3.5M6.5 11.5h3M12 11.5h5.5", ""),
        }
    }
}

/// An icon of `1.5em`, hidden from screen readers.
#[component]
pub fn Icon(
    /// What it shows.
    of: Drawing,
) -> impl IntoView {
    let (lines, shape) = of.paths();
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=lines></path>
            <path class="solid" d=shape></path>
        </svg>
    }
}
