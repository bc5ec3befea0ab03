// The names of laws, for pages that know only which pack something was judged under; asked once, and the id until they are known.
import { createSignal } from "solid-js";
import type { ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage } from "../../platform/words.ts";

const [names, setNames] = createSignal<ProfileAnswerView["packNames"]>({});
let isAsked = false;

/** "Loi n° 2013-015 …" of a pack's id; with its version where that is given, since a law is judged as it stood. */
export function lawName(packId: string, version?: string): string {
  if (!isAsked) {
    isAsked = true;
    // Who may not read the profile reads the id; the next page asks again.
    void apiGet<ProfileAnswerView>("/api/v1/office/profile")
      .then((profile) => setNames(profile.packNames))
      .catch(() => (isAsked = false));
  }
  const name = names()[packId]?.[currentLanguage()] ?? packId;
  return version === undefined ? name : `${name} (${version})`;
}
