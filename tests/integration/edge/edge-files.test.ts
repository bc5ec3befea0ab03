// Photos and files at the edge, under plain workerd against a running core: they arrive as they left, after their report, in spite of cuts; and nothing that belongs elsewhere gets in.
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addUploadedFile } from "../../../backend/add-uploaded-file.ts";
import { readReportAsReporter } from "../../../backend/coordination/index.ts";
import { sealPieces } from "../../../backend/intake/edge/pieces/seal-pieces.ts";
import { pieceBytes, piecesPath } from "../../../backend/intake/edge/pieces/wire/model.ts";
import { fetchFilesFromEdges, fetchFromEdges, openReceipt } from "../../../backend/intake/index.ts";
import { formatReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { chromiumPath, openBrowser } from "../../support/browser.ts";
import {
  type Edge,
  keyOf,
  makeEdge,
  postPiece,
  postSealed,
  type SealedPiece,
  sealedWithFiles,
  workerdVersion,
} from "../../support/edge.ts";
import { picture } from "../../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const file = (name: string, size: number): { name: string; bytes: Blob } => ({
  name,
  bytes: new Blob([randomBytes(size)], { type: "application/octet-stream" }),
});
const sha256 = async (bytes: Blob): Promise<string> =>
  createHash("sha256")
    .update(new Uint8Array(await bytes.arrayBuffer()))
    .digest("hex");

describe.skipIf(workerdVersion() === undefined)("files at the edge", () => {
  let server: WebServer;
  let edge: Edge;
  let core: Context;

  beforeAll(async () => {
    server = await startWebServer();
    edge = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under: "workerd" });
    await edge.start();
    const system = server.world.context({ kind: "system", job: "edge.fetch" });
    core = { ...system, config: { ...system.config, edgeUrls: [edge.url] } };
  }, 120_000);
  afterAll(async () => {
    await edge?.stop();
  });

  const fetchFiles = async (): Promise<object> => (await fetchFilesFromEdges(core, addUploadedFile))[0] ?? {};
  const all = async (pieces: SealedPiece[], url = edge.url): Promise<void> => {
    for (const piece of pieces) expect(await postPiece(url, piece)).toMatchObject({ status: 200 });
  };
  /** Name and hash of each file of the report with these words, as they lie at the core. */
  const arrived = async (words: string): Promise<{ name: string; sha256: string }[]> =>
    await server.world.owner<{ name: string; sha256: string }[]>`select f.name, encode(o.sha256, 'hex') as sha256
      from report_files f join objects o on o.id = f.object_id join reports r on r.id = f.report_id where r.description = ${words} order by f.added_at, f.id`;
  const states = async (words: string): Promise<string[]> =>
    (
      await server.world.owner<
        { state: string }[]
      >`select s.state from sealed_files s join reports r on r.id = s.report_id
        where r.description = ${words} order by s.place`
    ).map(({ state }) => state);

  test("text first, files after: pieces wait at the edge through its fall, and the report at the core has the same bytes; until then its receipt says that they are on their way", async () => {
    const words = `with files ${randomBytes(4).toString("hex")}`;
    const files = [file("photo.jpg", 2 * pieceBytes + 17), file("note.txt", 3)];
    const { item, secret, pieces } = await sealedWithFiles(await keyOf(edge.url), { description: words }, files);
    expect(pieces.map(({ name }) => `${name.file}.${name.seq}/${name.count}`)).toEqual([
      "0.0/3",
      "0.1/3",
      "0.2/3",
      "1.0/1",
    ]);
    // Before its report a piece is of nobody.
    expect(await postPiece(edge.url, pieces[0] as SealedPiece)).toMatchObject({ status: 404 });
    const { locator } = (await (await postSealed(edge.url, item)).json()) as { locator: string };
    await all(pieces.slice(0, 2));
    await edge.stop();
    await edge.start();
    // The same again is the same; the one after the next has to wait.
    expect(await postPiece(edge.url, pieces[1] as SealedPiece)).toMatchObject({ status: 200, have: 2 });
    // While the report is not with the core its files are not handed over.
    expect(await fetchFiles()).toMatchObject({ whole: 0, waiting: 2, trouble: null });
    await fetchFromEdges(core);
    expect(await fetchFiles()).toMatchObject({ whole: 0, waiting: 0, trouble: null });
    const token =
      (await openReceipt(server.world.context({ kind: "anonymous" }), formatReceipt({ locator, secret }), {
        address: "192.0.2.7",
        isExempt: true,
      })) ?? "";
    const look = async (): Promise<object[]> =>
      (await readReportAsReporter(server.world.context({ kind: "anonymous" }), token))?.awaited ?? [];
    expect(await look()).toEqual([
      { name: "photo.jpg", size: 2 * pieceBytes + 17, state: "on_way" },
      { name: "note.txt", size: 3, state: "on_way" },
    ]);
    await all(pieces.slice(2));
    expect(await fetchFiles()).toMatchObject({ whole: 2, waiting: 0, trouble: null });
    expect(await arrived(words)).toEqual([
      { name: "photo.jpg", sha256: await sha256(files[0]?.bytes as Blob) },
      { name: "note.txt", sha256: await sha256(files[1]?.bytes as Blob) },
    ]);
    expect(await look()).toEqual([]);
    // The edge has forgotten the bytes, and knows that the file is whole; the core takes nothing twice.
    expect(await postPiece(edge.url, pieces[0] as SealedPiece)).toMatchObject({ status: 200, state: "whole" });
    expect(await postPiece(server.url, pieces[2] as SealedPiece)).toMatchObject({ status: 200, state: "whole" });
    expect(await arrived(words)).toHaveLength(2);
  });

  test("a foreign secret, another place, another report, another count, a changed bit, one too many and one too large get nowhere, at the edge and at the core", async () => {
    const words = `attacked ${randomBytes(4).toString("hex")}`;
    const key = await keyOf(edge.url);
    const files = [file("a.bin", 2 * pieceBytes)];
    const { item, pieces, described } = await sealedWithFiles(key, { description: words }, files);
    const other = await sealedWithFiles(key, { description: "another" }, [file("b.bin", 2 * pieceBytes)]);
    const [first, second] = pieces as [SealedPiece, SealedPiece];
    const asked = async (piece: SealedPiece, at = edge.url): Promise<number> => (await postPiece(at, piece)).status;
    // At the core's own door a piece before its report is to be brought later.
    expect(await asked(first, server.url)).toBe(503);
    await postSealed(edge.url, item);
    await postSealed(edge.url, other.item);
    await fetchFromEdges(core);
    const named = (change: object, body = first.body): SealedPiece => ({ name: { ...first.name, ...change }, body });
    for (const [piece, atEdge, atCore] of [
      [named({ right: "0".repeat(64) }), 404, 404],
      [named({ item: other.item.id }), 404, 404],
      [named({ seq: 1 }), 409, 404],
      [named({ file: 19 }), 200, 404],
      [named({ count: 191 }), 200, 404],
      [named({ file: 20 }), 400, 400],
      [named({ count: 9999 }), 400, 400],
      [named({}, new Uint8Array(262_145)), 413, 413],
      [named({ keyId: "0".repeat(16) }), 400, 404],
    ] as const) {
      expect([piece.name, await asked(piece, server.url)]).toEqual([piece.name, atCore]);
      // What only the core can know stands as 200 here, and is not left lying at the edge.
      expect([piece.name, atEdge === 200 ? 200 : await asked(piece)]).toEqual([piece.name, atEdge]);
    }
    // Who knows the right but has another report's bytes, or changed ones: it does not open at the core.
    const changed = new Uint8Array(first.body);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    for (const body of [changed, second.body, (other.pieces[0] as SealedPiece).body])
      expect(await asked(named({}, body), server.url)).toBe(404);
    // Sealed anew by somebody who saw the name and the right, but not the secret.
    const forged: SealedPiece[] = [];
    const promised = { ...described.promised, secret: other.described.promised.secret };
    await sealPieces(
      key,
      item.id,
      { right: described.right, promised },
      files,
      async (name, body) => void forged.push({ name, body }),
    );
    expect(await asked(forged[0] as SealedPiece, server.url)).toBe(404);
    // The right ones still come in, the second of them not before the first.
    expect(await asked(second, server.url)).toBe(503);
    expect(await asked(first, server.url)).toBe(200);
    expect(await asked(second, server.url)).toBe(200);
    expect(await states(words)).toEqual(["arrived"]);
    expect((await arrived(words))[0]?.sha256).toBe(await sha256(files[0]?.bytes as Blob));
  });

  test("a file that came otherwise than it was announced is refused as a whole, and the report says so; one that never comes is missed", async () => {
    const words = `not as announced ${randomBytes(4).toString("hex")}`;
    const key = await keyOf(edge.url);
    const files = [file("whole.bin", 2000), file("never.bin", 2000)];
    const { item, secret, described } = await sealedWithFiles(key, { description: words }, files);
    const { locator } = (await (await postSealed(edge.url, item)).json()) as { locator: string };
    const swapped: SealedPiece[] = [];
    await sealPieces(
      key,
      item.id,
      described,
      [file("whole.bin", 2000)],
      async (name, body) => void swapped.push({ name, body }),
    );
    await all(swapped);
    await fetchFromEdges(core);
    expect(await fetchFiles()).toMatchObject({ whole: 0, refused: 1, waiting: 0 });
    expect(await arrived(words)).toEqual([]);
    expect(await postPiece(edge.url, swapped[0] as SealedPiece)).toMatchObject({ status: 200, state: "refused" });
    await server.world
      .owner`update sealed_files set moved_at = moved_at - interval '8 days' where item_id = ${item.id}`;
    const opened = await fetch(`${server.url}/receipt`, {
      method: "POST",
      body: new URLSearchParams({ digits: formatReceipt({ locator, secret }) }),
      redirect: "manual",
    });
    const cookie = opened.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
    const page = await fetch(`${server.url}/receipt/report`, {
      headers: { cookie: [...cookie, "language=en"].join("; ") },
    });
    const text = await page.text();
    expect(text).toMatch(/whole\.bin[^<]*<span class="aside">[^<]*was not taken/);
    expect(text).toMatch(/never\.bin[^<]*<span class="aside">[^<]*did not arrive/);
  });

  test("without script the form at the edge brings up to 5 MB, sealed in memory; past it nothing leaves, in words", async () => {
    const words = `without script ${randomBytes(4).toString("hex")}`;
    expect(await (await fetch(`${edge.url}/report/citizen?lang=en`)).text()).toContain('enctype="multipart/form-data"');
    const send = async (size: number): Promise<Response> => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ about: "citizen", story: words, reply: "receipt" }))
        form.append(name, value);
      form.append("files", new File([new Uint8Array(size).fill(7)], "écran.png", { type: "image/png" }));
      return await fetch(`${edge.url}/short`, { method: "POST", body: form, headers: { cookie: "language=en" } });
    };
    const large = await send(5_000_001);
    expect(large.status).toBe(413);
    expect(await large.text()).toContain("fewer or smaller files");
    expect((await send(300_000)).status).toBe(202);
    await fetchFromEdges(core);
    expect(await fetchFiles()).toMatchObject({ whole: 1, trouble: null });
    const expected = createHash("sha256").update(new Uint8Array(300_000).fill(7)).digest("hex");
    expect(await arrived(words)).toEqual([{ name: "écran.png", sha256: expected }]);
  });

  test.skipIf(!chromiumPath)(
    "in a browser: a photo and a file are chosen at the edge, leave the phone sealed after the text, go on after the line was cut, and lie in the report with the same bytes",
    async () => {
      const browser = await openBrowser();
      const context = await browser.newContext({ locale: "fr-ML", viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      await page.goto(`${edge.url}/suspicious`, { waitUntil: "networkidle" });
      const bytes = randomBytes(3 * pieceBytes);
      await page.setInputFiles("#f-files", [
        { name: "message.eml", mimeType: "message/rfc822", buffer: bytes },
        { name: "vide.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
      ]);
      await page.locator(".files li").first().waitFor({ timeout: 60_000 });
      expect(await page.textContent(".note")).toContain("vide.txt");
      expect(await page.locator(".files li").count()).toBe(1);
      await picture(page, "fr-edge-files");
      // The line is lost for files alone, in the middle of one.
      let pieces = 0;
      let isCut = true;
      await context.route(`**${piecesPath}`, async (route) => {
        if (route.request().method() === "POST" && isCut && ++pieces > 1) await route.abort();
        else await route.continue();
      });
      await page.click("form[data-short] button.go");
      await page.locator("[data-receipt]").waitFor({ timeout: 60_000 });
      const progress = page.locator("[data-pieces]");
      await page.locator('[data-pieces][data-left="2"]').waitFor({ timeout: 60_000 });
      await picture(page, "fr-edge-files-waiting");
      expect(await progress.textContent()).toContain("33");
      await fetchFromEdges(core);
      expect(await fetchFiles()).toMatchObject({ whole: 0, waiting: 0, trouble: null });
      isCut = false;
      await page.reload({ waitUntil: "networkidle" });
      await page.locator('[data-pieces][data-left="0"]').waitFor({ timeout: 60_000 });
      expect(await progress.textContent()).toContain("tout est parti");
      expect(await fetchFiles()).toMatchObject({ whole: 1, waiting: 0, trouble: null });
      const [row] = await server.world.owner<{ sha256: string; description: string }[]>`
        select encode(o.sha256, 'hex') as sha256, r.description from report_files f join objects o on o.id = f.object_id join reports r on r.id = f.report_id
        where f.name = 'message.eml'`;
      // A photo or file of the message stands for its text.
      expect(row).toEqual({
        sha256: createHash("sha256").update(bytes).digest("hex"),
        description: "Voir le fichier\u00a0: message.eml",
      });
      await context.close();
    },
  );
});
