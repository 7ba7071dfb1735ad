//! Running user code so that a panic in it stays its own.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Runs user code; a panic in it becomes its text.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| panic_text(&*panic))
}

/// Runs hooks one after another; one that panics is logged and stops no other.
pub(crate) fn run_each<H>(name: &str, hooks: impl IntoIterator<Item = H>, mut run: impl FnMut(H)) {
    for hook in hooks {
        if let Err(panic) = caught(|| run(hook)) {
            tracing::error!(hook = name, %panic, "a hook panicked");
        }
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a text".to_owned())
}
