// The clerk's pages under script: each answer takes the place of the page, so that no earlier person stands in the browser's history.
import type { Proof } from "./prepare-proof.ts";
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
      takePlace(await response.text());
      begin();
    } catch {
      showNote(form, words("offline"), { label: words("retry"), run: () => void send(submitter) });
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
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  scrollTo(0, 0);
  (document.querySelector<HTMLElement>(".summary") ?? document.getElementById("main"))?.focus();
}
