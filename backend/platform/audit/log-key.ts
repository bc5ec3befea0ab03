// The log's name and signing key, from the installation's secrets.
import type { Services } from "../context/index.ts";
import { makeNoteKey, type NoteKey } from "./note.ts";

/** The origin is the public name with "/log", without a scheme (C2SP tlog-checkpoint's advice). */
export function logKey(services: Pick<Services, "config" | "secrets">): NoteKey {
  const url = new URL(services.config.publicUrl);
  return makeNoteKey(`${url.host}/log`, services.secrets.key("log-key"));
}
