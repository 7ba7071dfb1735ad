//! Constraints with bounds: `length`, `items` and `range`.

use proc_macro2::{Group, Ident, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitInt, UnOp};

use super::{Kind, Subject, call};
use crate::{
    diagnostics::{self, Errors},
    model::{Constraint, Lengths, Limits},
    syntax::args::{self, RawArg, first_span},
};

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

/// The bounds of `length` and `items`.
pub(super) fn lengths(argument: &RawArg, errors: &mut Errors) -> Option<Lengths> {
    let name = argument.name().map(ToString::to_string).unwrap_or_default();
    let (keyword, group) = call(argument, &format!("{name}(min = 1, max = 500)"), errors)?;
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
        errors.push(diagnostics::min_over_max(&name, group.span()));
        return None;
    }
    Some(Lengths { min, max })
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

/// The bounds of a number, each with its value.
#[derive(Default)]
struct Read {
    min: Option<Number>,
    max: Option<Number>,
    exclusive_min: Option<Number>,
    exclusive_max: Option<Number>,
}

pub(super) fn range(argument: &RawArg, subject: Subject<'_>, errors: &mut Errors) -> Option<Constraint> {
    let (keyword, group) = call(argument, "range(min = 0, max = 100)", errors)?;
    let kind = subject.kind();
    let names = ["min", "max", "exclusive_min", "exclusive_max"];
    let written = bounds(keyword, group, &names, errors)?;
    let before = errors.count();
    same_side(&written, ["min", "exclusive_min"], kind, |min, exclusive| exclusive >= min, errors);
    same_side(&written, ["max", "exclusive_max"], kind, |max, exclusive| exclusive <= max, errors);
    let mut take = |name: &str| -> Option<Number> {
        let bound = written.iter().find(|bound| bound.name == name)?;
        errors.keep(number(bound, kind))
    };
    let [min, max, exclusive_min, exclusive_max] = names.map(&mut take);
    let read = Read { min, max, exclusive_min, exclusive_max };
    if errors.count() != before {
        return None;
    }
    if let (Some(min), Some(max)) = (&read.min, &read.max)
        && min.value > max.value
    {
        errors.push(diagnostics::min_over_max("range", group.span()));
        return None;
    }
    if read.is_empty(kind) {
        errors.push(diagnostics::empty_range(&subject.number(), group.span()));
        return None;
    }
    let tokens = |bound: Option<Number>| bound.map(|bound| bound.tokens);
    Some(Constraint::Range(Box::new(Limits {
        min: tokens(read.min),
        max: tokens(read.max),
        exclusive_min: tokens(read.exclusive_min),
        exclusive_max: tokens(read.exclusive_max),
    })))
}

/// Of an inclusive and an exclusive bound one says nothing; `is_idle` tells of their values whether that is the inclusive.
fn same_side(
    written: &[Bound],
    names: [&str; 2],
    kind: Kind,
    is_idle: fn(f64, f64) -> bool,
    errors: &mut Errors,
) {
    let [Some(inclusive), Some(exclusive)] =
        names.map(|name| written.iter().find(|bound| bound.name == name))
    else {
        return;
    };
    let value = |bound| number(bound, kind).map(|number| number.value);
    let (idle, other) = match (value(inclusive), value(exclusive)) {
        (Ok(first), Ok(second)) if !is_idle(first, second) => (exclusive, inclusive),
        _ => (inclusive, exclusive),
    };
    errors.push(diagnostics::two_bounds(&idle.name, &other.name));
}

impl Read {
    /// Whether no number is left. Between two whole numbers that follow each other there is none for an integer.
    fn is_empty(&self, kind: Kind) -> bool {
        if let Kind::Integer(least, most) = kind {
            let whole =
                |bound: &Option<Number>, step| bound.as_ref().and_then(|each| Some(each.whole? + step));
            let low = whole(&self.min, 0).or(whole(&self.exclusive_min, 1)).unwrap_or(least);
            let high = whole(&self.max, 0).or(whole(&self.exclusive_max, -1)).unwrap_or(most);
            return low > high;
        }
        let value = |bound: &Option<Number>| bound.as_ref().map(|each| each.value);
        let low = value(&self.min).or(value(&self.exclusive_min));
        let high = value(&self.max).or(value(&self.exclusive_max));
        let inclusive = self.exclusive_min.is_none() && self.exclusive_max.is_none();
        low.zip(high).is_some_and(|(low, high)| low > high || (low >= high && !inclusive))
    }
}

/// A bound of a number.
struct Number {
    value: f64,
    /// The same exactly, for an integer.
    whole: Option<i128>,
    tokens: TokenStream,
}

/// A number, possibly negative, that a value of the type can be compared with.
fn number(bound: &Bound, kind: Kind) -> syn::Result<Number> {
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
    let whole = text.parse::<i128>().ok();
    if let Kind::Integer(least, most) = kind {
        let whole = whole.ok_or_else(|| wrong("a whole number for this type, such as `1`"))?;
        if whole < least || whole > most {
            return Err(wrong(&format!("a number from {least} to {most} for this type")));
        }
    }
    Ok(Number { value, whole, tokens: spelled(sign.as_ref(), &literal, kind) })
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
