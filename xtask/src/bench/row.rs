//! What is measured of each server.

use super::servers::Server;

/// A row of the table in `docs/performance.md`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) title: &'static str,
    pub(super) counted: Counted,
    pub(super) mode: &'static str,
    pub(super) connections: usize,
    pub(super) depth: usize,
}

/// What a row's figures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Cpu,
    Memory,
    Latency,
}

impl Counted {
    /// Its name, as the generator says it.
    pub(super) fn figure(self) -> &'static str {
        match self {
            Self::Cpu => "cpu_us",
            Self::Memory => "kib",
            Self::Latency => "typical_p99_us",
        }
    }
}

const ECHO: Row = Row { title: "", counted: Counted::Cpu, mode: "echo", connections: 64, depth: 1 };

/// From its figure follows at what rate a server is half busy.
pub(super) const ECHO_ONE: Row =
    Row { title: "ECHO, 64 connections, depth 1: server CPU in us a message", ..ECHO };

/// At that rate.
pub(super) const LATENCY: Row = Row {
    title: "ECHO, 64 connections, at half of saturation: p99 latency of a typical thousand requests in us, from when a request was due",
    counted: Counted::Latency,
    mode: "paced",
    ..ECHO
};

pub(super) const ECHO_MANY: Row =
    Row { title: "ECHO, 64 connections, depth 16: server CPU in us a message", depth: 16, ..ECHO };

pub(super) const FAN_OUT: Row = Row {
    title: "Fan-out to 1000 subscribers, 4 broadcasts in flight: server CPU in us a delivery",
    mode: "fan-out",
    connections: 1000,
    depth: 4,
    ..ECHO
};

pub(super) const IN_STEP: Row = Row {
    title: "Fan-out to 1000 subscribers, 4 broadcasts in flight until all have heard them: server CPU in us a delivery",
    mode: "in-step",
    ..FAN_OUT
};

pub(super) const IDLE: Row = Row {
    title: "5000 idle connections: resident memory in KiB each",
    counted: Counted::Memory,
    mode: "idle",
    connections: 5000,
    ..ECHO
};

/// In this order, because latency needs the figure of the first.
pub(super) const ALL: [Row; 6] = [ECHO_ONE, ECHO_MANY, FAN_OUT, IN_STEP, IDLE, LATENCY];

impl Row {
    pub(super) fn suits(&self, server: &Server) -> bool {
        server.has_topics || !["fan-out", "in-step"].contains(&self.mode)
    }
}
