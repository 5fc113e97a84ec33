//! Parts of files in a folder: `ServeDir` knows no `If-Range`, and refuses to answer several parts at once.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, Response, header};
use axum::middleware::Next;

/// Answers with the whole where a part would not fit what the asker has, or several are asked for.
pub async fn only_what_fits(mut request: Request, next: Next) -> Response<Body> {
    if text(request.headers(), &header::RANGE).is_some_and(|range| range.contains(',')) {
        request.headers_mut().remove(header::RANGE);
    }
    let has = text(request.headers(), &header::IF_RANGE).map(ToOwned::to_owned);
    let Some(has) = has.filter(|_| request.headers().contains_key(header::RANGE)) else {
        return next.run(request).await;
    };
    let mut whole = Request::new(Body::empty());
    request.method().clone_into(whole.method_mut());
    request.uri().clone_into(whole.uri_mut());
    request.headers().clone_into(whole.headers_mut());
    whole.headers_mut().remove(header::RANGE);
    let part = next.clone().run(request).await;
    // Such files have a time and no tag.
    let fits = text(part.headers(), &header::LAST_MODIFIED) == Some(&*has);
    if fits { part } else { next.run(whole).await }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
