//! Error sets: the variants of an `#[error]` enum, each with its code.

use std::collections::HashMap;

use syn::{
    Data, DeriveInput, Fields, Ident, Lit, LitBool, LitInt, LitStr, Variant, ext::IdentExt, spanned::Spanned,
};

use super::{
    attributes, body, definition,
    field::{self, Naming},
    form::Parameters,
    marker, message,
    serde::{On, Serde},
    stand_in, wire_type,
};
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::{ErrorSet, Field, Place, WireError},
    syntax::{
        args::{self, RawArg, first_span},
        item::RawMarker,
    },
};

/// The keys that the runtime keeps back from the details of an error, in any case.
#[rustfmt::skip]
const SECRET_KEYS: [&str; 15] = [
    "password", "token", "authorization", "bearer", "jwt", "apikey", "api_key", "accesstoken", "access_token",
    "refreshtoken", "refresh_token", "cookie", "secret", "credentials", "auth",
];

/// The arguments of `#[code]`.
#[derive(Default)]
struct Code {
    name: Option<LitStr>,
    retryable: Option<bool>,
    retry_after_ms: Option<LitInt>,
    message: Option<LitStr>,
}

/// Checks an `#[error]` enum.
pub(super) fn check(
    marker: &RawMarker,
    mut input: DeriveInput,
    declared: &[Ident],
    errors: &mut Errors,
) -> Option<ErrorSet> {
    marker::no_arguments(marker, errors);
    field::misplaced_code(&mut input.attrs, errors);
    field::misplaced_validate(
        &mut input.attrs,
        "an error has no constraints of its own: remove it, or put it on a field of a `#[data]` type",
        errors,
    );
    let about = attributes::about(&input.attrs);
    let serde = Serde::take(On::Enum, &mut input.attrs, errors);
    let keyword = definition::keyword(&input.data);
    let Data::Enum(data) = std::mem::replace(&mut input.data, Data::Enum(body::empty_enum())) else {
        return None;
    };
    let mut variants: Vec<_> = data.variants.into_iter().map(|each| variant(each, &serde, errors)).collect();
    let fields = variants.iter_mut().flat_map(|variant| &mut variant.fields);
    stand_in::name(&input.ident, &input.generics, declared, fields);
    unique_codes(&variants, errors);
    let definition = definition::of_errors(input, keyword, errors);
    Some(ErrorSet { definition, about, errors: variants })
}

fn variant(mut raw: Variant, container: &Serde, errors: &mut Errors) -> WireError {
    let code = code(&mut raw, errors);
    let docs = attributes::docs(&raw.attrs);
    let serde = Serde::take(On::Variant, &mut raw.attrs, errors);
    let case = serde.rename_all.or(container.rename_all_fields).unwrap_or(Case::Camel);
    for each in &mut raw.fields {
        field::misplaced_validate(
            &mut each.attrs,
            "an error has no constraints of its own: remove it, or put it on a field of a `#[data]` type",
            errors,
        );
    }
    if let Fields::Unnamed(fields) = &raw.fields {
        errors.push(diagnostics::tuple_error(fields.span()));
        raw.fields = Fields::Unit;
    }
    let rust_name = raw.ident.unraw().to_string();
    let names: Vec<&Ident> = raw.fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    let message = code.message.and_then(|format| message::check(format, &names, errors));
    let fields = field::check_all(
        raw.fields,
        Naming {
            parameters: &Parameters::default(),
            variant: &rust_name,
            case,
            transparent: false,
            default: false,
        },
        errors,
    );
    kept_back(&fields, errors);
    WireError {
        docs,
        code: code.name.unwrap_or_else(|| wire_type::default(&raw.ident)),
        retryable: code.retryable.or_else(|| code.retry_after_ms.is_some().then_some(true)),
        retry_after_ms: code.retry_after_ms,
        message,
        attributes: raw.attrs,
        name: raw.ident,
        fields,
    }
}

/// A field that would never arrive, because the runtime takes such keys out of what it sends.
fn kept_back(fields: &[Field], errors: &mut Errors) {
    for each in fields {
        // A field that serde skips is not sent at all, nor validated.
        if each.nested
            && let Place::Key(key) = &each.place
            && SECRET_KEYS.iter().any(|secret| key.eq_ignore_ascii_case(secret))
        {
            errors.push(diagnostics::secret_detail(key, field::span(each)));
        }
    }
}

fn unique_codes(variants: &[WireError], errors: &mut Errors) {
    let mut seen = HashMap::<String, &Ident>::new();
    for variant in variants {
        if let Some(first) = seen.get(&variant.code.value()) {
            errors.push(diagnostics::duplicate_code(&variant.code.value(), variant.code.span(), first));
        } else {
            seen.insert(variant.code.value(), &variant.name);
        }
    }
}

fn code(raw: &mut Variant, errors: &mut Errors) -> Code {
    let mut read = Code::default();
    let mut seen = Vec::<String>::new();
    for attribute in attributes::take(&mut raw.attrs, "code") {
        for argument in args::of_attribute(&attribute) {
            if let Some(name) = argument.name() {
                if seen.contains(&name.to_string()) {
                    errors.push(diagnostics::repeated(&name.to_string(), name.span()));
                    continue;
                }
                seen.push(name.to_string());
            }
            let result = argument_of_code(&argument, &mut read);
            errors.keep(result);
        }
    }
    if let (Some(false), Some(after)) = (read.retryable, &read.retry_after_ms) {
        errors.push(diagnostics::never_but_later(after.span()));
    }
    read
}

fn argument_of_code(argument: &RawArg, read: &mut Code) -> syn::Result<()> {
    match argument {
        RawArg::Literal(Lit::Str(name)) if read.name.is_none() => {
            if name.value().is_empty() {
                return Err(diagnostics::empty_code(name.span()));
            }
            read.name = Some(name.clone());
            Ok(())
        }
        RawArg::Flag(name) if name == "retryable" => {
            read.retryable = Some(true);
            Ok(())
        }
        RawArg::Assign(name, value) => assign(name, value, read),
        RawArg::Flag(name) | RawArg::Call(name, _) if example(name).is_none() => {
            Err(diagnostics::unknown_code_argument(name))
        }
        RawArg::Flag(name) => Err(diagnostics::argument_value(name, example(name).unwrap_or_default())),
        _ => Err(diagnostics::code_form(argument.span())),
    }
}

fn example(name: &Ident) -> Option<&'static str> {
    match name.to_string().as_str() {
        "retryable" => Some("true"),
        "retry_after_ms" => Some("1000"),
        "message" => Some("\"{room} is full\""),
        _ => None,
    }
}

fn assign(name: &Ident, value: &proc_macro2::TokenStream, read: &mut Code) -> syn::Result<()> {
    let Some(example) = example(name) else { return Err(diagnostics::unknown_code_argument(name)) };
    let wrong = |_| {
        if value.is_empty() {
            diagnostics::argument_value(name, example)
        } else {
            diagnostics::wrong_value(name, first_span(value), example)
        }
    };
    match name.to_string().as_str() {
        "retryable" => read.retryable = Some(syn::parse2::<LitBool>(value.clone()).map_err(wrong)?.value),
        "message" => read.message = Some(syn::parse2(value.clone()).map_err(wrong)?),
        _ => {
            let millis: LitInt = syn::parse2(value.clone()).map_err(wrong)?;
            millis.base10_parse::<u64>().map_err(wrong)?;
            read.retry_after_ms = Some(millis);
        }
    }
    Ok(())
}
