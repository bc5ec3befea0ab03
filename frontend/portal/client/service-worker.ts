// The portal's service worker: the forms that can be sent later open without a line, and what waits is sent when the browser wakes it. It keeps those pages with their files, and no receipt.
import { syncTag } from "./outbox/ask-for-sync.ts";
import { drain } from "./outbox/drain.ts";
import { listEntries } from "./outbox/store.ts";
import { listPieces } from "./pieces/store.ts";

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
const shell = "toguna-shell-2";
/** In the shell: which pages open without a line and from what, in which language last, kept when. */
const listPath = "/kept.json";
/** Kept pages are asked for again after a day, or where the portal was built anew. */
const lifeMs = 86_400_000;
const patienceMs = 3_000;
/** Where another page stands for the one that was asked for. */
const longPatienceMs = 10_000;

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

interface KeepAsked {
  type?: string;
  /** What the page loaded: the names change with each build. */
  files?: string[];
  language?: string;
  saveData?: boolean;
}

/** What opens without a line: each address with the page that stands for it; never a receipt, an answer or a draft. */
interface OfflineList {
  pages: [path: string, source: string][];
  languages: string[];
  /** Styles and scripts, also those that a page loads later. */
  files: string[];
}

interface Kept extends OfflineList {
  language: string;
  keptAt: number;
}

worker.addEventListener("message", (event) => {
  const asked = (event.data ?? {}) as KeepAsked;
  if (asked.type === "keep" && Array.isArray(asked.files)) event.waitUntil(keep(asked, asked.files));
});

async function readKept(): Promise<Kept | undefined> {
  const found = await caches.match(listPath);
  return found && ((await found.json()) as Kept);
}

/** As a stranger asks: no cookie goes along and none is set, so that no draft is among what is kept. */
async function ask(path: string): Promise<Response> {
  return await fetch(path, { credentials: "omit" });
}

const inLanguage = (path: string, language: string): string => `${path}?lang=${language}`;

async function keep({ language = "", saveData }: KeepAsked, files: string[]): Promise<void> {
  const cache = await caches.open(shell);
  const write = async (kept: Kept): Promise<void> => await cache.put(listPath, new Response(JSON.stringify(kept)));
  const earlier = await readKept();
  const isSame = earlier && files.every((path) => earlier.files.includes(path));
  if (isSame && Date.now() - earlier.keptAt < lifeMs && earlier.languages.includes(language))
    return await write({ ...earlier, language });
  const list = (await (await ask("/offline.json")).json()) as OfflineList;
  const languages = saveData ? [language] : list.languages;
  const pages = [...new Set(list.pages.map(([, source]) => source))];
  const held = [listPath, ...list.files, ...pages.flatMap((path) => languages.map((one) => inLanguage(path, one)))];
  for (const address of held) {
    // A file's name says what is in it; a page is fetched anew.
    if (address === listPath || (list.files.includes(address) && (await cache.match(address)))) continue;
    const response = await ask(address);
    if (response.ok) await cache.put(address, response);
  }
  await write({ ...list, languages, language, keptAt: Date.now() });
  for (const { url } of await cache.keys()) {
    // Files of an older build.
    const { pathname, search } = new URL(url);
    if (!held.includes(pathname + search)) await cache.delete(url);
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(fromShell(request, pathname));
  else if (request.mode === "navigate") event.respondWith(fresh(request));
});

worker.addEventListener("sync", (event) => {
  if (event.tag === syncTag) event.waitUntil(drainAll());
});

/** @throws while something still waits: the browser then wakes the worker again. */
async function drainAll(): Promise<void> {
  await drain(() => {}, true);
  const isWaiting = (await listEntries()).some(({ state }) => state === "waiting");
  if (isWaiting || (await listPieces()).length > 0) throw new Error("something still waits");
}

async function fromShell(request: Request, pathname: string): Promise<Response> {
  const kept = await caches.match(pathname);
  return kept ?? (await fetch(request));
}

/** From the network where it answers soon enough; else the page as it was kept, in the language that was asked for or seen last. */
async function fresh(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const kept = await readKept();
  const source = kept?.pages.find(([path]) => path === pathname)?.[1];
  if (!kept || source === undefined) return await fetch(request);
  const asked = searchParams.get("lang") ?? "";
  const language = kept.languages.includes(asked) ? asked : kept.language;
  const page = await caches.match(inLanguage(source, language));
  const late = new Promise<Response>((resolve) => {
    if (page) setTimeout(() => resolve(page), source === pathname ? patienceMs : longPatienceMs);
  });
  const answered = fetch(request).then(
    (response) => (response.status >= 500 && page ? page : response),
    async (error: unknown) => {
      if (!page) throw error;
      // Another language was chosen without a line: the pages that follow stand in it too.
      if (language !== kept.language)
        await (await caches.open(shell)).put(listPath, new Response(JSON.stringify({ ...kept, language })));
      return page;
    },
  );
  return await Promise.race([answered, late]);
}
