// Asks once what the door is like: whether passkeys work here, under which name, whether this is a demo.
import { createResource } from "solid-js";
import type { DoorView } from "../../../backend/identity/model.ts";
import { apiGet } from "../../platform/api.ts";

export function createDoor() {
  const [door, { refetch }] = createResource(async () => await apiGet<DoorView>("/api/v1/identity/door"));
  return { door, refetch };
}

/** Where to go after signing in: an address of the desk, never of another site. */
export function safeBack(back: string | undefined): string {
  const home = "/desk/";
  if (!back || !URL.canParse(back, location.origin)) return home;
  const url = new URL(back, location.origin);
  return url.origin === location.origin && url.pathname.startsWith(home) ? url.pathname + url.search : home;
}
