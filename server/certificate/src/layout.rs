//! Where everything stands: A4, one column of terms and one of values, then the lines, then notes, code and seal.

use crate::CertificateError;
use crate::compare::Part;
use crate::content::Content;
use crate::fonts::Fonts;

pub(crate) const WIDTH: f32 = 595.0;
pub(crate) const HEIGHT: f32 = 842.0;
const LEFT: f32 = 60.0;
const RIGHT: f32 = WIDTH - LEFT;
const TOP: f32 = 84.0;
/// No line of text stands below.
const BOTTOM: f32 = HEIGHT - 78.0;
const VALUE_LEFT: f32 = 160.0;
const CODE: f32 = 92.0;

/// A text at its place.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub part: Part,
    pub page: usize,
    pub x: f32,
    /// Of the base line.
    pub y: f32,
    pub size: f32,
    pub text: String,
    pub grey: bool,
}

/// A thin line, or a frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// The whole certificate, placed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub texts: Vec<Text>,
    pub rules: Vec<Rule>,
    /// The upper left corner of the code, and its side.
    pub code: (usize, f32, f32, f32),
    pub pages: usize,
}

struct Setter<'a> {
    fonts: &'a Fonts,
    out: Layout,
    page: usize,
    y: f32,
}

/// Sets a content.
pub(crate) fn layout(content: &Content, fonts: &Fonts) -> Result<Layout, CertificateError> {
    let mut setter = Setter { fonts, out: Layout::default(), page: 0, y: TOP };
    setter.centred(Part::Title, &content.title, 22.0)?;
    setter.y += 12.0;
    setter.centred(Part::Issuer, &content.issuer, 11.0)?;
    setter.y += 14.0;
    for (at, field) in content.fields.iter().enumerate() {
        setter.room(22.0);
        let top = setter.y;
        setter.at(Part::Term(at), LEFT, 11.0, &field.term, true)?;
        setter.y = top;
        setter.wrapped(Part::Field(at), VALUE_LEFT, RIGHT - VALUE_LEFT, 11.5, &field.value)?;
        setter.y += 4.0;
        setter.rule();
    }
    if !content.lines.is_empty() {
        setter.y += 14.0;
        setter.heads(content)?;
        for (at, line) in content.lines.iter().enumerate() {
            if setter.room(20.0) {
                setter.heads(content)?;
            }
            setter.line(Part::Line(at), line, 10.5, false)?;
            setter.rule();
        }
    }
    setter.y += 10.0;
    for (at, note) in content.notes.iter().enumerate() {
        setter.room(16.0);
        setter.wrapped(Part::Note(at), LEFT, RIGHT - LEFT, 9.5, note)?;
    }
    setter.foot(content)?;
    setter.numbers(content)?;
    Ok(setter.out)
}

impl Setter<'_> {
    /// Goes to the next page where there is no room; whether it did.
    fn room(&mut self, height: f32) -> bool {
        let turned = self.y + height > BOTTOM;
        if turned {
            self.page += 1;
            self.y = TOP;
        }
        turned
    }

    fn wide(&self, text: &str, size: f32) -> Result<f32, CertificateError> {
        text.chars().map(|c| self.fonts.width(c, size)).sum()
    }

    fn put(&mut self, part: Part, x: f32, size: f32, text: &str, grey: bool) {
        self.out.texts.push(Text { part, page: self.page, x, y: self.y, size, text: text.to_owned(), grey });
    }

    fn centred(&mut self, part: Part, text: &str, size: f32) -> Result<(), CertificateError> {
        let x = (WIDTH - self.wide(text, size)?) / 2.0;
        self.y += size;
        self.put(part, x.max(LEFT), size, text, false);
        Ok(())
    }

    /// One line of text that begins at a place, below where the setter stands.
    fn at(&mut self, part: Part, x: f32, size: f32, text: &str, grey: bool) -> Result<(), CertificateError> {
        self.wide(text, size)?;
        self.y += 16.0;
        self.put(part, x, size, text, grey);
        Ok(())
    }

    /// As many lines of text as it takes. Broken between words of letters where there are any, and anywhere in Chinese.
    fn wrapped(
        &mut self,
        part: Part,
        x: f32,
        width: f32,
        size: f32,
        text: &str,
    ) -> Result<(), CertificateError> {
        for piece in self.broken(text, width, size)? {
            self.room(16.0);
            self.at(part, x, size, &piece, false)?;
        }
        Ok(())
    }

    fn broken(&self, text: &str, width: f32, size: f32) -> Result<Vec<String>, CertificateError> {
        let (mut pieces, mut piece, mut used) = (Vec::new(), String::new(), 0.0);
        for c in text.chars() {
            let wide = self.fonts.width(c, size)?;
            if used + wide > width && !piece.is_empty() {
                let word = piece.rfind(' ').filter(|at| *at > 0 && c.is_ascii_alphanumeric());
                let rest = word.map(|at| piece.split_off(at + 1)).unwrap_or_default();
                pieces.push(piece.trim_end().to_owned());
                used = rest.chars().map(|c| self.fonts.width(c, size)).sum::<Result<f32, _>>()?;
                piece = rest;
            }
            used += wide;
            piece.push(c);
        }
        pieces.push(piece);
        Ok(pieces)
    }

    fn heads(&mut self, content: &Content) -> Result<(), CertificateError> {
        self.line(Part::Heads, &content.columns, 9.5, true)?;
        self.rule();
        Ok(())
    }

    /// The first column takes what the others, of an equal and narrow width, leave.
    fn line(&mut self, part: Part, texts: &[String], size: f32, grey: bool) -> Result<(), CertificateError> {
        let narrow = 92.0;
        let others = texts.len().saturating_sub(1);
        #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
        let first = RIGHT - LEFT - narrow * others as f32;
        let top = self.y;
        let mut bottom = top;
        for (at, text) in texts.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
            let (x, width) = match at {
                0 => (LEFT, first - 8.0),
                at => (LEFT + first + narrow * (at - 1) as f32, narrow - 8.0),
            };
            self.y = top;
            for piece in self.broken(text, width, size)? {
                self.at(part, x, size, &piece, grey)?;
            }
            bottom = bottom.max(self.y);
        }
        self.y = bottom + 4.0;
        Ok(())
    }

    fn rule(&mut self) {
        self.y += 2.0;
        self.out.rules.push(Rule { page: self.page, x: LEFT, y: self.y, width: RIGHT - LEFT, height: 0.0 });
    }

    /// Code and address at the left, the place for a seal at the right.
    fn foot(&mut self, content: &Content) -> Result<(), CertificateError> {
        self.y += 12.0;
        self.room(CODE + 8.0);
        let top = self.y;
        self.out.code = (self.page, LEFT, top, CODE);
        let (x, seal) = (LEFT + CODE + 12.0, 130.0);
        let width = RIGHT - x - seal - 12.0;
        for piece in self.broken(&content.link_says, width, 9.5)? {
            self.at(Part::LinkSays, x, 9.5, &piece, false)?;
        }
        for piece in self.broken(&content.link, width, 7.5)? {
            self.at(Part::Link, x, 7.5, &piece, true)?;
        }
        self.out.rules.push(Rule { page: self.page, x: RIGHT - seal, y: top, width: seal, height: CODE });
        self.y = top + CODE - 24.0;
        self.at(Part::Seal, RIGHT - seal + 8.0, 8.5, &content.seal, true)?;
        self.out.pages = self.page + 1;
        Ok(())
    }

    fn numbers(&mut self, content: &Content) -> Result<(), CertificateError> {
        if self.out.pages < 2 {
            return Ok(());
        }
        for page in 0..self.out.pages {
            let text = content
                .page
                .replace("{page}", &(page + 1).to_string())
                .replace("{pages}", &self.out.pages.to_string());
            (self.page, self.y) = (page, HEIGHT - 50.0);
            self.centred(Part::Page, &text, 9.0)?;
        }
        // In the order in which a reader meets them.
        self.out.texts.sort_by_key(|text| text.page);
        Ok(())
    }
}
