// Documents of published vulnerabilities for machines (CSAF 2.0 §7.1): by year, with hashes and the team's signature, lists, the provider's metadata; and CVE records. All of it is made of what is published alone, the tags too.
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { html } from "../../parts/page/html.ts";
import type { PortalEnv, PortalOptions } from "../options.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { csafPath } from "../pages/vulnerability-pages.ts";
import { page } from "../view.ts";
import type { PortalContext } from "./answer.ts";
import { makeProviderMetadata, providerMetadataPath } from "./provider-metadata.ts";

const plain = "text/plain; charset=utf-8";
const json = "application/json; charset=utf-8";
const missing = async (c: PortalContext): Promise<Response> => c.html(await noticePage(c.get("view"), "missing"), 404);

function give(c: PortalContext, text: string, type: string): Response {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  c.header("etag", tag);
  c.header("cache-control", "no-cache");
  const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return c.body(null, 304);
  c.header("content-type", type);
  return c.body(text);
}

export function addCsafRoutes(app: Hono<PortalEnv>, options: PortalOptions): void {
  const inFolder = (one: { number: string; firstPublishedAt: string }): string => csafPath(one).slice("/csaf/".length);
  const filesOf = async (c: PortalContext): Promise<string[]> =>
    (await c.get("core").disclosure.index()).map(inFolder).toSorted();
  app.get(providerMetadataPath, async (c) => {
    const { disclosure, team } = c.get("core");
    const { description, keys } = await team.read();
    const made = makeProviderMetadata({
      publicUrl: options.publicUrl,
      name: c.get("view").country.cert.name,
      writtenAt: description.writtenAt,
      keys,
      published: await disclosure.index(),
    });
    return made === undefined ? await missing(c) : give(c, `${JSON.stringify(made, null, 2)}\n`, json);
  });
  app.get("/csaf/index.txt", async (c) => give(c, (await filesOf(c)).map((file) => `${file}\n`).join(""), plain));
  app.get("/csaf/changes.csv", async (c) => {
    const lines = (await c.get("core").disclosure.index()).map((one) => `"${inFolder(one)}","${one.publishedAt}"\n`);
    return give(c, lines.join(""), "text/csv; charset=utf-8");
  });
  // Requirement 14: folders are listed.
  app.get("/csaf/", async (c) => {
    const years = [...new Set((await filesOf(c)).map((file) => `${file.split("/")[0] ?? ""}/`))];
    return await listing(c, "/csaf/", ["changes.csv", "index.txt", ...years]);
  });
  app.get("/csaf/:year/", async (c) => {
    const folder = `${c.req.param("year")}/`;
    const files = (await filesOf(c)).filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length));
    if (files.length === 0) return await missing(c);
    const isSigned = (await c.get("core").team.signature("")) !== undefined;
    const beside = [".sha256", ".sha512", ...(isSigned ? [".asc"] : [])];
    return await listing(
      c,
      `/csaf/${folder}`,
      files.flatMap((file) => [file, ...beside.map((end) => `${file}${end}`)]),
    );
  });
  app.get("/csaf/:year/:name", async (c) => {
    const found = /^(vu-\d{4}-\d{4,9})\.json(?:\.(sha256|sha512|asc))?$/.exec(c.req.param("name"));
    const number = found?.[1]?.toUpperCase() ?? "";
    const { disclosure, team } = c.get("core");
    const text = await disclosure.document(number, { kind: "csaf" });
    if (text === undefined) return await missing(c);
    const published = await disclosure.read(number);
    if (published?.firstPublishedAt.slice(0, 4) !== c.req.param("year")) return await missing(c);
    const wanted = found?.[2];
    if (wanted === undefined) return give(c, text, json);
    if (wanted === "asc") {
      const signature = await team.signature(text);
      return signature === undefined ? await missing(c) : give(c, signature, "application/pgp-signature");
    }
    const hash = createHash(wanted).update(text).digest("hex");
    return give(c, `${hash}  ${number.toLowerCase()}.json\n`, plain);
  });
  app.get("/cve/:number/:name", async (c) => {
    const found = /^(CVE-\d{4}-\d{4,19})(\.cna)?\.json$/.exec(c.req.param("name"));
    const kind = found?.[2] === undefined ? "cve" : "cna";
    const text = await c.get("core").disclosure.document(c.req.param("number"), { kind, cveId: found?.[1] ?? "" });
    return text === undefined ? await missing(c) : give(c, text, json);
  });
}

async function listing(c: PortalContext, folder: string, names: readonly string[]): Promise<Response> {
  return c.html(
    await page(
      { ...c.get("view"), hasScript: false },
      {
        title: folder,
        main: html`<h1>${folder}</h1><ul>${names.map((name) => html`<li><a href="${folder}${name}">${name}</a></li>`)}</ul>`,
      },
    ),
  );
}
