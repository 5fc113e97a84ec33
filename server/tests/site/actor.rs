//! Somebody with a browser or a program before the site.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::TestSite;
use crate::open_api::{DESCRIPTION, Described};

/// Somebody before the site: pages are asked for with the cookie, `/api` with the bearer token.
pub struct Actor<'a> {
    site: &'a TestSite,
    pub login: String,
    pub token: Option<String>,
    /// More cookies, `name=value`.
    pub cookies: Vec<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl<'a> Actor<'a> {
    pub fn new(site: &'a TestSite, who: Option<(String, String)>) -> Self {
        let (login, token) = who.unzip();
        Self { site, login: login.unwrap_or_default(), token, cookies: Vec::new() }
    }

    /// Where they stand.
    pub fn site(&self) -> &'a TestSite {
        self.site
    }

    /// Id of the person, as made by `TestSite::actor`.
    pub fn person(&self) -> String {
        format!("person-{}", self.login)
    }

    /// Id of the account, as made by `TestSite::actor`.
    pub fn account(&self) -> String {
        format!("account-{}", self.login)
    }

    /// The same person reading English.
    #[must_use]
    pub fn in_english(mut self) -> Self {
        self.cookies.push("lang=en".to_owned());
        self
    }

    /// `GET` of a page or of `/api`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, Body::empty()).await
    }

    /// Sends a form as a page of this site does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        self.ask(Method::POST, path, Some("application/x-www-form-urlencoded"), form.join("&").into()).await
    }

    /// Sends JSON.
    pub async fn json(&self, path: &str, body: serde_json::Value) -> Answer {
        self.ask(Method::POST, path, Some("application/json"), body.to_string().into()).await
    }

    /// Sends anything.
    pub async fn ask(&self, method: Method, path: &str, content: Option<&str>, body: Body) -> Answer {
        self.site.ask(self.request(method, path, content, body)).await
    }

    /// Sends a form and looks at the first answer only.
    pub async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let content = Some("application/x-www-form-urlencoded");
        self.site.answer(self.request(Method::POST, path, content, form.join("&").into())).await
    }

    fn request(&self, method: Method, path: &str, content: Option<&str>, body: Body) -> Request<Body> {
        let mut request =
            Request::builder().method(method.clone()).uri(path).header(header::HOST, "xueshi.test");
        let mut cookies = self.cookies.clone();
        match &self.token {
            Some(token) if path.starts_with("/api/") => {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            Some(token) => cookies.push(format!("xueshi_session={token}")),
            None => {}
        }
        if self.site.site.is_https() {
            for cookie in &mut cookies {
                if [
                    "xueshi_session=",
                    "xueshi_device=",
                    "xueshi_known=",
                    "xueshi_form=",
                    "register=",
                    "oidc=",
                ]
                .iter()
                .any(|own| cookie.starts_with(own))
                {
                    cookie.insert_str(0, "__Host-");
                }
            }
        }
        if !path.starts_with("/api/") {
            request = request.header("sec-fetch-site", "same-origin");
            if !cookies.is_empty() {
                request = request.header(header::COOKIE, cookies.join("; "));
            }
        }
        if let Some(content) = content {
            request = request.header(header::CONTENT_TYPE, content);
        }
        request.body(body).unwrap()
    }
}

impl TestSite {
    /// Sends a request, and goes where a form that was not done is shown, as a browser does. What the open API answers is as it
    /// describes itself, in every test.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let mut cookies: Vec<_> = request.headers().get_all(header::COOKIE).iter().cloned().collect();
        let answer = self.answer(request).await;
        if let Some(page) = answer.comes_back_to() {
            let host = if self.site.is_https() { "__Host-" } else { "" };
            let mark = answer.cookie("xueshi_form").map(|mark| format!("{host}xueshi_form={mark}"));
            cookies.extend(mark.and_then(|mark| mark.parse().ok()));
            let mut there = Request::get(page).header(header::HOST, "xueshi.test");
            for cookie in cookies {
                there = there.header(header::COOKIE, cookie);
            }
            let mut shown = self.answer(there.body(Body::empty()).unwrap()).await;
            for set in answer.headers.get_all(header::SET_COOKIE) {
                shown.headers.append(header::SET_COOKIE, set.clone());
            }
            return shown;
        }
        if path.starts_with("/api/") && path != DESCRIPTION {
            let odd = Described::by(self).await.oddities(&method, &path, &answer);
            assert!(odd.is_empty(), "{method} {path} {}: {odd:#?}\n{}", answer.status, answer.text());
        }
        answer
    }

    /// The same without that look.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The text without the numbers that each form of a page has of its own, and a form that is kept.
    pub fn unnumbered(&self) -> String {
        let mut text = self.text().to_owned();
        for kept in self.text().split("kept=").skip(1) {
            text = text.replace(&kept[..36], "");
        }
        for press in self.text().split("name=\"press\" value=\"").skip(1) {
            text = text.replace(&press[..32], "");
        }
        text
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// What stands on the page between two marks.
    pub fn between(&self, from: &str, to: &str) -> &str {
        between(self.text(), from, to)
    }

    /// The signed token in the form of the page.
    pub fn ticket(&self) -> &str {
        self.between("name=\"ticket\" value=\"", "\"")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a form that worked leads to.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// The address at which a form that was not done is shown again.
    pub fn comes_back_to(&self) -> Option<String> {
        let page = self.location().filter(|_| self.status == StatusCode::SEE_OTHER)?;
        (page.contains("kept=") && !page.starts_with("/sign-in?next")).then(|| page.to_owned())
    }

    /// Fails the test unless the status is this one, showing what was said instead.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The value a `Set-Cookie` gives to a cookie, by its plain name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines
            .filter_map(|line| line.split(';').next()?.split_once('='))
            .find(|(key, _)| key.strip_prefix("__Host-").unwrap_or(key) == name)
            .map(|(_, value)| value.to_owned())
    }
}

/// What stands in a text between two marks.
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).unwrap().1.split_once(to).unwrap().0
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
