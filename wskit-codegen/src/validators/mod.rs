//! A protocol as validators: `schemas.ts`, or `schemas.js` and `schemas.d.ts`.

mod build;
mod constants;
mod expression;
mod patterns;
mod runtime;

use wskit::schema::Protocol;

use crate::{
    header,
    typescript::{self, docs},
};
use constants::{Constant, Constants, Entry};
use expression::Expression;

const RUNTIME_TS: &str = include_str!("../../client/src/schemas.ts");
const RUNTIME_JS: &str = include_str!("../../client/dist/schemas.js");

/// What stands above all.
const ABOUT: &str = "\
Validators of what the protocol's messages carry, with the verdict of the server about every value.

They follow Standard Schema. `createClient({ schemas })` takes those of what the server sends; import others by name, such
as for a form. A bundler drops what you do not import.

@module";

/// Tells a bundler that a call does nothing but make its value.
const PURE: &str = "/* #__PURE__ */";

/// Names that a validator must not have.
pub(crate) fn reserved() -> Vec<&'static str> {
    let functions = runtime::functions(RUNTIME_TS);
    functions.into_iter().chain(["schemas"]).collect()
}

/// Every name of a validator with the named type that it is of.
pub(crate) fn names(protocol: &Protocol) -> Vec<(String, String)> {
    Constants::of(protocol).types.into_iter().map(|constant| (constant.name, constant.of)).collect()
}

/// `schemas.ts`.
pub(crate) fn typescript(protocol: &Protocol) -> String {
    module(protocol, Language::TypeScript)
}

/// `schemas.js`.
pub(crate) fn javascript(protocol: &Protocol) -> String {
    module(protocol, Language::JavaScript)
}

/// `schemas.d.ts`.
pub(crate) fn declarations(protocol: &Protocol) -> String {
    let constants = Constants::of(protocol);
    let mut parts = vec![head(protocol), docs::comment(&docs::lines(ABOUT, None), 0).trim_end().to_owned()];
    parts.extend(import(&constants));
    parts.push(runtime::public_types(RUNTIME_TS));
    for constant in &constants.types {
        parts.push(format!("export declare const {}: {};", constant.name, constant.ty()));
    }
    parts.push(map_comment() + &format!("export declare const schemas: {};", constants.map_type()));
    parts.join("\n\n") + "\n"
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    TypeScript,
    JavaScript,
}

fn module(protocol: &Protocol, language: Language) -> String {
    let constants = Constants::of(protocol);
    let typed = language == Language::TypeScript;
    let mut parts = vec![head(protocol), docs::comment(&docs::lines(ABOUT, None), 0).trim_end().to_owned()];
    parts.extend(import(&constants).filter(|_| typed));
    parts.extend(constants.patterns.constants().map(|(name, value)| {
        let ty = if typed { ": RegExp" } else { "" };
        format!("const {name}{ty} = {value};")
    }));
    parts.extend(constants.types.iter().map(|constant| exported(constant, typed)));
    parts.push(map(&constants, typed));
    let source = if typed { RUNTIME_TS } else { RUNTIME_JS };
    parts.push("// How they work.".to_owned());
    parts.push(runtime::needed(source, &constants.functions()));
    parts.join("\n\n") + "\n"
}

fn head(protocol: &Protocol) -> String {
    format!("{}\n/* eslint-disable */", header::line(protocol))
}

fn import(constants: &Constants) -> Option<String> {
    let mut types = constants.types.iter().map(Constant::ty).chain([constants.map_type()]);
    let used = types.any(|ty| typescript::words(&ty).iter().any(|word| word == "T"));
    used.then(|| "import type * as T from \"./protocol.js\";".to_owned())
}

fn exported(constant: &Constant, typed: bool) -> String {
    let ty = if typed { format!(": {}", constant.ty()) } else { String::new() };
    let start = format!("export const {}{ty} = {PURE} schema(() =>", constant.name);
    constant.expression.after(&start, 0, ");")
}

fn map_comment() -> String {
    docs::comment(&["What the server sends, by wire type, for `createClient({ schemas })`.".to_owned()], 0)
}

/// The validators of what the server sends, by wire type.
fn map(constants: &Constants, typed: bool) -> String {
    let ty = if typed { format!(": {}", constants.map_type()) } else { String::new() };
    let entries: Vec<_> = constants.map.iter().map(entry).collect();
    format!("{}export const schemas{ty} = {{\n{}}};", map_comment(), entries.concat())
}

fn entry(entry: &Entry) -> String {
    let key = typescript::key(&entry.wire_type);
    match &entry.expression {
        Expression::Atom(constant) => format!("  {key}: {constant},\n"),
        expression => {
            let start = format!("  {key}: {PURE} schema(() =>");
            expression.after(&start, 2, "),") + "\n"
        }
    }
}
