// The quick way out under script: what this device holds of a report is erased, and the back button does not come back here.
import { forgetAll } from "./keep-typed.ts";
import { dropAllEntries } from "./outbox/store.ts";

/** @param before what would hold the page back, and is let go. */
export function leaveQuickly(before: () => void = () => {}): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-leave]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      before();
      void forgetAll();
      void dropAllEntries();
      // Sealed pieces of files, in a store of their own (`pieces/store.ts`).
      globalThis.indexedDB?.deleteDatabase("toguna-pieces");
      // Without a line the browser's own page would show our address.
      location.replace(navigator.onLine ? link.href : "about:blank");
    });
}
