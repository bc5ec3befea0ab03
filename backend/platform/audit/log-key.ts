// The log's name and signing key, from the installation's secrets.
import type { Services } from "../context/index.ts";
import { makeNoteKey, type NoteKey } from "./note.ts";

/**
 * The origin is the public name with "/log", without a scheme (C2SP tlog-checkpoint's advice), as it was at the first checkpoint: the
 * name is part of the verifier key that others noted, so a log keeps it when PUBLIC_URL changes. `newest` is the note of the newest checkpoint.
 */
export function logKey(services: Pick<Services, "config" | "secrets">, newest?: string): NoteKey {
  const first = newest?.split("\n")[0];
  return makeNoteKey(first || `${new URL(services.config.publicUrl).host}/log`, services.secrets.key("log-key"));
}
