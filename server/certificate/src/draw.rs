//! Drawing a certificate: PDF/A-3u, so that archives take it, every glyph has its character, and the proof can travel inside.

use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder, ValidationError};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};
use qrcode::{Color, QrCode};

use crate::CertificateError;
use crate::content::{Content, Date};
use crate::fonts::Fonts;
use crate::layout::{HEIGHT, Layout, Text, WIDTH, layout};

/// A file inside the file.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub name: &'static str,
    pub mime_type: &'static str,
    /// What it is, for who opens the list of attachments.
    pub description: String,
    pub bytes: Vec<u8>,
}

/// Draws a certificate. The same content with the same attachment gives the same bytes.
pub fn draw(
    content: &Content,
    fonts: &Fonts,
    attachment: Option<Attachment>,
) -> Result<Vec<u8>, CertificateError> {
    let placed = layout(content, fonts)?;
    let internal = |what: &str| CertificateError::Internal(what.to_owned());
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_U)
        .finish()
        .map_err(|_| internal("the kind of file"))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let issued = date(content.issued);
    document.set_metadata(
        Metadata::new()
            .title(content.title.clone())
            .authors(vec![content.issuer.clone()])
            .language(content.language.clone())
            .creation_date(issued),
    );
    for page in 0..placed.pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| internal("the size of a page"))?;
        let mut drawn = document.start_page_with(settings);
        let mut surface = drawn.surface();
        draw_page(&mut surface, &placed, page, content, fonts)?;
        surface.finish();
        drawn.finish();
    }
    if let Some(Attachment { name, mime_type, description, bytes }) = attachment {
        document
            .embed_file(EmbeddedFile {
                path: name.to_owned(),
                mime_type: MimeType::new(mime_type),
                description: Some(description),
                association_kind: AssociationKind::Supplement,
                data: bytes.into(),
                modification_date: Some(issued),
                compress: Some(true),
                location: None,
            })
            .ok_or_else(|| internal("the attachment"))?;
    }
    document.finish().map_err(refused)
}

fn refused(error: KrillaError) -> CertificateError {
    let KrillaError::Validation(errors) = &error else {
        return CertificateError::Internal(format!("{error:?}"));
    };
    errors
        .iter()
        .find_map(|(error, _)| match error {
            ValidationError::ContainsNotDefGlyph(_, _, text) => text.chars().next(),
            _ => None,
        })
        .map_or_else(|| CertificateError::Internal(format!("{error:?}")), CertificateError::NoGlyph)
}

fn draw_page(
    surface: &mut Surface<'_>,
    placed: &Layout,
    page: usize,
    content: &Content,
    fonts: &Fonts,
) -> Result<(), CertificateError> {
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: grey(190).into(), width: 0.6, ..Stroke::default() }));
    for rule in placed.rules.iter().filter(|rule| rule.page == page) {
        if let Some(path) = outline(rule.x, rule.y, rule.width, rule.height) {
            surface.draw_path(&path);
        }
    }
    surface.set_stroke(None);
    for text in placed.texts.iter().filter(|text| text.page == page) {
        draw_text(surface, text, fonts)?;
    }
    let (code_page, x, y, side) = placed.code;
    if code_page == page
        && let Some(path) = code(&content.link, x, y, side)
    {
        surface.set_fill(Some(fill(0)));
        surface.draw_path(&path);
    }
    Ok(())
}

fn draw_text(surface: &mut Surface<'_>, text: &Text, fonts: &Fonts) -> Result<(), CertificateError> {
    surface.set_fill(Some(fill(if text.grey { 90 } else { 20 })));
    let mut x = text.x;
    for run in fonts.runs(&text.text, text.size)? {
        surface.draw_text(
            Point::from_xy(x, text.y),
            run.font,
            text.size,
            run.text,
            false,
            TextDirection::LeftToRight,
        );
        x += run.width;
    }
    Ok(())
}

fn outline(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    if height > 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
    } else {
        path.move_to(x, y);
        path.line_to(x + width, y);
    }
    path.finish()
}

/// The code of an address, with the quiet edge that cameras need.
fn code(link: &str, x: f32, y: f32, side: f32) -> Option<Path> {
    let code = QrCode::new(link).ok()?;
    let width = code.width();
    #[expect(clippy::cast_precision_loss, reason = "a code has less than two hundred squares a side")]
    let square = side / width as f32;
    let mut path = PathBuilder::new();
    for (at, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        let (column, row) = ((at % width) as f32, (at / width) as f32);
        path.push_rect(Rect::from_xywh(x + column * square, y + row * square, square, square)?);
    }
    path.finish()
}

fn grey(value: u8) -> rgb::Color {
    rgb::Color::new(value, value, value)
}

fn fill(value: u8) -> Fill {
    Fill { paint: grey(value).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn date(date: Date) -> DateTime {
    DateTime::new(date.year)
        .month(date.month)
        .day(date.day)
        .hour(date.hour)
        .minute(date.minute)
        .second(0)
        .utc_offset_hour(date.offset_hours)
        .utc_offset_minute(0)
}
