//! The serde attributes that decide names and forms on the wire, and those that cannot work here.

use syn::{Attribute, LitStr};

use super::attributes;
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::Tagging,
    syntax::args::{self, RawArg},
};

/// What serde attributes say of a container, variant or field.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is an attribute that is there or not")]
pub(super) struct Serde {
    pub(super) rename: Option<String>,
    pub(super) aliases: Vec<String>,
    pub(super) rename_all: Option<Case>,
    pub(super) rename_all_fields: Option<Case>,
    pub(super) tag: Option<String>,
    pub(super) content: Option<String>,
    pub(super) untagged: bool,
    pub(super) transparent: bool,
    pub(super) deny_unknown_fields: bool,
    pub(super) default: bool,
    pub(super) skip_serializing_if: bool,
    pub(super) skip: bool,
    pub(super) with: bool,
}

impl Serde {
    /// Reads the attributes; refused ones are reported and taken off, so that they are not reported again.
    pub(super) fn take(list: &mut Vec<Attribute>, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for attribute in attributes::take(list, "serde") {
            let mut sound = true;
            for argument in args::of_attribute(&attribute) {
                if let Err(error) = read.one(&argument) {
                    errors.push(error);
                    sound = false;
                }
            }
            if sound {
                list.push(attribute);
            }
        }
        read
    }

    fn one(&mut self, argument: &RawArg) -> syn::Result<()> {
        let Some(name) = argument.name() else { return Ok(()) };
        if let Some(error) = diagnostics::serde_refused(name) {
            return Err(error);
        }
        let word = name.to_string();
        match argument {
            RawArg::Assign(_, value) => self.assign(&word, syn::parse2::<LitStr>(value.clone()).ok()),
            RawArg::Call(..) if word.starts_with("rename") => return Err(diagnostics::split_rename(name)),
            _ => self.flag(&word),
        }
        Ok(())
    }

    fn assign(&mut self, word: &str, value: Option<LitStr>) {
        let value = value.map(|value| value.value()).unwrap_or_default();
        match word {
            "rename" => self.rename = Some(value),
            "alias" => self.aliases.push(value),
            // An unknown spelling is serde's to report.
            "rename_all" => self.rename_all = Case::from_spelling(&value),
            "rename_all_fields" => self.rename_all_fields = Case::from_spelling(&value),
            "tag" => self.tag = Some(value),
            "content" => self.content = Some(value),
            "default" => self.default = true,
            "with" | "deserialize_with" => self.with = true,
            "skip_serializing_if" => self.skip_serializing_if = true,
            _ => {}
        }
    }

    fn flag(&mut self, word: &str) {
        match word {
            "untagged" => self.untagged = true,
            "transparent" => self.transparent = true,
            "deny_unknown_fields" => self.deny_unknown_fields = true,
            "default" => self.default = true,
            "skip" | "skip_deserializing" => self.skip = true,
            _ => {}
        }
    }

    /// The tagging that is written down, if any.
    pub(super) fn tagging(&self) -> Option<Tagging> {
        match (&self.tag, &self.content) {
            _ if self.untagged => Some(Tagging::Untagged),
            (Some(tag), Some(content)) => Some(Tagging::Adjacent(tag.clone(), content.clone())),
            (Some(tag), None) => Some(Tagging::Internal(tag.clone())),
            _ => None,
        }
    }
}
