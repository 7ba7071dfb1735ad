//! What the server remembers: names, rooms, messages. Knows nothing of connections.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::protocol::{ChatMessage, ImportError, JoinError, MessageKind, RoomId, RoomInfo, UserName};

/// How the chat behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many members a room holds.
    pub room_limit: u32,
    /// How long the import of one message takes.
    pub import_delay: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { room_limit: 50, import_delay: Duration::from_millis(20) }
    }
}

/// All rooms and everybody in them.
pub struct House {
    pub(crate) settings: Settings,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    names: BTreeSet<UserName>,
    rooms: BTreeMap<RoomId, Room>,
    last_id: u64,
}

#[derive(Default)]
struct Room {
    members: BTreeSet<UserName>,
    history: VecDeque<ChatMessage>,
    importing: bool,
}

/// The latest messages that a newcomer gets.
const HISTORY: usize = 200;

impl House {
    /// An empty house.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, state: Mutex::default() }
    }

    /// Takes a name; `false` when somebody has it.
    pub(crate) fn take_name(&self, name: &UserName) -> bool {
        self.state().names.insert(name.clone())
    }

    pub(crate) fn release_name(&self, name: &UserName) {
        self.state().names.remove(name);
    }

    /// The rooms somebody is in, busiest first.
    pub(crate) fn rooms(&self) -> Vec<RoomInfo> {
        let state = self.state();
        let members = |room: &Room| u32::try_from(room.members.len()).unwrap_or(u32::MAX);
        let occupied = state.rooms.iter().filter(|(_, room)| !room.members.is_empty());
        let mut rooms: Vec<_> =
            occupied.map(|(id, room)| RoomInfo { room: id.clone(), members: members(room) }).collect();
        rooms.sort_by_key(|room| std::cmp::Reverse(room.members));
        rooms
    }

    /// Lets a member in; `false` when they already are.
    pub(crate) fn join(&self, id: &RoomId, name: &UserName) -> Result<bool, JoinError> {
        let limit = self.settings.room_limit;
        let mut state = self.state();
        let room = state.rooms.entry(id.clone()).or_default();
        if !room.members.contains(name) && room.members.len() >= limit as usize {
            return Err(JoinError::RoomFull { room: id.clone(), limit });
        }
        Ok(room.members.insert(name.clone()))
    }

    /// Lets a member out; `false` when they were not in.
    pub(crate) fn leave(&self, id: &RoomId, name: &UserName) -> bool {
        self.state().rooms.get_mut(id).is_some_and(|room| room.members.remove(name))
    }

    /// The rooms that somebody is in.
    pub(crate) fn rooms_of(&self, name: &UserName) -> Vec<RoomId> {
        let state = self.state();
        state.rooms.iter().filter(|(_, room)| room.members.contains(name)).map(|(id, _)| id.clone()).collect()
    }

    pub(crate) fn is_member(&self, id: &RoomId, name: &UserName) -> bool {
        self.state().rooms.get(id).is_some_and(|room| room.members.contains(name))
    }

    /// Everybody in a room and what was said there lately.
    pub(crate) fn look(&self, id: &RoomId) -> (Vec<UserName>, Vec<ChatMessage>) {
        let state = self.state();
        state.rooms.get(id).map_or_else(Default::default, |room| {
            (room.members.iter().cloned().collect(), room.history.iter().cloned().collect())
        })
    }

    /// Writes a message down and numbers it.
    pub(crate) fn record(&self, mut message: ChatMessage) -> ChatMessage {
        let mut state = self.state();
        state.last_id += 1;
        message.id = state.last_id;
        let history = &mut state.rooms.entry(message.room.clone()).or_default().history;
        history.push_back(message.clone());
        if history.len() > HISTORY {
            history.pop_front();
        }
        message
    }

    /// Starts an import; it ends when the guard is dropped, also when the importer cancels or disconnects.
    pub(crate) fn start_import(&self, id: &RoomId) -> Result<Import<'_>, ImportError> {
        let mut state = self.state();
        let room = state.rooms.entry(id.clone()).or_default();
        if std::mem::replace(&mut room.importing, true) {
            return Err(ImportError::AlreadyRunning { room: id.clone() });
        }
        Ok(Import { house: self, room: id.clone() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An import at work.
pub(crate) struct Import<'a> {
    house: &'a House,
    room: RoomId,
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        if let Some(room) = self.house.state().rooms.get_mut(&self.room) {
            room.importing = false;
        }
    }
}

/// The `n`th line of the archive that an import reads.
pub(crate) fn archived(room: &RoomId, n: u16, sent_at: u64) -> ChatMessage {
    const AUTHORS: [&str; 4] = ["Ada", "Grace", "Edsger", "Barbara"];
    const LINES: [&str; 6] = [
        "The engine weaves algebraic patterns just as the loom weaves flowers.",
        "It is easier to ask forgiveness than it is to get permission.",
        "Simplicity is prerequisite for reliability.",
        "Abstraction is what makes programs fit to be understood.",
        "Testing shows the presence, not the absence of bugs.",
        "The most dangerous phrase is: we have always done it this way.",
    ];
    let pick = |choices: &[&str]| choices[usize::from(n) % choices.len()].to_owned();
    ChatMessage {
        id: 0,
        room: room.clone(),
        author: UserName::new(pick(&AUTHORS)).unwrap_or_else(|invalid| unreachable!("{invalid}")),
        text: pick(&LINES),
        sent_at,
        kind: MessageKind::Imported,
    }
}
