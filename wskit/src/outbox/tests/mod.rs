use proptest::prelude::*;

use super::*;

mod lending;

fn outbox(messages: usize, bytes: usize) -> Arc<Outbox> {
    let limits = Limits { max_outbound_messages: messages, max_outbound_bytes: bytes, ..Limits::default() };
    Arc::new(Outbox::new(&limits))
}

fn sent(outbox: &Outbox) -> Vec<String> {
    let cx = Context::from_waker(Waker::noop());
    std::iter::from_fn(|| match outbox.poll_pop(&cx) {
        Poll::Ready(outgoing) => Some(outgoing),
        Poll::Pending => None,
    })
    .map(|out| match out {
        Outgoing::Frame(frame) => frame.as_str().to_owned(),
        Outgoing::Close(close) => format!("close {}", close.code),
    })
    .collect()
}

#[test]
fn progress_goes_first_answers_never() {
    let outbox = outbox(2, 1000);
    outbox.push("p".into(), Priority::Progress).unwrap();
    outbox.push("a".into(), Priority::Answer).unwrap();
    outbox.push("dropped".into(), Priority::Progress).unwrap();
    outbox.push("e".into(), Priority::Event).unwrap();
    outbox.push("a2".into(), Priority::Answer).unwrap();
    assert_eq!(sent(&outbox), ["a", "e", "a2"]);
}

#[test]
fn one_frame_of_any_size_fits_an_empty_queue() {
    let outbox = outbox(0, 5);
    outbox.push("1234567890".into(), Priority::Event).unwrap();
    assert!(outbox.is_full());
    assert_eq!(sent(&outbox), ["1234567890"]);
    assert!(!outbox.is_full());
}

#[test]
fn a_burst_is_taken_up_to_four_times_the_limits() {
    let outbox = outbox(2, 1000);
    for _ in 0..8 {
        outbox.push("e".into(), Priority::Event).unwrap();
    }
    assert!(matches!(outbox.push("e".into(), Priority::Event), Err(SendError::Full)));
    outbox.push("a".into(), Priority::Answer).unwrap();
    assert!(!outbox.is_closing());
    assert_eq!(sent(&outbox).len(), 9);
}

#[test]
fn a_queue_that_fills_again_is_told_apart() {
    let outbox = outbox(1, 1000);
    assert_eq!(outbox.full(), None);
    outbox.push("12".into(), Priority::Event).unwrap();
    assert_eq!(outbox.full(), Some(Full { filling: 1, messages: 1, bytes: 2 }));
    sent(&outbox);
    assert_eq!(outbox.full(), None);
    outbox.push("1".into(), Priority::Event).unwrap();
    assert_eq!(outbox.full(), Some(Full { filling: 2, messages: 1, bytes: 1 }));
}

#[test]
fn progress_that_is_gone_is_forgotten() {
    let outbox = outbox(9, 1000);
    for _ in 0..100 {
        outbox.push("p".into(), Priority::Progress).unwrap();
        assert_eq!(sent(&outbox).len(), 1);
    }
    assert_eq!(outbox.lock().progress.len(), 1);
}

/// The queue, told as simply as it can be.
#[derive(Default)]
struct Model {
    queue: Vec<(String, Priority)>,
}

const MESSAGES: usize = 3;
const BYTES: usize = 12;

impl Model {
    fn bytes(&self) -> usize {
        self.queue.iter().map(|(text, _)| text.len()).sum()
    }

    fn is_over(&self, more: usize, burst: usize) -> bool {
        let beyond = self.queue.len() >= MESSAGES * burst || self.bytes() + more > BYTES * burst;
        beyond && !self.queue.is_empty()
    }

    /// Whether it is taken, or dropped in silence.
    fn push(&mut self, text: &str, priority: Priority) -> bool {
        if self.is_over(text.len(), 1) {
            if priority == Priority::Progress {
                return true;
            }
            self.queue.retain(|(_, priority)| *priority != Priority::Progress);
            if priority == Priority::Event && self.is_over(text.len(), BURST) {
                return false;
            }
        }
        self.queue.push((text.to_owned(), priority));
        true
    }

    fn take(&mut self, most: usize) -> Vec<String> {
        self.queue.drain(..most.min(self.queue.len())).map(|(text, _)| text).collect()
    }
}

#[derive(Clone, Debug)]
enum Step {
    Push(usize, Priority),
    /// As many as are there, up to so many.
    Take(usize),
    Pop,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let priority = prop_oneof![Just(Priority::Answer), Just(Priority::Event), Just(Priority::Progress)];
    let step = prop_oneof![
        4 => (0..9usize, priority).prop_map(|(size, priority)| Step::Push(size, priority)),
        1 => (0..6usize).prop_map(Step::Take),
        1 => Just(Step::Pop),
    ];
    prop::collection::vec(step, 0..80)
}

proptest! {
    #[test]
    fn behaves_as_its_model(steps in steps()) {
        let (outbox, mut model) = (outbox(MESSAGES, BYTES), Model::default());
        let cx = Context::from_waker(Waker::noop());
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Push(size, priority) => {
                    // Told apart by more than their sizes.
                    let text = format!("{number:02}{}", "x".repeat(size));
                    let is_taken = outbox.push(text.as_str().into(), priority).is_ok();
                    prop_assert_eq!(is_taken, model.push(&text, priority));
                }
                Step::Take(most) => {
                    let mut taken = Vec::new();
                    let _: Poll<()> = outbox.poll_take(&cx, |frame| {
                        let takes = taken.len() < most;
                        takes.then(|| taken.push(frame.as_str().to_owned()));
                        takes
                    });
                    prop_assert_eq!(taken, model.take(most));
                }
                Step::Pop => {
                    let popped = match outbox.poll_pop(&cx) {
                        Poll::Ready(Outgoing::Frame(frame)) => vec![frame.as_str().to_owned()],
                        _ => Vec::new(),
                    };
                    prop_assert_eq!(popped, model.take(1));
                }
            }
            let full = model.is_over(0, 1).then(|| (model.queue.len(), model.bytes()));
            prop_assert_eq!(outbox.full().map(|full| (full.messages, full.bytes)), full);
        }
        prop_assert_eq!(sent(&outbox), model.take(usize::MAX));
    }
}
