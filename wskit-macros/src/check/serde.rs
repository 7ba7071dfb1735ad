//! The serde attributes: every one is honoured in Rust, JSON Schema and TypeScript alike, or refused.
//!
//! | attribute | on | |
//! |---|---|---|
//! | `rename = ".."` | variant, field | honoured |
//! | `rename = ".."` | item | refused: a type has one name |
//! | `rename(..)`, `rename_all(..)`, `rename_all_fields(..)` | all | refused: one name for both directions |
//! | `rename_all = ".."` | item, variant with fields | honoured; `camelCase` unless it is written |
//! | `rename_all_fields = ".."` | enum | honoured |
//! | `alias` | field | honoured: in what is received; refused on a variant |
//! | `tag`, `content`, `untagged` | enum | honoured; refused where they contradict each other, and on a struct or variant |
//! | `transparent` | struct with one field | honoured |
//! | `deny_unknown_fields` | item | as it is anyway |
//! | `default`, `default = ".."` | struct, field | honoured: absent in what is received; refused in a generic item |
//! | `skip` | variant, field | honoured |
//! | `skip_serializing_if` | field | honoured beside a `default` or on an `Option`, refused elsewhere |
//! | `skip_serializing`, `skip_deserializing` | all | refused: sent and received would be two types |
//! | `with`, or both `serialize_with` and `deserialize_with` | field | honoured beside `schemars(with)` and `ts(type)`, which state the form; refused without |
//! | one of `serialize_with` and `deserialize_with` | field | refused: one form for both directions |
//! | `flatten`, `other`, `from`, `try_from`, `into`, `remote`, `getter`, `borrow`, `bound`, `crate`, `expecting`, `field_identifier`, `variant_identifier` | | refused |
//!
//! The cases are `ui-tests/ui/fail/serde` and `ui-tests/ui/pass/serde.rs`; the agreement test judges the forms.

use proc_macro2::Ident;
use syn::{Attribute, LitStr};

use super::attributes;
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::Tagging,
    syntax::args::{self, RawArg},
};

/// What an attribute stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    Struct,
    Enum,
    Variant,
    Field,
}

impl On {
    pub(super) fn item(data: &syn::Data) -> Self {
        if matches!(data, syn::Data::Enum(_)) { Self::Enum } else { Self::Struct }
    }

    /// The attributes that work here.
    fn allowed(self) -> &'static [&'static str] {
        match self {
            Self::Struct => &["rename_all", "default", "transparent", "deny_unknown_fields"],
            Self::Enum => {
                &["rename_all", "rename_all_fields", "tag", "content", "untagged", "deny_unknown_fields"]
            }
            Self::Variant => &["rename", "rename_all", "skip"],
            Self::Field => &[
                "rename",
                "alias",
                "default",
                "skip",
                "skip_serializing_if",
                "with",
                "serialize_with",
                "deserialize_with",
            ],
        }
    }
}

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
    /// Whether what is written excludes something else that is.
    pub(super) contradicts: bool,
    /// The words that are written, each once.
    words: Vec<Ident>,
    /// Why words were refused, each once.
    refused: Vec<&'static str>,
}

impl Serde {
    /// Reads the attributes; what is refused is reported and taken off, so that it is not reported again.
    pub(super) fn take(on: On, list: &mut Vec<Attribute>, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for attribute in attributes::take(list, "serde") {
            let arguments = args::of_attribute(&attribute);
            let sound: Vec<_> =
                arguments.into_iter().filter(|argument| read.keep(on, argument, errors)).collect();
            if !sound.is_empty() {
                list.push(syn::parse_quote!(#[serde(#(#sound),*)]));
            }
        }
        if let Some(error) = read.contradiction() {
            errors.push(error);
            attributes::take(list, "serde");
            read.contradicts = true;
        }
        read
    }

    /// The place of an attribute, if it is written.
    pub(super) fn word(&self, name: &str) -> Option<&Ident> {
        self.words.iter().find(|word| *word == name)
    }

    /// Reads an argument; `false` when it is refused. Two that are refused for one reason, such as `from` and `into`, are
    /// one mistake.
    fn keep(&mut self, on: On, argument: &RawArg, errors: &mut Errors) -> bool {
        let reason = argument
            .name()
            .filter(|name| !on.allowed().iter().any(|known| *name == known))
            .and_then(|name| diagnostics::serde_reason(on, name));
        if let Some(why) = reason {
            if self.refused.contains(&why) {
                return false;
            }
            self.refused.push(why);
        }
        errors.keep(self.one(on, argument)).is_some()
    }

    fn one(&mut self, on: On, argument: &RawArg) -> syn::Result<()> {
        let Some(name) = argument.name() else { return Err(diagnostics::serde_form(argument.span())) };
        if let RawArg::Call(..) = argument
            && name.to_string().starts_with("rename")
        {
            return Err(diagnostics::split_rename(name));
        }
        if !on.allowed().iter().any(|known| name == known) {
            return Err(diagnostics::serde_reason(on, name).map_or_else(
                || diagnostics::serde_unknown(name, on.allowed()),
                |why| diagnostics::serde_refused(name, why),
            ));
        }
        if name != "alias" {
            if self.word(&name.to_string()).is_some() {
                return Err(diagnostics::repeated(&name.to_string(), name.span()));
            }
            self.words.push(name.clone());
        }
        match argument {
            RawArg::Assign(_, value) => {
                let value = syn::parse2(value.clone()).map_err(|_| diagnostics::serde_value(name))?;
                self.assign(name, &value)
            }
            _ => self.flag(name),
        }
    }

    fn assign(&mut self, name: &Ident, value: &LitStr) -> syn::Result<()> {
        let case = || Case::from_spelling(&value.value()).ok_or_else(|| diagnostics::unknown_case(value));
        match name.to_string().as_str() {
            "rename" => self.rename = Some(value.value()),
            "alias" => self.aliases.push(value.value()),
            "rename_all" => self.rename_all = Some(case()?),
            "rename_all_fields" => self.rename_all_fields = Some(case()?),
            "tag" => self.tag = Some(value.value()),
            "content" => self.content = Some(value.value()),
            "default" => self.default = true,
            "with" | "serialize_with" | "deserialize_with" => self.with = true,
            "skip_serializing_if" => self.skip_serializing_if = true,
            _ => return Err(diagnostics::serde_no_value(name)),
        }
        Ok(())
    }

    fn flag(&mut self, name: &Ident) -> syn::Result<()> {
        match name.to_string().as_str() {
            "untagged" => self.untagged = true,
            "transparent" => self.transparent = true,
            "deny_unknown_fields" => self.deny_unknown_fields = true,
            "default" => self.default = true,
            "skip" => self.skip = true,
            _ => return Err(diagnostics::serde_value(name)),
        }
        Ok(())
    }

    /// Two attributes that exclude each other, or one that needs another.
    fn contradiction(&self) -> Option<syn::Error> {
        let (tag, content) = (self.word("tag"), self.word("content"));
        if let (Some(untagged), Some(tagged)) = (self.word("untagged"), tag.or(content)) {
            return Some(diagnostics::tagged_and_untagged(untagged.span(), tagged));
        }
        if let (Some(content), None) = (content, tag) {
            return Some(diagnostics::content_without_tag(content.span()));
        }
        match (self.word("serialize_with"), self.word("deserialize_with"), self.word("with")) {
            (Some(word), _, Some(_)) | (_, Some(word), Some(_)) => Some(diagnostics::two_functions(word)),
            (Some(word), None, None) | (None, Some(word), None) => Some(diagnostics::one_direction(word)),
            _ => None,
        }
    }

    /// The tagging that is written down, if any.
    pub(super) fn tagging(&self) -> Option<Tagging> {
        match (&self.tag, &self.content) {
            _ if self.untagged => Some(Tagging::Untagged),
            (Some(tag), Some(content)) => Some(Tagging::Adjacent(tag.clone(), content.clone())),
            (Some(tag), None) => Some(Tagging::Internal(tag.clone())),
            // Reported; goes on as if there were a tag.
            (None, Some(content)) => Some(Tagging::Adjacent("kind".to_owned(), content.clone())),
            (None, None) => None,
        }
    }
}
