//! Clients that do not behave: they send garbage, never read, or die in the middle of a frame. Each comes back when it is
//! thrown out.

use std::time::Duration;

use anyhow::Result;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::Stage;

/// Does it again and again; how it ends each time does not matter.
async fn again_and_again(stage: &Stage, pause: Duration, mut once: impl AsyncFnMut() -> Result<()>) {
    let mut over = stage.over.clone();
    let misbehave = async {
        loop {
            let _ = once().await;
            tokio::time::sleep(pause).await;
        }
    };
    tokio::select! {
        _ = over.wait_for(|over| *over) => {}
        () = misbehave => {}
    }
}

/// How long between two pieces of garbage.
const PAUSE: Duration = Duration::from_millis(50);

/// Frames that are no messages, handlers that fail and panic, requests that never end.
pub(super) async fn send_garbage(stage: Stage, seed: u64) {
    let mut random = Random(seed + 1);
    again_and_again(&stage, Duration::from_millis(50), async || {
        let (mut socket, _) = connect_async(&stage.url).await?;
        for _ in 0..100 {
            socket.send(garbage(&mut random)).await?;
            // Whatever comes is read and forgotten.
            let pause = tokio::time::Instant::now() + PAUSE;
            while let Ok(next) = tokio::time::timeout_at(pause, socket.next()).await {
                let Some(Ok(_)) = next else { return Ok(()) };
            }
        }
        // A frame that breaks the transport's rules, for once.
        socket.get_mut().write_all(&[0xff, 0xff, 0xff, 0xff]).await?;
        Ok(())
    })
    .await;
}

fn garbage(random: &mut Random) -> Message {
    let id = random.below(1000);
    match random.below(10) {
        0 => Message::binary((0..random.below(2000)).map(|_| random.byte()).collect::<Vec<_>>()),
        1 => Message::text("{\"type\":".repeat(usize::from(random.byte()))),
        2 => Message::text("[".repeat(10_000)),
        3 if random.below(10) == 0 => Message::text(" ".repeat(1_000_001)),
        4 => Message::text(json!({"type": "NOPE", "payload": id}).to_string()),
        5 => Message::text(
            json!({"type": "ECHO", "meta": {"correlationId": id}, "payload": {"id": []}}).to_string(),
        ),
        6 => Message::text(r#"{"type":"BOOM"}"#),
        7 => Message::text(r#"{"type":"PANIC"}"#),
        8 => {
            let meta = json!({"correlationId": id.to_string(), "timeoutMs": 600_000});
            Message::text(json!({"type": "RSLOW", "meta": meta, "payload": {"ms": 600_000}}).to_string())
        }
        _ => Message::text(json!({"type": "KINDS", "payload": {"flag": id, "nested": {}}}).to_string()),
    }
}

/// A handler of the demo that goes wrong, or one that does not, to compare with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Handler {
    Sound,
    Panicking,
    Failing,
    Endless,
}

impl Handler {
    /// An event and an rpc that end so; an endless event would only hold up its own connection.
    fn frames(self, turn: u64) -> Vec<Message> {
        let id = turn.to_string();
        let rpc = |name: &str| json!({"type": name, "meta": {"correlationId": id}});
        let frames = match self {
            Self::Sound => {
                let mut echo = rpc("ECHO");
                echo["payload"] = json!({"id": id, "text": "sound", "n": turn, "tags": []});
                vec![json!({"type": "PING", "payload": {"text": "sound"}}), echo]
            }
            Self::Panicking => vec![json!({"type": "PANIC"}), rpc("RPANIC")],
            Self::Failing => vec![json!({"type": "BOOM"}), rpc("RTHROW")],
            Self::Endless => {
                let mut slow = rpc("RSLOW");
                slow["meta"]["timeoutMs"] = 600_000.into();
                slow["payload"] = json!({"ms": 600_000});
                vec![slow]
            }
        };
        frames.into_iter().map(|frame| Message::text(frame.to_string())).collect()
    }
}

/// Calls it twenty times a second, and reads what comes.
pub(super) async fn call(stage: Stage, handler: Handler) {
    again_and_again(&stage, PAUSE, async || {
        let (mut socket, _) = connect_async(&stage.url).await?;
        for turn in 0.. {
            for frame in handler.frames(turn) {
                socket.send(frame).await?;
            }
            let pause = tokio::time::Instant::now() + PAUSE;
            while let Ok(next) = tokio::time::timeout_at(pause, socket.next()).await {
                let Some(Ok(_)) = next else { return Ok(()) };
            }
        }
        Ok(())
    })
    .await;
}

/// Joins a room, asks for as much as it can, and reads nothing of it.
pub(super) async fn never_read(stage: Stage, room: usize) {
    again_and_again(&stage, Duration::from_millis(200), async || {
        let (mut socket, _) = connect_async(&stage.url).await?;
        let join = json!({"type": "JOIN", "payload": {"room": room.to_string()}});
        socket.send(Message::text(join.to_string())).await?;
        let ping = json!({"type": "PING", "payload": {"text": "x".repeat(1000)}}).to_string();
        // Ends when the server lets go of it: until then the writes stand still.
        loop {
            socket.send(Message::text(ping.as_str())).await?;
        }
    })
    .await;
}

/// Sends the head of a frame and half of what it announces, then drops the connection.
pub(super) async fn die_mid_frame(stage: Stage, seed: u64) {
    let mut random = Random(seed + 1);
    let pause = Duration::from_millis(100 + random.below(400));
    again_and_again(&stage, pause, async || {
        let (mut socket, _) = connect_async(&stage.url).await?;
        socket
            .send(Message::text(r#"{"type":"RSLOW","meta":{"correlationId":"1"},"payload":{"ms":60000}}"#))
            .await?;
        // A masked text frame of 65,535 bytes, of which 100 come.
        let mut half = vec![0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0];
        half.extend([b' '; 100]);
        socket.get_mut().write_all(&half).await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(())
    })
    .await;
}

/// A xorshift generator: repeatable is all it has to be.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn byte(&mut self) -> u8 {
        self.below(256).to_le_bytes()[0]
    }
}
