// Asks once what the door is like: whether passkeys work here, under which name, whether this is a demo.
import { createResource } from "../data/create-resource.ts";
import type { DoorView } from "../../../backend/identity/model.ts";
import { apiGet } from "../../platform/api.ts";

export function createDoor() {
  const [door, { refetch }] = createResource(async () => await apiGet<DoorView>("/api/v1/identity/door"));
  return { door, refetch };
}
