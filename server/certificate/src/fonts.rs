//! The fonts certificates are set in: for each character the first that has it.

use std::fs;
use std::sync::Arc;

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::CertificateError;

/// Fonts, in the order in which they are asked.
#[derive(Clone)]
pub struct Fonts(Vec<Face>);

#[derive(Clone)]
struct Face {
    data: Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

impl Fonts {
    /// Reads font files. A collection (`.ttc`) is followed by `#` and the number of the font in it, counted from 0.
    pub fn read<S: AsRef<str>>(paths: &[S]) -> Result<Self, CertificateError> {
        let mut faces = Vec::with_capacity(paths.len());
        for path in paths {
            let path = path.as_ref();
            let not_one = || CertificateError::Font(path.to_owned());
            let (file, index) = match path.rsplit_once('#') {
                Some((file, index)) => (file, index.parse().map_err(|_| not_one())?),
                None => (path, 0),
            };
            let data = Arc::new(fs::read(file).map_err(|_| not_one())?);
            FontRef::from_index(&data, index).map_err(|_| not_one())?;
            let font = Font::new(krilla::Data::from(data.clone()), index).ok_or_else(not_one)?;
            faces.push(Face { data, index, font });
        }
        if faces.is_empty() {
            return Err(CertificateError::Font("no file".to_owned()));
        }
        Ok(Self(faces))
    }

    /// A text in stretches of one font, with their width at a size.
    pub(crate) fn runs<'a>(&self, text: &'a str, size: f32) -> Result<Vec<Run<'a>>, CertificateError> {
        let mut runs: Vec<(usize, usize, usize, f32)> = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let (face, width) = self.glyph(c, size)?;
            match runs.last_mut() {
                Some(last) if last.0 == face => {
                    last.2 = end;
                    last.3 += width;
                }
                _ => runs.push((face, at, end, width)),
            }
        }
        let run = |(face, from, to, width): (usize, usize, usize, f32)| Run {
            font: self.0[face].font.clone(),
            text: &text[from..to],
            width,
        };
        Ok(runs.into_iter().map(run).collect())
    }

    /// How wide a character is.
    pub(crate) fn width(&self, c: char, size: f32) -> Result<f32, CertificateError> {
        Ok(self.glyph(c, size)?.1)
    }

    fn glyph(&self, c: char, size: f32) -> Result<(usize, f32), CertificateError> {
        self.0
            .iter()
            .enumerate()
            .find_map(|(at, face)| {
                let font = FontRef::from_index(&face.data, face.index).ok()?;
                let glyph = font.charmap().map(c)?;
                let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
                Some((at, metrics.advance_width(glyph).unwrap_or(size)))
            })
            .ok_or(CertificateError::NoGlyph(c))
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} fonts", self.0.len())
    }
}

/// A stretch of one font.
pub(crate) struct Run<'a> {
    pub font: Font,
    pub text: &'a str,
    pub width: f32,
}
