// Reads the text of the pictures in one file, in a process of its own that is ended at every limit; what was read until then is kept.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PictureLimits, PictureText, ReadMessage, ReadRequest } from "./model.ts";

const workerFile = fileURLToPath(new URL("./picture-worker.ts", import.meta.url));

/** Between two pictures there is unpacking alone. */
const longestSilenceMs = 60_000;

/**
 * @returns a picture for each that was read or could not be; never throws for what is in the file
 * @throws when the process cannot be started at all
 */
export async function readPictures(request: ReadRequest): Promise<PictureText[]> {
  const pictures: PictureText[] = [];
  let current: string | null = null;
  return await new Promise((resolve, reject) => {
    // No address of a database, no key: the process that opens strangers' pictures knows nothing.
    const child = fork(workerFile, [], {
      env: {},
      execArgv: ["--max-old-space-size=256"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "json",
    });
    let why: string | null = null;
    let isDone = false;
    const end = (reason: string): void => {
      why ??= reason;
      child.kill("SIGKILL");
    };
    const wholeTimer = setTimeout(() => end(timeWords(request.limits)), request.limits.fileTimeMs);
    let timer = setTimeout(() => end("the reader did not start"), longestSilenceMs);
    const watch = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(timeWords(request.limits)), ms);
    };
    child.on("message", (message) => {
      const told = message as ReadMessage;
      if (told.kind === "started") {
        current = told.part;
        watch(request.limits.pictureTimeMs);
      } else if (told.kind === "picture") {
        current = null;
        pictures.push(told.picture);
        watch(longestSilenceMs);
      } else if (told.kind === "over") end("it needs more memory than a picture may");
      else {
        isDone = true;
        child.kill("SIGKILL");
      }
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      clearTimeout(wholeTimer);
      reject(error);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      clearTimeout(wholeTimer);
      if (!isDone) why ??= `the reader broke off (${signal ?? `code ${code}`})`;
      if (why !== null) pictures.push(unread(current ?? request.name, why));
      resolve(pictures);
    });
    child.send(request);
  });
}

function timeWords(limits: PictureLimits): string {
  return `reading took longer than ${Math.round(limits.pictureTimeMs / 1000)} s`;
}

function unread(part: string, problem: string): PictureText {
  return { part, text: "", confidence: 0, width: 0, height: 0, problem };
}
