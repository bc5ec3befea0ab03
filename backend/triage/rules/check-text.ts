// The gate of form, asked while somebody writes.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { checkSource } from "./check-source.ts";
import { type RuleKind, type SourceCheck } from "./model.ts";
import { CheckSource } from "./requests/model.ts";

/** Writes nothing. */
export function checkText(ctx: Context, input: { kind: RuleKind; source: string }): SourceCheck {
  requirePermission(ctx, "rule.write");
  const { kind, source } = CheckSource.parse(input);
  return checkSource(kind, source, "draft");
}
