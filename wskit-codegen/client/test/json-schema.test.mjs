// Generated JSON Schema, as another library reads it: both drafts compile under every check, and both agree with the server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(fileURLToPath(new URL(`../../tests/${path}`, import.meta.url)), "utf8"));
const drafts = {
  "2020-12": { Reader: Ajv2020, file: (name) => `${name}.schema.json`, definitions: "$defs" },
  "draft-07": { Reader: Ajv, file: (name) => `${name}.draft-07.schema.json`, definitions: "definitions" },
};

/** Every check of the schema itself; an `Option` of a string is written as a union of types. */
const strict = { strict: true, allowUnionTypes: true, allErrors: false };

/** A function that judges values of a type of the schema. */
function judge(ajv, schema, definitions, name) {
  return ajv.compile({ $ref: `${schema.$id}#/${definitions}/${name}` });
}

for (const [draft, { Reader, file, definitions }] of Object.entries(drafts)) {
  test(`${draft}: the golden protocol compiles in strict mode, and tells frames apart`, () => {
    const ajv = new Reader(strict);
    const schema = read(`golden/${file("team-chat")}`);
    const validate = ajv.compile(schema);
    assert(validate({ type: "JOIN_ROOM", payload: { roomId: "lobby" } }));
    assert(!validate({ type: "JOIN_ROOM", payload: { roomId: 1 } }));
    for (const name of Object.keys(schema[definitions])) judge(ajv, schema, definitions, name);
    assert(Object.keys(schema[definitions]).length > 15);
  });

  test(`${draft}: no keyword is of wskit's own`, () => {
    assert.doesNotMatch(JSON.stringify(read(`golden/${file("team-chat")}`)), /x-wskit|"format"/);
  });

  test(`${draft}: the server's verdict about every value`, () => {
    const ajv = new Reader(strict);
    const schema = read(`verdicts/${file("verdicts")}`);
    ajv.addSchema(schema);
    const { texts: _, ...types } = read("verdicts/verdicts.json");
    for (const [name, values] of Object.entries(types)) {
      const validate = judge(ajv, schema, definitions, name);
      for (const [value, issues] of values) assert.equal(validate(value), !issues.length, `${name} ${JSON.stringify(value)}`);
    }
  });
}
