//! A broker for a test: a process on a port of its own that ends with the test, and can be killed, stopped and started
//! again.
//!
//! Included by every test that needs one: `#[path = "../support/broker.rs"] mod broker;`

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, ChildStdout, Command, Stdio},
};

pub(crate) struct Broker {
    kind: Kind,
    port: u16,
    running: Option<Running>,
}

#[derive(Clone, Copy)]
struct Kind {
    program: &'static str,
    /// What comes before the port.
    flags: &'static str,
    /// What it says once it serves.
    ready: &'static str,
    scheme: &'static str,
    package: &'static str,
}

struct Running {
    /// A shell that kills the broker when its input ends: with this value, or with the test, however that ends.
    keeper: Child,
    pid: String,
    /// Kept open, because a broker that cannot say what it has to say may end.
    _output: BufReader<ChildStdout>,
}

const REDIS: Kind = Kind {
    program: "redis-server",
    flags: "--bind 127.0.0.1 --save '' --appendonly no --dir /tmp --port",
    ready: "Ready to accept connections",
    scheme: "redis",
    package: "redis-server",
};
const NATS: Kind = Kind {
    program: "nats-server",
    flags: "--addr 127.0.0.1 --port",
    ready: "Server is ready",
    scheme: "nats",
    package: "nats-server",
};

/// Its own port is the one thing that somebody else may take before it is listened on.
const ATTEMPTS: usize = 5;

#[allow(dead_code, reason = "not every test needs all of it")]
impl Broker {
    pub(crate) fn redis() -> Self {
        Self::start(REDIS)
    }

    pub(crate) fn nats() -> Self {
        Self::start(NATS)
    }

    fn start(kind: Kind) -> Self {
        let attempt = |_| {
            let mut broker = Self { kind, port: spare_port(), running: None };
            broker.run().then_some(broker)
        };
        let Kind { program, package, .. } = kind;
        let missing = || panic!("{program} does not start; on Debian: apt-get install {package}");
        (0..ATTEMPTS).find_map(attempt).unwrap_or_else(missing)
    }

    fn run(&mut self) -> bool {
        let Kind { program, flags, ready, .. } = self.kind;
        let port = self.port;
        let script = format!("{program} {flags} {port} 2>&1 & echo pid $!; read -r _; kill -9 $!; wait $!");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = shell.spawn().expect("a shell");
        let mut output = BufReader::new(keeper.stdout.take().expect("the output is piped"));
        let mut line = String::new();
        let mut pid = String::new();
        while output.read_line(&mut line).is_ok_and(|length| length > 0) {
            if let Some(said) = line.strip_prefix("pid ") {
                said.trim().clone_into(&mut pid);
            } else if line.contains(ready) {
                self.running = Some(Running { keeper, pid, _output: output });
                return true;
            } else if line.contains("in use") {
                break;
            }
            line.clear();
        }
        drop(keeper.stdin.take());
        let _ = keeper.wait();
        false
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", self.kind.scheme, self.port)
    }

    /// What its URL begins with.
    pub(crate) fn scheme(&self) -> &'static str {
        self.kind.scheme
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends it without a word.
    pub(crate) fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            drop(running.keeper.stdin.take());
            let _ = running.keeper.wait();
        }
    }

    /// Starts it again where it has been.
    pub(crate) fn start_again(&mut self) {
        self.kill();
        assert!(self.run(), "{} starts again on port {}", self.kind.program, self.port);
    }

    /// Stops it as it stands: its connections stay open and nothing answers.
    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let running = self.running.as_ref().expect("the broker runs");
        assert!(Command::new("kill").args([signal, &running.pid]).status().expect("kill").success());
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spare_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a spare port");
    listener.local_addr().expect("the port that was bound").port()
}
