// The SHA-256 of a text, in lower-case hex.
import { createHash } from "node:crypto";

export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
