//! The signals that end a server, and how its connections hear of them.

use tokio::sync::watch;

/// How far a server has come with stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It serves.
    No,
    /// Connections finish what is in flight.
    Drain,
    /// They have had their time.
    Abandon,
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

/// Ready once the server is told to stop.
pub(super) async fn told(stop: &mut watch::Receiver<Stop>) {
    // An error means that the server is gone, which is the same to a connection.
    let _ = stop.wait_for(|stop| *stop != Stop::No).await;
}

/// Ready once the server stops, or when it is stopping already, once it waits no longer.
pub(super) async fn next(stop: &mut watch::Receiver<Stop>, stopping: bool) {
    if stopping { abandoned(stop).await } else { told(stop).await }
}

/// Ready once the server waits no longer. Never, when it is gone: then nobody waits.
pub(super) async fn abandoned(stop: &mut watch::Receiver<Stop>) {
    if stop.wait_for(|stop| *stop == Stop::Abandon).await.is_err() {
        std::future::pending::<()>().await;
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
