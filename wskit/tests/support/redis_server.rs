//! A Redis server for a test, on a port of its own, with nothing on disk.
//!
//! It is included by every test that needs one: `#[path = "../support/redis_server.rs"] mod redis_server;`

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

pub(crate) struct RedisServer {
    /// A shell that ends the server when its input ends: with this value, or with the test itself, however that ends.
    keeper: Child,
    port: u16,
}

/// Its own port is the one thing that somebody else may take before it is listened on.
const ATTEMPTS: usize = 5;
const KEEPER: &str = r#"redis-server "$@" & read -r _; kill $!; wait $!"#;

#[allow(dead_code, reason = "not every test needs all of it")]
impl RedisServer {
    /// Starts one and waits until it serves.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same with more of its options, such as `--requirepass secret`.
    pub(crate) fn start_with(options: &[&str]) -> Self {
        Self::start_somewhere(|port| Self::start_on(port, options))
    }

    /// The same, but only for those who speak TLS.
    pub(crate) fn start_secure(certificate: &str, key: &str) -> Self {
        let tls = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no"];
        Self::start_somewhere(|port| {
            let ports = ["--port", "0", "--tls-port", &port.to_string()];
            Self::run(port, &[&ports, &tls[..]].concat())
        })
    }

    /// Starts one where another has been.
    pub(crate) fn start_on(port: u16, options: &[&str]) -> Option<Self> {
        Self::run(port, &[&["--port", &port.to_string()], options].concat())
    }

    fn start_somewhere(start_on: impl Fn(u16) -> Option<Self>) -> Self {
        (0..ATTEMPTS)
            .find_map(|_| start_on(spare_port()))
            .expect("redis-server starts: is it installed? On Debian: apt-get install redis-server")
    }

    fn run(port: u16, options: &[&str]) -> Option<Self> {
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "redis"])
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"])
            .args(["--dir", std::env::temp_dir().to_str()?])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let output = BufReader::new(keeper.stdout.take()?);
        let mut server = Self { keeper, port };
        let is_ready =
            output.lines().map_while(Result::ok).any(|line| line.contains("Ready to accept connections"));
        if !is_ready {
            server.stop();
        }
        is_ready.then_some(server)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    fn stop(&mut self) {
        drop(self.keeper.stdin.take());
        // There is nothing to be done about a shell that cannot be waited for.
        let _ = self.keeper.wait();
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spare_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a spare port");
    listener.local_addr().expect("the port that was bound").port()
}
