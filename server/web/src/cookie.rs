//! Cookies: how they are read, and the one way in which they are set.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

/// Plain name of the cookie that holds the sign-in token.
pub const SESSION_COOKIE: &str = "xueshi_session";

/// The value of a cookie of a request; an empty one is none.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse_encoded).flatten();
    let found = cookies.find(|cookie| cookie.name() == name && !cookie.value().is_empty())?;
    Some(found.value().to_owned())
}

/// A cookie for the whole site, out of reach of scripts and of other sites' forms. Without `seconds` it ends with the
/// browser; 0 takes it away.
pub fn new_cookie(
    name: impl Into<Cow<'static, str>>,
    value: impl Into<Cow<'static, str>>,
    seconds: Option<i64>,
) -> Cookie<'static> {
    let cookie = Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax);
    match seconds {
        Some(seconds) => cookie.max_age(Duration::seconds(seconds)),
        None => cookie,
    }
    .build()
}

/// The same answer setting a cookie too.
pub fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.encoded().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The value that an answer gives to a cookie of this name.
pub fn cookie_set(response: &Response, name: &str) -> Option<String> {
    let lines = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut set = lines.filter_map(|line| Cookie::parse(line).ok());
    let found = set.find(|set| set.name() == name && !set.value().is_empty())?;
    Some(found.value().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "lang=en; xueshi_session=abc; empty=".parse().unwrap());
        headers.append(header::COOKIE, "other=1; xueshi_session=later".parse().unwrap());
        assert_eq!(cookie(&headers, "lang").as_deref(), Some("en"));
        assert_eq!(cookie(&headers, SESSION_COOKIE).as_deref(), Some("abc"));
        assert_eq!(cookie(&headers, "other").as_deref(), Some("1"));
        assert_eq!((cookie(&headers, "session"), cookie(&headers, "empty")), (None, None));
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_and_other_sites_and_ends_when_it_should() {
        let line = |cookie| with_cookie(().into_response(), &cookie).headers()[header::SET_COOKIE].clone();
        let lasting = line(new_cookie("lang", "en", Some(60)));
        assert_eq!(lasting, "lang=en; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
        let mut secure = new_cookie("a", "1", None);
        secure.set_secure(true);
        assert_eq!(line(secure), "a=1; HttpOnly; SameSite=Lax; Secure; Path=/");
        assert_eq!(line(new_cookie("a", "", Some(0))), "a=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
    }

    #[test]
    fn a_cookie_that_is_taken_away_is_not_given() {
        let given = with_cookie(().into_response(), &new_cookie("a", "1", None));
        assert_eq!((cookie_set(&given, "a").as_deref(), cookie_set(&given, "b")), (Some("1"), None));
        assert_eq!(cookie_set(&with_cookie(().into_response(), &new_cookie("a", "", Some(0))), "a"), None);
    }
}
