//! What the binary carries is answered as `ServeDir` answers for the same files in a folder.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use assets::{Carried, Files};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

async fn ask(router: &Router, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
}

/// Asks both, and compares all that a browser acts on.
async fn same(carried: &Router, folder: &Router, path: &str, headers: &[(HeaderName, &str)], status: u16) {
    for method in [Method::GET, Method::HEAD, Method::POST] {
        let status = if method == Method::POST { 405 } else { status };
        let (ours, theirs) = (
            ask(carried, method.clone(), path, headers).await,
            ask(folder, method.clone(), path, headers).await,
        );
        let case = format!("{method} {path} {headers:?}");
        assert_eq!((ours.status.as_u16(), theirs.status.as_u16()), (status, status), "{case}");
        for name in [
            header::CONTENT_TYPE,
            header::CONTENT_ENCODING,
            header::CONTENT_LENGTH,
            header::CONTENT_RANGE,
            header::ACCEPT_RANGES,
            header::CACHE_CONTROL,
            header::ALLOW,
        ] {
            // An empty body's length may be said or left out.
            let value = |answer: &Answer| answer.headers.get(&name).cloned().filter(|value| value != "0");
            assert_eq!(value(&ours), value(&theirs), "{case}: {name}");
        }
        assert_eq!(ours.body, theirs.body, "{case}");
    }
}

fn public() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public")
}

#[tokio::test]
async fn media_and_icon() {
    let carried = Files::public(None).routes_for_an_hour();
    let folder = Files::public(Some(&public())).routes_for_an_hour();
    let range = |value: &'static str| vec![(header::RANGE, value)];
    for (path, headers, status) in [
        ("/favicon.svg", vec![], 200),
        ("/media/crab-1.mp4", vec![], 200),
        ("/media/crab-1.vtt", vec![(header::ACCEPT_ENCODING, "gzip, br")], 200),
        ("/media/crab-1.mp4", range("bytes=0-"), 206),
        ("/media/crab-1.mp4", range("bytes=100-199"), 206),
        ("/media/crab-1.mp4", range("bytes=-500"), 206),
        ("/media/crab-1.mp4", range("bytes=99999999-"), 416),
        ("/media/crab-1.mp4", range("bytes=0-9,20-29"), 200),
        ("/media/crab-1.mp4", vec![(header::RANGE, "bytes=5-"), (header::IF_RANGE, "\"other\"")], 200),
        (
            "/media/crab-1.mp4",
            vec![(header::RANGE, "bytes=5-"), (header::IF_RANGE, "Sun, 06 Nov 1994 08:49:37 GMT")],
            200,
        ),
        ("/media/no-such.mp4", range("bytes=0-"), 404),
        ("/media/%2e%2e/Cargo.toml", vec![], 404),
        ("/", vec![], 404),
    ] {
        same(&carried, &folder, path, &headers, status).await;
    }
}

#[tokio::test]
async fn the_browsers_files_go_out_compressed() {
    static FILES: &[Carried] = &[
        Carried { path: "pkg/app.1.wasm", tag: "\"plain\"", content: b"\0asm, plain" },
        Carried { path: "pkg/app.1.wasm.br", tag: "\"br\"", content: b"as brotli" },
        Carried { path: "pkg/app.1.wasm.gz", tag: "\"gz\"", content: b"as gzip" },
        Carried { path: "pkg/boot.1.js", tag: "\"boot\"", content: b"hydrate()" },
    ];
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    for file in FILES {
        std::fs::write(folder.path().join(file.path), file.content).unwrap();
    }
    let (carried, outside) =
        (Files::Carried(FILES).pkg_routes(), Files::site(Some(folder.path())).pkg_routes());
    for (path, encodings, status) in [
        ("/app.1.wasm", "gzip, deflate, br, zstd", 200),
        ("/app.1.wasm", "gzip, br;q=0", 200),
        ("/app.1.wasm", "identity", 200),
        ("/boot.1.js", "br", 200),
        ("/app.2.wasm", "br", 404),
        ("/", "br", 404),
    ] {
        same(&carried, &outside, path, &[(header::ACCEPT_ENCODING, encodings)], status).await;
    }
    let answer = ask(&carried, Method::GET, "/app.1.wasm", &[(header::ACCEPT_ENCODING, "br")]).await;
    assert_eq!(
        (&answer.body[..], &answer.headers[header::CACHE_CONTROL]),
        (&b"as brotli"[..], &"public, max-age=31536000, immutable".parse().unwrap())
    );
}

#[tokio::test]
async fn what_a_browser_has_is_not_sent_again() {
    let carried = Files::public(None).routes_for_an_hour();
    let first = ask(&carried, Method::GET, "/media/crab.svg", &[]).await;
    let tag = first.headers[header::ETAG].to_str().unwrap();
    let again = ask(&carried, Method::GET, "/media/crab.svg", &[(header::IF_NONE_MATCH, tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let other = ask(&carried, Method::GET, "/media/crab.svg", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
    assert_eq!((other.status.as_u16(), other.body), (200, first.body));
    // The rest of an earlier version is not joined to the beginning of this one.
    let stale = [(header::RANGE, "bytes=5-"), (header::IF_RANGE, "\"other\"")];
    assert_eq!(ask(&carried, Method::GET, "/media/crab.svg", &stale).await.status.as_u16(), 200);
}

#[tokio::test]
async fn whoever_has_this_version_gets_the_rest_of_it() {
    for files in [Files::public(None), Files::public(Some(&public()))] {
        let router = files.routes_for_an_hour();
        let first = ask(&router, Method::GET, "/media/crab-1.mp4", &[]).await;
        let mark = first.headers.get(header::ETAG).or(first.headers.get(header::LAST_MODIFIED)).unwrap();
        let rest = [(header::RANGE, "bytes=5-"), (header::IF_RANGE, mark.to_str().unwrap())];
        let rest = ask(&router, Method::GET, "/media/crab-1.mp4", &rest).await;
        assert_eq!((rest.status.as_u16(), &rest.body[..]), (206, &first.body[5..]));
    }
}

#[test]
fn every_file_is_there_and_read_the_same_way_from_both() {
    let (carried, folder) = (Files::public(None), Files::public(Some(&public())));
    for path in ["favicon.svg", "media/crab-1.mp4", "media/livestream-3.vtt"] {
        assert!(carried.holds(path) && folder.holds(path), "{path}");
        assert_eq!(carried.read(path).unwrap(), folder.read(path).unwrap(), "{path}");
    }
    assert!(!carried.holds("media/none.mp4") && carried.read("media/none.mp4").is_err());
}
