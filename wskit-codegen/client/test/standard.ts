// Compiled, never run: generated validators are what libraries that read Standard Schema take.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { createClient } from "../src/client.ts";
import type { JoinRoom, TeamChat } from "../../tests/golden/protocol.ts";
import * as validators from "../../tests/golden/schemas.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Equal<A, B>): void {}

/** How such a library sees a schema. */
function parse<S extends StandardSchemaV1>(schema: S, value: unknown): StandardSchemaV1.InferOutput<S> {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise || result.issues) throw new Error();
  return result.value as StandardSchemaV1.InferOutput<S>;
}

const join = parse(validators.JoinRoom, {});
same<typeof join, JoinRoom>(true);
same<StandardSchemaV1.InferInput<typeof validators.JoinRoom>, JoinRoom>(true);

createClient<TeamChat>({ url: "ws://localhost/", schemas: validators.schemas });
