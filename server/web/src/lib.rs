//! What every desk shares: the site's state, who is asking, forms, errors, the frame of a page, its parts.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

pub mod address;
mod audit;
pub mod background;
pub mod bundle;
pub mod certificate;
pub mod client;
pub mod cookie;
pub mod device;
pub mod device_cookie;
pub mod error;
pub mod file;
pub mod film;
pub mod flash;
pub mod form;
pub mod invitation;
mod known_device;
pub mod objection;
pub mod oidc;
pub mod one_time_code;
pub mod page;
pub mod parts;
pub mod passkey;
pub mod password;
pub mod password_hash;
pub mod proved;
pub mod received_file;
pub mod second_factor;
pub mod sent_form;
pub mod session_cache;
pub mod sign_in;
pub mod site;
pub mod study_budget;
pub mod task;
pub mod viewer;
pub mod views;
pub mod visit;

pub use address::{Address, TrustedProxies};
pub use background::Background;
pub use client::Client;
pub use device::Device;
pub use error::AppError;
pub use film::Films;
pub use flash::Flash;
pub use one_time_code::Sender;
pub use session_cache::SessionCache;
pub use sign_in::Guesses;
pub use site::{Assets, Clock, Publisher, Rng, Shared, Site};
pub use study_budget::StudyBudgets;
pub use viewer::{MaybeViewer, Viewer};
pub use visit::Visit;
