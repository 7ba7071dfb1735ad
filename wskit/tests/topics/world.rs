//! The messages and the helpers that these tests share.

use std::task::{Context, Poll, Waker};

use serde_json::Value;
use wskit::{maybe_send::BoxFuture, testing::TestClient};

wskit::message!(
    #[event(from = server)]
    pub(crate) struct News {
        pub text: String,
    }
);

pub(crate) fn news(text: &str) -> News {
    News { text: text.into() }
}

/// What a client has been told.
pub(crate) fn texts<D: wskit::Data>(client: &mut TestClient<D>) -> Vec<String> {
    let text = |frame: Value| frame["payload"]["text"].as_str().expect("news").to_owned();
    client.frames().into_iter().map(text).collect()
}

/// The result of something that waits for nothing.
pub(crate) fn now<T>(future: impl IntoFuture<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future.into_future()).expect("ready at once")
}

/// Something that may wait, polled by hand.
pub(crate) struct Running<'a, T>(BoxFuture<'a, T>);

impl<'a, T> Running<'a, T> {
    pub(crate) fn start(future: impl Future<Output = T> + Send + 'a) -> Self {
        Self(Box::pin(future))
    }

    pub(crate) fn poll(&mut self) -> Option<T> {
        match self.0.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        }
    }
}
