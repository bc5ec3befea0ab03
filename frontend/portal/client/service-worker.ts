// The portal's service worker: the short form opens without a line. It keeps that page in the reader's language with its files, and nothing else.
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
  addEventListener(name: "message", listen: (event: WorkerEvent & { data: unknown }) => void): void;
}
const worker = self as unknown as Worker;
const shell = "toguna-shell-1";
/** The pages that open without a line. Never a receipt, an answer or a draft. */
const pages = ["/short", "/help"];
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
  if (type === "keep" && Array.isArray(files)) event.waitUntil(keep([...pages, ...files]));
});

async function keep(paths: string[]): Promise<void> {
  const cache = await caches.open(shell);
  for (const { url } of await cache.keys()) {
    // Files of an older build; pages are overwritten below.
    if (!paths.includes(new URL(url).pathname)) await cache.delete(url);
  }
  await Promise.all(
    paths.map(async (path) => {
      if (path.startsWith("/static/") && (await cache.match(path))) return;
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
