// Generated validators say of a value what the server says: the same issues, at the same places, in the same order.
// The values and the server's words are written down by `wskit-codegen/tests/verdicts.rs`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { transformSync } from "esbuild";

const directory = new URL("../../tests/verdicts/", import.meta.url);
const read = (name) => readFileSync(fileURLToPath(new URL(name, directory)), "utf8");
const { code } = transformSync(read("schemas.ts"), { loader: "ts", format: "esm", target: "es2022" });
const validators = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const { texts, ...types } = JSON.parse(read("verdicts.json"));

function agree(name, value, expected) {
  const { issues = [] } = validators[name]["~standard"].validate(value);
  assert.deepEqual(issues.map(({ code, pointer }) => [code, pointer]), expected, JSON.stringify(value));
}

for (const [name, values] of Object.entries(types)) {
  test(`${name}: the server's verdict about ${values.length} values`, () => {
    for (const [value, expected] of values) agree(name, value, expected);
    assert(values.some(([, issues]) => issues.length === 0) && values.some(([, issues]) => issues.length > 1));
  });
}

test("the same levels are read, and the same strings", () => {
  for (const [text, expected] of texts) agree("Tree", JSON.parse(text), expected);
  assert(texts.some(([, issues]) => issues.length === 0) && texts.some(([, [issue]]) => issue?.[1] === ""));
});
