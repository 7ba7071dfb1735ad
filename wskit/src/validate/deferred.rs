use std::cell::Cell;

thread_local! {
    static DEFERRED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `decode` with the checks of constrained newtypes put off.
///
/// A newtype's `Deserialize` refuses an invalid value at once, which would hide every later violation of the same
/// payload. Inside `deferred` it lets the value through; the caller validates the whole payload afterwards and drops it
/// when anything is wrong, so that no invalid value gets out.
pub fn deferred<T>(decode: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            DEFERRED.set(self.0);
        }
    }
    let _restore = Restore(DEFERRED.replace(true));
    decode()
}

/// Whether the calling code runs inside [`deferred`].
#[must_use]
pub fn is_deferred() -> bool {
    DEFERRED.get()
}
