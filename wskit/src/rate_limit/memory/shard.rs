use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    hash::{BuildHasher, Hasher},
};

use hashbrown::{HashTable, hash_table::OccupiedEntry};

use super::{Bucket, Policy};

/// A part of the buckets, found by key and by when they are full.
#[derive(Default)]
pub(super) struct Shard {
    buckets: HashTable<Kept>,
    /// For each bucket a moment before which it is not full, and the hash of its key. The moment is put right when it
    /// has come: until then taking from a bucket, which makes it full later, need not touch this.
    due: BinaryHeap<Reverse<(u64, u64)>>,
}

struct Kept {
    key: Box<str>,
    bucket: Bucket,
}

/// So few buckets are not worth forgetting.
pub(super) const FEW: usize = 64;
/// How many are looked at whenever a new one comes: more than come, so that those that are full become fewer.
const LOOKS: usize = 2;

/// What a look at the bucket that is due first found.
enum Look {
    Forgotten,
    NotFull,
    NoneDue,
}

impl Shard {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.buckets.len()
    }

    pub(super) fn find(&mut self, hash: u64, key: &str) -> Option<&mut Bucket> {
        self.buckets.find_mut(hash, |kept| *kept.key == *key).map(|kept| &mut kept.bucket)
    }

    /// Keeps the bucket of a key that has none.
    pub(super) fn insert(
        &mut self,
        hash: u64,
        key: &str,
        bucket: Bucket,
        policy: &Policy,
        hasher: &impl BuildHasher,
    ) {
        if self.due.len() == self.due.capacity() {
            // A quarter more instead of twice as much: memory counts here, and this is rare.
            self.due.reserve_exact(self.due.len() / 4 + 1);
        }
        self.due.push(Reverse((bucket.full_at_ms(policy), hash)));
        let kept = Kept { key: key.into(), bucket };
        self.buckets.insert_unique(hash, kept, |kept| hash_of(hasher, &kept.key));
    }

    /// Forgets a few buckets that are full, and says how many.
    pub(super) fn forget_full(&mut self, policy: &Policy, now_ms: u64, hasher: &impl BuildHasher) -> usize {
        if self.buckets.len() < FEW {
            return 0;
        }
        let forgotten =
            (0..LOOKS).filter(|_| matches!(self.look(policy, now_ms, hasher), Look::Forgotten)).count();
        if forgotten > 0 {
            self.shrink(hasher);
        }
        forgotten
    }

    /// Forgets one that is full, if there is one.
    pub(super) fn forget_one_full(
        &mut self,
        policy: &Policy,
        now_ms: u64,
        hasher: &impl BuildHasher,
    ) -> bool {
        loop {
            match self.look(policy, now_ms, hasher) {
                Look::Forgotten => return true,
                Look::NotFull => {}
                Look::NoneDue => return false,
            }
        }
    }

    /// Forgets the one that will be full first, if there is any.
    pub(super) fn forget_fullest(&mut self, policy: &Policy, hasher: &impl BuildHasher) -> bool {
        while let Some(Reverse((due_ms, _))) = self.due.peek().copied() {
            if matches!(self.look(policy, due_ms, hasher), Look::Forgotten) {
                return true;
            }
        }
        false
    }

    /// Looks at the bucket that is due first: forgets it if it is full, and otherwise notes when it will be.
    fn look(&mut self, policy: &Policy, now_ms: u64, hasher: &impl BuildHasher) -> Look {
        let Some(mut first) = self.due.peek_mut().filter(|first| first.0.0 <= now_ms) else {
            return Look::NoneDue;
        };
        let hash = first.0.1;
        let Ok(entry) = find_by_hash(&mut self.buckets, hash, hasher) else {
            std::collections::binary_heap::PeekMut::pop(first);
            return Look::NotFull;
        };
        let full_at_ms = entry.get().bucket.full_at_ms(policy);
        if full_at_ms > now_ms {
            *first = Reverse((full_at_ms, hash));
            return Look::NotFull;
        }
        std::collections::binary_heap::PeekMut::pop(first);
        entry.remove();
        Look::Forgotten
    }

    /// Gives memory back once most of it is unused.
    fn shrink(&mut self, hasher: &impl BuildHasher) {
        let len = self.buckets.len();
        if len < self.buckets.capacity() / 8 {
            self.buckets.shrink_to(len * 2, |kept| hash_of(hasher, &kept.key));
            self.due.shrink_to(len * 2);
        }
    }
}

/// The hash of a key, without the mark that the standard library puts behind a text, which costs a third of the time.
#[inline]
pub(super) fn hash_of(hasher: &impl BuildHasher, key: &str) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(key.as_bytes());
    hasher.finish()
}

/// Two keys of one hash are as good as never there; if they are, either may be looked at for the other.
fn find_by_hash<'a>(
    buckets: &'a mut HashTable<Kept>,
    hash: u64,
    hasher: &impl BuildHasher,
) -> Result<OccupiedEntry<'a, Kept>, ()> {
    buckets.find_entry(hash, |kept| hash_of(hasher, &kept.key) == hash).map_err(|_| ())
}
