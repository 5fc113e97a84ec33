//! Films of an institution: uploaded by parts that may be cut anywhere, looked at by a process of its own, served by their digest.

mod looked_at;

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::Role;
use domain::film::{BYTES_MAX, KEPT_MS, QUOTA_BYTES};
use domain::id::FilmId;
use server::jobs::{do_one, tidy_films};
use sha2::{Digest, Sha256};
use store::job::JobKind;

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

const FILM: &[u8] = include_bytes!("films/h264-faststart.mp4");

/// A request of the protocol, with its version and these headers.
fn request(
    actor: &Actor<'_>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> Request<Body> {
    let mut request = Request::builder()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(path)
        .header(header::HOST, "xueshi.test")
        .header("sec-fetch-site", "same-origin")
        .header("tus-resumable", "1.0.0")
        .header(header::COOKIE, format!("xueshi_session={}", actor.token.as_deref().unwrap_or_default()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

async fn tus(actor: &Actor<'_>, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    actor.site().answer(request(actor, method, path, headers, Body::empty())).await
}

async fn begin(actor: &Actor<'_>, name: &str, bytes: usize) -> Answer {
    let (name, bytes) = (format!("filename {}", STANDARD.encode(name)), bytes.to_string());
    tus(actor, "POST", "/films/uploads", &[("upload-length", &bytes), ("upload-metadata", &name)]).await
}

/// Begins an upload; its address.
async fn begun(actor: &Actor<'_>, name: &str, bytes: usize) -> String {
    begin(actor, name, bytes).await.is(201).location().unwrap().to_owned()
}

async fn patch(
    actor: &Actor<'_>,
    upload: &str,
    offset: usize,
    bytes: impl Into<Body>,
    more: &[(&str, &str)],
) -> Answer {
    let offset = offset.to_string();
    let mut headers =
        vec![("content-type", "application/offset+octet-stream"), ("upload-offset", offset.as_str())];
    headers.extend(more);
    actor.site().answer(request(actor, "PATCH", upload, &headers, bytes.into())).await
}

async fn offset(actor: &Actor<'_>, upload: &str) -> i64 {
    let answer = tus(actor, "HEAD", upload, &[]).await;
    answer.is(200).header("upload-offset").unwrap().parse().unwrap()
}

fn checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)))
}

async fn measure(site: &TestSite) {
    while do_one(&site.site, JobKind::MeasureFilm).await.unwrap() {}
}

/// Uploads a film whole, and lets it be looked at; its id.
async fn uploaded(actor: &Actor<'_>, name: &str, film: &'static [u8]) -> FilmId {
    let upload = begun(actor, name, film.len()).await;
    patch(actor, &upload, 0, film, &[("upload-checksum", &checksum(film))]).await.is(204);
    measure(actor.site()).await;
    FilmId(upload.rsplit('/').next().unwrap().to_owned())
}

async fn state_of(site: &TestSite, id: &FilmId) -> String {
    let film = site.site.db.film(id).await.unwrap();
    film.refusal().map_or_else(|| film.state().as_str().to_owned(), |why| why.as_str().to_owned())
}

fn files_in(folder: std::path::PathBuf) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_film_goes_up_in_parts_is_measured_and_served() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let options = tus(&lin, "OPTIONS", "/films/uploads", &[]).await;
        assert_eq!(options.is(204).header("tus-max-size"), Some(&*BYTES_MAX.to_string()));
        assert!(lin.get("/films").await.is(200).text().contains("还没有视频"));
        let upload = begun(&lin, "第一课.mp4", FILM.len()).await;
        assert_eq!(offset(&lin, &upload).await, 0);
        let (one, two) = FILM.split_at(200_000);
        let answer = patch(&lin, &upload, 0, one, &[("upload-checksum", &checksum(one))]).await;
        assert_eq!(answer.is(204).header("upload-offset"), Some("200000"));
        let page = lin.get("/films").await;
        for part in ["第一课.mp4", "没有传完 33%", "data-go-on"] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        // A site made anew on the same folder goes on where it was.
        let mut again = site.node(0);
        again.site.films =
            std::sync::Arc::new(web::Films::new(site.site.films.folder(), env!("CARGO_BIN_EXE_xueshi")));
        again.serves_anew();
        let there = again.signed_in("lin").await;
        assert_eq!(offset(&there, &upload).await, 200_000);
        patch(&there, &upload, 200_000, two, &[]).await.is(204);
        assert!(lin.get("/films/list").await.is(200).text().contains("data-measuring"));
        measure(site).await;
        let id = FilmId(upload.rsplit('/').next().unwrap().to_owned());
        let film = site.site.db.film(&id).await.unwrap();
        assert_eq!((film.duration_ms, film.expires_at), (Some(6000), None));
        let page = lin.get("/films").await;
        for part in ["可以用", "6 秒", "0.7 MB"] {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        assert!(files_in(site.site.films.parts()).is_empty(), "nothing of the upload is left");
        // Every word of the camera is out, and the name is the digest of what is served.
        let sha256 = film.sha256.unwrap();
        let path = format!("/media/films/{sha256}.mp4");
        let served = site.stranger().get(&path).await;
        assert_eq!(hex::encode(Sha256::digest(&served.is(200).bytes)), sha256);
        assert!(served.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(served.bytes.len(), FILM.len());
        let part =
            site.answer(Request::get(&path).header("range", "bytes=8-11").body(Body::empty()).unwrap()).await;
        assert_eq!(part.is(206).bytes, &FILM[8..12]);
        let line = &site.audit_lines("film.ready").await[0];
        assert!(line.detail.contains(&sha256) && line.subject == format!("film:{id}"));
        // It is whole: nothing more is taken, and the protocol does not end it.
        patch(&lin, &upload, FILM.len(), "more", &[]).await.is(409);
        tus(&lin, "DELETE", &upload, &[]).await.is(409);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_as_it_should_be_moves_nothing() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let upload = begun(&lin, "a.mp4", 1000).await;
        let bytes = vec![7; 400];
        patch(&lin, &upload, 0, bytes.clone(), &[]).await.is(204);
        let conflict = patch(&lin, &upload, 0, bytes.clone(), &[]).await;
        assert_eq!(conflict.is(409).header("upload-offset"), Some("400"));
        let wrong = checksum(b"something else");
        patch(&lin, &upload, 400, bytes.clone(), &[("upload-checksum", &wrong)]).await.is(460);
        patch(&lin, &upload, 400, bytes.clone(), &[("upload-checksum", "md5 AAAA")]).await.is(400);
        patch(&lin, &upload, 400, vec![7; 601], &[]).await.is(413);
        // The same where its length is not said beforehand.
        let stream = tokio_stream(vec![Ok(Bytes::from(vec![7; 500])), Ok(Bytes::from(vec![7; 500]))]);
        patch(&lin, &upload, 400, stream, &[]).await.is(413);
        patch(&lin, &upload, 400, "x", &[("content-length", "1")]).await.is(204);
        assert_eq!(offset(&lin, &upload).await, 401);
        for (headers, status) in [
            (vec![("upload-offset", "401")], 415),
            (vec![("content-type", "application/offset+octet-stream")], 400),
        ] {
            site.answer(request(&lin, "PATCH", &upload, &headers, Body::from("x"))).await.is(status);
        }
        let old = Request::patch(&upload)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, format!("xueshi_session={}", lin.token.as_deref().unwrap()));
        site.answer(old.body(Body::from("x")).unwrap()).await.is(412);
        // While one request writes, another has to wait.
        let held = site.site.films.receive(&FilmId(upload.rsplit('/').next().unwrap().to_owned()));
        patch(&lin, &upload, 401, "x", &[]).await.is(423);
        tus(&lin, "DELETE", &upload, &[]).await.is(409);
        drop(held);
        let foreign = request(&lin, "PATCH", &upload, &[("sec-fetch-site", "cross-site")], Body::from("x"));
        let mut foreign = foreign;
        foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        site.answer(foreign).await.is(403);
        assert_eq!(offset(&lin, &upload).await, 401);
        tus(&lin, "DELETE", &upload, &[]).await.is(204);
        tus(&lin, "HEAD", &upload, &[]).await.is(404);
        patch(&lin, &upload, 401, "x", &[]).await.is(404);
        assert!(files_in(site.site.films.parts()).is_empty());
    })
    .await;
}

fn tokio_stream(chunks: Vec<Result<Bytes, std::io::Error>>) -> Body {
    Body::from_stream(futures_util::stream::iter(chunks))
}

#[tokio::test]
async fn a_part_that_is_cut_keeps_what_is_durable_and_the_disk_never_holds_more_than_that() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let upload = begun(&lin, "a.mp4", FILM.len()).await;
        let cut =
            || tokio_stream(vec![Ok(Bytes::from(FILM[..300].to_vec())), Err(std::io::Error::other("cut"))]);
        patch(&lin, &upload, 0, cut(), &[("upload-checksum", &checksum(FILM))]).await.is(204);
        assert_eq!(offset(&lin, &upload).await, 0, "with a checksum a part comes whole or not at all");
        patch(&lin, &upload, 0, cut(), &[]).await.is(204);
        assert_eq!(offset(&lin, &upload).await, 300);
        // A server that was killed while it wrote: the file is longer than what was told.
        let id = FilmId(upload.rsplit('/').next().unwrap().to_owned());
        let part = site.site.films.part(&id);
        std::fs::write(&part, [&FILM[..300], &[0; 5000]].concat()).unwrap();
        assert_eq!(offset(&lin, &upload).await, 300);
        patch(&lin, &upload, 300, &FILM[300..1000], &[]).await.is(204);
        assert_eq!(std::fs::read(&part).unwrap(), &FILM[..1000]);
        // A disk that lost something all the same is not believed against.
        std::fs::write(&part, &FILM[..500]).unwrap();
        assert_eq!(offset(&lin, &upload).await, 500);
        patch(&lin, &upload, 500, &FILM[500..], &[]).await.is(204);
        measure(site).await;
        assert_eq!(state_of(site, &id).await, "ready");
    })
    .await;
}

#[tokio::test]
async fn films_are_their_institutions_own() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let other = site.actor("zhao", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        let (upload, id) = (begun(&lin, "a.mp4", FILM.len()).await, uploaded(&lin, "b.mp4", FILM).await);
        for method in ["HEAD", "DELETE", "PATCH"] {
            tus(&other, method, &upload, &[]).await.is(404);
        }
        other.get(&format!("/films/{id}/delete")).await.is(404);
        other.post(&format!("/films/{id}/delete"), &[]).await.is(404);
        assert!(other.get("/films").await.is(200).text().contains("还没有视频"));
        for learner in [site.learner("li").await, site.reviewer("zhou").await] {
            learner.get("/films").await.is(404);
            begin(&learner, "a.mp4", 10).await.is(404);
        }
        begin(&site.stranger(), "a.mp4", 10).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_a_sentence() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let large = begin(&lin, "a.mp4", BYTES_MAX as usize + 1).await;
        assert!(large.is(413).text().contains("2 GB"), "{}", large.text());
        begin(&lin, "a.mp4", 0).await.is(400);
        tus(&lin, "POST", "/films/uploads", &[]).await.is(400);
        for _ in 0..QUOTA_BYTES / BYTES_MAX {
            begun(&lin, "a.mp4", BYTES_MAX as usize).await;
        }
        let full = begin(&lin.in_english(), "a.mp4", 1).await;
        assert!(full.is(413).text().contains("上限"), "{}", full.text());
        // What nobody goes on with goes by itself, and makes room.
        site.clock.forward_s(KEPT_MS / 1000 - 10);
        tidy_films::run(&site.site).await.unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM film").await, QUOTA_BYTES / BYTES_MAX);
        site.clock.forward_s(11);
        let lin = site.signed_in("lin").await;
        let id = site.site.db.films(&"school".into(), 1, 0).await.unwrap().0.remove(0).id;
        tus(&lin, "HEAD", &format!("/films/uploads/{id}"), &[]).await.is(410);
        patch(&lin, &format!("/films/uploads/{id}"), 0, "x", &[]).await.is(410);
        tidy_films::run(&site.site).await.unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM film").await, 0);
        begin(&lin, "a.mp4", 1).await.is(201);
    })
    .await;
}

#[tokio::test]
async fn a_film_is_deleted_unless_a_lesson_uses_it() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let (id, twin) = (uploaded(&lin, "a.mp4", FILM).await, uploaded(&lin, "b.mp4", FILM).await);
        let film = site.site.db.film(&id).await.unwrap();
        let sha256 = film.sha256.unwrap();
        let path = format!("/media/films/{sha256}.mp4");
        assert!(lin.get(&format!("/films/{id}/delete")).await.is(200).text().contains("a.mp4"));
        let gone = lin.post(&format!("/films/{twin}/delete"), &[]).await;
        assert_eq!(gone.is(303).location(), Some("/films"));
        site.stranger().get(&path).await.is(200);
        assert!(!lin.get("/films").await.text().contains("b.mp4"));
        assert_eq!(site.audit_lines("film.delete").await.len(), 1);
        lin.post(&format!("/films/{twin}/delete"), &[]).await.is(303);
        assert_eq!(site.audit_lines("film.delete").await.len(), 1, "once");

        site.with_crab_class().await;
        let used = format!("UPDATE lesson SET media_path = 'films/{sha256}.mp4' WHERE id = 'crab-1'");
        run(&site.site.db, Box::leak(used.into_boxed_str())).await;
        let kept = lin.post(&format!("/films/{id}/delete"), &[]).await;
        assert!(kept.is(303).cookie("flash").unwrap().contains('n'), "a notice");
        site.stranger().get(&path).await.is(200);
        run(&site.site.db, "UPDATE lesson SET media_path = 'crab-1.mp4' WHERE id = 'crab-1'").await;
        lin.post(&format!("/films/{id}/delete"), &[]).await.is(303);
        site.stranger().get(&path).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn nothing_else_of_the_folder_is_there_for_anybody() {
    on_sqlite(async |site| {
        let lin = site.teacher("lin").await;
        let id = uploaded(&lin, "a.mp4", FILM).await;
        let sha256 = site.site.db.film(&id).await.unwrap().sha256.unwrap();
        let upload = begun(&lin, "b.mp4", 10).await;
        patch(&lin, &upload, 0, "abc", &[]).await.is(204);
        let part = upload.rsplit('/').next().unwrap().to_owned();
        std::fs::write(site.site.films.folder().join("notes.mp4"), "x").unwrap();
        for path in [
            format!("/media/films/parts/{part}.part"),
            format!("/media/films/{part}.part"),
            "/media/films/notes.mp4".to_owned(),
            format!("/media/films/../films/{sha256}.mp4"),
            format!("/media/films/%2e%2e/films/{sha256}.mp4"),
            format!("/media/films/{}.mp4", sha256.to_uppercase()),
            "/media/films/".to_owned(),
        ] {
            let answer = site.stranger().get(&path).await;
            assert_eq!(answer.status.as_u16(), 404, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn files_that_nobody_wants_are_tidied_away() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        let id = uploaded(&lin, "a.mp4", FILM).await;
        let sha256 = site.site.db.film(&id).await.unwrap().sha256.unwrap();
        let films = &site.site.films;
        // As after a process that ended in between: bytes of uploads and films of which there is no line.
        std::fs::write(films.part(&"no-such".into()), "x").unwrap();
        let (forgotten, fresh) = (films.file(&"0".repeat(64)), films.file(&"1".repeat(64)));
        for (path, ms) in [(&forgotten, site.site.now()), (&fresh, site.site.now() + 7_000_000)] {
            let file = std::fs::File::create(path).unwrap();
            let at = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms as u64);
            file.set_modified(at).unwrap();
        }
        let upload = begun(&lin, "b.mp4", 10).await;
        patch(&lin, &upload, 0, "abc", &[]).await.is(204);
        site.clock.forward_s(7200);
        tidy_films::run(&site.site).await.unwrap();
        assert!(films.file(&sha256).exists() && fresh.exists() && !forgotten.exists());
        assert_eq!(files_in(films.parts()).len(), 1, "the upload that goes on");
    })
    .await;
}
