//! What a caller may learn when something does not work.
//!
//! A handler returns [`AppError`] and knows nothing of how it looks: [`render_error`] wraps the whole router and makes of
//! every refusal an HTML page for people, `application/problem+json` below `/api`.

mod constraint;
pub mod render;
mod study;

use std::borrow::Cow;

use app::words::Words;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::StoreError;

pub use render::render_error;

/// A sentence for people, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub zh: Cow<'static, str>,
    pub en: Cow<'static, str>,
}

impl Sentence {
    pub fn new(zh: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in the reader's language.
    pub fn to(&self, words: Words) -> &str {
        match words {
            Words::Zh => &self.zh,
            Words::En => &self.en,
        }
    }
}

/// Why a request was not done. Every code is stable: API clients may rely on it.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in: pages lead to sign-in and back again.
    #[error("not signed in")]
    NotSignedIn,
    /// Login and password do not belong together; which of the two is wrong is not said.
    #[error("wrong password")]
    WrongPassword,
    /// The password was right, and a code is needed beside it.
    #[error("second factor needed")]
    SecondFactorNeeded,
    /// The code is wrong, was used before, or is too old.
    #[error("wrong code")]
    WrongCode,
    /// Not yours. Looks exactly like [`AppError::NotFound`], so that nothing can be learned from it.
    #[error("forbidden")]
    Forbidden,
    #[error("not found")]
    NotFound,
    /// The request itself is wrong; nothing changed.
    #[error("invalid: {code}")]
    Invalid { code: &'static str, say: Sentence },
    /// The request is right but does not fit the present state; nothing changed.
    #[error("conflict: {code}")]
    Conflict { code: &'static str, say: Sentence },
    /// What was addressed is over.
    #[error("gone: {code}")]
    Gone { code: &'static str, say: Sentence },
    /// More was sent than is ever needed.
    #[error("too large")]
    TooLarge,
    /// Too often: may be tried again after so many seconds.
    #[error("too many: {code}")]
    TooMany { code: &'static str, wait_seconds: i64, say: Sentence },
    /// The database is away for the moment.
    #[error("unavailable")]
    Unavailable,
    /// Our mistake. The cause is logged and never shown.
    #[error("internal: {0}")]
    Internal(anyhow::Error),
}

impl AppError {
    pub fn invalid(
        code: &'static str,
        zh: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid { code, say: Sentence::new(zh, en) }
    }

    pub fn conflict(
        code: &'static str,
        zh: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Conflict { code, say: Sentence::new(zh, en) }
    }

    pub fn gone(
        code: &'static str,
        zh: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Gone { code, say: Sentence::new(zh, en) }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn | Self::WrongPassword | Self::SecondFactorNeeded | Self::WrongCode => {
                StatusCode::UNAUTHORIZED
            }
            Self::Forbidden | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid { .. } => StatusCode::BAD_REQUEST,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::Gone { .. } => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::WrongPassword => "wrong_password",
            Self::SecondFactorNeeded => "second_factor_needed",
            Self::WrongCode => "wrong_code",
            Self::Forbidden | Self::NotFound => "not_found",
            Self::Invalid { code, .. }
            | Self::Conflict { code, .. }
            | Self::Gone { code, .. }
            | Self::TooMany { code, .. } => code,
            Self::TooLarge => "too_large",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// What a person is told.
    pub fn say(&self) -> Sentence {
        match self {
            Self::Invalid { say, .. }
            | Self::Conflict { say, .. }
            | Self::Gone { say, .. }
            | Self::TooMany { say, .. } => say.clone(),
            Self::WrongPassword => Sentence::new(
                "账号或密码不对。请检查后再试。",
                "Account or password is wrong. Please check and try again.",
            ),
            Self::SecondFactorNeeded => Sentence::new(
                "密码对了，还要验证器里的 6 位数字。没有验证器的，请在网页上登录，用通行密钥或开启二次验证。",
                "The password is right; the 6 digits of the authenticator are needed too. Who has none yet turns it on in the browser first.",
            ),
            Self::WrongCode => Sentence::new(
                "验证码不对，或者已经用过。请等下一个数字出来再填。",
                "The code is wrong or was used before. Please wait for the next one.",
            ),
            _ => Refusal::of_status(self.status()).say,
        }
    }

    /// When to try again, in seconds.
    pub fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            Self::TooMany { wait_seconds, .. } => Some(HeaderValue::from((*wait_seconds).max(1))),
            Self::Unavailable => Some(HeaderValue::from(5)),
            _ => None,
        }
    }
}

/// A refusal that is still to be rendered; it travels with the response.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: &'static str,
    pub say: Sentence,
}

impl Refusal {
    /// The words of a bare status, for refusals that come from below the handlers (routing, limits, time-outs).
    pub fn of_status(status: StatusCode) -> Self {
        let (code, zh, en) = match status.as_u16() {
            401 => ("not_signed_in", "请先登录。", "Please sign in first."),
            403 => (
                "foreign_origin",
                "这个请求不是从本网站的页面发出的。请回到本网站再试。",
                "This request did not come from a page of this site. Go back to the site and try again.",
            ),
            404 => (
                "not_found",
                "没有这个页面，或者它不对您开放。",
                "There is no such page, or it is not open to you.",
            ),
            405 => (
                "method_not_allowed",
                "这个地址不接受这种请求。",
                "This address does not take such a request.",
            ),
            408 | 504 => (
                "timeout",
                "用时太久，没有完成。请再试一次。",
                "It took too long and was not done. Please try again.",
            ),
            409 => (
                "conflict",
                "和现有的记录冲突，没有改动。",
                "It conflicts with what is recorded. Nothing was changed.",
            ),
            413 => ("too_large", "发送的内容太大。", "What was sent is too large."),
            415 => ("media_type", "内容的格式不对。", "The content is of the wrong type."),
            429 => ("too_many", "请求太频繁，请稍后再试。", "Too many requests. Please try again later."),
            503 => (
                "unavailable",
                "系统暂时连不上数据库，请稍后再试。已记录的学习时间不会丢。",
                "The database is away for the moment. Please try again soon. Study time already recorded is safe.",
            ),
            500..=599 => (
                "internal",
                "系统出了问题，不是您的错。我们已经记下来了，请稍后再试。",
                "Something went wrong on our side and has been noted. Please try again later.",
            ),
            _ => (
                "malformed",
                "发送的内容看不懂，没有改动。",
                "What was sent cannot be read. Nothing was changed.",
            ),
        };
        Self { code, say: Sentence::new(zh, en) }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Self::Internal(cause) = &self {
            tracing::error!(cause = format!("{cause:#}"), "a request failed");
        }
        let mut response = status.into_response();
        if let Some(wait) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(Refusal { code: self.code(), say: self.say() });
        response
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Study(refusal) => refusal.into(),
            StoreError::Conflict(constraint) => {
                tracing::debug!(%constraint, "a constraint refused");
                constraint.into()
            }
            StoreError::Away(cause) => {
                tracing::warn!(%cause, "the database is away");
                Self::Unavailable
            }
            error => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_yours_looks_like_what_is_not_there() {
        let (forbidden, missing) = (AppError::Forbidden, AppError::NotFound);
        assert_eq!((forbidden.status(), forbidden.code()), (missing.status(), missing.code()));
        assert_eq!(forbidden.say(), missing.say());
    }

    #[test]
    fn only_a_constraint_that_people_can_meet_is_a_conflict() {
        for constraint in store::Constraint::ALL {
            let error = AppError::from(StoreError::Conflict(*constraint));
            assert_eq!(error.status(), StatusCode::CONFLICT, "{constraint}");
        }
        let damaged = AppError::from(StoreError::Damaged("a row".to_owned()));
        assert_eq!(damaged.code(), "internal");
    }

    #[test]
    fn an_inner_cause_is_never_said() {
        let error = AppError::from(anyhow::anyhow!("password of the database"));
        assert!(!error.say().zh.contains("password"));
        assert!(error.into_response().extensions().get::<Refusal>().is_some_and(|r| r.code == "internal"));
    }
}
