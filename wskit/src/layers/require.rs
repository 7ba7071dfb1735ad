use crate::{
    Code, Data, Gate, Layer, Next, Outcome, Result,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
};

/// Lets a message pass only when the data of its connection says so; the layer that [`require`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Require<F> {
    code: Code,
    allows: F,
}

/// Lets a message pass only when `allows` holds for the connection's data; otherwise the client gets `code`.
///
/// ```
/// use wskit::{layers::require, prelude::*};
///
/// # #[derive(Clone, Default)] struct Identity { name: Option<String> }
/// let known = require(Code::Unauthenticated, |identity: &Identity| identity.name.is_some());
/// let router = Router::<Identity>::new().layer(known);
/// ```
pub fn require<D, F>(code: Code, allows: F) -> Require<F>
where
    F: Fn(&D) -> bool + MaybeSend + MaybeSync + 'static,
{
    Require { code, allows }
}

impl<D: Data, F: Fn(&D) -> bool + MaybeSend + MaybeSync + 'static> Layer<D> for Require<F> {
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        if (self.allows)(&gate.data()) {
            next.run(gate)
        } else {
            Box::pin(std::future::ready(Err(self.code.into())))
        }
    }
}
