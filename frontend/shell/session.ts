// Who is signed in, and what they may do: asked once, and again after a sign-in.
import { createSignal } from "solid-js";
import type { Act, MeView } from "../../backend/identity/model.ts";
import { ApiProblem, apiGet, noteSignedIn } from "../platform/api.ts";

const [me, setMe] = createSignal<MeView>();
export { me };

/** Asks who is signed in. Returns false when nobody is. @throws ApiProblem when the line is gone. */
export async function loadMe(): Promise<boolean> {
  try {
    setMe(await apiGet<MeView>("/api/v1/identity/me"));
    noteSignedIn();
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return false;
    throw error;
  }
}

/** Whether the person may do the act; the server decides again. */
export function can(act: Act): boolean {
  return me()?.can[act] ?? false;
}
