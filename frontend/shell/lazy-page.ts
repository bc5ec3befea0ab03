// A page that is brought when it is first opened, together with the words that it speaks.
import { type JSX, lazy } from "solid-js";
import { bring } from "../platform/bring.ts";
import { loadRoom } from "../platform/words.ts";

/** @param rooms files of the catalogue, beside those that its room has from the start. */
export function lazyPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
  ...rooms: string[]
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([bring(load), loadRoom(...rooms)]);
    return { default: loaded[name] };
  });
}
