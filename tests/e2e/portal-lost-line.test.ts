// Bad lines, reloads and second taps: nothing typed is lost, and one report gives one receipt.
import { createHash, randomBytes } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { sealFields } from "../../frontend/portal/client/seal-form.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { goOn, pick, picture, readReceipt, walkToCheck, write } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;

async function open(
  options: { hasScript?: boolean; path?: string } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "fr-ML",
    javaScriptEnabled: options.hasScript ?? true,
  });
  const page = await context.newPage();
  await page.goto(server.url + (options.path ?? "/"));
  return { page, context };
}

const toStory = { first: pick("me"), what: pick("other"), started: pick("today"), reply: pick("receipt") };

/** What was typed, as it lies on the device once it is kept there. */
async function keptOn(page: Page): Promise<string> {
  await page.waitForFunction(() => localStorage.length > 0);
  return await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
}

/** What lies in the device's own database, each byte as a letter; and whether its key can be read out. */
async function lyingOn(page: Page): Promise<{ files: string; keys: { extractable: boolean }[] }> {
  return await page.evaluate(
    async () =>
      await new Promise((resolve, reject) => {
        const asked = indexedDB.open("toguna");
        asked.onerror = () => reject(new Error("no storage"));
        asked.onsuccess = () => {
          const look = asked.result.transaction(["files", "keys"]);
          const files = look.objectStore("files").getAll() as IDBRequest<{ body: Blob }[]>;
          const keys = look.objectStore("keys").getAll() as IDBRequest<CryptoKey[]>;
          look.oncomplete = () => {
            asked.result.close();
            const bodies = files.result.map(async ({ body }) => {
              const bytes = new Uint8Array(await body.arrayBuffer());
              return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
            });
            void Promise.all(bodies).then((letters) =>
              resolve({
                files: JSON.stringify(files.result) + letters.join(" "),
                keys: keys.result.map(({ extractable }) => ({ extractable })),
              }),
            );
          };
        };
      }),
  );
}

async function countReports(): Promise<number> {
  const [row] = await server.world.owner<{ count: number }[]>`select count(*)::int as count from reports`;
  return row?.count ?? 0;
}

describe.skipIf(!chromiumPath)("bad lines", () => {
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });

  test("a line that is lost at Continue is said in words, and the page goes on by itself when it is back", async () => {
    const { page, context } = await open({ path: "/report/citizen" });
    await pick("me")(page);
    await context.setOffline(true);
    await page.click("button.go");
    await page.locator(".note").filter({ hasText: "Pas de connexion" }).waitFor();
    await picture(page, "fr-offline");
    expect(await page.isChecked('input[value="me"]')).toBe(true);
    await context.setOffline(false);
    await page.waitForURL("**/report/citizen/what");
  });

  test("a text that was not sent yet comes back after a reload, also in another language", async () => {
    const { page } = await open({ path: "/report/citizen" });
    await pick("me")(page);
    await goOn(page);
    await pick("other")(page);
    await goOn(page);
    await goOn(page);
    await pick("today")(page);
    await goOn(page);
    await goOn(page);
    await page.fill("#f-story", "Trois lignes\ntapées sur un téléphone\nsans les envoyer");
    // It lies there locked: whoever copies the browser's storage reads none of it.
    expect(await keptOn(page)).not.toMatch(/lignes|téléphone/);
    await page.reload();
    await page.locator(".note").filter({ hasText: "est revenu" }).waitFor();
    expect(await page.inputValue("#f-story")).toBe("Trois lignes\ntapées sur un téléphone\nsans les envoyer");
    await page.click('a[hreflang="mn"]');
    expect(await page.getAttribute("html", "lang")).toBe("mn");
    await page.locator(".note").waitFor();
    expect(await page.inputValue("#f-story")).toContain("tapées sur un téléphone");
    await goOn(page);
    // Sent on: the device no longer holds it.
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test("what comes back is wiped from the device in one tap", async () => {
    const { page } = await open({ path: "/suspicious" });
    await page.locator("textarea").first().fill("Un message que je ne veux pas laisser ici");
    await keptOn(page);
    await page.reload();
    const note = page.locator(".note").filter({ hasText: "est revenu" });
    await note.getByRole("button", { name: "Effacer", exact: true }).click();
    await note.waitFor({ state: "detached" });
    expect(await page.locator("textarea").first().inputValue()).toBe("");
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await page.reload();
    expect(await page.locator("textarea").first().inputValue()).toBe("");
  });

  test("without script the answers of each Continue are there after closing the browser, and can be erased", async () => {
    const { page, context } = await open({ hasScript: false, path: "/report/citizen" });
    await pick("me")(page);
    await goOn(page);
    await pick("money")(page);
    await goOn(page);
    await page.close();
    const again = await context.newPage();
    await again.goto(server.url);
    await picture(again, "fr-unfinished");
    await Promise.all([again.waitForNavigation(), again.click('a[href="/report/citizen/resume"]')]);
    expect(new URL(again.url()).pathname).toBe("/report/citizen/advice");
    await again.goto(server.url);
    await Promise.all([again.waitForNavigation(), again.click('form[action="/report/citizen/drop"] button')]);
    expect(await again.locator('a[href="/report/citizen/resume"]').count()).toBe(0);
  });

  test("whoever goes on when the draft's time is over is told so at the first question, and keeps that answer", async () => {
    const { page } = await open({ hasScript: false, path: "/report/citizen" });
    await pick("me")(page);
    await goOn(page);
    await server.world.owner`delete from drafts`;
    await pick("other")(page);
    await goOn(page);
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/report/citizen?over=1");
    expect(await page.locator(".box[role=status]").textContent()).toContain("14\u00a0jours sont passés");
    await pick("me")(page);
    await goOn(page);
    // What was answered last stands there.
    expect(new URL(page.url()).pathname).toBe("/report/citizen/what");
    expect(await page.isChecked('input[value="other"]')).toBe(true);
    await page.goto(`${server.url}/report/citizen/story`);
    expect(await page.locator(".box[role=status]").count()).toBe(0);
  });

  test("a lost answer to Send, a reload and a second tap give the same receipt and one report", async () => {
    await server.world.owner`delete from drafts`;
    const { page, context } = await open({ hasScript: false, path: "/report/citizen" });
    await walkToCheck(page, { ...toStory, story: write({ story: "Une seule fois" }) });
    const before = await countReports();
    // The answer is lost on its way: the report was taken in, the browser never hears of it.
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const lost = await fetch(`${server.url}/report/citizen/send`, {
      method: "POST",
      headers: { cookie },
      redirect: "manual",
    });
    expect(lost.status).toBe(303);
    expect(await countReports()).toBe(before + 1);
    await goOn(page);
    const receipt = await readReceipt(page);
    await page.reload();
    expect(await readReceipt(page)).toBe(receipt);
    // A second tap that arrives after the receipt was shown.
    const shown = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const late = await fetch(`${server.url}/report/citizen/send`, {
      method: "POST",
      headers: { cookie: shown },
      redirect: "manual",
    });
    expect(late.headers.get("location")).toBe("/sent");
    expect(await countReports()).toBe(before + 1);
    expect(await server.world.owner`select 1 from drafts`).toHaveLength(0);
  });

  test("ten sendings at once give one report", async () => {
    const { page, context } = await open({ hasScript: false, path: "/report/citizen" });
    await walkToCheck(page, { ...toStory, story: write({ story: "Dix fois à la fois" }) });
    const before = await countReports();
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const sent = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const response = await fetch(`${server.url}/report/citizen/send`, {
          method: "POST",
          headers: { cookie, accept: "application/json" },
        });
        const kept = response.headers.getSetCookie().find((line) => line.startsWith("sent="));
        return /receipt%22%3A%22([^%]+(?:%20\d+)*)/.exec(decodeURIComponent(kept ?? ""))?.[1];
      }),
    );
    expect(await countReports()).toBe(before + 1);
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toBeDefined();
  });

  test("a suspicious message sent twice is one report; changed and sent again it is another", async () => {
    const { page } = await open({ hasScript: false, path: "/suspicious" });
    const before = await countReports();
    const key = (await page.locator('input[name="_key"]').getAttribute("value")) ?? "";
    const send = async (message: string): Promise<string> => {
      const body = new FormData();
      body.append("_key", key);
      body.append("message", message);
      body.append("files", new File(["capture"], "capture.txt"));
      const response = await fetch(`${server.url}/suspicious`, { method: "POST", body, redirect: "manual" });
      const kept = decodeURIComponent(response.headers.getSetCookie().find((line) => line.startsWith("sent=")) ?? "");
      return decodeURIComponent(kept).match(/"receipt":"([\d ]+)"/)?.[1] ?? "";
    };
    const [first, second] = await Promise.all([send("http://un.example"), send("http://un.example")]);
    expect(first).toMatch(/^\d{4}/);
    expect(second).toBe(first);
    expect(await countReports()).toBe(before + 1);
    // The same, as it lies sealed in the outbox of a phone that never heard the answer.
    const html = await (await fetch(`${server.url}/suspicious`)).text();
    const [, keyId = "", publicKey = ""] = /data-key="([0-9a-f]{16})" data-public="([\w-]+)"/.exec(html) ?? [];
    const again = async (message: string): Promise<{ receipt?: string }> => {
      const fields = await sealFields({ keyId, publicKey }, randomBytes(16).toString("hex"), [
        ["_key", key],
        ["message", message],
      ]);
      const body = new URLSearchParams(fields);
      const headers = { accept: "application/json" };
      return (await (await fetch(`${server.url}/suspicious`, { method: "POST", body, headers })).json()) as object;
    };
    const { receipt: plain } = (await (
      await fetch(`${server.url}/suspicious`, {
        method: "POST",
        body: new URLSearchParams({ _key: key, message: "http://trois.example" }),
        headers: { accept: "application/json" },
      })
    ).json()) as { receipt: string };
    expect((await again("http://trois.example")).receipt).toBe(plain);
    expect((await again("http://quatre.example")).receipt).not.toBe(plain);
    expect(await countReports()).toBe(before + 3);
    const broken = new URLSearchParams({ _sealed: "A".repeat(200), _sealedId: "0".repeat(32), _sealedKey: keyId });
    expect((await fetch(`${server.url}/suspicious`, { method: "POST", body: broken })).status).toBe(422);
    expect(await send("http://deux.example")).not.toBe(first);
    expect(await countReports()).toBe(before + 4);
  });

  test("the text goes first; the file follows in pieces, and after a lost line goes on where it was on the next page that is opened", async () => {
    const { page, context } = await open({ path: "/report/citizen" });
    const log = Buffer.concat([Buffer.from("what the camera saw"), randomBytes(400_000 - 19)]);
    await walkToCheck(page, {
      ...toStory,
      files: async (at) => {
        await at.setInputFiles('input[type="file"]', [{ name: "journal.log", mimeType: "text/plain", buffer: log }]);
      },
    });
    expect(await page.textContent(".answers")).toContain("journal.log");
    const lying = await lyingOn(page);
    expect(lying.files.length).toBeGreaterThan(400_000);
    for (const trace of ["journal", "what the camera saw"]) expect(lying.files).not.toContain(trace);
    expect(lying.keys).toEqual([{ extractable: false }]);
    // The first piece passes; then the line is gone.
    const places: string[] = [];
    let isCut = false;
    await context.route("**/uploads/**", async (route) => {
      if (isCut) return await route.abort();
      if (route.request().method() === "PATCH") {
        places.push(route.request().headers()["upload-offset"] ?? "");
        isCut = places.length === 1;
      }
      return await route.continue();
    });
    await goOn(page);
    const receipt = await readReceipt(page);
    expect(receipt).not.toBe("");
    const reference = await page.locator(".slip-foot dd").first().textContent();
    const files = async (): Promise<Record<string, unknown>[]> =>
      await server.world
        .owner`select f.name, f.size::int as size, encode(o.sha256, 'hex') as sum from report_files f join objects o on o.id = f.object_id
          join reports r on r.id = f.report_id where r.reference = ${reference ?? ""}`;
    await page.locator("[data-upload]").filter({ hasText: "Pas de connexion" }).waitFor();
    await page.locator("[data-upload] button").filter({ hasText: "Essayer maintenant" }).waitFor();
    await picture(page, "fr-upload-waits");
    expect(await files()).toEqual([]);
    // The phone is switched off and on: another page of the portal goes on with what was kept.
    await page.close();
    isCut = false;
    const later = await context.newPage();
    await later.goto(server.url);
    await later.getByRole("status").filter({ hasText: "Tous les fichiers sont envoyés" }).waitFor();
    const sum = createHash("sha256").update(log).digest("hex");
    expect(await files()).toEqual([{ name: "journal.log", size: 400_000, sum }]);
    expect(places[0]).toBe("0");
    expect(Number(places[1])).toBeGreaterThan(0);
  });

  test("a photo that an earlier version left waiting in clear is locked, and leaves with the next page", async () => {
    const { page } = await open({ path: "/report/citizen" });
    await pick("me")(page);
    await goOn(page);
    // As it was kept: version 1 of the database, the file as it is.
    await page.evaluate(
      async () =>
        await new Promise<void>((resolve, reject) => {
          indexedDB.deleteDatabase("toguna");
          const asked = indexedDB.open("toguna", 1);
          asked.onupgradeneeded = () =>
            asked.result.createObjectStore("files", { keyPath: "id", autoIncrement: true }).createIndex("flow", "flow");
          asked.onerror = () => reject(new Error("no storage"));
          asked.onsuccess = () => {
            const write = asked.result.transaction("files", "readwrite");
            const blob = new Blob(["what an older version kept"], { type: "text/plain" });
            write.objectStore("files").put({ flow: "citizen", name: "old.txt", blob });
            write.oncomplete = () => {
              asked.result.close();
              resolve();
            };
          };
        }),
    );
    await walkToCheck(page, {
      ...toStory,
      files: async (at) => await at.locator(".files").filter({ hasText: "old.txt" }).waitFor(),
    });
    const lying = await lyingOn(page);
    expect(lying.files).not.toMatch(/old\.txt|older version/);
    await goOn(page);
    expect(await readReceipt(page)).not.toBe("");
    await page.locator("[data-upload]").filter({ hasText: "Tous les fichiers sont envoyés" }).waitFor();
    expect(await server.world.owner`select name, size::int as size from report_files where name = 'old.txt'`).toEqual([
      { name: "old.txt", size: 26 },
    ]);
  });

  test("a photo is made smaller on the device and loses where it was taken; on request it goes as it is", async () => {
    const { page } = await open({ path: "/suspicious" });
    const photo = await page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2400;
      canvas.height = 1800;
      const brush = canvas.getContext("2d");
      for (let at = 0; at < 4000; at++) {
        if (!brush) break;
        brush.fillStyle = `hsl(${(at * 37) % 360} 80% ${(at * 13) % 100}%)`;
        brush.fillRect((at * 97) % 2400, (at * 61) % 1800, 90, 90);
      }
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
      const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
      return [...bytes];
    });
    // An EXIF segment that names a place, straight after the start of the picture.
    const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0x00, 0x1c]), Buffer.from("Exif\0\0GPS 13.44N 6.26W\0\0\0")]);
    const original = Buffer.concat([Buffer.from(photo.slice(0, 2)), exif, Buffer.from(photo.slice(2))]);
    const choose = async (): Promise<void> => {
      await page.setInputFiles('input[type="file"]', [{ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer: original }]);
    };
    const stored = async (): Promise<Buffer> => {
      await page.locator("[data-upload]").filter({ hasText: "Tous les fichiers sont envoyés" }).waitFor();
      const reference = await page.locator(".slip-foot dd").first().textContent();
      const [row] = await server.world
        .owner`select f.object_id from report_files f join reports r on r.id = f.report_id where r.reference = ${reference ?? ""}`;
      const chunks: Buffer[] = [];
      for await (const chunk of server.world.services.objects.read(String(row?.["object_id"])))
        chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks);
    };
    await choose();
    await page.locator(".files li").waitFor();
    await goOn(page);
    const small = await stored();
    expect(small.includes("GPS 13.44N")).toBe(false);
    expect(small.length).toBeLessThan(original.length / 2);
    await page.goto(`${server.url}/suspicious`);
    await page.check('label.choice:has-text("Ne pas réduire") input');
    await choose();
    await page.locator(".files li").waitFor();
    await goOn(page);
    expect((await stored()).equals(original)).toBe(true);
  });

  test("digits and a PIN open the draft on another device, once; wrong ones are told in words", async () => {
    const { page } = await open({ hasScript: false, path: "/report/citizen" });
    await pick("me")(page);
    await goOn(page);
    await pick("locked")(page);
    await goOn(page);
    await Promise.all([page.waitForNavigation(), page.click('form[action="/elsewhere/citizen"] button')]);
    await picture(page, "fr-move");
    const digits = ((await page.textContent("[data-move-digits]")) ?? "").trim();
    const pin = ((await page.textContent("[data-move-pin]")) ?? "").trim();
    const other = await open({ hasScript: false, path: "/elsewhere" });
    await Promise.all([other.page.waitForNavigation(), other.page.click("button.go")]);
    expect(await other.page.textContent(".summary")).toContain("Saisissez le code PIN");
    await other.page.fill("#f-digits", digits);
    await other.page.fill("#f-pin", pin === "000000" ? "000001" : "000000");
    await Promise.all([other.page.waitForNavigation(), other.page.click("button.go")]);
    expect(await other.page.textContent(".summary")).toContain("n’ouvrent rien");
    await other.page.fill("#f-pin", pin);
    await Promise.all([other.page.waitForNavigation(), other.page.click("button.go")]);
    expect(new URL(other.page.url()).pathname).toBe("/report/citizen/advice");
    expect(await other.page.textContent("main")).toContain("Débranchez|Coupez".split("|")[1]);
  });

  test("the quick way out forgets what the device holds, and the back button does not come back", async () => {
    const { page, context } = await open({ path: "/report/citizen" });
    await context.route("https://www.wikipedia.org/**", async (route) => await route.fulfill({ body: "elsewhere" }));
    await pick("me")(page);
    await goOn(page);
    await pick("threat")(page);
    await keptOn(page);
    await goOn(page);
    const steps = await page.evaluate(() => history.length);
    await page.click("[data-leave]");
    await page.waitForURL("https://www.wikipedia.org/");
    expect(await page.evaluate(() => history.length)).toBe(steps);
    const left = (await context.cookies(server.url)).map(({ name }) => name);
    expect(left.filter((name) => name.startsWith("draft"))).toEqual([]);
    // Whatever else the device kept opens no more: its key is gone.
    const later = await context.newPage();
    await later.goto(`${server.url}/help`);
    expect(await lyingOn(later)).toEqual({ files: "[]", keys: [] });
  });
});
