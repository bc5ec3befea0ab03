// Whether a refusal says that somebody else changed the same thing meanwhile, and not that it was settled, taken or done already.
import { ApiProblem } from "../../platform/api.ts";

const saysChanged = /(^|[._])(changed|conflict|overtaken|version)$/;

export function wasOvertaken(error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.code !== "conflict") return false;
  return (
    error.words === undefined || saysChanged.test(error.words) || error.fields.some(({ path }) => path === "version")
  );
}
