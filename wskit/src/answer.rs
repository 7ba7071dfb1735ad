//! What a handler of an rpc ends with.

use std::{fmt, marker::PhantomData};

use crate::{
    close::Close,
    error::Failure,
    message::{Response, Rpc},
    router::{ByItself, ByNothing, Nothing},
    wire::{self, CorrelationId, Frame},
};

/// The proof that the rpc `M` was answered. [`ctx.reply(..)`](crate::RpcCtx::reply) and
/// [`ctx.error(..)`](crate::RpcCtx::error) give it, as a [`Reply<M>`](Reply) to end the handler with, and nothing else does.
#[must_use = "return it from the handler, or the answer is lost"]
pub struct EndWithCtxReply<M> {
    frame: Frame,
    close: Option<Close>,
    rpc: PhantomData<fn() -> M>,
}

impl<M> EndWithCtxReply<M> {
    pub(crate) fn new(frame: Frame, close: Option<Close>) -> Self {
        Self { frame, close, rpc: PhantomData }
    }

    pub(crate) fn into_parts(self) -> (Frame, Option<Close>) {
        (self.frame, self.close)
    }
}

impl<M: Rpc> fmt::Debug for EndWithCtxReply<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EndWithCtxReply<{}>", M::TYPE)
    }
}

/// What a handler of the rpc `M` returns: its answer, or a failure that `?` made.
pub type Reply<M> = Result<EndWithCtxReply<M>, Failure<M>>;

/// A handler: a function that takes the context `C` and nothing else. `How` is nobody's business.
#[diagnostic::on_unimplemented(
    message = "a handler here takes one argument, of the type `{C}`",
    label = "not an `async fn handler(ctx: {C})`",
    note = "between its `<` and `>` stand the message that is handled and, unless it is `()`, the data of the router's \
            connections: `<Move, User>` for a `Router<User>`"
)]
pub trait Handler<C, Fut, How>: Fn(C) -> Fut {}

impl<C, Fut, F: Fn(C) -> Fut> Handler<C, Fut, ByItself> for F {}

// As of middleware: of two impls the compiler does not say how the arguments of the one differ from those of the function,
// and advise a closure, but what the trait says.
impl<C, Fut, N: Nothing + Fn(C) -> Fut> Handler<C, Fut, ByNothing> for N {}

/// What calling a handler gives: a future, as every `async fn` does.
#[diagnostic::on_unimplemented(
    message = "a handler is an `async fn`, and this one gives a `{Self}` at once",
    label = "the handler is not `async`",
    note = "write `async` in front of its `fn`"
)]
pub trait Handling: Future {
    /// What the future gives. By this name, since of the future's own the compiler says that there is no future.
    #[doc(hidden)]
    type Gives;

    /// The same.
    #[doc(hidden)]
    fn gives(output: Self::Output) -> Self::Gives;
}

#[diagnostic::do_not_recommend]
impl<F: Future> Handling for F {
    type Gives = F::Output;

    fn gives(output: Self::Output) -> Self::Gives {
        output
    }
}

/// What a handler of the rpc `M` may return: [`Reply<M>`](Reply), or a `Result` with the response itself and any error
/// that `?` would take.
#[diagnostic::on_unimplemented(
    message = "a handler of the rpc `{M}` returns `{Self}`, which is no answer",
    label = "the handler has to return `Reply<{M}>`",
    note = "write `async fn(ctx: RpcCtx<{M}, ..>) -> Reply<{M}>`, and end it with `ctx.reply(..)` or `ctx.error(..)`"
)]
pub trait RpcOutput<M>: Sized {
    /// Whether a success is the answer already, so that nothing of its request is needed any more.
    #[doc(hidden)]
    const IS_ANSWER: bool;

    /// The answer as it is sent; `now_ms` and `id` are those of the request.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc, reason = "never called by users")]
    fn answer(self, now_ms: u64, id: Option<&CorrelationId>) -> Reply<M>;
}

impl<M, A: Answers<M>, E: Into<Failure<M>>> RpcOutput<M> for Result<A, E> {
    const IS_ANSWER: bool = A::IS_ANSWER;

    fn answer(self, now_ms: u64, id: Option<&CorrelationId>) -> Reply<M> {
        match self {
            Ok(answer) => answer.answer(now_ms, id),
            Err(error) => Err(error.into()),
        }
    }
}

/// What a handler of the rpc `M` may succeed with: what its context gave, or the response itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer the rpc `{M}`",
    label = "the handler returns `{Self}`, which is not the `response = ..` of `{M}`",
    note = "return what `ctx.reply(..)` or `ctx.error(..)` gives, as `Reply<{M}>`; or `Ok(..)` of the type that \
            `#[rpc(response = ..)]` of `{M}` names"
)]
pub trait Answers<M>: Sized {
    /// Whether this is the answer already.
    #[doc(hidden)]
    const IS_ANSWER: bool;

    /// The answer as it is sent; `now_ms` and `id` are those of the request.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc, reason = "never called by users")]
    fn answer(self, now_ms: u64, id: Option<&CorrelationId>) -> Reply<M>;
}

impl<M> Answers<M> for EndWithCtxReply<M> {
    const IS_ANSWER: bool = true;

    fn answer(self, _: u64, _: Option<&CorrelationId>) -> Reply<M> {
        Ok(self)
    }
}

// What is said of a type that does not answer is said by the trait, and not once more for each bound of this impl.
#[diagnostic::do_not_recommend]
impl<M: Rpc<Response = R>, R: Response> Answers<M> for R {
    const IS_ANSWER: bool = false;

    fn answer(self, now_ms: u64, id: Option<&CorrelationId>) -> Reply<M> {
        Ok(EndWithCtxReply::new(wire::reply_frame(&self, now_ms, id)?, None))
    }
}
