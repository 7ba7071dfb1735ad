//! Constraints: `#[validate(length(min = 1), pattern("..."), email, skip)]`.

mod bounds;
mod text;

use proc_macro2::{Group, Ident, Span};
use syn::{Field, Path, Type, spanned::Spanned};

use super::{
    attributes, pattern,
    types::{self, Kind},
};
use crate::{
    diagnostics::{self, Errors},
    model::{Constraint, Form, Rule},
    syntax::args::{self, RawArg, first_span},
};

/// The constraints of a field.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) rules: Vec<Rule>,
    pub(super) skip: bool,
}

const EXAMPLE: &str = "length(min = 1, max = 500), pattern(\"^[a-z]+$\")";

/// Reads the constraints of a field and takes their attributes off.
pub(super) fn check(field: &mut Field, form: Form, errors: &mut Errors) -> Constraints {
    let subject = Subject { ty: Some(&field.ty), digits: form == Form::Digits };
    let mut read = Constraints::default();
    let mut skip = None;
    for attribute in attributes::take(&mut field.attrs, "validate") {
        let arguments = args::of_attribute(&attribute);
        if arguments.is_empty() {
            errors.push(diagnostics::rule_form(attribute.path().span(), EXAMPLE));
        }
        for argument in arguments {
            match &argument {
                RawArg::Flag(name) if name == "skip" => skip = Some(name.span()),
                _ => one(&argument, subject, &mut read.rules, errors),
            }
        }
    }
    if let Some(span) = skip
        && !read.rules.is_empty()
    {
        errors.push(diagnostics::skip_and_rules(span));
        // One of the two is too much; which one, is the user's to say.
        skip = None;
    }
    read.skip = skip.is_some();
    read
}

/// The value that constraints are about; without a type where none is written out.
#[derive(Clone, Copy)]
struct Subject<'a> {
    ty: Option<&'a Type>,
    /// Whether an integer may be of any size, because it travels as text.
    digits: bool,
}

impl Subject<'_> {
    fn kind(self) -> Kind {
        let kind = self.ty.map_or(Kind::Unknown, Kind::of);
        if self.digits { kind.of_any_size() } else { kind }
    }

    /// Its numbers, as they are called.
    fn number(self) -> String {
        let name = self.ty.and_then(|ty| types::names(ty).pop());
        match (name, self.kind()) {
            (Some(name), Kind::Integer(..) | Kind::Float) => format!("`{name}`"),
            _ => "number".to_owned(),
        }
    }

    fn is_option(self) -> bool {
        self.ty.is_some_and(types::is_option)
    }

    /// What `inner` is about.
    fn element(self) -> Self {
        Self { ty: self.ty.and_then(types::element), ..self }
    }
}

/// Reads one constraint, and adds what it asks for.
fn one(argument: &RawArg, subject: Subject<'_>, rules: &mut Vec<Rule>, errors: &mut Errors) {
    let Some(keyword) = argument.name() else {
        errors.push(diagnostics::rule_form(argument.span(), EXAMPLE));
        return;
    };
    if keyword == "inner" {
        return inner(argument, subject, rules, errors);
    }
    let Some(constraint) = constraint(keyword, argument, subject, errors) else { return };
    let again = !repeatable(&constraint) && rules.iter().any(|rule| rule.keyword == *keyword);
    if again {
        errors.push(diagnostics::repeated(&keyword.to_string(), keyword.span()));
    } else if fits(keyword, &constraint, subject.kind(), errors) {
        rules.push(Rule { keyword: keyword.clone(), constraint });
    }
}

fn constraint(
    keyword: &Ident,
    argument: &RawArg,
    subject: Subject<'_>,
    errors: &mut Errors,
) -> Option<Constraint> {
    match keyword.to_string().as_str() {
        "length" => bounds::lengths(argument, errors).map(Constraint::Length),
        "items" => bounds::lengths(argument, errors).map(Constraint::Items),
        "range" => bounds::range(argument, subject, errors),
        "pattern" => text::pattern(argument, errors),
        "email" => flag(argument, "email", errors).then_some(Constraint::Format("EMAIL")),
        "url" => flag(argument, "url", errors).then_some(Constraint::Format("URL")),
        "ascii" => flag(argument, "ascii", errors).then_some(Constraint::Format("ASCII")),
        "ip" => text::ip(argument, errors),
        "contains" => text::fragment(argument, "Contains", errors),
        "prefix" => text::fragment(argument, "Prefix", errors),
        "suffix" => text::fragment(argument, "Suffix", errors),
        "unique" => flag(argument, "unique", errors).then_some(Constraint::Unique),
        "custom" => custom(argument, subject, errors),
        "skip" => {
            errors.push(diagnostics::rule_form(argument.span(), "skip"));
            None
        }
        _ => {
            errors.push(diagnostics::unknown_rule(keyword));
            None
        }
    }
}

/// Whether a field may have several; of the others, a second one is a slip.
fn repeatable(constraint: &Constraint) -> bool {
    matches!(
        constraint,
        Constraint::Pattern(_) | Constraint::Fragment(..) | Constraint::Inner(_) | Constraint::Custom { .. }
    )
}

/// What the macro can tell by the name of a type; the rest is the compiler's to find.
fn fits(keyword: &Ident, constraint: &Constraint, kind: Kind, errors: &mut Errors) -> bool {
    let (fits, wanted) = match constraint {
        Constraint::Length(_) => {
            (!matches!(kind, Kind::Bool | Kind::Integer(..) | Kind::Float), "strings, lists, sets and maps")
        }
        Constraint::Items(_) => (
            matches!(kind, Kind::List | Kind::Map | Kind::Unknown),
            "lists, sets and maps; the length of text is `length(min = .., max = ..)`",
        ),
        Constraint::Range(_) => (
            matches!(kind, Kind::Integer(..) | Kind::Float | Kind::Unknown),
            "numbers; the length of text or a list is `length(min = .., max = ..)`",
        ),
        Constraint::Pattern(_) | Constraint::Format(_) | Constraint::Fragment(..) => {
            (matches!(kind, Kind::Text | Kind::Unknown), "text")
        }
        Constraint::Unique => (matches!(kind, Kind::List | Kind::Unknown), "lists"),
        Constraint::Inner(_) => {
            (matches!(kind, Kind::List | Kind::Map | Kind::Unknown), "lists, sets and maps")
        }
        Constraint::Custom { .. } => (true, ""),
    };
    if !fits {
        errors.push(diagnostics::misfit(&keyword.to_string(), kind.describe(), wanted, keyword.span()));
    }
    fits
}

/// The constraints of the elements. What an `Option` holds is no element of its own, because every constraint sees
/// through it: its constraints are those of the field.
fn inner(argument: &RawArg, subject: Subject<'_>, rules: &mut Vec<Rule>, errors: &mut Errors) {
    let Some((keyword, group)) = call(argument, "inner(length(max = 20))", errors) else { return };
    let scalar = matches!(subject.kind(), Kind::Text | Kind::Bool | Kind::Integer(..) | Kind::Float);
    let of_option = scalar && subject.is_option();
    let element = if of_option { subject } else { subject.element() };
    let mut read = Vec::new();
    let within = if of_option { &mut *rules } else { &mut read };
    for each in args::parse(group.stream()) {
        match &each {
            RawArg::Flag(name) if name == "skip" => errors.push(diagnostics::skip_inside(name.span())),
            _ => one(&each, element, within, errors),
        }
    }
    if read.is_empty() {
        return;
    }
    let constraint = Constraint::Inner(read);
    if fits(keyword, &constraint, subject.kind(), errors) {
        rules.push(Rule { keyword: keyword.clone(), constraint });
    }
}

fn custom(argument: &RawArg, subject: Subject<'_>, errors: &mut Errors) -> Option<Constraint> {
    const CUSTOM: &str = "custom(path::of::a_function)";
    let (_, group) = call(argument, CUSTOM, errors)?;
    let path = match args::split_at_commas(group.stream()).as_slice() {
        [_, second, ..] => Err(diagnostics::one_function(second[0].span())),
        _ => syn::parse2::<Path>(group.stream())
            .map_err(|_| diagnostics::rule_form(first_span(&group.stream()), CUSTOM)),
    };
    let path = path.map_err(|error| errors.push(error)).ok()?;
    Some(Constraint::Custom { path, optional: subject.is_option() })
}

/// A constraint that takes nothing.
fn flag(argument: &RawArg, word: &str, errors: &mut Errors) -> bool {
    let plain = matches!(argument, RawArg::Flag(_));
    if !plain {
        errors.push(diagnostics::rule_form(argument.span(), word));
    }
    plain
}

fn call<'a>(argument: &'a RawArg, example: &str, errors: &mut Errors) -> Option<(&'a Ident, &'a Group)> {
    if let RawArg::Call(keyword, group) = argument
        && !group.stream().is_empty()
    {
        return Some((keyword, group));
    }
    errors.push(diagnostics::rule_form(argument.span(), example));
    None
}

impl Rule {
    /// What to underline.
    pub(crate) fn span(&self) -> Span {
        self.keyword.span()
    }
}
