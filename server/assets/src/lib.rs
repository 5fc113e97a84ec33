//! Files that go out as they are: the browser's own, the icon, lesson media. The binary carries them; a folder may be named instead.

mod carried;
mod ranges;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

pub use carried::Carried;

include!(concat!(env!("OUT_DIR"), "/carried.rs"));

/// The content of a hashed name never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Media keep their names: ask again after an hour.
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// A set of files, by paths such as `media/crab.svg`.
#[derive(Clone, Debug)]
pub enum Files {
    /// Inside this binary, sorted by path.
    Carried(&'static [Carried]),
    /// In a folder outside.
    Folder(PathBuf),
}

impl Files {
    /// What `.ci/build` makes for browsers, all under `pkg/`. Carried by release builds only.
    pub fn site(folder: Option<&Path>) -> Self {
        folder.map_or(Self::Carried(SITE), |folder| Self::Folder(folder.to_owned()))
    }

    /// Icon and lesson media, those under `media/`.
    pub fn public(folder: Option<&Path>) -> Self {
        folder.map_or(Self::Carried(PUBLIC), |folder| Self::Folder(folder.to_owned()))
    }

    /// The content of a file.
    pub fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        match self {
            Self::Carried(files) => {
                carried::find(files, path).map(|file| Cow::Borrowed(file.content)).ok_or_else(|| {
                    io::Error::new(io::ErrorKind::NotFound, format!("{path} is not in this binary"))
                })
            }
            Self::Folder(folder) => std::fs::read(folder.join(path)).map(Cow::Owned),
        }
    }

    /// Whether there is such a file.
    pub fn holds(&self, path: &str) -> bool {
        match self {
            Self::Carried(files) => carried::find(files, path).is_some(),
            Self::Folder(folder) => folder.join(path).is_file(),
        }
    }

    /// Answers for the files under `pkg/`: sent compressed where the browser can read it, kept for ever.
    pub fn pkg_routes(&self) -> Router {
        self.routes("pkg", true, FOR_EVER)
    }

    /// Answers for all files, kept for an hour, in parts where a player asks for a part.
    pub fn routes_for_an_hour(&self) -> Router {
        self.routes("", false, AN_HOUR)
    }

    fn routes(&self, under: &'static str, compressed: bool, time: HeaderValue) -> Router {
        let router = match self {
            Self::Carried(files) => carried::routes(files, under, compressed),
            Self::Folder(folder) => {
                let mut serve = ServeDir::new(folder.join(under));
                if compressed {
                    serve = serve.precompressed_br().precompressed_gzip();
                }
                Router::new().fallback_service(serve).layer(from_fn(ranges::only_what_fits))
            }
        };
        let kept = SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, found_for(time));
        router.layer(ServiceBuilder::new().layer(kept))
    }
}

/// Answers for the files of a folder whose names are right: each is named by its content, in parts where a player asks for a part,
/// kept for ever. Whatever else lies there is not there for anybody.
pub fn named_by_content(folder: &Path, is_right: fn(&str) -> bool) -> Router {
    let only_right = move |request: Request, next: Next| async move {
        let right = request.uri().path().strip_prefix('/').is_some_and(is_right);
        if right { next.run(request).await } else { StatusCode::NOT_FOUND.into_response() }
    };
    let kept = SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, found_for(FOR_EVER));
    Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(from_fn(ranges::only_what_fits))
        .layer(from_fn(only_right))
        .layer(kept)
}

/// Only what was found may be kept: a 404 during an upgrade must not stay for ever.
fn found_for<B>(time: HeaderValue) -> impl Fn(&Response<B>) -> Option<HeaderValue> + Clone {
    move |response| (!response.status().is_client_error()).then(|| time.clone())
}
