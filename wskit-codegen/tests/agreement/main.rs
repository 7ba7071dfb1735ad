//! One verdict: what Rust accepts is what the JSON Schema accepts and what the generated TypeScript accepts, for every
//! value tried.
//!
//! Each type starts from sound samples. Every part of a sample is replaced by values of every kind, by values at and
//! next to each bound of its schema, edited, taken away, doubled and added to, once and twice; every judge judges each
//! result.
#![allow(missing_docs)]

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
    for case in &cases {
        let schema = judge(&case.receive);
        for sample in &case.samples {
            assert!(schema.is_valid(sample), "the sample of {} is not sound: {sample}", case.name);
        }
    }
    let found = disagreements(&protocol, &cases);
    let (values, sound): (usize, usize) = (
        cases.iter().map(|case| case.judged.len()).sum(),
        cases.iter().map(|case| case.sent().count()).sum(),
    );
    println!("{} types, {values} values, {sound} of them sound, {} disagreements", cases.len(), found.len());
    let compiled = node::compile(&protocol, &cases);
    println!("{compiled} sent values compile under tsc --strict");
    let shown: Vec<_> = found
        .iter()
        .step_by(found.len().div_ceil(40).max(1))
        .map(|each| format!("{}: {}", each.judge, each.words))
        .collect();
    assert!(shown.is_empty(), "{} disagreements, such as\n{}", found.len(), shown.join("\n"));
    assert!(values > 80_000 && sound > 10_000 && values - sound > 50_000, "too few values to tell");
}
