// Flow E: a suspicious message, in ten seconds. One page; no draft is needed.
import type { Field } from "./graph.ts";

export const messageField: Field = { id: "message", kind: "text", max: 10_000, rows: 5 };
export const messageFiles: Field = { id: "files", kind: "files" };
export const gaveField: Field = {
  id: "gave",
  kind: "radio",
  options: ["no", "clicked", "password", "money", "unknown"],
};

/** What the citizen's flow is filled in with when something was clicked or given. */
export function whatFollows(gave: string): string | undefined {
  if (gave === "password") return "account";
  if (gave === "money") return "money";
  return gave === "clicked" || gave === "unknown" ? "unknown" : undefined;
}
