//! Text messages through a gateway that takes a JSON document by POST: what most of them are, whoever runs them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url, header};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use web::Sender;
use web::one_time_code::{Gateway, Outbox};

use crate::config::{CodesChoice, Serve};

/// A gateway that has not answered by then is asked again.
const ANSWER_SECONDS_MAX: Duration = Duration::from_secs(5);
/// How often one message is tried, and how long the first pause is; each further one is twice as long.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);
/// So many messages may be on their way; further ones are dropped, and their readers ask for another.
const ON_THEIR_WAY_MAX: usize = 500;
/// So many of them are spoken of with the gateway at once.
const AT_ONCE: usize = 8;

/// The sender that was asked for.
pub fn sender(options: &Serve) -> Result<Sender> {
    Ok(match options.codes {
        CodesChoice::None => Sender::None,
        CodesChoice::Outbox => {
            if !options.listen.ip().is_loopback() || options.origin.is_some() {
                bail!(
                    "--codes outbox shows every code to whoever can reach the server: only with --listen 127.0.0.1 and without --origin"
                );
            }
            Sender::Outbox(Arc::new(Outbox::default()))
        }
        CodesChoice::Gateway => {
            let url = options.gateway_url.as_deref().context("--codes gateway needs --gateway-url")?;
            let read = |path: &Path| {
                std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
            };
            let token = options.gateway_token_file.as_deref().map(read).transpose()?;
            let template = options.gateway_template.as_deref().map(read).transpose()?;
            let notice = options.gateway_notice_template.as_deref().map(read).transpose()?;
            let gateway = HttpGateway::new(url, token.as_deref(), template.as_deref())?;
            Sender::Gateway(Arc::new(gateway.with_notice(notice.as_deref())?))
        }
    })
}

/// The gateway. Neither number nor code ever reaches the log.
#[derive(Clone)]
pub struct HttpGateway {
    client: Client,
    url: Url,
    token: Option<Arc<str>>,
    template: Arc<Value>,
    notice: Arc<Value>,
    on_their_way: Arc<Semaphore>,
    at_once: Arc<Semaphore>,
}

impl HttpGateway {
    /// `template` is a JSON document with `{phone}` and `{code}` in its texts; without it, an object of the two.
    pub fn new(url: &str, token: Option<&str>, template: Option<&str>) -> Result<Self> {
        let host = url.strip_prefix("http://").unwrap_or_default();
        let here = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
            host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
        if !url.starts_with("https://") && !here {
            bail!("--gateway-url must begin with https://: phone numbers go there");
        }
        let template = template.unwrap_or(r#"{"phone": "{phone}", "code": "{code}"}"#);
        let template: Value = serde_json::from_str(template).context("the gateway's template is no JSON")?;
        let whole = template.to_string();
        if !whole.contains("{phone}") || !whole.contains("{code}") {
            bail!("the gateway's template must hold {{phone}} and {{code}}");
        }
        // A redirect could lead phone numbers elsewhere.
        let client = Client::builder().timeout(ANSWER_SECONDS_MAX).redirect(Policy::none()).build()?;
        Ok(Self {
            client,
            url: url.parse().context("--gateway-url is no address")?,
            token: token.map(|token| format!("Bearer {}", token.trim()).into()),
            template: Arc::new(template),
            notice: Arc::new(json!({"phone": "{phone}", "notice": "registered_already"})),
            on_their_way: Arc::new(Semaphore::new(ON_THEIR_WAY_MAX)),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The same with a document of its own for the word that somebody registered with the reader's document or number.
    pub fn with_notice(self, template: Option<&str>) -> Result<Self> {
        let Some(template) = template else { return Ok(self) };
        let notice: Value = serde_json::from_str(template).context("the notice's template is no JSON")?;
        if !notice.to_string().contains("{phone}") {
            bail!("the notice's template must hold {{phone}}");
        }
        Ok(Self { notice: Arc::new(notice), ..self })
    }

    /// Begins to post a document, unless too many are on their way.
    fn begin(&self, document: String) {
        let Ok(place) = self.on_their_way.clone().try_acquire_owned() else {
            tracing::error!("too many text messages are on their way; one was dropped");
            return;
        };
        let gateway = self.clone();
        tokio::spawn(async move {
            gateway.deliver(document).await;
            drop(place);
        });
    }

    /// Tries a few times; what the gateway refuses outright is not tried again.
    async fn deliver(self, document: String) {
        let mut pause = PAUSE;
        for attempt in 1..=TRIES {
            let Ok(place) = self.at_once.acquire().await else { return };
            match self.post(document.clone()).await.map(|status| status.as_u16()) {
                Ok(200..300) => return,
                Ok(status @ 300..500) => {
                    tracing::error!(status, "the gateway refused a text message");
                    return;
                }
                Ok(status) => tracing::warn!(status, attempt, "the gateway took no text message"),
                // The address may hold a secret of the site.
                Err(error) => {
                    let error = error.without_url();
                    tracing::warn!(%error, attempt, "the gateway took no text message");
                }
            }
            drop(place);
            if attempt < TRIES {
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
        }
        tracing::error!("a text message was given up");
    }

    async fn post(&self, document: String) -> reqwest::Result<StatusCode> {
        let request = self.client.post(self.url.clone()).header(header::CONTENT_TYPE, "application/json");
        let request = match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, &**token),
            None => request,
        };
        Ok(request.body(document).send().await?.status())
    }
}

impl Gateway for HttpGateway {
    fn tell_registered(&self, phone: String) {
        self.begin(filled(&self.notice, &phone, "").to_string());
    }

    fn send(&self, phone: String, code: String) {
        self.begin(filled(&self.template, &phone, &code).to_string());
    }
}

fn filled(template: &Value, phone: &str, code: &str) -> Value {
    match template {
        Value::String(text) => Value::String(text.replace("{phone}", phone).replace("{code}", code)),
        Value::Array(items) => items.iter().map(|item| filled(item, phone, code)).collect(),
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(name, value)| (name.clone(), filled(value, phone, code))).collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_code_stand_where_the_template_wants_them() {
        let template =
            json!({"to": ["+86{phone}"], "sign": "学时", "data": {"text": "验证码 {code}", "minutes": 5}});
        let filled = filled(&template, "10020260001", "012345");
        assert_eq!(
            filled,
            json!({"to": ["+8610020260001"], "sign": "学时", "data": {"text": "验证码 012345", "minutes": 5}})
        );
    }

    #[test]
    fn numbers_go_to_nobody_in_clear_and_a_template_is_whole() {
        assert!(HttpGateway::new("https://sms.example/send", None, None).is_ok());
        assert!(HttpGateway::new("http://127.0.0.1:9/send", None, None).is_ok());
        assert!(HttpGateway::new("http://sms.example/send", None, None).is_err());
        assert!(HttpGateway::new("http://127.0.0.1.evil.example/", None, None).is_err());
        assert!(HttpGateway::new("https://sms.example", None, Some(r#"{"to": "{phone}"}"#)).is_err());
        assert!(HttpGateway::new("https://sms.example", None, Some("{phone}{code}")).is_err());
    }
}
