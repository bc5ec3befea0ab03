// The clerk's pages under script: each answer takes the place of the page, so that no earlier person stands in the browser's history.
import { isPortals } from "../page-mark.ts";
import type { Proof } from "./prepare-proof.ts";
import { hush } from "./read-aloud.ts";
import { showNote, type Words } from "./words.ts";

const proofLimitMs = 20_000;

/** @param begin makes the page that takes the place kind in turn. */
export function leaveNothing(form: HTMLFormElement, words: Words, proof: Proof | undefined, begin: () => void): void {
  let isSending = false;
  const send = async (submitter: HTMLElement | null): Promise<void> => {
    if (isSending) return;
    isSending = true;
    try {
      await proof?.wait(proofLimitMs);
      proof?.fill();
      const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
      const response = await fetch(action, { method: "POST", body: new FormData(form) });
      // A gateway's page, or one that only says that something broke, would take the place of what the person told.
      if (!isPortals(response) || response.status === 500) throw new Error("not reached");
      const html = await response.text();
      if (!form.isConnected) return;
      takePlace(html);
      begin();
    } catch {
      const again = (): void => {
        if (form.isConnected) void send(submitter);
      };
      showNote(form, words("open"), { label: words("retry"), run: again });
      addEventListener("online", again, { once: true });
    } finally {
      isSending = false;
    }
  };
  // What a person has told is nowhere but on this page: leaving it by mistake is asked about.
  let hasWords = (form.getAttribute("action") ?? "").endsWith("/send");
  form.addEventListener("input", () => {
    hasWords = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (hasWords && form.isConnected) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(event.submitter ?? null);
  });
}

function takePlace(html: string): void {
  hush();
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  scrollTo(0, 0);
  (document.querySelector<HTMLElement>(".summary") ?? document.getElementById("main"))?.focus();
}
