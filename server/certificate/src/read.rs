//! Reading a file that somebody brought: its words, what is seen of it, and what is attached. Whoever brings it may mean harm.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use crate::CertificateError;

/// The largest file that is looked at, and the most that any stream of it may unpack to, in bytes.
const READ_BYTES_MAX: usize = 8 * 1024 * 1024;
/// A certificate has a page or two, and the words of these.
const PAGES_MAX: usize = 20;
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// How many things a file is made of, how deep they lie in each other, and how much they unpack to together.
const THINGS_MAX: usize = 100_000;
const DEPTH_MAX: usize = 64;
const UNPACKED_BYTES_MAX: usize = 2 * READ_BYTES_MAX;
/// What leads back up, what only describes the file, and what is attached to it: nothing of that is seen.
const UNSEEN: [&[u8]; 4] = [b"Parent", b"Metadata", b"EmbeddedFiles", b"AF"];
/// How a stream is packed.
const PACKING: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"DL"];

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Its words in the order in which they are drawn.
    pub text: String,
    /// The digest of everything that is seen of it: pages and their frames, drawings, letters, notes, forms.
    pub picture: [u8; 32],
    /// The files inside.
    pub attachments: Vec<Vec<u8>>,
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
    if text.len() > TEXT_BYTES_MAX {
        return Err(CertificateError::Unreadable);
    }
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let attached = streams.filter(|stream| {
        stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"EmbeddedFile")
    });
    let attachments = attached
        .map(|stream| stream.decompressed_content_with_limit(READ_BYTES_MAX))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    let root = document.trailer.get(b"Root").map_err(unreadable)?;
    let mut walk = Walk { document: &document, known: HashMap::new(), things: 0, unpacked: 0 };
    let picture = walk.digest(root, 0)?;
    Ok(FileRead { text, picture, attachments })
}

/// Goes from the root of a file to all that is reached from it, however it is numbered and packed.
struct Walk<'a> {
    document: &'a Document,
    /// What was reached before; nothing yet of what is being looked at.
    known: HashMap<ObjectId, Option<[u8; 32]>>,
    things: usize,
    unpacked: usize,
}

impl Walk<'_> {
    fn digest(&mut self, object: &Object, depth: usize) -> Result<[u8; 32], CertificateError> {
        self.things += 1;
        if self.things > THINGS_MAX || depth > DEPTH_MAX {
            return Err(CertificateError::Unreadable);
        }
        let mut hash = Sha256::new();
        match object {
            Object::Null => hash.update(b"null"),
            Object::Boolean(value) => hash.update([b'b', u8::from(*value)]),
            // Programs that save a file again write 1 and 1.0 as they like.
            #[expect(clippy::cast_precision_loss, reason = "places on a page")]
            Object::Integer(value) => hash.update(format!("n{:.4}", *value as f64)),
            Object::Real(value) => hash.update(format!("n{value:.4}")),
            Object::Name(name) => hash.update([b"/", &name[..]].concat()),
            Object::String(text, _) => hash.update([b"(", &text[..]].concat()),
            Object::Array(items) => {
                hash.update(b"[");
                for item in items {
                    hash.update(self.digest(item, depth + 1)?);
                }
            }
            Object::Dictionary(dictionary) => hash.update(self.dictionary(dictionary, &UNSEEN, depth)?),
            Object::Stream(stream) => hash.update(self.stream(stream, depth)?),
            Object::Reference(id) => return self.reference(*id, depth),
        }
        Ok(hash.finalize().into())
    }

    fn reference(&mut self, id: ObjectId, depth: usize) -> Result<[u8; 32], CertificateError> {
        match self.known.get(&id) {
            Some(Some(known)) => return Ok(*known),
            // It leads to itself.
            Some(None) => return Ok([0; 32]),
            None => {}
        }
        self.known.insert(id, None);
        let document = self.document;
        let digest = match document.objects.get(&id) {
            Some(object) => self.digest(object, depth + 1)?,
            None => self.digest(&Object::Null, depth + 1)?,
        };
        self.known.insert(id, Some(digest));
        Ok(digest)
    }

    fn dictionary(
        &mut self,
        dictionary: &Dictionary,
        without: &[&[u8]],
        depth: usize,
    ) -> Result<[u8; 32], CertificateError> {
        let mut entries: Vec<(&Vec<u8>, &Object)> =
            dictionary.iter().filter(|(key, _)| !without.contains(&&key[..])).collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        let mut hash = Sha256::new();
        hash.update(b"<<");
        for (key, value) in entries {
            // What is left of the list of names once the attachments are out of it.
            let empty =
                value.as_dict().is_ok_and(|inner| inner.iter().all(|(key, _)| UNSEEN.contains(&&key[..])));
            if !empty {
                hash.update(Sha256::digest(key));
                hash.update(self.digest(value, depth + 1)?);
            }
        }
        Ok(hash.finalize().into())
    }

    fn stream(&mut self, stream: &Stream, depth: usize) -> Result<[u8; 32], CertificateError> {
        let unpacked = stream.decompressed_content_with_limit(READ_BYTES_MAX);
        // What this program cannot unpack, such as a photograph, stays as it is packed.
        let (content, without) = match &unpacked {
            Ok(content) => (content, [UNSEEN, PACKING].concat()),
            Err(_) => (&stream.content, UNSEEN.to_vec()),
        };
        self.unpacked += content.len();
        if self.unpacked > UNPACKED_BYTES_MAX {
            return Err(CertificateError::Unreadable);
        }
        let mut hash = Sha256::new();
        hash.update(b"stream");
        hash.update(self.dictionary(&stream.dict, &without, depth)?);
        hash.update(content);
        Ok(hash.finalize().into())
    }
}
