//! The real program as a process of its own, which can be killed without warning.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use store::Db;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running `xueshi serve`.
pub struct ServerProcess {
    child: Child,
    pub address: SocketAddr,
}

impl ServerProcess {
    /// Starts it on a free port with the keys of the test site.
    pub fn start(folder: &Path, url: &str) -> Self {
        let built = folder.join("pkg");
        std::fs::create_dir_all(&built).unwrap();
        std::fs::write(built.join("manifest.json"), "{}").unwrap();
        std::fs::write(folder.join("key"), [7; 32]).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_xueshi"))
            .args(["--database", url, "--key-file", "key", "--ledger-name", "xueshi.example/test"])
            .args(["--log", "error", "serve", "--listen", "127.0.0.1:0", "--site", "."])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, address }
    }

    /// The signal that nobody can catch.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

/// What a running server answers to a plain GET: status and body.
pub async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// The address at which another process finds the same database.
pub async fn database_url(db: &Db) -> String {
    match db {
        Db::Sqlite(pools) => {
            let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
            let path: String = sqlx::query_scalar(sql).fetch_one(&pools.readers).await.unwrap();
            format!("sqlite:{path}")
        }
        Db::Postgres(store::PostgresPool { pool, .. }) => {
            let name: String = sqlx::query_scalar("SELECT current_database()").fetch_one(pool).await.unwrap();
            let server = std::env::var("PG_URL").unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
    }
}
