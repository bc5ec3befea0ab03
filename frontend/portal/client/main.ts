// Makes the server's pages kinder where there is script: keeps what is typed, survives a lost line, does the sum, holds files back.
import { watchFiles } from "./hold-files.ts";
import { forgetAll, keepTyped } from "./keep-typed.ts";
import { prepareProof } from "./prepare-proof.ts";
import { sendKindly } from "./send-kindly.ts";
import { drainFiles } from "./upload-files.ts";
import { readWords } from "./words.ts";

const words = readWords();
document.documentElement.classList.add("has-script");

for (const form of document.querySelectorAll<HTMLFormElement>("form")) {
  const proof = form.dataset["challenge"] ? prepareProof(form) : undefined;
  const files = form.dataset["files"] ? watchFiles(form, words) : undefined;
  const typed = form.dataset["keep"] ? keepTyped(form, words) : undefined;
  if (form.dataset["send"] !== undefined) sendKindly(form, words, { proof, files, typed });
  else if (proof)
    form.addEventListener("submit", () => {
      proof.fill();
    });
  if (form.dataset["forget"] !== undefined)
    form.addEventListener("submit", () => void forgetAll(form.dataset["forget"]));
}

for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-leave]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    void forgetAll();
    // The back button does not come back here.
    location.replace(link.href);
  });

document.querySelector("[data-print]")?.addEventListener("click", () => {
  window.print();
});

const upload = document.querySelector<HTMLElement>("[data-upload]");
if (upload) void drainFiles(upload, words);
document.querySelector<HTMLElement>(".summary")?.focus();
