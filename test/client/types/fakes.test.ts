import { expect, test } from "vitest";
import { compile, users } from "./compile.js";
import { acceptedFakes, refusedFakes } from "./fakes.js";

test.each(users)("all of it compiles with %j", (user) => {
  const errors = compile(Object.values(acceptedFakes), user);
  const found = Object.keys(acceptedFakes).flatMap((title, index) =>
    (errors[index] ?? []).map((message) => `${title}: ${message}`),
  );
  expect(found).toEqual([]);
});

test.each(users)("mistakes are found with %j", (user) => {
  const errors = compile(
    refusedFakes.map(([text]) => text),
    user,
  );
  for (const [index, [text, message]] of refusedFakes.entries()) {
    expect(errors[index]?.join("\n"), text).toMatch(message);
    expect(errors[index], text).toHaveLength(1);
  }
});
