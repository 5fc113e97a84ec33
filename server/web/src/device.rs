//! What kind of device somebody uses, roughly: enough to know one's own among a few, too little to follow anybody.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};

/// A code such as `android/wechat`: the machine and the program. Nothing else of what the browser says is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device(pub String);

impl Device {
    fn of(agent: &str) -> Self {
        let first = |known: &[(&str, &'static str)], other: &'static str| {
            known.iter().find(|(mark, _)| agent.contains(mark)).map_or(other, |(_, code)| *code)
        };
        // The order matters: nearly every browser also calls itself by the names of others.
        let machine = first(
            &[
                ("HarmonyOS", "harmony"),
                ("OpenHarmony", "harmony"),
                ("Android", "android"),
                ("iPhone", "iphone"),
                ("iPad", "ipad"),
                ("Windows", "windows"),
                ("Macintosh", "mac"),
                ("Linux", "linux"),
            ],
            "other",
        );
        let program = first(
            &[
                ("MicroMessenger", "wechat"),
                ("DingTalk", "dingtalk"),
                ("QQBrowser", "qq"),
                ("UCBrowser", "uc"),
                ("Edg", "edge"),
                ("Firefox", "firefox"),
                ("Chrome", "chrome"),
                ("Safari", "safari"),
            ],
            "other",
        );
        Self(format!("{machine}/{program}"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self::of(agent.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_by_its_first_mark() {
        for (agent, code) in [
            (
                "Mozilla/5.0 (Linux; Android 13; PEXM00) Chrome/107 Safari/537 MicroMessenger/8.0",
                "android/wechat",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
                "iphone/safari",
            ),
            ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120 Safari/537 Edg/120", "windows/edge"),
            ("curl/8.5.0", "other/other"),
        ] {
            assert_eq!(Device::of(agent).0, code, "{agent}");
        }
    }
}
