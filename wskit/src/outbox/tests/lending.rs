//! Sending in the place of a task that sleeps.

use super::{
    super::lend::{AHEAD, Direct, Sent},
    *,
};
use crate::{
    turn::{self, Turn},
    wakes::Wakes,
};

/// Most that is gathered for one write.
const GATHERED: usize = 20;

/// What has come out at the far end, and how much more is taken at once.
#[derive(Default)]
struct Wire {
    out: Mutex<String>,
    room: Mutex<usize>,
}

impl Wire {
    fn write(&self, text: &str) {
        self.out.lock().unwrap().push_str(text);
    }

    fn set_room(&self, bytes: usize) {
        *self.room.lock().unwrap() = bytes;
    }
}

impl Direct for Wire {
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
        let mut gathered = String::new();
        let fits = |frame: &&Frame| {
            let fits = gathered.len() + frame.len() <= GATHERED;
            fits.then(|| gathered.push_str(frame.as_str()));
            fits
        };
        let frames = queue.iter().take_while(fits).count();
        let taken = gathered.len().min(*self.room.lock().unwrap());
        self.write(&gathered[..taken]);
        *self.room.lock().unwrap() -= taken;
        (taken > 0).then(|| Sent { frames, rest: gathered.split_off(taken).into_bytes() })
    }
}

/// An outbox whose sender sleeps, with what it sends to and what wakes it.
struct Lending {
    outbox: Arc<Outbox>,
    wire: Arc<Wire>,
    wakes: Arc<Wakes>,
}

impl Lending {
    fn new() -> Self {
        let (outbox, wire, wakes) = (outbox(1000, 100_000), Arc::<Wire>::default(), Arc::<Wakes>::default());
        wire.set_room(usize::MAX);
        let direct: Weak<Wire> = Arc::downgrade(&wire);
        outbox.set_direct(direct);
        let this = Self { outbox, wire, wakes };
        this.run(true);
        this
    }

    fn push(&self, text: &str) {
        self.outbox.push(text.into(), Priority::Event).unwrap();
    }

    /// A turn of its own sender, which sends all there is.
    fn run(&self, lends: bool) {
        self.wakes.taken();
        let unsent = self.outbox.take_back();
        self.wire.write(std::str::from_utf8(&unsent).unwrap());
        let waker = Waker::from(Arc::clone(&self.wakes));
        let all_taken = self.outbox.poll_take(&Context::from_waker(&waker), |frame| {
            self.wire.write(frame.as_str());
            true
        });
        assert!(all_taken.is_pending());
        if lends {
            self.outbox.lend();
        }
    }

    fn out(&self) -> String {
        self.wire.out.lock().unwrap().clone()
    }
}

#[test]
fn what_is_queued_in_a_turn_is_sent_at_its_end_by_whoever_queues_it() {
    let lending = Lending::new();
    let turn = Turn::begin();
    for text in ["1 ", "2 ", "3 "] {
        lending.push(text);
    }
    assert_eq!(lending.out(), "");
    drop(turn);
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("1 2 3 ", 0));
    assert!(lending.outbox.lock().queue.is_empty());
}

#[test]
fn outside_a_turn_whoever_sends_is_woken() {
    let lending = Lending::new();
    drop(Turn::begin());
    lending.push("1 ");
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("", 1));
}

#[test]
fn what_another_could_not_send_comes_first() {
    let lending = Lending::new();
    lending.wire.set_room(3);
    let turn = Turn::begin();
    lending.push("12 ");
    lending.push("34 ");
    drop(turn);
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("12 ", 1), "it has to send the rest");
    lending.wire.set_room(100);
    let turn = Turn::begin();
    lending.push("56 ");
    drop(turn);
    assert_eq!(lending.out(), "12 ", "nobody goes ahead of the rest");
    lending.run(true);
    assert_eq!(lending.out(), "12 34 56 ");
}

#[test]
fn a_stream_that_takes_nothing_is_left_to_whoever_sends() {
    let lending = Lending::new();
    lending.wire.set_room(0);
    let turn = Turn::begin();
    lending.push("1 ");
    drop(turn);
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("", 1));
    lending.run(true);
    assert_eq!(lending.out(), "1 ");
}

#[test]
fn more_than_one_write_holds_is_left_to_whoever_sends() {
    let lending = Lending::new();
    let turn = Turn::begin();
    lending.push("1 ");
    lending.push(&"x".repeat(GATHERED));
    drop(turn);
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("1 ", 1));
}

#[test]
fn nobody_sends_in_the_place_of_one_that_lends_nothing() {
    let lending = Lending::new();
    lending.run(false);
    let turn = Turn::begin();
    lending.push("1 ");
    assert_eq!(lending.wakes.taken(), 1, "it is woken at once");
    drop(turn);
    assert_eq!(lending.out(), "");
}

#[test]
fn a_close_in_the_same_turn_goes_last_and_by_its_own_sender() {
    let lending = Lending::new();
    let turn = Turn::begin();
    lending.push("1 ");
    lending.outbox.close(Close::new(4000, "go"));
    drop(turn);
    assert_eq!((lending.out().as_str(), lending.wakes.taken()), ("", 1));
    assert_eq!(sent(&lending.outbox), ["1 ", "close 4000"]);
}

#[test]
fn who_waits_for_room_hears_of_it() {
    let lending = Lending::new();
    let full = outbox(1, 100);
    let direct: Weak<Wire> = Arc::downgrade(&lending.wire);
    full.set_direct(direct);
    let handler = Arc::<Wakes>::default();
    let cx = Context::from_waker(Waker::noop());
    assert!(full.poll_take(&cx, |_| true).is_pending());
    full.lend();
    let turn = Turn::begin();
    full.push("1 ".into(), Priority::Event).unwrap();
    let waker = Waker::from(Arc::clone(&handler));
    assert!(full.poll_room(&Context::from_waker(&waker)).is_pending());
    drop(turn);
    assert_eq!((lending.out().as_str(), handler.taken(), full.is_full()), ("1 ", 1, false));
}

#[test]
fn one_turn_sends_for_so_many_and_no_more() {
    let wakes = Arc::<Wakes>::default();
    let sender = Waker::from(Arc::clone(&wakes));
    let outboxes: Vec<_> = (0..turn::MOST + 5).map(|_| outbox(10, 100)).collect();
    for outbox in &outboxes {
        assert!(outbox.poll_take(&Context::from_waker(&sender), |_| true).is_pending());
        outbox.lend();
    }
    let turn = Turn::begin();
    for _ in 0..3 {
        for outbox in &outboxes {
            outbox.push("1".into(), Priority::Event).unwrap();
        }
    }
    assert_eq!(wakes.taken(), 5);
    drop(turn);
    assert_eq!(wakes.taken(), turn::MOST, "there is no stream to send on");
}

#[test]
fn each_of_many_gets_its_own() {
    let all: Vec<_> = (0..=3 * AHEAD).map(|_| Lending::new()).collect();
    let turn = Turn::begin();
    for (number, lending) in all.iter().enumerate() {
        lending.push(&format!("{number} "));
    }
    all[AHEAD].wire.set_room(0);
    drop(turn);
    for (number, lending) in all.iter().enumerate() {
        let sent = (format!("{number} "), 0);
        let expected = if number == AHEAD { (String::new(), 1) } else { sent };
        assert_eq!((lending.out(), lending.wakes.taken()), expected);
    }
}

#[test]
fn what_another_thread_has_promised_is_not_waited_for() {
    let lending = Lending::new();
    let turn = Turn::begin();
    lending.push("1 ");
    std::thread::scope(|scope| scope.spawn(|| lending.push("2 ")).join()).unwrap();
    assert_eq!(lending.wakes.taken(), 1);
    drop(turn);
    assert_eq!(lending.out(), "");
    lending.run(true);
    assert_eq!(lending.out(), "1 2 ");
}

#[test]
fn a_turn_within_a_turn_ends_with_the_outer_one() {
    let lending = Lending::new();
    let outer = Turn::begin();
    let inner = Turn::begin();
    lending.push("1 ");
    drop(inner);
    assert_eq!(lending.out(), "");
    drop(outer);
    assert_eq!(lending.out(), "1 ");
}

#[test]
fn a_connection_that_ends_before_the_turn_does_is_no_trouble() {
    let Lending { outbox, wire, .. } = Lending::new();
    let turn = Turn::begin();
    outbox.push("1 ".into(), Priority::Event).unwrap();
    outbox.shut();
    drop(turn);
    assert_eq!(*wire.out.lock().unwrap(), "");
    let Lending { outbox, wire, .. } = Lending::new();
    let turn = Turn::begin();
    outbox.push("1 ".into(), Priority::Event).unwrap();
    drop(wire);
    drop(turn);
    assert_eq!(outbox.lock().queue.len(), 1);
}

#[derive(Clone, Debug)]
enum Act {
    Push(usize),
    Turn,
    EndTurn,
    /// The sender's own turn, if it is awake; whether it lends afterwards.
    Run(bool),
    Room(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (0..9usize).prop_map(Act::Push),
        2 => Just(Act::Turn),
        2 => Just(Act::EndTurn),
        2 => any::<bool>().prop_map(Act::Run),
        1 => (0..30usize).prop_map(Act::Room),
    ];
    prop::collection::vec(act, 0..80)
}

proptest! {
    /// Whoever sends, all comes out once and in order, and nothing is left lying while its sender sleeps.
    #[test]
    fn nothing_is_lost_doubled_or_overtaken(acts in acts()) {
        let lending = Lending::new();
        let (mut expected, mut turn, mut is_awake) = (String::new(), None, false);
        for (number, act) in acts.into_iter().enumerate() {
            match act {
                Act::Push(size) => {
                    let text = format!("{number:02}{} ", "x".repeat(size));
                    lending.push(&text);
                    expected.push_str(&text);
                }
                Act::Turn if turn.is_none() => turn = Some(Turn::begin()),
                Act::EndTurn => turn = None,
                Act::Run(lends) if is_awake => {
                    lending.run(lends);
                    is_awake = false;
                }
                Act::Room(bytes) => lending.wire.set_room(bytes),
                Act::Turn | Act::Run(_) => {}
            }
            is_awake |= lending.wakes.taken() > 0;
            prop_assert!(expected.starts_with(&lending.out()));
            if turn.is_none() && !is_awake {
                prop_assert_eq!(&lending.out(), &expected);
            }
        }
        drop(turn);
        if is_awake || lending.wakes.taken() > 0 {
            lending.run(true);
        }
        prop_assert_eq!(lending.out(), expected);
    }
}
