// What validators are built from: verdicts, and the codes and places of issues.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import * as s from "../dist/schemas.js";

/** The issues of a value as "code /pointer". */
function issues(make, value) {
  const result = s.schema(make)["~standard"].validate(value);
  if (!result.issues) assert.equal(result.value, value, "a sound value is given back as it is");
  return (result.issues ?? []).map(({ code, pointer }) => `${code} ${pointer}`.trim());
}

/** Checks many values of one type: each with what is wrong with it. */
function verdicts(make, pairs) {
  for (const [value, ...expected] of pairs) assert.deepEqual(issues(make, value), expected, inspect(value));
}

const json = (text) => JSON.parse(text);

test("an issue says what, where and which rule", () => {
  const make = () => s.object({ "a/b": s.list(s.object({ "c~": s.text(s.length({ min: 2, max: 4 })) })) });
  assert.deepEqual(s.schema(make)["~standard"].validate({ "a/b": [{ "c~": "x" }] }), {
    issues: [
      {
        message: "must have a length of at least 2 and at most 4, has one of 1",
        path: ["a/b", 0, "c~"],
        pointer: "/a~1b/0/c~0",
        code: "length",
      },
    ],
  });
});

test("scalars", () => {
  verdicts(() => s.text(), [["", ], [1, "type"], [null, "type"], [[], "type"]]);
  verdicts(() => s.boolean(), [[true], [false], [0, "type"]]);
  verdicts(() => s.nothing(), [[null], [0, "type"]]);
  verdicts(() => s.number(), [[1.5], [-0], [Infinity, "type"], [NaN, "type"], ["1", "type"]]);
  verdicts(() => s.float32(s.range({ max: Math.fround(0.1) })), [[0.1], [0.11, "range"], [-1e39, "range"]]);
  verdicts(() => s.anything(), [[null], [{ a: [1] }], [undefined, "type"], [() => 1, "type"], [1n, "type"]]);
  verdicts(() => s.names("a", "b"), [["a"], ["c", "variant"], ["toString", "variant"], [1, "type"]]);
});

test("integers have the width of their Rust type, and are held to what JavaScript holds exactly", () => {
  const safe = Number.MAX_SAFE_INTEGER;
  verdicts(() => s.integer("uint8"), [[0], [255], [1.0], [256, "range"], [-1, "range"], [0.5, "type"], ["1", "type"]]);
  verdicts(() => s.integer("int16"), [[-32768], [32767], [-32769, "range"], [1e300, "range"]]);
  verdicts(() => s.integer("int64"), [[safe], [-safe], [safe + 1, "range"], [-safe - 1, "range"]]);
  verdicts(() => s.integer("uint64"), [[safe], [-1, "range"], [safe + 1, "range"]]);
  verdicts(() => s.integer("int8", s.nonZero()), [[1], [0, "range"]]);
});

test("a number out of its width is told only that; one of 64 bits can still be read", () => {
  verdicts(() => s.integer("uint8", s.range({ max: 9 })), [[9], [10, "range"], [256, "range"]]);
  verdicts(() => s.list(s.integer("uint8"), s.length({ max: 0 })), [[[1], "length"], [[256], "range /0"]]);
  verdicts(() => s.list(s.integer("uint64"), s.length({ max: 0 })), [[[2 ** 60], "length", "range /0"]]);
});

test("bounds may be excluded", () => {
  verdicts(() => s.number(s.range({ above: 0, below: 1 })), [[0.5], [0, "range"], [1, "range"]]);
  verdicts(() => s.number(s.range({ min: 0, max: 1 })), [[0], [1], [-0.1, "range"], [1.1, "range"]]);
});

test("lengths are those of Unicode code points, items and entries", () => {
  verdicts(() => s.text(s.length({ min: 2, max: 2 })), [["𝄞é"], ["𝄞", "length"], ["abc", "length"]]);
  verdicts(() => s.list(s.text(), s.length({ max: 1 })), [[["a"]], [["a", "b"], "length"]]);
  verdicts(() => s.map(s.text(), s.text(), s.length({ min: 1 })), [[{ a: "" }], [{}, "length"]]);
});

test("patterns and forms", () => {
  const make = () => s.text(s.pattern(/^a/u), s.pattern(/b$/u, "suffix"), s.length({ max: 3 }));
  verdicts(make, [["ab"], ["b", "pattern"], ["xxxx", "pattern", "suffix", "length"]]);
  verdicts(() => s.form("length", /^[\s\S]$/u), [["a"], ["𝄞"], ["\n"], ["", "length"], ["ab", "length"], [1, "type"]]);
  // A form that does not match leaves nothing to be read, so that constraints around it are not looked at.
  const digits = () => s.list(s.form("integer", /^[0-9]+$/u), s.length({ max: 1 }));
  verdicts(digits, [[["1"]], [["1", "2"], "length"], [["1", "x"], "integer /1"], [["1", 2], "type /1"]]);
});

test("what cannot be read keeps quiet about the constraints around it, but for those of fields and types of their own", () => {
  const name = s.schema(() => s.text(s.length({ min: 1 })));
  const make = () =>
    s.object({ list: s.list(s.text(s.length({ max: 1 })), s.length({ max: 2 })), names: s.list(name, s.length({ max: 1 })) });
  verdicts(make, [
    [{ list: ["ab", "a", "a"], names: [] }, "length /list", "length /list/0"],
    [{ list: ["ab", "a", 1], names: [] }, "type /list/2"],
    [{ list: [], names: ["", ""] }, "length /names", "length /names/0", "length /names/1"],
    [{ list: [], names: ["", 1] }, "length /names/0", "type /names/1"],
    [{ list: 1, names: ["", ""] }, "type /list", "length /names", "length /names/0", "length /names/1"],
  ]);
});

test("objects are strict, and name unknown keys first", () => {
  const make = () => s.object({ a: s.text(), b: s.optional(s.nullable(s.integer("uint8"))) });
  verdicts(make, [
    [{ a: "" }],
    [{ a: "", b: null }],
    [{ a: "", b: undefined }],
    [{ b: 1 }, "missing_field /a"],
    [{ c: 1, b: -1 }, "unknown_field /c", "missing_field /a", "range /b"],
    [[], "type"],
    [null, "type"],
    ["", "type"],
  ]);
});

test("keys that every object inherits are keys like others", () => {
  const fields = () => s.object({ constructor: s.text(), ["__proto__"]: s.optional(s.text()) });
  verdicts(fields, [
    [json('{"constructor": "a", "__proto__": "b"}')],
    [{}, "missing_field /constructor"],
    [json('{"constructor": "a", "__proto__": 1}'), "type /__proto__"],
  ]);
  verdicts(() => s.object({}), [
    [json('{"__proto__": {}}'), "unknown_field /__proto__"],
    [json('{"toString": 1, "hasOwnProperty": 1}'), "unknown_field /toString", "unknown_field /hasOwnProperty"],
  ]);
  verdicts(() => s.tagged("kind", { a: {} }), [[{ kind: "toString" }, "variant /kind"], [json('{"__proto__": {"kind": "a"}}'), "missing_field /kind"]]);
});

test("only plain objects are objects", () => {
  class Point {
    x = 1;
  }
  verdicts(() => s.map(s.text(), s.anything()), [
    [Object.assign(Object.create(null), { x: 1 })],
    [new Point(), "type"],
    [new Date(), "type"],
    [new Map([["x", 1]]), "type"],
    [{ x: new Point() }, "type"],
  ]);
});

test("tagged objects", () => {
  const make = () => s.tagged("kind", { none: {}, some: { value: s.text() } });
  verdicts(make, [
    [{ kind: "none" }],
    [{ kind: "some", value: "" }],
    [{}, "missing_field /kind"],
    [{ kind: 1 }, "type /kind"],
    [{ kind: "other", value: 1 }, "variant /kind"],
    [{ kind: "some", more: 1 }, "unknown_field /more", "missing_field /value"],
    [{ kind: "none", value: "" }, "unknown_field /value"],
    ["none", "type"],
  ]);
});

test("a value of any of several types has one issue", () => {
  const make = () => s.list(s.union(s.text(s.length({ max: 1 })), s.object({ a: s.integer("uint8") })));
  verdicts(make, [[["a", { a: 1 }]], [["ab", { a: 300 }, 1], "variant /0", "variant /1", "variant /2"]]);
});

test("arrays, sets and tuples", () => {
  verdicts(() => s.array(2, s.text()), [[["", ""]], [[""], "length"], [["", 1], "type /1"], [[1], "length"], [{}, "type"]]);
  verdicts(() => s.tuple(s.text(), s.boolean()), [[["", true]], [["", true, 1], "length"], [[1, 1], "type /0", "type /1"]]);
  verdicts(() => s.list(s.integer("int8"), s.unique()), [[[1, 2]], [[1, 1], "unique"], [[1, 1, "1"], "type /2"]]);
  verdicts(() => s.set(s.text(), s.length({ max: 1 })), [[["a"]], [["a", "b"], "length"], [["a", "a"], "unique"]]);
});

test("keys of maps have issues at their own place", () => {
  const key = s.schema(() => s.text(s.length({ max: 1 })));
  verdicts(() => s.map(key, s.integer("uint8")), [[{ a: 1 }], [{ ab: -1 }, "length /ab", "range /ab"]]);
  verdicts(() => s.map(s.names("x"), s.anything()), [[{ x: 1 }], [{ y: 1 }, "variant /y"]]);
});

test("a field with several names is given by one of them", () => {
  const make = () =>
    s.object({ name: s.aliased(s.text(), "nick"), age: s.optional(s.aliased(s.integer("uint8"), "years", "old")) });
  verdicts(make, [
    [{ name: "" }],
    [{ nick: "", old: 1 }],
    [{ years: 300 }, "missing_field /name", "range /age"],
    [{ name: "", nick: "" }, "duplicate_field /nick"],
    [{ name: "", years: 1, old: 1 }, "duplicate_field /old"],
  ]);
});

test("types refer to each other, and to themselves", () => {
  const tree = s.schema(() => s.object({ children: s.list(tree) }));
  assert.equal(tree["~standard"].validate({ children: [{ children: [] }] }).issues, undefined);
  const [issue] = tree["~standard"].validate({ children: [{ children: [{}] }] }).issues;
  assert.equal(issue.pointer, "/children/0/children/0/children");
});

test("127 levels are read, and no more, however many there are", () => {
  const nested = (levels) => json("[".repeat(levels) + "]".repeat(levels));
  verdicts(() => s.anything(), [[nested(127)], [nested(128), "depth"], [nested(5000), "depth"]]);
  const circular = {};
  circular.self = circular;
  assert.deepEqual(issues(() => s.anything(), circular), ["depth"]);
});

test("strings that UTF-8 cannot hold are refused wherever they are", () => {
  verdicts(() => s.map(s.text(), s.anything()), [
    [{ a: "\ud83d\ude00" }],
    [{ a: "\ud83d" }, "type"],
    [{ "\ude00": 1 }, "type"],
    [{ a: [{ b: "\ude00\ud83d" }] }, "type"],
  ]);
});

test("at most 32 issues are reported, the first ones", () => {
  const make = () => s.object({ list: s.list(s.integer("uint8"), s.length({ max: 1 })), last: s.text() });
  const found = issues(make, { list: Array(100).fill(-1) });
  assert.deepEqual(found, Array.from({ length: 32 }, (_, index) => `range /list/${index}`));
  const wide = () => s.object({ list: s.list(s.integer("uint64"), s.length({ max: 1 })) });
  const many = issues(wide, { list: Array(100).fill(2 ** 60) });
  assert.deepEqual([many.length, many[0], many[31]], [32, "length /list", "range /list/30"]);
});

test("a message without a payload has none", () => {
  verdicts(() => s.noPayload(), [[undefined], [null, "unknown_field"], [{}, "unknown_field"]]);
  verdicts(() => s.object({}), [[undefined, "type"]]);
});

test("it is a Standard Schema", () => {
  const { version, vendor, validate } = s.schema(() => s.text())["~standard"];
  assert.deepEqual([version, vendor, typeof validate], [1, "wskit", "function"]);
});

test("forms that begin alike look once at what is inside, at every level", () => {
  let count = 0;
  const leaf = s.text(() => (count += 1, false));
  const wrapped = s.schema(() => s.union(
    s.object({ a: wrapped }),
    s.object({ a: wrapped, z: s.integer("uint8") }),
    leaf,
  ));
  const nested = (around) => Array.from({ length: 100 }).reduce((inner) => around(inner), "leaf");
  const cases = [[nested((a) => ({ a })), true], [nested((a) => ({ a, z: 1 })), true], [nested((a) => ({ a, z: -1 })), false]];
  for (const [value, sound] of cases) {
    count = 0;
    // Twice about the same object, which may have changed: nothing is remembered.
    for (let time = 0; time < 2; time += 1) assert.deepEqual(issues(() => wrapped, value), sound ? [] : ["variant"]);
    assert.equal(count, 2);
  }
});

test("a union that is a form of itself has an end", () => {
  const around = s.schema(() => s.union(s.integer("uint8"), around, s.list(around)));
  verdicts(() => around, [[1], [[1, [2, []]]], ["x", "variant"], [[1, ["x"]], "variant"]]);
});

test("what is known of a value ends with its validation", () => {
  const check = s.schema(() => s.union(s.object({ a: s.text() }), s.nothing()));
  const value = { a: 1 };
  assert.deepEqual(issues(() => check, value), ["variant"]);
  value.a = "x";
  assert.deepEqual(issues(() => check, value), []);
});
