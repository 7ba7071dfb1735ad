//! Constraints: `#[validate(length(min = 1), pattern("..."), email, skip)]`.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, ExprUnary, Field, Lit, LitInt, LitStr, UnOp, spanned::Spanned};

use super::{attributes, pattern, types::Kind};
use crate::{
    diagnostics::{self, Errors},
    model::Rule,
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
pub(super) fn check(field: &mut Field, errors: &mut Errors) -> Constraints {
    let kind = Kind::of(&field.ty);
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
                _ => {
                    let rule = one(&argument, kind, errors);
                    read.rules.extend(rule);
                }
            }
        }
    }
    if let Some(span) = skip
        && !read.rules.is_empty()
    {
        errors.push(diagnostics::skip_and_rules(span));
    }
    read.skip = skip.is_some();
    read
}

fn one(argument: &RawArg, kind: Kind, errors: &mut Errors) -> Option<Rule> {
    let Some(keyword) = argument.name() else {
        errors.push(diagnostics::rule_form(argument.span(), EXAMPLE));
        return None;
    };
    let rule = match keyword.to_string().as_str() {
        "length" => length(argument, errors),
        "range" => range(argument, kind, errors),
        "pattern" => pattern_rule(argument, errors),
        "email" => email(argument, errors),
        "skip" => {
            errors.push(diagnostics::rule_form(argument.span(), "skip"));
            None
        }
        _ => {
            errors.push(diagnostics::unknown_rule(keyword));
            None
        }
    }?;
    fits(&rule, kind, errors).then_some(rule)
}

/// What the macro can tell by the name of a type; the rest is the compiler's to find.
fn fits(rule: &Rule, kind: Kind, errors: &mut Errors) -> bool {
    let (keyword, fits, wanted) = match rule {
        Rule::Length { keyword, .. } => (
            keyword,
            !matches!(kind, Kind::Bool | Kind::Integer(..) | Kind::Float),
            "strings, lists, sets and maps",
        ),
        Rule::Range { keyword, .. } => (
            keyword,
            matches!(kind, Kind::Integer(..) | Kind::Float | Kind::Unknown),
            "numbers; the length of text or a list is `length(min = .., max = ..)`",
        ),
        Rule::Pattern { keyword, .. } | Rule::Email { keyword } => {
            (keyword, matches!(kind, Kind::Text | Kind::Unknown), "text")
        }
    };
    if !fits {
        errors.push(diagnostics::misfit(&keyword.to_string(), kind.describe(), wanted, keyword.span()));
    }
    fits
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

/// A bound as it is written: its name and its value.
struct Bound {
    name: Ident,
    value: TokenStream,
}

/// The bounds inside `length(...)` or `range(...)`; `None` when one is wrong.
fn bounds(keyword: &Ident, group: &Group, allowed: &[&str], errors: &mut Errors) -> Option<Vec<Bound>> {
    let before = errors.count();
    let mut read = Vec::<Bound>::new();
    for argument in args::parse(group.stream()) {
        match argument {
            RawArg::Assign(name, _) if read.iter().any(|bound| bound.name == name) => {
                errors.push(diagnostics::repeated(&name.to_string(), name.span()));
            }
            RawArg::Assign(name, value) if allowed.iter().any(|known| name == known) => {
                read.push(Bound { name, value });
            }
            RawArg::Assign(name, _) | RawArg::Flag(name) | RawArg::Call(name, _)
                if !allowed.iter().any(|known| name == known) =>
            {
                errors.push(diagnostics::unknown_bound(&keyword.to_string(), &name, allowed));
            }
            other => {
                errors.push(diagnostics::rule_form(other.span(), &format!("{keyword}(min = 1, max = 500)")));
            }
        }
    }
    (errors.count() == before).then_some(read)
}

fn length(argument: &RawArg, errors: &mut Errors) -> Option<Rule> {
    let (keyword, group) = call(argument, "length(min = 1, max = 500)", errors)?;
    let mut read = bounds(keyword, group, &["min", "max", "equal"], errors)?;
    let before = errors.count();
    let mut take = |name: &str| -> Option<LitInt> {
        let bound = read.extract_if(.., |bound| bound.name == name).next()?;
        errors.keep(count(&bound))
    };
    let (min, max, equal) = (take("min"), take("max"), take("equal"));
    if errors.count() != before {
        return None;
    }
    if equal.is_some() && (min.is_some() || max.is_some()) {
        errors.push(diagnostics::equal_and_bounds(keyword.span()));
        return None;
    }
    let (min, max) = (min.or_else(|| equal.clone()), max.or(equal));
    let value = |bound: &Option<LitInt>| bound.as_ref().and_then(|bound| bound.base10_parse::<u64>().ok());
    if let (Some(min), Some(max)) = (value(&min), value(&max))
        && min > max
    {
        errors.push(diagnostics::min_over_max("length", group.span()));
        return None;
    }
    Some(Rule::Length { keyword: keyword.clone(), min, max })
}

/// A whole number that is not negative.
fn count(bound: &Bound) -> syn::Result<LitInt> {
    let wrong = || {
        diagnostics::bound_value(
            &bound.name,
            first_span(&bound.value),
            "a whole number that is not negative, such as `1`",
        )
    };
    let literal = syn::parse2::<LitInt>(bound.value.clone()).map_err(|_| wrong())?;
    let value: u32 = literal.base10_parse().map_err(|_| wrong())?;
    Ok(LitInt::new(&value.to_string(), literal.span()))
}

fn range(argument: &RawArg, kind: Kind, errors: &mut Errors) -> Option<Rule> {
    let (keyword, group) = call(argument, "range(min = 0, max = 100)", errors)?;
    let read = bounds(keyword, group, &["min", "max"], errors)?;
    let before = errors.count();
    let mut take = |name: &str| -> Option<(f64, TokenStream)> {
        let bound = read.iter().find(|bound| bound.name == name)?;
        errors.keep(number(bound, kind))
    };
    let (min, max) = (take("min"), take("max"));
    if errors.count() != before {
        return None;
    }
    if let (Some((min, _)), Some((max, _))) = (&min, &max)
        && min > max
    {
        errors.push(diagnostics::min_over_max("range", group.span()));
        return None;
    }
    let tokens = |bound: Option<(f64, TokenStream)>| bound.map(|(_, tokens)| tokens);
    Some(Rule::Range { keyword: keyword.clone(), min: tokens(min), max: tokens(max) })
}

/// A number, possibly negative, that a value of the type can be compared with.
fn number(bound: &Bound, kind: Kind) -> syn::Result<(f64, TokenStream)> {
    let span = first_span(&bound.value);
    let wrong = |what: &str| diagnostics::bound_value(&bound.name, span, what);
    let Some((negative, literal)) = signed(&bound.value) else { return Err(wrong("a number, such as `1`")) };
    let sign = negative.then(|| quote!(-));
    let text = match &literal {
        Lit::Int(int) => int.base10_digits().to_owned(),
        Lit::Float(float) => float.base10_digits().to_owned(),
        _ => return Err(wrong("a number, such as `1`")),
    };
    let text = if negative { format!("-{text}") } else { text };
    let value: f64 = text.parse().map_err(|_| wrong("a number, such as `1`"))?;
    if let Kind::Integer(least, most) = kind {
        let whole: i128 = text.parse().map_err(|_| wrong("a whole number for this type, such as `1`"))?;
        if whole < least || whole > most {
            return Err(wrong(&format!("a number from {least} to {most} for this type")));
        }
    }
    Ok((value, spelled(sign.as_ref(), &literal, kind)))
}

/// The bound in the type of the field: `1` is no float in Rust.
fn spelled(sign: Option<&TokenStream>, literal: &Lit, kind: Kind) -> TokenStream {
    if let (Lit::Int(int), Kind::Float) = (literal, kind) {
        let float = syn::LitFloat::new(&format!("{}.0", int.base10_digits()), int.span());
        return quote!(#sign #float);
    }
    quote!(#sign #literal)
}

fn signed(value: &TokenStream) -> Option<(bool, Lit)> {
    match syn::parse2::<Expr>(value.clone()).ok()? {
        Expr::Lit(ExprLit { lit, .. }) => Some((false, lit)),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match *expr {
            Expr::Lit(ExprLit { lit, .. }) => Some((true, lit)),
            _ => None,
        },
        _ => None,
    }
}

fn pattern_rule(argument: &RawArg, errors: &mut Errors) -> Option<Rule> {
    const PATTERN: &str = "pattern(\"^[a-z]+$\")";
    let (keyword, group) = call(argument, PATTERN, errors)?;
    let Ok(source) = syn::parse2::<LitStr>(group.stream()) else {
        errors.push(diagnostics::rule_form(first_span(&group.stream()), PATTERN));
        return None;
    };
    errors.keep(pattern::check(&source.value()).map_err(|what| diagnostics::pattern(&source, &what)))?;
    Some(Rule::Pattern { keyword: keyword.clone(), source })
}

fn email(argument: &RawArg, errors: &mut Errors) -> Option<Rule> {
    let RawArg::Flag(keyword) = argument else {
        errors.push(diagnostics::rule_form(argument.span(), "email"));
        return None;
    };
    Some(Rule::Email { keyword: keyword.clone() })
}

impl Rule {
    /// What to underline.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Length { keyword, .. }
            | Self::Range { keyword, .. }
            | Self::Pattern { keyword, .. }
            | Self::Email { keyword } => keyword.span(),
        }
    }
}
