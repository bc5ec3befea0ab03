// An id out of an address: a text that no row can have as its id is somebody who is not there.
import { notFound } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";

/** @throws AppError not_found naming `what`. */
export function idOf(params: Record<string, string>, name: string, what: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}
