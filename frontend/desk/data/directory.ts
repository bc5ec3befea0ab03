// Who works cases, for choosing; asked once a page and again when a list of people is opened.
import { createSignal } from "solid-js";
import type { Directory } from "../../../backend/reporting/model.ts";
import { apiGet } from "../../platform/api.ts";

const [directory, setDirectory] = createSignal<Directory>({ people: [] });
export { directory };

/** A failure leaves what is known; the list it is for says so when it is empty. */
export async function loadDirectory(): Promise<void> {
  try {
    setDirectory(await apiGet<Directory>("/api/v1/desk/directory"));
  } catch {
    // The next opening asks again.
  }
}
