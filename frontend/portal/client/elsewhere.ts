// The outbox on pages that are not about it: loaded only where something waits on this device, so that it costs the others nothing.
import { runOutbox } from "./outbox/run-outbox.ts";
import { readWords, type Words } from "./words.ts";

void begin();

async function begin(): Promise<void> {
  const own = readWords();
  const words = own("outbox.title") === "" ? await fetchWords() : own;
  const place = document.createElement("div");
  place.dataset["outbox"] = "";
  document.getElementById("main")?.prepend(place);
  runOutbox(place, words);
}

/** The sentences of the outbox, which the pages of the questions do not carry. */
async function fetchWords(): Promise<Words> {
  const response = await fetch("/outbox.json");
  return readWords(JSON.stringify(await response.json()));
}
