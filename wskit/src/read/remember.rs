//! What is known of the values inside an untagged enum while it is read.
//!
//! A variant that does not fit is often found out only after what is inside of it was read, and the next one reads that
//! again. Where enums hold themselves, directly or by way of other types, the work would double with every level. So it
//! is remembered which variant a value is, and of what is read again no other is tried.
//!
//! A value is known by its hash: what is read may come from serde's own buffers, where it has no place to be known by.

use std::{
    any::TypeId,
    cell::RefCell,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use serde_json::Value;

/// How many enums may stand inside each other. A text is not nested deeper either, but an enum can also be a variant of
/// another.
const MAX_DEPTH: usize = 128;

/// How many values may be read inside of one: so many times as many as there are, as each level reads all inside of it..
const READS_OF_EACH: usize = 2 * MAX_DEPTH;

/// .. and so many more, for what is small and intricate.
const READS: usize = 500_000;

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// The reading of one value, with all that is inside of it.
struct Reading {
    hasher: RandomState,
    known: HashMap<(TypeId, u64), Known>,
    depth: usize,
    /// How many values may still be read.
    left: usize,
}

/// What a value is.
#[derive(Clone, Copy)]
enum Known {
    /// Not told yet. Who asks meanwhile is the value itself, which stands for nothing.
    Asked,
    None,
    Variant(usize),
}

/// The first of `count` variants of a type that a value is; `read` tries one.
pub(super) fn first<T>(
    of: TypeId,
    value: &Value,
    count: usize,
    read: impl Fn(usize) -> Option<T>,
) -> Option<T> {
    let (_level, key) = Level::enter(of, value)?;
    match recall(key) {
        Some(Known::Asked | Known::None) => None,
        Some(Known::Variant(index)) => read(index),
        None => {
            learn(key, Known::Asked);
            let found = (0..count).find_map(|index| read(index).map(|read| (index, read)));
            learn(key, found.as_ref().map_or(Known::None, |(index, _)| Known::Variant(*index)));
            found.map(|(_, read)| read)
        }
    }
}

fn recall(key: (TypeId, u64)) -> Option<Known> {
    READING.with_borrow(|reading| reading.as_ref().and_then(|reading| reading.known.get(&key).copied()))
}

fn learn(key: (TypeId, u64), known: Known) {
    READING.with_borrow_mut(|reading| {
        if let Some(reading) = reading {
            reading.known.insert(key, known);
        }
    });
}

/// An enum inside of those that are being read already; what is known is forgotten with the outermost.
struct Level;

impl Level {
    /// `None` when that is one too many.
    fn enter(of: TypeId, value: &Value) -> Option<(Self, (TypeId, u64))> {
        let size = size(value);
        READING.with_borrow_mut(|reading| {
            let reading = reading.get_or_insert_with(|| Reading::of(size));
            if reading.depth == MAX_DEPTH || reading.left < size {
                return None;
            }
            reading.depth += 1;
            reading.left -= size;
            Some((Self, (of, reading.hasher.hash_one(value))))
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        READING.with_borrow_mut(|reading| {
            if let Some(reading) = reading {
                reading.depth -= 1;
            }
            if reading.as_ref().is_some_and(|reading| reading.depth == 0) {
                *reading = None;
            }
        });
    }
}

impl Reading {
    fn of(size: usize) -> Self {
        let left = size.saturating_mul(READS_OF_EACH).saturating_add(READS);
        Self { hasher: RandomState::new(), known: HashMap::new(), depth: 0, left }
    }
}

/// The number of values in a value, with itself.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}
