//! One verdict: what Rust accepts is what the JSON Schema accepts and what the generated TypeScript accepts, for every
//! value tried.
//!
//! Each type starts from sound samples. Every part of a sample is replaced by values of every kind, by values at and
//! next to each bound of its schema, edited, taken away, doubled and added to, once and twice; every judge judges each
//! result.
#![allow(missing_docs, unreachable_pub)]

mod language;
mod mutate;
mod node;
mod rust;
mod samples;

use node::Verdicts;
use rust::{Case, Cases};
use serde_json::json;

/// Every type with its samples.
fn cases() -> Cases {
    use language::*;
    Cases::new()
        .add::<Numbers>(samples::numbers())
        .add::<Digits>(samples::digits())
        .add::<Texts>(samples::texts())
        .add::<Constrained>(samples::constrained())
        .add::<Collections>(samples::collections())
        .add::<Name>(vec![json!("Ada"), json!("ä€𝄞")])
        .add::<Percent>(vec![json!(0), json!(100)])
        .add::<Meters>(vec![json!(1.5)])
        .add::<UserId>(vec![samples::id()])
        .add::<Serial>(vec![json!("18446744073709551615")])
        .add::<Tags>(vec![json!(["a", "b"])])
        .add::<Maybe>(vec![json!(5), json!(null)])
        .add::<Both>(vec![json!([1, "ab"])])
        .add::<Nothing>(vec![json!(null)])
        .add::<Empty>(vec![json!({})])
        .add::<Color>(vec![json!("red"), json!("off-white")])
        .add::<Level>(vec![json!("VERY_LOW")])
        .add::<Figure>(samples::figures())
        .add::<Point>(vec![json!({"x": 1, "y": 9})])
        .add::<Adjacent>(samples::adjacent())
        .add::<Untagged>(samples::untagged())
        .add::<Filter>(samples::filters())
        .add::<Named>(samples::named())
        .add::<Defaults>(samples::defaults())
        .add::<Times>(samples::times())
        .add::<Libraries>(samples::libraries())
        .add::<Tree>(samples::tree())
        .add::<Page<Percent>>(samples::page(&json!(7)))
        .add::<Page<uuid::Uuid>>(samples::page(&samples::id()))
        .add::<OneOrMany<Name>>(vec![json!("x"), json!(["x", "y"])])
        .add::<Nested>(samples::nested())
}

/// A judge that says something else than Rust.
struct Disagreement {
    judge: &'static str,
    words: String,
}

/// Everything that the judges do not agree about.
fn disagreements(protocol: &wskit::schema::Protocol, cases: &[Case]) -> Vec<Disagreement> {
    let verdicts = node::verdicts(protocol, cases);
    let mut found = Vec::new();
    for (case, verdicts) in cases.iter().zip(&verdicts) {
        received(case, verdicts, &mut found);
        sent(case, verdicts, &mut found);
    }
    found
}

fn received(case: &Case, verdicts: &Verdicts, found: &mut Vec<Disagreement>) {
    let schema = judge(&case.receive);
    for (index, judged) in case.judged.iter().enumerate() {
        let mut say = |judge, agrees: bool, other: String| {
            if !agrees {
                let words = format!("{}: Rust says {}, {other}: {}", case.name, judged.words(), judged.value);
                found.push(Disagreement { judge, words });
            }
        };
        let valid = schema.is_valid(&judged.value);
        say("jsonschema", valid == judged.accepted(), format!("the schema says {valid}"));
        say("ajv", verdicts.ajv[index] == judged.accepted(), format!("ajv says {}", verdicts.ajv[index]));
        let issues = &verdicts.issues[index];
        say("validator", issues.is_empty() == judged.accepted(), format!("the validator says {issues:?}"));
        let same = judged.verdict.as_ref().err().is_none_or(|own| own == issues);
        say("issues", same, format!("the validator says {issues:?}"));
    }
}

fn sent(case: &Case, verdicts: &Verdicts, found: &mut Vec<Disagreement>) {
    let schema = judge(&case.send);
    for (index, sent) in case.sent().enumerate() {
        let mut say = |judge, agrees: bool| {
            if !agrees {
                found.push(Disagreement { judge, words: format!("{}: Rust sends {sent}", case.name) });
            }
        };
        say("jsonschema, sent", schema.is_valid(sent));
        say("ajv, sent", verdicts.ajv_sent[index]);
        say("validator, sent", verdicts.issues_sent[index].is_empty());
    }
}

fn judge(schema: &serde_json::Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).expect("a sound schema")
}

#[test]
fn every_judge_gives_one_verdict_about_every_value() {
    let (protocol, cases) = cases().judged();
    let found = disagreements(&protocol, &cases);
    let (values, sound): (usize, usize) = (
        cases.iter().map(|case| case.judged.len()).sum(),
        cases.iter().map(|case| case.sent().count()).sum(),
    );
    println!("{} types, {values} values, {sound} of them sound, {} disagreements", cases.len(), found.len());
    for case in &cases {
        let schema = judge(&case.receive);
        for sample in &case.samples {
            assert!(schema.is_valid(sample), "the sample of {} is not sound: {sample}", case.name);
        }
    }
    let compiled = node::compile(&protocol, &cases);
    println!("{compiled} values, sent and accepted, compile under tsc --strict");
    let shown: Vec<_> = found
        .iter()
        .step_by(found.len().div_ceil(40).max(1))
        .map(|each| format!("{}: {}", each.judge, each.words))
        .collect();
    assert!(shown.is_empty(), "{} disagreements, such as\n{}", found.len(), shown.join("\n"));
    assert!(values > 80_000 && sound > 10_000 && values - sound > 50_000, "too few values to tell");
}

/// What a JSON text can say and a value in memory cannot: Rust and the validators see it, a schema does not.
#[test]
fn texts_that_are_no_values_are_judged_alike() {
    let number = |text: &str| NUMBERS.replace("0.75", text);
    let texts = [
        (r#"{"x": 1.0, "y": 2e0}"#.to_owned(), true),
        (r#"{"x": 1, "y": 2.5}"#.to_owned(), false),
        (r#"{"x": 10e-1, "y": -0.0}"#.to_owned(), true),
    ];
    let (protocol, cases) = Cases::new().raw::<language::Point>(&texts).judged();
    assert_eq!(disagreements_of_texts(&protocol, &cases), Vec::<String>::new());
    let numbers = [
        (number("1e400"), false),
        (number("-1e400"), false),
        (number("1e308"), true),
        (number("123456789012345678901234567890"), true),
    ];
    let (protocol, cases) = Cases::new().raw::<language::Numbers>(&numbers).judged();
    assert_eq!(disagreements_of_texts(&protocol, &cases), Vec::<String>::new());
    let surrogates = [
        (r#""\ud83d\ude00""#.to_owned(), true),
        (r#""\ud83d""#.to_owned(), false),
        (r#""\ude00\ud83d""#.to_owned(), false),
        (r#""a\u0000""#.to_owned(), true),
    ];
    let twice =
        [(r#"{"x": 1, "x": 1, "y": 2}"#, r#"{"value": 1, "children": [], "byName": {}, "byName": {}}"#)];
    for (point, tree) in twice {
        assert!(wskit::validate::from_json::<language::Point>(point).is_err());
        assert!(wskit::validate::from_json::<language::Tree>(tree).is_err());
    }
    let tagged = r#"{"type": "nothing", "type": "one", "value": "x"}"#;
    assert!(wskit::validate::from_json::<language::Adjacent>(tagged).is_err());
    assert!(wskit::validate::from_json::<language::Untagged>(r#"{"size": 1, "size": 1}"#).is_err());
    let map = r#"{"value": 1, "children": [], "byName": {"a": {"value": 1, "children": [], "byName": {}}, "a": {}}}"#;
    assert!(wskit::validate::from_json::<language::Tree>(map).is_err());
    let (protocol, cases) = Cases::new().raw::<language::Name>(&surrogates).judged();
    assert_eq!(disagreements_of_texts(&protocol, &cases), Vec::<String>::new());
}

const NUMBERS: &str = r#"{"u8": 1.0, "i8": -1, "u16": 1e2, "i16": -1, "u32": 1, "i32": -1, "u64": 9007199254740991.0, "i64": -1,
    "usize": 1, "isize": -1, "f32": 0.25, "f64": 0.75, "nonZero": 1, "nonZeroSigned": -1, "nonZeroWide": 1}"#;

/// Judges each text by Rust and by the generated validator: as expected by both, or named.
fn disagreements_of_texts(protocol: &wskit::schema::Protocol, cases: &[Case]) -> Vec<String> {
    let verdicts = node::verdicts(protocol, cases);
    let texts = cases.iter().zip(&verdicts).flat_map(|(case, verdicts)| case.raw.iter().zip(&verdicts.raw));
    texts
        .filter(|(raw, issues)| raw.accepted != raw.expected || issues.is_empty() != raw.expected)
        .map(|(raw, issues)| format!("{}: Rust says {}, the validator {issues:?}", raw.text, raw.accepted))
        .collect()
}
