// `toguna edge build`: writes the portal of the edge as a folder that wrangler sends or plain workerd serves. `toguna edge fetch`: brings in now what waits there.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { addUploadedFile } from "../add-uploaded-file.ts";
import { renderEdge } from "../../frontend/portal/render-edge.ts";
import { loadStatics } from "../../frontend/portal/load-statics.ts";
import { fetchFilesFromEdges, fetchFromEdges, relayKeys, sealingKeys } from "../intake/index.ts";
import type { Site } from "../intake/edge/model.ts";
import { systemClock } from "../platform/clock/index.ts";
import { type Config, parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { makeLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { listFileLanguages, wordsIn } from "../platform/words/index.ts";
import { countryForPortal, portalFolder } from "../portal-country.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const workerPath = join(root, "frontend", "dist", "edge", "worker.js");

const buildUsage = `toguna edge build --url https://report.cert.example [--number N] [--no-plain] [--out DIR] [--data DIR]

  --url       the edge's own address, as people and the core will write it
  --number    0 to 9, another for each edge: the receipts of two edges are then never the same (0)
  --no-plain  takes no form without script, so that the edge never holds a text in clear
  --out       where it is written (edge/ in the data folder); what stands there is replaced
`;

/** @returns 0 done, 1 when something is missing, 2 wrong usage */
export async function buildEdge(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      number: { type: "string" },
      "no-plain": { type: "boolean" },
      out: { type: "string" },
      data: { type: "string" },
    },
  });
  const number = values.number ?? "0";
  if (values.url === undefined || !URL.canParse(values.url) || !/^\d$/.test(number)) {
    process.stderr.write(buildUsage);
    return 2;
  }
  if (!existsSync(workerPath)) throw new Error(`${workerPath} is not there: run npm run build first`);
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  // Only its keys are needed: the core may be stopped, or its database elsewhere.
  if (!existsSync(join(config.dataDir, "secrets")))
    throw new Error(`${config.dataDir} holds no installation; say where it is with --data DIR`);
  const out = values.out ?? join(config.dataDir, "edge");
  const takesPlain = values["no-plain"] !== true;
  const site = await siteOf(config, { edgeUrl: new URL(values.url).origin, number: Number(number), takesPlain });
  const files = await writeSite(join(out, "site"), config, site);
  // In a folder of its own: wrangler takes what lies beside it for modules, and watches it.
  cpSync(workerPath, join(out, "worker", "worker.js"));
  cpSync(join(root, "backend", "intake", "edge", "workerd.capnp"), join(out, "workerd.capnp"));
  const wrangler = readFileSync(join(root, "wrangler.toml"), "utf8");
  writeFileSync(
    join(out, "wrangler.toml"),
    wrangler.replace(/^main = .*$/m, 'main = "worker/worker.js"').replace(/^directory = .*$/m, 'directory = "site"'),
  );
  process.stdout.write(`wrote ${files} files for ${site.edgeUrl} to ${out}

  Cloudflare:     cd ${out} && npx wrangler deploy
  Own machine:    cd ${out} && mkdir -p queue && workerd serve workerd.capnp
  Then start the core with EDGE_URL=${site.edgeUrl}: it fetches what waits there each minute.
`);
  return 0;
}

async function siteOf(config: Config, given: Pick<Site, "edgeUrl" | "number" | "takesPlain">): Promise<Site> {
  const secrets = openSecrets(config.dataDir);
  const [first = "fr", ...languages] = countryForPortal(config.country).languages;
  const { keyId, publicKey } = await sealingKeys({ secrets });
  return {
    ...given,
    coreUrl: config.publicUrl,
    keyId,
    publicKey,
    relayKeys: [relayKeys({ secrets }).publicKey],
    timeZone: countryForPortal(config.country).timeZone,
    languages: [first, ...languages],
    spoken: spokenFor([first, ...languages]),
  };
}

/** Complete languages of one file, where the country speaks what they fall back to. */
function spokenFor(languages: readonly string[]): Site["spoken"] {
  return listFileLanguages()
    .filter(({ state, fallsBackTo }) => state === "complete" && languages.includes(fallsBackTo))
    .map(({ tag, fallsBackTo }) => ({ tag, fallsBackTo }));
}

/** @returns how many files were written. */
async function writeSite(folder: string, config: Config, site: Site): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  const statics = loadStatics(portalFolder);
  const files = await renderEdge(site, {
    country: countryForPortal(config.country),
    statics,
    words: wordsIn,
    begun: listFileLanguages(),
  });
  files.set("/site.json", JSON.stringify(site, null, 2));
  for (const [path, body] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, body);
  }
  return files.size;
}

/** @returns 0 when every edge answered, 1 when one did not */
export async function fetchEdges(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  if (config.edgeUrls.length === 0)
    throw new Error("no edge is configured: start with EDGE_URL=https://report.cert.example");
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-edge-fetch", async (db) => {
    const services = {
      config,
      clock: systemClock,
      db,
      objects: openObjectStore(config.dataDir),
      secrets,
      log: makeLog("silent", "edge"),
    };
    const ctx = makeContext(services, { kind: "system", job: "edge.fetch" }, "console");
    const fetched = await fetchFromEdges(ctx);
    for (const { edge, delivered, refused, waiting, trouble } of fetched)
      process.stdout.write(
        trouble === null
          ? `${edge}: ${delivered} brought in, ${refused} refused, ${waiting} still waiting\n`
          : `${edge}: ${trouble}; what waits there is kept there\n`,
      );
    const files = await fetchFilesFromEdges(ctx, addUploadedFile);
    for (const { edge, whole, waiting, trouble } of files)
      process.stdout.write(
        trouble === null
          ? `${edge}: ${whole} files whole, ${waiting} pieces still waiting\n`
          : `${edge}: ${trouble}; files that wait there are kept there\n`,
      );
    return [...fetched, ...files].every(({ trouble }) => trouble === null) ? 0 : 1;
  });
}
