//! What somebody who means harm, or a machine that fails, cannot do to everybody else: over real sockets where sockets
//! are the matter.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};
use server::accept::{Bounds, accept};
use server::system::SystemClock;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use store::study::BeatArrived;
use store::{Db, PostgresPool};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use web::{Background, Clock};

use crate::http_learner::{HttpLearner, long_lessons};
use crate::server_process::{ServerProcess, database_url};
use crate::site::{on_both, on_sqlite};
use crate::store_fixture::city::run;

/// Longer than anything here should take, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that answers `/` at once and `/slow` after a second; the sender ends it.
async fn serve(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let slow = async || {
        tokio::time::sleep(Duration::from_secs(1)).await;
        "slow"
    };
    let router = Router::new().route("/", get(async || "quick")).route("/slow", get(slow));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        accept(listener, router, &bounds, async { drop(ended.await) }).await.unwrap();
    });
    (address, end, serving)
}

/// A connection over which this was sent.
async fn sent(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// What comes over a connection until it is closed.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it is never closed").unwrap_or_default();
    String::from_utf8(answer).unwrap()
}

/// A request that ends its connection.
fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn whoever_does_not_say_what_they_want_is_shown_out_and_others_are_let_in() {
    let bounds = Bounds { connections: 3, headers: Duration::from_millis(300), ..Bounds::default() };
    let (address, _end, _serving) = serve(bounds).await;
    let half = sent(address, "GET / HTTP/1.1\r\nhost: x\r\nx-half").await;
    let silent = sent(address, "").await;
    let mut kept = sent(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut first = [0; 15];
    kept.read_exact(&mut first).await.unwrap();
    // Every place is taken: the next waits until somebody's time is over.
    let waiting = sent(address, &request("/")).await;
    assert!(until_closed(waiting).await.ends_with("quick"));
    for stream in [half, silent, kept] {
        assert!(!until_closed(stream).await.contains(" 200 OK\r\n"));
    }
}

#[tokio::test]
async fn an_end_waits_for_answers_under_way_but_not_for_questions_half_asked() {
    let bounds = Bounds { headers: Duration::from_mins(5), ..Bounds::default() };
    let (address, end, serving) = serve(bounds).await;
    let _half = sent(address, "GET / HTTP/1.1\r\nhost: x\r\nx-half").await;
    let _silent = sent(address, "").await;
    let under_way = sent(address, &request("/slow")).await;
    let mut kept = sent(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    kept.read_exact(&mut [0; 15]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    end.send(()).unwrap();
    timeout(Duration::from_secs(6), serving).await.expect("it ends").unwrap();
    assert!(until_closed(under_way).await.ends_with("slow"));
}

#[tokio::test]
async fn an_end_cuts_off_what_takes_longer_than_it_may() {
    let bounds = Bounds { drain: Duration::from_millis(100), ..Bounds::default() };
    let (address, end, serving) = serve(bounds).await;
    let under_way = sent(address, &request("/slow")).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    end.send(()).unwrap();
    timeout(Duration::from_millis(800), serving).await.expect("it ends before the answer is there").unwrap();
    assert_eq!(until_closed(under_way).await, "");
}

#[tokio::test]
async fn the_program_ends_at_a_signal_while_somebody_asks_half_a_question() {
    on_sqlite(async |site| {
        let folder = tempfile::tempdir().unwrap();
        // The program lives in the machine's own time.
        site.clock.forward_ms(SystemClock.now_ms() - site.site.now());
        let mut server = ServerProcess::start(folder.path(), &database_url(&site.site.db).await);
        let _half = sent(server.address, "GET / HTTP/1.1\r\nhost: x\r\nx-half").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(server.ends_at_a_signal(Duration::from_secs(8)), "it hangs");
    })
    .await;
}

#[tokio::test]
async fn a_background_task_that_dies_is_started_again_and_turns_the_health() {
    on_sqlite(async |site| {
        let anybody = site.stranger();
        anybody.get("/healthz").await.is(200);
        let background = site.site.background.clone();
        let task = tokio::spawn(background.keep("probe", || async { panic!("as it was told") }));
        let turned = async {
            while anybody.get("/healthz").await.status == 200 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, turned).await.expect("nobody is told");
        assert_eq!(anybody.get("/healthz").await.is(503).text(), "background\n");
        task.abort();
    })
    .await;
}

/// The same database over a single connection, for which one waits no longer than this.
async fn narrow(db: &Db, patience: Duration) -> Db {
    match db {
        Db::Sqlite(pools) => {
            let options = (*pools.writer.connect_options()).clone();
            let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(patience);
            let mut pools = pools.clone();
            pools.writer = pool.connect_with(options).await.unwrap();
            Db::Sqlite(pools)
        }
        Db::Postgres(pools) => {
            let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(patience);
            let mut pools = pools.clone();
            pools.pool = pool.connect(&database_url(db).await).await.unwrap();
            Db::Postgres(pools)
        }
    }
}

#[tokio::test]
async fn an_absent_database_is_asked_once_for_all_who_wait() {
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        let patience = Duration::from_millis(400);
        let db = narrow(&site.site.db, patience).await;
        let writer = server::beat_writer::BeatWriter::start(
            &Background::default(),
            db.clone(),
            site.site.policies.clone(),
        );
        let held = db.begin().await.unwrap();
        let beats: Vec<BeatArrived> = (0..16)
            .map(|n| BeatArrived {
                person: li.actor.person().as_str().into(),
                beat: serde_json::from_value(li.next_beat(&[])).unwrap(),
                at_ms: site.site.now(),
                fresh_check: format!("check-{n}").as_str().into(),
                draw: 0,
            })
            .collect();
        let began = SystemClock.now_ms();
        let all = beats.iter().map(|beat| writer.record(vec![beat.clone()]));
        let answers = futures_util::future::join_all(all).await;
        let took_ms = SystemClock.now_ms() - began;
        assert!(answers.iter().all(Result::is_err), "{answers:?}");
        // One by one it would be sixteen times the patience.
        assert!(took_ms < 5 * 400, "{took_ms} ms");
        // Nothing is lost: the same beats count as soon as the database is back.
        drop(held);
        for beat in beats {
            assert!(writer.record(vec![beat]).await.unwrap()[0].is_ok());
        }
        drop(writer);
        db.close().await;
    })
    .await;
}

/// Lets the database take nothing more, as a full disk or a reader's copy does.
async fn takes_nothing(db: &Db, nothing: bool) {
    match db {
        Db::Sqlite(_) => {
            run(db, if nothing { "PRAGMA query_only = ON" } else { "PRAGMA query_only = OFF" }).await;
        }
        Db::Postgres(PostgresPool { pool, .. }) => {
            let name: String = sqlx::query_scalar("SELECT current_database()").fetch_one(pool).await.unwrap();
            let word = if nothing { "on" } else { "off" };
            let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = {word}");
            let mut connection = pool.begin().await.unwrap();
            sqlx::query("SET TRANSACTION READ WRITE").execute(&mut *connection).await.unwrap();
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
            connection.commit().await.unwrap();
            // The setting holds for new connections: those there are have ended before anything else is sent, and so have
            // those that were being opened meanwhile, which are not seen at once.
            let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            for _ in 0..3 {
                sqlx::query(end).execute(pool).await.unwrap();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            drop(sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())").execute(pool).await);
        }
    }
}

#[tokio::test]
async fn a_database_that_takes_nothing_is_away_and_nothing_is_lost() {
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        li.play(15).await;
        site.clock.forward_s(15);
        let beat = li.next_beat(&[[15, 30]]);
        takes_nothing(&site.site.db, true).await;
        let refused = li.send(&beat).await;
        assert_eq!(refused.is(503).json()["code"], "unavailable");
        assert!(refused.header("retry-after").is_some());
        takes_nothing(&site.site.db, false).await;
        assert_eq!(recorded(&li, &beat).await["counted_ms"], 15_000);
    })
    .await;
}

/// The answer to a beat, once connections that were cut are replaced.
async fn recorded(li: &HttpLearner<'_>, beat: &Value) -> Value {
    for _ in 0..20 {
        let answer = li.send(beat).await;
        if answer.status == 200 {
            return answer.json();
        }
        answer.is(503);
    }
    panic!("the database never came back");
}

#[tokio::test]
async fn a_full_disk_is_away_and_nothing_is_lost() {
    on_sqlite(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        let pages = site.number("SELECT page_count FROM pragma_page_count()").await;
        run(&site.site.db, &format!("PRAGMA max_page_count = {pages}")).await;
        // Sessions are opened until the last page is full.
        let body = json!({ "enrolment": li.enrolment, "lesson": "crab-1" });
        let mut opened = 0;
        let refused = loop {
            site.clock.forward_s(4);
            let answer = li.actor.json("/api/study/sessions", body.clone()).await;
            if answer.status != 200 {
                break answer;
            }
            opened += 1;
            assert!(opened < 390, "the disk is never full");
        };
        assert_eq!(refused.is(503).json()["code"], "unavailable");
        run(&site.site.db, "PRAGMA max_page_count = 1000000").await;
        li.open("crab-1").await;
        assert_eq!(li.play(15).await, 15);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_the_program_makes_is_readable_to_its_own_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let _server = ServerProcess::start(folder.path(), "sqlite:own/own.db");
    let mut seen = 0;
    for path in
        [folder.path().join("own"), folder.path().join("own/own.db"), folder.path().join("own/own.db-wal")]
    {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} {mode:o}", path.display());
        seen += 1;
    }
    assert_eq!(seen, 3);
}
