//! Everything the platform knows of the reader, as a file.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use domain::audit::AuditAction;
use serde_json::json;
use web::address::Address;
use web::error::AppError;
use web::{Site, Viewer};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/data", get(own_data))
}

/// `GET /account/data`: for whoever is signed in, about themselves only. Numbers stay masked: their owner knows them, and
/// a file lies about.
async fn own_data(State(site): State<Site>, viewer: Viewer, from: Address) -> Result<Response, AppError> {
    let person = &viewer.person;
    let details = site.db.details(person).await?;
    let consents = site.db.consents(person).await?;
    let devices = site.db.device_keys(&viewer.account).await?;
    let classes = site.db.my_classes(person).await?;
    let hours = site.db.my_hours(person, "0000-01-01", "9999-12-31").await?;
    let papers = site.db.papers_of(person).await?;
    let payees = site.db.payees_of(person).await?;
    let former = site.db.former_documents(person).await?;
    let action = AuditAction::AccountData { person: person.clone() };
    site.db.write_audit(&site.event(&viewer, &from, action, "")).await?;
    let data = json!({
        "at_ms": site.now(),
        "account": viewer.login,
        "roles": viewer.grants.iter().map(|grant| grant.role.as_str()).collect::<Vec<_>>(),
        "person": {
            "name": details.name,
            "sex": details.sex,
            "birth_date": details.birth_date,
            "document_type": details.document_type,
            "document": details.document_masked,
            "phone": details.phone_masked,
            "household": details.home,
            "category": details.category,
            "category_since": details.category_since,
            "category_proved": details.category_proved,
            "document_seen_at_ms": site.db.identity_seen_at(&viewer.person).await?,
            "registered_at_ms": details.created_at,
        },
        "former_documents": former.iter().map(|document| json!({
            "document_type": document.document_type,
            "exchanged_at_ms": document.at_ms,
        })).collect::<Vec<_>>(),
        "payees": payees.iter().map(|payee| json!({
            "bank": payee.bank,
            "last_four": payee.last_four,
            "given_at_ms": payee.given_at,
            "ended_at_ms": payee.ended_at,
        })).collect::<Vec<_>>(),
        "devices": devices.iter().map(|key| json!({
            "key": key.id,
            "device": key.device,
            "added_at_ms": key.created_at,
        })).collect::<Vec<_>>(),
        "consents": consents.iter().map(|record| json!({
            "purpose": record.purpose,
            "given": record.given,
            "at_ms": record.at_ms,
            "text_version": record.text_version,
        })).collect::<Vec<_>>(),
        "papers": papers.iter().map(|paper| json!({
            "id": paper.id,
            "category": paper.category,
            "since": paper.since,
            "bytes": paper.bytes,
            "sent_at_ms": paper.sent_at,
            "standing": paper.standing,
            "decided_at_ms": paper.decided_at,
            "reason": paper.reason,
        })).collect::<Vec<_>>(),
        "classes": classes.iter().map(|class| json!({
            "enrolment": class.enrolment_id,
            "enrolled_at_ms": class.enrolled_at,
            "class": class.class_title,
            "course": class.course_title,
            "organisation": class.organisation,
        })).collect::<Vec<_>>(),
        "hours": hours.iter().map(|line| json!({
            "day": line.day,
            "enrolment": line.enrolment_id,
            "lesson": line.lesson_id,
            "verified_ms": line.verified_ms,
            "waiting_ms": line.waiting_ms,
            "refused_ms": line.refused_ms(),
        })).collect::<Vec<_>>(),
    });
    let mut response = Json(data).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"xueshi-my-data.json\""),
    );
    Ok(response)
}
