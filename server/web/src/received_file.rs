//! A form with a photograph or PDF in it, as it comes: what was typed beside it, and what the file is.

use app::words::Words;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use domain::paper::{BYTES_MAX, MEGABYTES_MAX, PaperKind};

/// A file far too large is still read to its end, and thrown away: a browser that is cut off shows no sentence.
pub const READ_BYTES_MAX: usize = 40 * 1024 * 1024;
/// Nothing else in such a form is longer.
const TEXT_CHARS_MAX: usize = 200;

/// The file that was sent.
#[derive(Default)]
pub struct SentFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub too_large: bool,
}

impl SentFile {
    /// Whether none was chosen.
    pub fn is_missing(&self) -> bool {
        self.name.is_empty() && self.bytes.is_empty() && !self.too_large
    }
}

/// Reads the form: its field `file`, and every other one by its name. What is too large is counted and thrown away.
pub async fn receive(
    mut form: Multipart,
    mut typed: impl FnMut(&str, String),
    sent: &mut SentFile,
) -> Result<(), MultipartError> {
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            field.file_name().unwrap_or_default().clone_into(&mut sent.name);
            while let Some(chunk) = field.chunk().await? {
                if sent.bytes.len() + chunk.len() > BYTES_MAX {
                    sent.too_large = true;
                    sent.bytes = Vec::new();
                }
                if !sent.too_large {
                    sent.bytes.extend_from_slice(&chunk);
                }
            }
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            bytes.extend(chunk.iter().take(4 * TEXT_CHARS_MAX - bytes.len().min(4 * TEXT_CHARS_MAX)));
        }
        typed(&name, String::from_utf8_lossy(&bytes).chars().take(TEXT_CHARS_MAX).collect());
    }
    Ok(())
}

/// What the file is. By what is inside: names and what browsers say of them prove nothing.
pub fn kind_of(w: Words, sent: &SentFile) -> Result<PaperKind, String> {
    if sent.too_large {
        return Err(match w {
            Words::Zh => format!(
                "文件太大，最大 {MEGABYTES_MAX} MB。拍照时选小一点的尺寸，或者在微信里发给自己（不选原图）再存下来。"
            ),
            Words::En => format!(
                "The file is too large: {MEGABYTES_MAX} MB at most. Take the photograph in a smaller size."
            ),
        });
    }
    if sent.bytes.is_empty() {
        let sentence = if sent.name.is_empty() {
            w.t("请选择一个文件。", "Please choose a file.")
        } else {
            w.t("这个文件是空的，请换一个。", "This file is empty. Please choose another.")
        };
        return Err(sentence.to_owned());
    }
    let found = infer::get(&sent.bytes).map(|found| found.mime_type());
    found.and_then(PaperKind::of_media_type).ok_or_else(|| not_taken(w, found.unwrap_or_default()).to_owned())
}

/// What to do about a file of another kind, by its media type.
fn not_taken(w: Words, found: &str) -> &'static str {
    match found {
        // Called .jpg or not: what phones of Apple and some others take unless told otherwise.
        "image/heif" | "image/heic" | "image/avif" => w.t(
            "这张照片是 HEIC 格式（苹果手机常用），这里打不开。请把照片打开截一张图，交截图；或者在手机“设置 → 相机 → 格式”里选“兼容性最佳”，重拍一张。",
            "This photograph is in HEIC form, which cannot be opened here. Take a screenshot of it and send that, or choose “Most Compatible” in the camera's settings and take it again.",
        ),
        kind if kind.starts_with("image/") => w.t(
            "这种图片这里打不开。请把图片打开截一张图，交截图，或者另存为 JPG。",
            "This kind of picture cannot be opened here. Send a screenshot of it, or save it as JPG.",
        ),
        kind if kind.starts_with("video/") => {
            w.t("这是一段视频。请拍成照片再交。", "This is a video. Please send a photograph.")
        }
        _ => w.t(
            "只收照片（JPG、PNG）和 PDF。Word 文档请另存为 PDF，或者拍成照片。",
            "Only photographs (JPG, PNG) and PDF are taken. Save a text as PDF, or photograph it.",
        ),
    }
}
