//! The binary alone, in a folder in which there is nothing else: it brings its courses, videos and icon with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// `xueshi` in a folder, with nothing said by the environment.
fn xueshi(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xueshi"));
    for name in ["XUESHI_SITE", "XUESHI_PUBLIC", "XUESHI_DATABASE"] {
        command.env_remove(name);
    }
    command.args(["--log", "error"]).args(arguments).current_dir(folder);
    command
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The head and the body of an answer.
fn get(address: &str, path: &str, more: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{more}\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    (String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase(), answer.split_off(end))
}

#[test]
fn a_city_is_made_and_served_from_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let made = xueshi(folder.path(), &["demo"]).output().unwrap();
    assert!(made.status.success() && !text(&made).contains("left out"), "{}", text(&made));

    // A debug build carries no browser files, so that a change of style relinks nothing: it says so at once.
    let refused = xueshi(folder.path(), &["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert!(!refused.status.success() && text(&refused).contains("--site"), "{}", text(&refused));

    std::fs::create_dir_all(folder.path().join("built/pkg")).unwrap();
    std::fs::write(folder.path().join("built/pkg/manifest.json"), "{}").unwrap();
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--site", "built"];
    let mut child = xueshi(folder.path(), &arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _server = Server(child);
    let address = line.trim().strip_prefix("http://").unwrap();

    let (_, catalogue) = get(address, "/courses", "");
    let catalogue = String::from_utf8(catalogue).unwrap();
    for cover in ["crab", "electric", "livestream"] {
        let cover = format!("/media/{cover}.svg");
        assert!(catalogue.contains(&cover), "{cover} is not in the catalogue");
        assert!(get(address, &cover, "").0.starts_with("http/1.1 200"), "{cover}");
    }
    assert!(get(address, "/favicon.svg", "").0.contains("content-type: image/svg+xml"));
    let video =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/media/crab-1.mp4")).unwrap();
    let (head, part) = get(address, "/media/crab-1.mp4", "range: bytes=1000-1999\r\n");
    assert!(
        head.starts_with("http/1.1 206") && head.contains("cache-control: public, max-age=3600"),
        "{head}"
    );
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    assert_eq!(part, video[1000..2000]);
    let (missing, _) = get(address, "/media/nothing.mp4", "");
    assert!(missing.starts_with("http/1.1 404") && !missing.contains("max-age"), "{missing}");
}
