/** The catalogue: every kind of change with its weight. A change whose kind has no row does not compile. */
import type { Rule } from "./rule.js";
import { documentRules, transportRules } from "./rules-document.js";
import { bodyRules, mediaRules } from "./rules-body.js";
import { methodRules, resourceRules } from "./rules-method.js";
import { parameterRules } from "./rules-parameter.js";
import { propertyRules } from "./rules-property.js";
import { schemaRules } from "./rules-schema.js";
import { typeRules, wordRules } from "./rules-type.js";

const catalogue = {
  ...documentRules,
  ...transportRules,
  ...resourceRules,
  ...methodRules,
  ...bodyRules,
  ...mediaRules,
  ...parameterRules,
  ...schemaRules,
  ...typeRules,
  ...propertyRules,
  ...wordRules,
};

/** The stable name of a kind of change, without direction. */
export type RuleId = keyof typeof catalogue;

/** Every rule by its id. */
export const rules: Readonly<Record<RuleId, Rule>> = catalogue;

/** True for the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(rules, text);
}
