// Makes the server's pages kinder where there is script: keeps what is typed, survives a lost line, does the sum, holds files back.
import { watchFiles } from "./hold-files.ts";
import { forgetAll, keepTyped } from "./keep-typed.ts";
import { leaveQuickly } from "./leave-quickly.ts";
import { leaveNothing } from "./leave-nothing.ts";
import { listEntries } from "./outbox/store.ts";
import { prepareProof } from "./prepare-proof.ts";
import { readAloud } from "./read-aloud.ts";
import { sendKindly } from "./send-kindly.ts";
import { drainFiles } from "./upload-files.ts";
import { readWords } from "./words.ts";

const words = readWords();
document.documentElement.classList.add("has-script");
begin();
document.querySelector<HTMLElement>(".summary")?.focus();
void drainOutbox();

/** Only where something waits is the rest of the outbox loaded. */
async function drainOutbox(): Promise<void> {
  if (typeof indexedDB === "undefined" || (await listEntries()).length === 0) return;
  const script = document.createElement("script");
  script.type = "module";
  script.src = "/outbox.js";
  document.head.append(script);
}

function begin(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form")) {
    const { challenge, files, keep, send, forget, leavesNothing } = form.dataset;
    const proof = challenge ? prepareProof(form) : undefined;
    if (send !== undefined)
      sendKindly(form, words, {
        proof,
        files: files ? watchFiles(form, words) : undefined,
        typed: keep ? keepTyped(form, words) : undefined,
      });
    if (leavesNothing !== undefined) leaveNothing(form, words, proof, begin);
    if (forget !== undefined) form.addEventListener("submit", () => void forgetAll(forget));
  }
  leaveQuickly();
  for (const place of document.querySelectorAll<HTMLElement>("[data-aloud]")) readAloud(place);
  document.querySelector("[data-print]")?.addEventListener("click", () => {
    window.print();
  });
  void drainFiles(document.querySelector<HTMLElement>("[data-upload]") ?? undefined, words);
}
