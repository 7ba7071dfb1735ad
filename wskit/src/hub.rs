//! A router put to work: what all connections of one server share.

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::future::{join, join_all, select};

use crate::{
    Data, Limits,
    caught::run_each,
    client_id::ClientId,
    limits::LimitExceeded,
    platform::Platform,
    router::{AuthPolicy, Hooks, Layer, Parts, RegisterError, Router, Routes},
    session::Session,
    topics::{Broadcast, InstanceId, Interest, Remote, TopicIndex, TopicPolicy},
};

/// A router joined with the platform it runs on. An adapter makes one, and one [`Session`] for each connection.
pub struct Hub<D> {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) limits: Limits,
    pub(crate) instance: InstanceId,
    pub(crate) topics: Arc<TopicIndex>,
    pub(crate) policy: TopicPolicy<D>,
    /// `None` while topics live in this process alone.
    pub(crate) interest: Option<Arc<Interest>>,
    pub(crate) routes: Routes<D>,
    pub(crate) hooks: Hooks<D>,
    pub(crate) auth: AuthPolicy,
}

/// How long adapters and layers may take to let go.
const DISPOSAL_TIMEOUT: Duration = Duration::from_secs(5);

impl<D> Hub<D> {
    /// Reports a limit that was exceeded.
    pub(crate) fn exceeded(&self, exceeded: &LimitExceeded) {
        let LimitExceeded { kind, observed, limit, .. } = exceeded;
        tracing::debug!(?kind, observed, limit, "a limit was exceeded");
        run_each("on_limit_exceeded", &self.hooks.limit, |hook| hook(exceeded));
    }

    pub(crate) fn progress_interval_ms(&self) -> u64 {
        u64::try_from(self.limits.progress_interval.as_millis()).unwrap_or(u64::MAX)
    }
}

impl<D: Data> Hub<D> {
    /// Joins a router with a platform.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the router, such as two handlers for one message.
    pub fn new(router: Router<D>, platform: Arc<dyn Platform>) -> Result<Arc<Self>, RegisterError> {
        let Parts { routes, mut hooks, limits, auth, policy, adapter, publishers } = router.into_parts()?;
        let instance = InstanceId(ClientId::generate(&*platform));
        let topics = Arc::new(TopicIndex::new());
        let remote = Remote::new(instance, Arc::clone(&topics), std::mem::take(&mut hooks.gap));
        if let Some(adapter) = &adapter {
            adapter.start(remote).map_err(|error| RegisterError::of(error.to_string()))?;
        }
        let interest = adapter.map(|adapter| Arc::new(Interest::new(adapter, Arc::clone(&platform))));
        let hub =
            Arc::new(Self { platform, limits, instance, topics, policy, interest, routes, hooks, auth });
        let broadcast: Arc<dyn Broadcast> = Arc::clone(&hub) as _;
        for slot in publishers {
            // A publisher belongs to one router, and a router is put to work once.
            let _ = slot.set(Arc::downgrade(&broadcast));
        }
        Ok(hub)
    }

    /// Lets go of what the adapter of topics and the layers hold: nothing comes from other instances any more, and rate
    /// limiters let go of their stores. Whoever has not done so after 5 s is left alone.
    pub async fn dispose(&self) {
        let adapter = async {
            if let Some(interest) = &self.interest {
                interest.adapter.dispose().await;
            }
        };
        let layers = join_all(self.layers().into_iter().map(|layer| layer.dispose()));
        let all = std::pin::pin!(join(adapter, layers));
        select(all, self.platform.sleep(DISPOSAL_TIMEOUT)).await;
    }

    /// Each layer once: one of the whole router stands in front of every route.
    fn layers(&self) -> Vec<&Arc<dyn Layer<D>>> {
        let all = self.routes.values().flat_map(|route| &route.layers);
        let by_address: HashMap<_, _> = all.map(|layer| (Arc::as_ptr(layer).addr(), layer)).collect();
        by_address.into_values().collect()
    }

    /// A new id for a connection that is about to be accepted.
    #[must_use]
    pub fn new_client_id(&self) -> ClientId {
        ClientId::generate(&*self.platform)
    }

    /// A connection that has been accepted; `data` is what authentication found out.
    pub fn connect(self: &Arc<Self>, id: ClientId, data: D) -> Session<D> {
        Session::new(Arc::clone(self), id, data)
    }

    /// The limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
