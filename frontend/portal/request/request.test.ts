// At the door: languages, other sites' forms, forms of any kind, and the receipt sealed for a lost line.
import { createHash, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoredFile } from "../../../backend/intake/model.ts";
import { acceptedTags, chooseLanguage } from "./choose-language.ts";
import { isOwnPost } from "./judge-origin.ts";
import { FormBroken, FormTooLarge, readForm } from "./read-form.ts";
import { openSent, sealSent } from "./seal-sent.ts";
import { submitOnce } from "./submit.ts";

describe("the language", () => {
  test.each([
    [{ acceptLanguage: "mn-MN,en;q=0.8" }, "mn"],
    [{ acceptLanguage: "de, en;q=0.5, fr;q=0.4" }, "en"],
    [{ acceptLanguage: "en;q=0, fr;q=0.1" }, "fr"],
    [{ acceptLanguage: "zz" }, "fr"],
    [{ remembered: "en", acceptLanguage: "mn" }, "en"],
    [{ asked: "mn", remembered: "en" }, "mn"],
    [{ asked: "<script>", remembered: "xx" }, "fr"],
  ] as const)("%j speaks %s", (wish, language) => {
    expect(chooseLanguage(["fr", "en", "mn"], wish)).toBe(language);
  });

  test("one that the country does not offer is not spoken", () => {
    expect(chooseLanguage(["fr"], { asked: "mn", acceptLanguage: "en" })).toBe("fr");
  });

  test("any header is read", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(acceptedTags(header).every((tag) => tag !== "")).toBe(true);
      }),
    );
  });
});

describe("a form of another site", () => {
  const own = "https://cert.example";
  test.each([
    ["our own page", { secFetchSite: "same-origin", origin: own }, true],
    ["a typed address", { secFetchSite: "none" }, true],
    ["another site", { secFetchSite: "cross-site", origin: "https://evil.example" }, false],
    ["a neighbour under the same name", { secFetchSite: "same-site", origin: "https://other.cert.example" }, false],
    ["an older browser, our page", { origin: own }, true],
    [
      "an older browser, behind another name of ours",
      { origin: "http://127.0.0.1:8080", host: "127.0.0.1:8080" },
      true,
    ],
    ["an older browser, another site", { origin: "https://evil.example", host: "cert.example" }, false],
    ["an older browser, a hidden origin", { origin: "null" }, false],
    ["an old browser that says only where from", { referer: "https://evil.example/x" }, false],
    ["a text browser", {}, true],
  ] as const)("%s", (_name, headers, isOwn) => {
    expect(isOwnPost(headers, own)).toBe(isOwn);
  });
});

/** A store that keeps nothing but what it saw, with the limit of the real one. */
const store = {
  storeFile: async (
    file: { name: string; mediaType: string; stream: AsyncIterable<Uint8Array> },
    maxBytes: number,
  ): Promise<StoredFile> => {
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of file.stream) {
      size += chunk.byteLength;
      if (size > maxBytes) throw Object.assign(new Error("too large"), { code: "too_large" });
      hash.update(chunk);
    }
    return { objectId: randomUUID(), sha256: hash.digest("hex"), size, name: file.name, mediaType: file.mediaType };
  },
};

const limits = { fileBytes: 1000, files: 3 };

function post(body: FormData | string | Uint8Array<ArrayBuffer>, type?: string): Request {
  return new Request("http://localhost/", {
    method: "POST",
    body,
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
  });
}

describe("forms", () => {
  test("fields and files of a multipart form are read, and each bad file is named with its reason", async () => {
    const form = new FormData();
    form.append("text", "Ү Ө ɛ é\r\nsecond line");
    form.append("files", new File(["hello"], "a.txt", { type: "text/plain" }));
    form.append("files", new File([], "nothing.bin"));
    form.append("files", new File(["x".repeat(1001)], "big.bin"));
    form.append("files", new File(["late"], "d.txt"));
    const read = await readForm(post(form), store, limits);
    expect(read.values).toEqual({ text: ["Ү Ө ɛ é\r\nsecond line"] });
    expect(read.files.map(({ name, size }) => [name, size])).toEqual([["a.txt", 5]]);
    expect(read.fileMistakes).toEqual([
      { name: "nothing.bin", kind: "empty" },
      { name: "big.bin", kind: "too_large" },
      { name: "d.txt", kind: "too_many" },
    ]);
  });

  test("an empty control for files is no file", async () => {
    const boundary = "x";
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--${boundary}--\r\n`;
    const read = await readForm(post(body, `multipart/form-data; boundary=${boundary}`), store, limits);
    expect(read).toEqual({ values: {}, files: [], fileMistakes: [] });
  });

  test("a text larger than any form of ours is refused before it is kept", async () => {
    const body = `text=${"x".repeat(300_000)}`;
    await expect(readForm(post(body, "application/x-www-form-urlencoded"), store, limits)).rejects.toBeInstanceOf(
      FormTooLarge,
    );
  });

  test("a form larger than any report is cut off, not read to its end", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(
          sent === 0
            ? new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n')
            : new Uint8Array(1_000_000),
        );
        sent++;
      },
    });
    const request = new Request("http://localhost/", {
      method: "POST",
      body: endless,
      headers: { "content-type": "multipart/form-data; boundary=x" },
      duplex: "half",
    } as RequestInit);
    await expect(readForm(request, store, limits)).rejects.toBeInstanceOf(FormTooLarge);
    expect(sent).toBeLessThan(130);
  });

  test("a broken or foreign body never hangs and never breaks the reader in an unexpected way", async () => {
    const types = fc.constantFrom(
      "multipart/form-data; boundary=x",
      "multipart/form-data",
      "application/x-www-form-urlencoded",
      "application/json",
      "text/plain",
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .string()
        .map((text) =>
          new TextEncoder().encode(`--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n--x`),
        ),
    );
    await fc.assert(
      fc.asyncProperty(types, bytes, async (type, body) => {
        const outcome = await readForm(post(new Uint8Array(body), type), store, limits).then(
          () => "read",
          (error: unknown) => (error instanceof FormTooLarge || error instanceof FormBroken ? "refused" : error),
        );
        expect(["read", "refused"]).toContain(outcome);
      }),
      { numRuns: 200 },
    );
  });

  test("a field named like a prototype is a field like any other", async () => {
    const read = await readForm(post("__proto__=1&constructor=2", "application/x-www-form-urlencoded"), store, limits);
    expect(read.values["constructor"]).toEqual(["2"]);
    expect({}.constructor).toBe(Object);
  });
});

describe("one report, one receipt", () => {
  const submitted = {
    reference: "TG-1",
    receipt: "1",
    receivedAt: "2026-11-22T10:00:00Z",
    status: "received",
    isHeld: false,
  } as const;

  test("the sealed receipt opens with the draft's token only", async () => {
    const sealed = await sealSent("token-1", { submitted, flow: "citizen", isReached: true });
    expect(sealed).not.toContain("TG-1");
    expect(await openSent("token-1", sealed)).toMatchObject({ submitted, flow: "citizen" });
    expect(await openSent("token-2", sealed)).toBeUndefined();
    expect(await openSent("token-1", `${sealed.slice(0, -2)}AA`)).toBeUndefined();
    expect(await openSent("token-1", "nonsense")).toBeUndefined();
  });

  test("the key is the same for the same content, whatever the proof of work, and another for a changed one", async () => {
    const keys: (string | undefined)[] = [];
    const core = {
      submitReport: async (_input: unknown, _files: unknown, _visitor: unknown, key: string | undefined) => {
        keys.push(key);
        return submitted;
      },
    } as unknown as Parameters<typeof submitOnce>[0];
    const visitor = { address: "192.0.2.1", isExempt: false };
    const report = { description: "x", language: "fr", flow: "free" } as const;
    const how = { seed: "s", visitor, proof: undefined };
    await submitOnce(core, report, [], how);
    await submitOnce(core, report, [], { ...how, proof: { challenge: "c", nonce: "1" } });
    await submitOnce(core, { ...report, description: "y" }, [], how);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});
