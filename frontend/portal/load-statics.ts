// The built style, script and icon, read once into memory; their names hold a hash, so that browsers keep them for a year.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Statics {
  stylesheet: string;
  script: string;
  /** The script of the page that checks proofs; no other page has it. */
  verifyScript: string;
  /** The script of the short report, which also works without a line. */
  shortScript: string;
  /** The outbox on other pages than the short report's. */
  outboxScript: string;
  /** What seals a form that has to wait. */
  sealScript: string;
  /** The service worker, to be served at the root. */
  serviceWorker: string;
  icon: string;
  /** The style of charts; no other page has it. */
  chartStyle: string;
  /** Addresses of all files. */
  paths(): string[];
  /** The file at an address under /static/, or undefined. */
  read(path: string): { body: Uint8Array<ArrayBuffer>; mediaType: string } | undefined;
}

const mediaTypes: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** @param folder what `vite build --config frontend/portal/vite.config.ts` wrote. @throws when it is not built. */
export function loadStatics(folder: string): Statics {
  const at = (source: string, part = ""): string => {
    const manifest = JSON.parse(readFileSync(join(folder, part, ".vite", "manifest.json"), "utf8")) as Record<
      string,
      { file: string } | undefined
    >;
    const entry = manifest[source];
    if (!entry) throw new Error(`${folder} was built without ${source}: run npm run build`);
    return `/static/${part}${entry.file}`;
  };
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith(".vite"))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const mediaType = mediaTypes[entry.name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
        return [`/static/${path.slice(folder.length + 1)}`, { body: new Uint8Array(readFileSync(path)), mediaType }];
      }),
  );
  return {
    stylesheet: at("portal.css"),
    script: at("client/main.ts"),
    verifyScript: at("client/verify.ts"),
    shortScript: at("client/short.ts", "short/"),
    outboxScript: at("client/elsewhere.ts", "short/"),
    sealScript: at("client/seal-form.ts", "short/"),
    serviceWorker: at("client/service-worker.ts", "worker/"),
    icon: at("icon.svg"),
    chartStyle: at("charts.css"),
    paths: () => [...files.keys()],
    read: (path) => files.get(path),
  };
}
