//! What all connections of one WebSocket endpoint share, whoever speaks HTTP in front of it.

use std::{
    any::Any,
    future::poll_fn,
    sync::{Arc, OnceLock, Weak},
    time::Duration,
};

use http::HeaderMap;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    runtime::{Handle, RuntimeFlavor},
    task::{self, JoinSet},
};

use super::{
    authenticate::{Authenticator, Handshake},
    connections::Connections,
    drive::{self, Driver, Socket},
    handshake::Admitted,
    origin::Origins,
    platform::TokioPlatform,
    shutdown::{Leaving, Shutdown},
    tcp::Tcp,
};
use crate::{
    Data, Router,
    hub::Hub,
    maybe_send::{MaybeSend, MaybeSync},
    outbox::{
        flusher::{Flush, Flusher},
        lend::{Direct, Lender},
    },
    platform::Platform,
    router::RegisterError,
};

/// `Fn(&Handshake, &mut HeaderMap)`, shared between threads.
pub(super) type OnUpgrade = Box<dyn OnUpgradeFn>;

pub(super) trait OnUpgradeFn: Fn(&Handshake, &mut HeaderMap) + MaybeSend + MaybeSync {}
impl<F: Fn(&Handshake, &mut HeaderMap) + MaybeSend + MaybeSync> OnUpgradeFn for F {}

/// What the handshake of an endpoint goes by.
#[derive(Default)]
pub(super) struct Policy {
    pub(super) path: Option<String>,
    pub(super) origins: Origins,
    pub(super) subprotocol: Option<String>,
    pub(super) on_upgrade: Vec<OnUpgrade>,
}

/// A router behind a handshake.
pub(crate) struct Endpoint<D> {
    pub(super) hub: Arc<Hub<D>>,
    pub(super) policy: Policy,
    pub(super) authenticate: Authenticator<D>,
    pub(super) connections: Connections,
    pub(super) shutdown: Shutdown,
    /// Sends for the connections that lend their streams; there is none before the first. Its task ends with this.
    flusher: OnceLock<(Arc<Flusher>, JoinSet<()>)>,
    platform: Arc<dyn Platform>,
}

impl<D: Data> Endpoint<D> {
    pub(super) fn new(
        router: Router<D>,
        policy: Policy,
        authenticate: Authenticator<D>,
    ) -> Result<Arc<Self>, RegisterError> {
        let platform: Arc<dyn Platform> = Arc::new(TokioPlatform::new());
        Ok(Arc::new(Self {
            hub: Hub::new(router, Arc::clone(&platform))?,
            policy,
            authenticate,
            connections: Connections::default(),
            shutdown: Shutdown::new(),
            flusher: OnceLock::new(),
            platform,
        }))
    }

    /// Gives a connection whose handshake was agreed to a task of its own, which runs it to its end. `read` has come in
    /// already; `kept` is let go with the connection.
    pub(crate) async fn run<S, K>(
        &self,
        stream: S,
        read: Vec<u8>,
        admitted: Admitted<D>,
        leaving: Leaving,
        kept: K,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        K: Send + Unpin + 'static,
    {
        let limits = self.hub.limits();
        let lender = direct(&stream).map(|direct| Lender { direct, flusher: self.flusher() });
        let socket = Socket::new(stream, read, limits);
        match admitted {
            Admitted::Open { id, data, place } => {
                let driver = Driver::new(socket, self.hub.connect(id, data));
                let driver = match lender {
                    Some(lender) => driver.lending(lender),
                    None => driver,
                };
                tokio::spawn(driver.drive(leaving, (place, kept)));
            }
            Admitted::TurnAway { close, place } => {
                drive::turn_away(socket, close, limits.close_timeout).await;
                drop((place, kept));
            }
        }
    }

    fn flusher(&self) -> Arc<Flusher> {
        let (flusher, _) = self.flusher.get_or_init(|| {
            let (flusher, mut tasks) = (Arc::<Flusher>::default(), JoinSet::new());
            tasks.spawn(flush(Flush::new(Arc::clone(&flusher))));
            (flusher, tasks)
        });
        Arc::clone(flusher)
    }

    /// How a new connection hears of the server's end.
    pub(crate) fn leaving(&self) -> Leaving {
        Leaving::new(self.shutdown.subscribe(), Arc::clone(&self.platform))
    }

    /// Lets every connection finish, and returns when all are gone or have had their time.
    pub(crate) async fn shut_down(&self) {
        self.shutdown.run(self.connections.count(), self.shutdown_timeout()).await;
        self.hub.dispose().await;
    }

    fn shutdown_timeout(&self) -> Duration {
        self.hub.limits().shutdown_timeout
    }
}

/// Sends what connections leave, in between looking at what has arrived: a task that wakes itself has many turns before the runtime
/// does so, one that yields has none.
async fn flush(flush: Flush) {
    loop {
        poll_fn(|cx| flush.poll_some(cx)).await;
        task::yield_now().await;
    }
}

/// How others send on a stream, where that pays: on a runtime of one thread, which would have to run the task that owns the
/// stream as well. Several threads share the tasks.
fn direct<S: 'static>(stream: &S) -> Option<Weak<dyn Direct>> {
    let tcp = (stream as &dyn Any).downcast_ref::<Tcp>()?;
    let is_alone = Handle::current().runtime_flavor() == RuntimeFlavor::CurrentThread;
    is_alone.then(|| tcp.writer() as Weak<dyn Direct>)
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream, UdpSocket};

    use super::*;
    use crate::{flushing::Waiting, outbox::flusher::AT_LEAST};

    #[tokio::test]
    async fn what_has_arrived_is_looked_at_while_much_is_sent() {
        const MANY: usize = 10 * AT_LEAST;
        let flusher = Arc::<Flusher>::default();
        let task = tokio::spawn(flush(Flush::new(Arc::clone(&flusher))));
        task::yield_now().await;
        let waiting = Waiting::new(MANY, &flusher);
        let arrived = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        arrived.set_nonblocking(true).unwrap();
        arrived.send_to(b"1", arrived.local_addr().unwrap()).unwrap();
        UdpSocket::from_std(arrived).unwrap().readable().await.unwrap();
        let sent = waiting.sent();
        assert!(sent < MANY, "{sent} had been sent by then");
        while waiting.sent() < MANY {
            task::yield_now().await;
        }
        task.abort();
    }

    async fn lends() -> bool {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        direct(&Tcp::new(stream)).is_some()
    }

    #[tokio::test]
    async fn one_thread_lends_its_streams() {
        assert!(lends().await);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn one_that_others_may_help_does_not() {
        assert!(!lends().await);
    }
}
