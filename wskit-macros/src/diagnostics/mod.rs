//! Every error the macros report, worded alike: what is wrong, then what to write instead.
//!
//! One function an error; `ui-tests` checks that each has a case.

mod errors;
mod items;
mod names;
mod rules;
mod serde;
mod topics;

use proc_macro2::TokenStream;
use syn::Error;

pub(crate) use errors::*;
pub(crate) use items::*;
pub(crate) use names::*;
pub(crate) use rules::*;
pub(crate) use serde::*;
pub(crate) use topics::*;

/// The errors of one stage, all of them.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Keeps the error of a result, so that the check goes on without its value.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// How many there are; tells whether a check has found anything.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }
}

/// "did you mean" and the list of what is allowed.
fn suggestion(name: &str, allowed: &[&str]) -> String {
    let near = allowed
        .iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), *known))
        .filter(|(distance, known)| *distance <= known.len().max(name.len()) / 3 + 1)
        .min();
    let guess = near.map_or_else(String::new, |(_, known)| format!("did you mean `{known}`? "));
    format!("{guess}allowed: {}", list(allowed))
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
