//! Frames of every kind and size, in pieces and at once.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_large_message_does_not_disconnect_a_client_that_reads() {
    let (mut client, driven) = connect(router(), 1024).await;
    let text = "x".repeat(driven.connection.hub().limits().max_outbound_bytes);
    driven.connection.send(&Say { text: text.clone() }).unwrap();
    let message = client.next().await.unwrap().unwrap();
    assert!(message.to_text().unwrap().contains(&text));
}

#[tokio::test(start_paused = true)]
async fn frames_of_every_size_arrive_whole_and_in_order() {
    // Around where a frame's length takes more bytes, where no more frames are gathered, and where one is too large for it.
    let small = || (0..140).chain(8_000..8_200);
    let all = || small().chain([16_384]).chain(65_400..65_540).chain([0, 1, 100_000]);
    for (capacity, at_once) in [(50, 3), (1_000, 150), (8_192, 7), (20_000, 40), (4_000_000, 40)] {
        let (mut client, driven) = connect(router(), capacity).await;
        let sizes: Vec<usize> = if capacity < 8_192 { small().collect() } else { all().collect() };
        // In another order than by size, so that small ones come before and behind large ones.
        let sizes = (0..sizes.len()).map(|at| sizes[at * 37 % sizes.len()]);
        let texts: Vec<_> =
            sizes.enumerate().map(|(at, size)| format!("{at} {}", "x".repeat(size))).collect();
        for texts in texts.chunks(at_once) {
            for text in texts {
                driven.connection.send(&Say { text: text.clone() }).unwrap();
            }
            client.send(Message::Ping("still there?".into())).await.unwrap();
            let (mut texts, mut is_answered) = (texts.iter(), false);
            while !is_answered || texts.len() > 0 {
                match client.next().await.unwrap().unwrap() {
                    Message::Text(frame) => {
                        let expected = format!(r#""payload":{{"text":"{}"}}"#, texts.next().unwrap());
                        assert!(
                            frame.contains(&expected),
                            "{frame:.100} for {expected:.40}, capacity {capacity}"
                        );
                    }
                    Message::Pong(_) => is_answered = true,
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}

/// A router whose `SAY` notes what is said, and what has been.
fn listening() -> (Router<()>, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let notes = Arc::clone(&heard);
    let say = move |ctx: Ctx<Say>| {
        notes.lock().unwrap().push(ctx.payload.text.clone());
        std::future::ready(Ok(()))
    };
    (Router::new().on(say), heard)
}

fn say_frame(text: &str) -> String {
    format!(r#"{{"type":"SAY","payload":{{"text":"{text}"}}}}"#)
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_pieces_of_any_size_is_heard_whole_and_in_order() {
    // A small linear congruential generator: the same pieces on every run.
    let mut seed = 1_u64;
    let mut below = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit
    };
    for longest in [1, 7, 200, 5_000, 20_000, 60_000].repeat(2) {
        let largest = if longest < 5_000 { 12 } else { 13 };
        let (mut bytes, mut said) = (Vec::new(), Vec::new());
        for number in 0..50 {
            // Around where a header takes more bytes, and where a text is too large to be taken from the stack.
            let size =
                [0, 1, 70, 80, 90, 500, 4_000, 8_100, 8_140, 8_150, 8_160, 8_200, 70_000][below(largest)];
            let text = format!("{number} ü{}", "x".repeat(size + below(3)));
            let message = say_frame(&text);
            let message = message.as_bytes();
            match below(8) {
                0 => bytes.extend(frame(FINAL | BINARY, message)),
                1 => {
                    // In fragments, with a ping between them.
                    let (first, rest) = message.split_at(below(message.len()));
                    let (second, third) = rest.split_at(below(rest.len()));
                    bytes.extend(frame(TEXT, first));
                    bytes.extend(frame(FINAL | PING, b"between"));
                    bytes.extend(frame(CONTINUATION, second));
                    bytes.extend(frame(FINAL | CONTINUATION, third));
                }
                2 => {
                    bytes.extend(frame(FINAL | PING, b"before"));
                    bytes.extend(frame(FINAL | TEXT, message));
                }
                _ => bytes.extend(frame(FINAL | TEXT, message)),
            }
            said.push(text);
        }
        let (router, heard) = listening();
        let (read, mut rest) = bytes.split_at(below(bytes.len().min(50_000)));
        let (mut client, _driven) = connect_having_read(router, 64 * 1024, read.to_vec());
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.len().min(1 + below(longest)));
            client.write_all(piece).await.unwrap();
            rest = behind;
            if below(4) == 0 {
                tokio::task::yield_now().await;
            }
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert!(*heard.lock().unwrap() == said, "in pieces of up to {longest}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_at_once_although_nothing_else_is_sent() {
    let (mut client, _driven) = connect(router(), 1024).await;
    let before = Instant::now();
    for _ in 0..3 {
        client.feed(Message::text(say_frame("before"))).await.unwrap();
        client.send(Message::Ping("there?".into())).await.unwrap();
        assert_eq!(client.next().await.unwrap().unwrap(), Message::Pong("there?".into()));
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_breach_of_the_protocol_is_told_apart() {
    let long = "x".repeat(9_000);
    let breaches: [(&str, Vec<u8>, u16); 9] = [
        ("a text that is not UTF-8", frame(FINAL | TEXT, b"\xff"), 1007),
        ("a large text that is not UTF-8", frame(FINAL | TEXT, &[0xff; 9_000]), 1007),
        ("a text without a mask", vec![FINAL | TEXT, 2, b'{', b'}'], 1002),
        ("a reserved bit", frame(FINAL | 0x40 | TEXT, b"{}"), 1002),
        ("a reserved opcode", frame(FINAL | 3, b"{}"), 1002),
        ("a text amid a message", [frame(TEXT, b"{"), frame(FINAL | TEXT, b"{}")].concat(), 1002),
        ("a rest of nothing", frame(FINAL | CONTINUATION, b"}"), 1002),
        ("a ping in fragments", frame(PING, b"x"), 1002),
        ("a ping that is too long", frame(FINAL | PING, long.as_bytes()), 1002),
    ];
    for (what, bytes, code) in breaches {
        for with_text_before in [false, true] {
            let (router, heard) = listening();
            let (mut client, _driven) = connect_having_read(router, 64 * 1024, Vec::new());
            let before = frame(FINAL | TEXT, say_frame("before").as_bytes());
            if with_text_before {
                client.write_all(&before).await.unwrap();
            }
            client.write_all(&bytes).await.unwrap();
            client.write_all(&before).await.unwrap();
            let mut client = WebSocketStream::from_raw_socket(client, Role::Client, None).await;
            match client.next().await {
                Some(Ok(Message::Close(Some(close)))) => assert_eq!(u16::from(close.code), code, "{what}"),
                other => panic!("{what}: {other:?}"),
            }
            assert_eq!(heard.lock().unwrap().len(), usize::from(with_text_before), "{what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_frame_beyond_the_limit_is_refused_before_it_has_come() {
    let (router, _) = listening();
    let limits = Limits { max_frame_bytes: 100, max_payload_bytes: 100, ..Limits::default() };
    let (mut client, _driven) = connect_having_read(router.limits(limits), 1024, Vec::new());
    client.write_all(&frame(FINAL | TEXT, &[b'x'; 101])[..20]).await.unwrap();
    let mut client = WebSocketStream::from_raw_socket(client, Role::Client, None).await;
    let close = client.next().await.unwrap().unwrap();
    assert!(matches!(close, Message::Close(Some(frame)) if u16::from(frame.code) == 1009));
}
