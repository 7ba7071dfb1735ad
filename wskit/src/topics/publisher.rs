use std::sync::{Arc, OnceLock, Weak};

use super::{CarriedBy, IntoTopic, InvalidTopic, PublishError, Published, publish::ToPublish};
use crate::{
    ClientId, Data,
    hub::Hub,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    message::FromServer,
    platform::Platform,
};

/// Publishes from anywhere: a background task, an HTTP handler, another thread. Cheap to clone.
///
/// Got from [`Router::publisher`](crate::Router::publisher) before the router is served. What it publishes is the
/// server's own word: no policy is asked, but the name has to be a sound one.
///
/// ```
/// # use wskit::{prelude::*, testing::TestServer, topics::{PublishError, Publisher}};
/// # wskit::message!( #[event(from = server)] pub struct Tick; );
/// let router = Router::<()>::new();
/// let publisher = router.publisher();
/// let server = TestServer::new(router);
///
/// async fn tick(publisher: Publisher) -> Result<(), PublishError> {
///     let published = publisher.publish("ticks", &Tick).await?;
///     assert_eq!(published.matched, Some(0));
///     Ok(())
/// }
/// # futures_util::FutureExt::now_or_never(tick(publisher)).unwrap().unwrap();
/// ```
#[derive(Clone)]
pub struct Publisher {
    slot: Slot,
}

/// Where a hub is put once there is one. Weak, so that a forgotten publisher keeps no server alive.
pub(crate) type Slot = Arc<OnceLock<Weak<dyn Broadcast>>>;

/// A hub without the type of its connections' data.
pub(crate) trait Broadcast: MaybeSend + MaybeSync {
    fn broadcast(self: Arc<Self>, message: ToPublish) -> BoxFuture<'static, Result<Published, PublishError>>;

    fn platform(&self) -> &Arc<dyn Platform>;
}

impl<D: Data> Broadcast for Hub<D> {
    fn broadcast(self: Arc<Self>, message: ToPublish) -> BoxFuture<'static, Result<Published, PublishError>> {
        Box::pin(async move { self.publish(None, message).await })
    }

    fn platform(&self) -> &Arc<dyn Platform> {
        &self.platform
    }
}

impl Publisher {
    pub(crate) fn new() -> Self {
        Self { slot: Arc::default() }
    }

    pub(crate) fn slot(&self) -> Slot {
        Arc::clone(&self.slot)
    }

    /// Publishes an event to everybody who is subscribed to a topic, here and on other instances.
    ///
    /// # Errors
    ///
    /// When the router is not served yet or no more (`STATE`), and as for
    /// [`Connection::publish`](crate::Connection::publish).
    pub fn publish<T, M>(&self, topic: T, message: &M) -> BoxFuture<'static, Result<Published, PublishError>>
    where
        T: IntoTopic,
        M: FromServer + CarriedBy<T::Carrier>,
    {
        self.broadcast(topic.into_topic(), message, None)
    }

    /// Like [`publish`](Self::publish), but not to one connection.
    ///
    /// # Errors
    ///
    /// As for [`publish`](Self::publish).
    pub fn publish_except<T, M>(
        &self,
        except: ClientId,
        topic: T,
        message: &M,
    ) -> BoxFuture<'static, Result<Published, PublishError>>
    where
        T: IntoTopic,
        M: FromServer + CarriedBy<T::Carrier>,
    {
        self.broadcast(topic.into_topic(), message, Some(except))
    }

    pub(super) fn broadcast<M: FromServer>(
        &self,
        topic: Result<String, InvalidTopic>,
        message: &M,
        except: Option<ClientId>,
    ) -> BoxFuture<'static, Result<Published, PublishError>> {
        match self.hub() {
            Ok(hub) => {
                let message = ToPublish::new(topic, message, hub.platform().now_ms(), except);
                hub.broadcast(message)
            }
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    pub(super) fn platform(&self) -> Result<Arc<dyn Platform>, PublishError> {
        Ok(Arc::clone(self.hub()?.platform()))
    }

    fn hub(&self) -> Result<Arc<dyn Broadcast>, PublishError> {
        let hub =
            self.slot.get().ok_or_else(|| PublishError::State("the router is not served yet".into()))?;
        hub.upgrade().ok_or_else(|| PublishError::State("the server has ended".into()))
    }
}
