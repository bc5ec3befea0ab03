// After the receipt: the files that waited on this device go one by one, with progress, and again when the line was lost.
import { dropHeldFile, type HeldFile, heldFiles } from "./file-store.ts";
import type { Words } from "./words.ts";

const retriesMs = [0, 3_000, 10_000, 30_000, 60_000, 120_000];
const mostMegabytes = 25;

export async function drainFiles(place: HTMLElement, words: Words): Promise<void> {
  const flow = place.dataset["upload"] ?? "";
  // On the report's own page files wait for its form to be sent; ?added says that it was.
  if (flow === "report" && !new URLSearchParams(location.search).has("added")) return;
  const files = await heldFiles(flow).catch(() => []);
  if (files.length === 0) return;
  const warn = (event: BeforeUnloadEvent): void => {
    event.preventDefault();
  };
  addEventListener("beforeunload", warn);
  const failed: string[] = [];
  try {
    if (flow !== "report") await openReport();
    for (const [at, file] of files.entries()) {
      const say = (percent: number): void => {
        const line = words("upload", { at: at + 1, count: files.length, name: file.name, percent });
        show(place, `${line} ${words("stay")}`);
      };
      if ((await sendWithRetries(file, say, words, place)) === "refused") failed.push(file.name);
      if (file.id !== undefined) await dropHeldFile(file.id);
    }
  } finally {
    removeEventListener("beforeunload", warn);
  }
  show(
    place,
    failed.length > 0
      ? failed.map((name) => words("uploadFailed", { name, max: mostMegabytes })).join(" ")
      : words("uploaded"),
  );
}

function show(place: HTMLElement, text: string): void {
  place.className = "box";
  place.textContent = text;
}

/** The receipt that was just given opens its report; the cookie of half an hour stays with the browser. */
async function openReport(): Promise<void> {
  for (const waitMs of retriesMs) {
    await pause(waitMs);
    try {
      const response = await fetch("/receipt/again", { method: "POST", headers: { accept: "application/json" } });
      if (response.ok) return;
    } catch {
      // The line is lost: after a while once more.
    }
  }
}

async function sendWithRetries(
  file: HeldFile,
  progress: (percent: number) => void,
  words: Words,
  place: HTMLElement,
): Promise<"sent" | "refused"> {
  for (let tries = 0; ; tries++) {
    await Promise.race([
      pause(retriesMs[Math.min(tries, retriesMs.length - 1)] ?? 0),
      // The line is back: no need to wait.
      ...(tries > 0 ? [new Promise((resolve) => addEventListener("online", resolve, { once: true }))] : []),
    ]);
    const status = await sendOne(file, progress);
    if (status === 204) return "sent";
    if (status >= 400 && status < 500) return "refused";
    show(place, words("offline"));
  }
}

/** HTTP status, or 0 when the line was lost. XMLHttpRequest, since fetch does not tell how much has left. */
function sendOne(file: HeldFile, progress: (percent: number) => void): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/receipt/file");
    request.upload.onprogress = (event) => {
      progress(event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0);
    };
    request.onload = () => {
      resolve(request.status);
    };
    request.onerror =
      request.ontimeout =
      request.onabort =
        () => {
          resolve(0);
        };
    const body = new FormData();
    body.append("file", file.blob, file.name);
    progress(0);
    request.send(body);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
