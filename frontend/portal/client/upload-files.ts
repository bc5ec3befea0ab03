// After the receipt: the files that waited on this device go one by one, with progress in words; after a lost line, a reload or a reboot they go on where they were.
import { dropHeldFile, grantFiles, heldFiles, sentFlow } from "./file-store.ts";
import { sendFile } from "./send-file.ts";
import type { Words } from "./words.ts";

const waitsMs = [3_000, 10_000, 30_000, 60_000, 120_000];
const mostMegabytes = 25;

/** @param place where the receipt, or the report, stands; undefined on other pages: what waits then goes on below their top. */
export async function drainFiles(place: HTMLElement | undefined, words: Words): Promise<void> {
  const { upload: flow, grant } = place?.dataset ?? {};
  // On the report's own page files wait for its form to be sent; ?added says that it was.
  const isTold = flow !== "report" || new URLSearchParams(location.search).has("added");
  if (flow && grant && isTold) await grantFiles(flow, grant).catch(() => {});
  if ((await heldFiles(sentFlow).catch(() => [])).length === 0) return;
  const box = place ?? addPlace();
  // Two pages of one device do not send the same at once.
  if ("locks" in navigator) await navigator.locks.request("toguna-uploads", async () => await sendAll(box, words));
  else await sendAll(box, words);
}

function addPlace(): HTMLElement {
  const place = document.createElement("div");
  place.className = "no-print";
  place.setAttribute("role", "status");
  document.getElementById("main")?.prepend(place);
  return place;
}

async function sendAll(place: HTMLElement, words: Words): Promise<void> {
  const failed: string[] = [];
  const files = await heldFiles(sentFlow);
  for (const [at, file] of files.entries()) {
    const say = (percent: number): void => {
      const line = words("upload", { at: at + 1, count: files.length, name: file.name, percent });
      show(place, `${line} ${words("stay")}`);
    };
    for (let tries = 0; ; tries++) {
      // As it stands now: its address was kept when it began.
      const held = (await heldFiles(sentFlow)).find(({ id }) => id === file.id);
      if (!held) break;
      try {
        say(0);
        if ((await sendFile(held, say)) === "refused") failed.push(file.name);
        await dropHeldFile(file.id);
        break;
      } catch {
        await waitForLine(place, words, waitsMs[Math.min(tries, waitsMs.length - 1)] ?? 0);
      }
    }
  }
  show(
    place,
    failed.length > 0
      ? failed.map((name) => words("uploadFailed", { name, max: mostMegabytes })).join(" ")
      : words("uploaded"),
  );
}

function show(place: HTMLElement, text: string): void {
  place.classList.add("box");
  place.textContent = text;
}

/** Until the time is over, the line is back, the page is looked at again, or somebody taps "Try now". */
async function waitForLine(place: HTMLElement, words: Words, ms: number): Promise<void> {
  show(place, `${words("offline")} `);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = words("retry");
  place.append(button);
  await new Promise<void>((resolve) => {
    const go = (): void => {
      resolve();
    };
    setTimeout(go, ms);
    button.addEventListener("click", go);
    addEventListener("online", go, { once: true });
    document.addEventListener("visibilitychange", go, { once: true });
  });
}
