//! Reading a file that somebody brought: its words, what it draws, and what is attached. Whoever brings it may mean harm.

use lopdf::{Dictionary, Document, LoadOptions, Object};
use sha2::{Digest, Sha256};

use crate::CertificateError;

/// The largest file that is looked at, and the most that any stream of it may unpack to, in bytes.
pub const READ_BYTES_MAX: usize = 8 * 1024 * 1024;
/// A certificate has a page or two.
const PAGES_MAX: usize = 20;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Its words in the order in which they are drawn.
    pub text: String,
    /// Digests of everything that is drawn or that letters are drawn with, and of the pages themselves, in no order.
    pub picture: Vec<[u8; 32]>,
    /// The first file inside.
    pub attachment: Option<Vec<u8>>,
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<FileRead, CertificateError> {
    let unreadable = |_| CertificateError::Unreadable;
    if bytes.len() > READ_BYTES_MAX {
        return Err(CertificateError::Unreadable);
    }
    let options = LoadOptions { max_decompressed_size: Some(READ_BYTES_MAX), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(unreadable)?;
    let pages: Vec<u32> = document.get_pages().into_keys().take(PAGES_MAX + 1).collect();
    if document.is_encrypted() || pages.is_empty() || pages.len() > PAGES_MAX {
        return Err(CertificateError::Unreadable);
    }
    let text = document.extract_text_with_limit(&pages, READ_BYTES_MAX).map_err(unreadable)?;
    let (mut picture, mut attachment, mut unpacked) = (Vec::new(), None, 0);
    for (id, object) in &document.objects {
        match object {
            Object::Stream(stream) if is(&stream.dict, b"EmbeddedFile") => {
                let content = stream.decompressed_content_with_limit(READ_BYTES_MAX).map_err(unreadable)?;
                attachment.get_or_insert(content);
            }
            // What describes the file is not seen on it.
            Object::Stream(stream)
                if is(&stream.dict, b"Metadata")
                    || is(&stream.dict, b"XRef")
                    || is(&stream.dict, b"ObjStm") => {}
            Object::Stream(stream) => {
                let content = stream
                    .decompressed_content_with_limit(READ_BYTES_MAX)
                    .unwrap_or_else(|_| stream.content.clone());
                unpacked += content.len();
                if unpacked > 2 * READ_BYTES_MAX {
                    return Err(CertificateError::Unreadable);
                }
                picture.push(Sha256::digest(&content).into());
            }
            // Notes, stamps and forms lie over the page.
            Object::Dictionary(dictionary) if is(dictionary, b"Page") => {
                let over = dictionary.get(b"Annots").is_ok();
                let drawn = document.get_page_contents(*id).len();
                picture.push(Sha256::digest(format!("page {over} {drawn}")).into());
            }
            _ => {}
        }
    }
    picture.sort_unstable();
    Ok(FileRead { text, picture, attachment })
}

fn is(dictionary: &Dictionary, kind: &[u8]) -> bool {
    dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == kind)
}
