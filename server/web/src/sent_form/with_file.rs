//! A form that brings a file: what was typed before a large file, or beside a small one, is kept; the file itself goes on as it
//! comes.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use futures_util::{StreamExt, stream};

/// More than anybody types into a form, and the beginning of a file.
const HEAD_BYTES: usize = 64 * 1024;
/// Fields before the file, at most.
const FIELDS_MAX: usize = 300;

/// The beginning of a body, and the body as if nobody had looked.
pub(super) async fn head_of(body: Body) -> (Bytes, Body) {
    let mut rest = body.into_data_stream();
    let (mut read, mut head) = (Vec::new(), Vec::new());
    while head.len() < HEAD_BYTES {
        let Some(chunk) = rest.next().await else { break };
        let failed = chunk.is_err();
        if let Ok(bytes) = &chunk {
            head.extend_from_slice(bytes);
        }
        read.push(chunk);
        if failed {
            break;
        }
    }
    (head.into(), Body::from_stream(stream::iter(read).chain(rest)))
}

/// What was typed into the fields that the head has whole, as a form without a file sends it.
pub(super) async fn typed_beside_the_file(headers: &HeaderMap, head: Bytes) -> Option<Bytes> {
    let mut request = Request::new(Body::from(head));
    request.headers_mut().insert(CONTENT_TYPE, headers.get(CONTENT_TYPE)?.clone());
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut typed = Vec::new();
    // The head ends amid the file: then there is no next field.
    for _ in 0..FIELDS_MAX {
        let Ok(Some(field)) = form.next_field().await else { break };
        let Some(name) = field.name().map(ToOwned::to_owned) else { continue };
        if field.file_name().is_some() {
            // Where no file was chosen, or a small one, more was typed after it.
            if field.bytes().await.is_err() {
                break;
            }
            continue;
        }
        let Ok(text) = field.text().await else { break };
        typed.push((name, text));
    }
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish().into())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    const FORM: &str = "--b\r\ncontent-disposition: form-data; name=\"since\"\r\n\r\n去年\r\n\
        --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";

    #[tokio::test]
    async fn what_was_typed_is_read_and_the_file_goes_on_whole() {
        let sent = format!("{FORM}{}\r\n--b--\r\n", "x".repeat(3 * HEAD_BYTES));
        let chunks: Vec<Result<Bytes, std::io::Error>> =
            sent.as_bytes().chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let (head, body) = head_of(Body::from_stream(stream::iter(chunks))).await;
        assert!(head.len() >= HEAD_BYTES && head.len() < HEAD_BYTES + 1000);
        assert_eq!(to_bytes(body, usize::MAX).await.unwrap(), sent.as_bytes());
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap())]);
        let typed = typed_beside_the_file(&headers, head).await.unwrap();
        assert_eq!(&typed[..], "since=%E5%8E%BB%E5%B9%B4".as_bytes());
        let unchosen = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n\
            --b\r\ncontent-disposition: form-data; name=\"pasted\"\r\n\r\na\r\n--b--\r\n";
        let typed = typed_beside_the_file(&headers, unchosen.into()).await.unwrap();
        assert_eq!(&typed[..], b"pasted=a");
        assert!(typed_beside_the_file(&HeaderMap::new(), Bytes::new()).await.is_none());
    }
}
