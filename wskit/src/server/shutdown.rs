//! How a server ends: the signals that tell it to, and how its connections hear of it.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::sleep};

use crate::platform::Platform;

/// How far a server has come with stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It serves.
    No,
    /// Connections finish what is in flight, each at a moment of its own within `spread`.
    Drain { spread: Duration },
    /// They have had their time.
    Abandon,
}

/// How many connections are told to go in one second: their clients come back elsewhere, and all at once would be too
/// many there.
const GOING_PER_SECOND: usize = 1000;

/// The end of a server, as the server holds it. Every task holds a receiver until it is done.
pub(super) struct Shutdown(watch::Sender<Stop>);

impl Shutdown {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Stop::No))
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Stop> {
        self.0.subscribe()
    }

    /// Tells every connection to finish, waits until all are gone, and cuts off those that are not after `timeout`.
    pub(super) async fn run(&self, connections: usize, timeout: Duration) {
        let millis = u64::try_from(connections.saturating_mul(1000) / GOING_PER_SECOND).unwrap_or(u64::MAX);
        let spread = Duration::from_millis(millis).min(timeout / 3);
        self.0.send_replace(Stop::Drain { spread });
        // The channel is closed when the last task has dropped its receiver.
        let _ = tokio::time::timeout(timeout, self.0.closed()).await;
        self.0.send_replace(Stop::Abandon);
    }
}

/// What a connection is told by a server that stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Finish what is in flight, then close.
    Finish,
    /// End now.
    Abandon,
}

/// The end of a server, as one connection sees it.
pub(crate) struct Leaving {
    stop: watch::Receiver<Stop>,
    platform: Arc<dyn Platform>,
    is_finishing: bool,
}

impl Leaving {
    pub(super) fn new(stop: watch::Receiver<Stop>, platform: Arc<dyn Platform>) -> Self {
        Self { stop, platform, is_finishing: false }
    }

    /// What the connection is told next, and whom to ask after that.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` would keep room for its argument twice over")]
    pub(super) fn told(mut self) -> impl Future<Output = (Told, Self)> + Send {
        async move {
            if self.is_finishing {
                abandoned(&mut self.stop).await;
                return (Told::Abandon, self);
            }
            let spread = told(&mut self.stop).await;
            self.is_finishing = true;
            // It serves on until its own moment has come.
            let moment = Box::pin(sleep(self.moment_within(spread)));
            let told = tokio::select! {
                () = moment => Told::Finish,
                () = abandoned(&mut self.stop) => Told::Abandon,
            };
            (told, self)
        }
    }

    fn moment_within(&self, spread: Duration) -> Duration {
        let mut random = [0; 4];
        self.platform.random(&mut random);
        spread.mul_f64(f64::from(u32::from_be_bytes(random)) / f64::from(u32::MAX))
    }
}

/// Ready once the server is told to stop, with the time over which its connections go.
pub(super) async fn told(stop: &mut watch::Receiver<Stop>) -> Duration {
    match stop.wait_for(|stop| *stop != Stop::No).await.map(|stop| *stop) {
        Ok(Stop::Drain { spread }) => spread,
        // An error means that the server is gone, which is the same to a connection.
        Ok(Stop::No | Stop::Abandon) | Err(_) => Duration::ZERO,
    }
}

/// Ready once the server waits no longer. Never, when it is gone: then nobody waits.
pub(super) async fn abandoned(stop: &mut watch::Receiver<Stop>) {
    if stop.wait_for(|stop| *stop == Stop::Abandon).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Ready at Ctrl-C, and on Unix at SIGTERM.
pub(super) async fn signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "cannot listen for SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending::<()>().await;
}
