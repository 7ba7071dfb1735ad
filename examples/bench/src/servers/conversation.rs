//! One connection: what it says to what it hears.

use anyhow::{Context, Result};
use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::{
    net::TcpStream,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, Utf8Bytes, protocol::WebSocketConfig},
};

use super::{
    Topics,
    codec::{self, Action},
    everyone::{Everyone, Seat, add_frame},
};

/// How frames are answered.
pub(super) enum Conversation {
    /// Each with itself, and what is published goes as it is to everyone who has subscribed to anything.
    Raw { everyone: Everyone, seat: Option<Seat>, published: Vec<u8> },
    /// As the demo does.
    ByHand { topics: Topics, queue: Queue },
}

/// What others have for this connection.
pub(super) struct Queue {
    sender: UnboundedSender<Utf8Bytes>,
    receiver: UnboundedReceiver<Utf8Bytes>,
}

impl Conversation {
    pub(super) fn by_hand(topics: Topics) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self::ByHand { topics, queue: Queue { sender, receiver } }
    }

    pub(super) fn raw(everyone: Everyone) -> Self {
        Self::Raw { everyone, seat: None, published: Vec::new() }
    }

    fn answer(&mut self, text: Utf8Bytes, stream: &TcpStream) -> Result<Option<Utf8Bytes>> {
        let (topics, queue) = match self {
            Self::ByHand { topics, queue } => (topics, queue),
            Self::Raw { published, .. } if text.starts_with(r#"{"type":"PUB""#) => {
                add_frame(published, &text)?;
                return Ok(None);
            }
            Self::Raw { everyone, seat, .. } => {
                if text.starts_with(r#"{"type":"SUB""#) {
                    *seat = Some(everyone.seat(stream)?);
                }
                return Ok(Some(text));
            }
        };
        Ok(match codec::answer(&text)?.context("a message of an unknown type")? {
            Action::Reply(reply) => Some(reply.into()),
            Action::Subscribe { topic, reply } => {
                topics.subscribe(topic, queue.sender.clone());
                Some(reply.into())
            }
            Action::Publish { topic, frame } => {
                topics.publish(&topic, &frame.into());
                None
            }
        })
    }

    /// Everything that has arrived is answered.
    fn send_published(&mut self) {
        if let Self::Raw { everyone, published, .. } = self
            && !published.is_empty()
        {
            everyone.write(published);
            published.clear();
        }
    }

    /// What others have for this connection, once there is something.
    async fn queued(&mut self) -> Option<Utf8Bytes> {
        match self {
            Self::Raw { .. } => std::future::pending().await,
            Self::ByHand { queue, .. } => queue.receiver.recv().await,
        }
    }

    fn queued_now(&mut self) -> Option<Utf8Bytes> {
        match self {
            Self::Raw { .. } => None,
            Self::ByHand { queue, .. } => queue.receiver.try_recv().ok(),
        }
    }
}

/// Talks to a client until it goes or breaks a rule.
pub(super) async fn converse(stream: TcpStream, mut conversation: Conversation) -> Result<()> {
    let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(16 * 1024);
    let mut socket = tokio_tungstenite::accept_async_with_config(stream, Some(config)).await?;
    loop {
        tokio::select! {
            message = socket.next() => {
                let message = message.context("the client is gone")??;
                answer_all(&mut socket, &mut conversation, message).await?;
            }
            Some(frame) = conversation.queued() => socket.feed(Message::Text(frame)).await?,
        }
        while let Some(frame) = conversation.queued_now() {
            socket.feed(Message::Text(frame)).await?;
        }
        socket.flush().await?;
    }
}

/// Answers a message and whatever has arrived behind it.
async fn answer_all(
    socket: &mut WebSocketStream<TcpStream>,
    conversation: &mut Conversation,
    first: Message,
) -> Result<()> {
    let mut next = Some(first);
    while let Some(message) = next {
        if let Message::Text(text) = message
            && let Some(reply) = conversation.answer(text, socket.get_ref())?
        {
            socket.feed(Message::Text(reply)).await?;
        }
        next = socket.next().now_or_never().flatten().transpose()?;
    }
    conversation.send_published();
    Ok(())
}
