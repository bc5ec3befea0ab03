// The portal's service worker: the forms that can be sent later open without a line, and what waits is sent when the browser wakes it. It keeps those pages with their files, and no receipt.
import { syncTag } from "./outbox/ask-for-sync.ts";
import { drain } from "./outbox/drain.ts";
import { listEntries } from "./outbox/store.ts";

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
  addEventListener(name: "install" | "activate", listen: (event: WorkerEvent) => void): void;
  addEventListener(name: "fetch", listen: (event: FetchEvent) => void): void;
  addEventListener(name: "sync", listen: (event: WorkerEvent & { tag: string }) => void): void;
  addEventListener(name: "message", listen: (event: WorkerEvent & { data: unknown }) => void): void;
}
const worker = self as unknown as Worker;
const shell = "toguna-shell-1";
/** The pages that open without a line. Never a receipt, an answer or a draft. */
const pages = ["/short", "/suspicious", "/help"];
const patienceMs = 3_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(worker.skipWaiting());
});
worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then(async (names) => {
        await Promise.all(names.filter((name) => name !== shell).map(async (name) => await caches.delete(name)));
      })
      .then(async () => {
        await worker.clients.claim();
      }),
  );
});

worker.addEventListener("message", (event) => {
  const { type, files } = (event.data ?? {}) as { type?: string; files?: string[] };
  if (type === "keep" && Array.isArray(files)) event.waitUntil(keep(files));
});

async function keep(files: string[]): Promise<void> {
  const cache = await caches.open(shell);
  const fetched = await Promise.all(
    pages.map(async (path): Promise<[string, Response]> => [path, await fetch(path, { credentials: "same-origin" })]),
  );
  for (const [path, response] of fetched) if (response.ok) await cache.put(path, response.clone());
  const inPages = await Promise.all(
    fetched.map(async ([, response]) => [...(await response.text()).matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)]),
  );
  const paths = [...pages, ...new Set([...files, ...inPages.flat().map(([, path]) => path ?? "")])];
  for (const { url } of await cache.keys()) {
    // Files of an older build; pages are overwritten below.
    if (!paths.includes(new URL(url).pathname)) await cache.delete(url);
  }
  await Promise.all(
    paths.slice(pages.length).map(async (path) => {
      if (!path.startsWith("/static/") || (await cache.match(path))) return;
      const response = await fetch(path, { credentials: "same-origin" });
      if (response.ok) await cache.put(path, response);
    }),
  );
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(fromShell(request, pathname));
  else if (request.mode === "navigate" && pages.includes(pathname)) event.respondWith(fresh(request, pathname));
});

worker.addEventListener("sync", (event) => {
  if (event.tag === syncTag) event.waitUntil(drainAll());
});

/** @throws while something still waits: the browser then wakes the worker again. */
async function drainAll(): Promise<void> {
  await drain(() => {}, true);
  if ((await listEntries()).some(({ state }) => state === "waiting")) throw new Error("something still waits");
}

async function fromShell(request: Request, pathname: string): Promise<Response> {
  const kept = await caches.match(pathname);
  return kept ?? (await fetch(request));
}

/** From the network where it answers within three seconds; else as it was kept. */
async function fresh(request: Request, pathname: string): Promise<Response> {
  const kept = await caches.match(pathname);
  if (!kept) return await fetch(request);
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => {
      resolve(kept.clone());
    }, patienceMs);
  });
  const asked = fetch(request).then(
    async (response) => {
      if (response.ok && !response.redirected) {
        const cache = await caches.open(shell);
        await cache.put(pathname, response.clone());
      }
      return response.status >= 500 ? kept : response;
    },
    () => kept,
  );
  return await Promise.race([asked, late]);
}
