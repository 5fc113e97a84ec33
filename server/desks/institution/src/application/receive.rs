//! Taking an application's form in: what was typed, and the files beside it.

use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::http::StatusCode;
use domain::class_application::ApplicationPaperKind;
use domain::paper::BYTES_MAX;
use domain::typed::visible;
use web::error::AppError;
use web::file::not_whole;
use web::received_file::SentFile;

use super::form::SentApplication;

/// Nothing in the form is longer.
const TEXT_CHARS_MAX: usize = 1_000;
/// More fields than any plan has.
const FIELDS_MAX: usize = 1_000;

/// Reads the form; what is no such form is taken as an empty one.
pub async fn receive(form: Result<Multipart, MultipartRejection>) -> Result<SentApplication, AppError> {
    let mut sent = SentApplication::default();
    if let Ok(form) = form {
        match read(form, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return Err(AppError::TooLarge),
            Err(_) => return Err(not_whole()),
        }
    }
    Ok(sent)
}

async fn read(mut form: Multipart, sent: &mut SentApplication) -> Result<(), MultipartError> {
    for _ in 0..FIELDS_MAX {
        let Some(mut field) = form.next_field().await? else { return Ok(()) };
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(kind) = name.strip_prefix("file-").and_then(ApplicationPaperKind::from_code) {
            let mut file =
                SentFile { name: field.file_name().unwrap_or_default().to_owned(), ..SentFile::default() };
            while let Some(chunk) = field.chunk().await? {
                if file.bytes.len() + chunk.len() > BYTES_MAX {
                    file.too_large = true;
                    file.bytes = Vec::new();
                }
                if !file.too_large {
                    file.bytes.extend_from_slice(&chunk);
                }
            }
            if !file.is_missing() {
                sent.files.push((kind, file));
            }
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            let room = (4 * TEXT_CHARS_MAX).saturating_sub(bytes.len());
            bytes.extend(chunk.iter().take(room));
        }
        let text: String = String::from_utf8_lossy(&bytes).chars().take(TEXT_CHARS_MAX).collect();
        take(sent, &name, text);
    }
    Ok(())
}

fn take(sent: &mut SentApplication, name: &str, text: String) {
    let form = &mut sent.form;
    match name {
        "course" => form.course = text,
        "title" => form.title = visible(&text),
        "starts_on" => form.starts_on = text,
        "ends_on" => form.ends_on = text,
        "capacity" => form.capacity = text,
        "place" => form.place = visible(&text),
        "teacher" => form.teacher = text,
        "assessment" => form.assessment = text,
        "programme" => form.programme = text,
        "id" => sent.id = text,
        "version" => sent.version = text.parse().unwrap_or(0),
        "spread" => sent.spread = true,
        "remove" => sent.removed.push(text),
        "action" => sent.next = text == "next",
        name => {
            if let Some(lesson) = name.strip_prefix("due-") {
                form.plan.insert(lesson.to_owned(), text);
            }
        }
    }
}
