// Unpacking: what each kind of container gives, and that every hostile one ends in an obstacle within the limits.
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectParts } from "../../../tests/support/collect-parts.ts";
import {
  makeIso,
  makeLnk,
  makeMacroStream,
  makeOle,
  makeOverlappingZip,
  makePdf,
  makeRar,
  makeSevenZip,
  makeTar,
  makeZip,
} from "../../../tests/support/make-archives.ts";

const kinds = (walked: Awaited<ReturnType<typeof collectParts>>): string[] =>
  walked.obstacles.map((obstacle) => obstacle.kind);

const mail = (body: string, headers = ""): Buffer =>
  Buffer.from(
    `From: "Banque" <alerte@pay.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?B?${Buffer.from("Vérifiez votre compte").toString("base64")}?=\r\nMIME-Version: 1.0\r\n${headers}\r\n${body}`,
  );

describe("what containers give", () => {
  it("opens a zip in a zip, and a name that climbs is only a label", async () => {
    const inner = await makeZip({ "../../etc/passwd": "root" });
    const walked = await collectParts("a.zip", await makeZip({ "dir/inner.zip": inner, "b.txt": "hello" }));
    expect(walked.texts["a.zip!/b.txt"]).toBe("hello");
    expect(walked.texts["a.zip!/dir/inner.zip!/../../etc/passwd"]).toBe("root");
    expect(walked.obstacles).toEqual([]);
  });

  it("takes control characters out of names, and keeps two parts of one name apart in mails", async () => {
    const walked = await collectParts("a.zip", await makeZip({ "x\u202egpj.exe": "a" }));
    expect(Object.keys(walked.texts)).toEqual(["a.zip!/x\ufffdgpj.exe"]);
  });

  it("opens gzip, zstd, tar and a tar in a gzip", async () => {
    const tar = await makeTar({ "logs/a.log": "one", "logs/b.log": "two" });
    const walked = await collectParts("a.tgz", gzipSync(tar));
    expect(walked.texts["a.tgz!/a.tar!/logs/b.log"]).toBe("two");
    const zstd = await collectParts("a.log.zst", zstdCompressSync(Buffer.from("three")));
    expect(zstd.texts["a.log.zst!/a.log"]).toBe("three");
  });

  it("opens 7z, xz, bzip2, RAR and ISO images", async () => {
    const seven = await collectParts("a.7z", await makeSevenZip({ "x.txt": "seven", "é.txt": "accent" }));
    expect(seven.texts["a.7z!/x.txt"]).toBe("seven");
    expect(seven.texts["a.7z!/é.txt"]).toBe("accent");
    for (const ending of ["xz", "bz2"]) {
      const walked = await collectParts(`a.txt.${ending}`, await makeSevenZip({ "a.txt": "packed" }, `made.${ending}`));
      expect(walked.texts[`a.txt.${ending}!/a.txt`]).toBe("packed");
    }
    const rar = await collectParts("a.rar", makeRar("dir/x.txt", Buffer.from("rared".repeat(50))));
    expect(rar.texts).toEqual({ "a.rar!/dir/x.txt": "rared".repeat(50) });
    const iso = await collectParts("a.iso", makeIso("RUN.BAT", Buffer.from("start calc")));
    expect(Object.values(iso.texts)).toEqual(["start calc"]);
  });

  it("reads a mail's decoded headers, texts and attachments, and the mail attached to it", async () => {
    const inner = mail("Bonjour\r\n");
    const body = [
      "--x",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("<a href='http://pay.example/'>é</a>").toString("base64"),
      "--x",
      'Content-Type: application/zip; name="f.zip"',
      "Content-Transfer-Encoding: base64",
      'Content-Disposition: attachment; filename="f.zip"',
      "",
      (await makeZip({ "f.js": "eval(1)" })).toString("base64"),
      "--x",
      "Content-Type: message/rfc822",
      "",
      inner.toString(),
      "--x--",
      "",
    ].join("\r\n");
    const walked = await collectParts("m.eml", mail(body, 'Content-Type: multipart/mixed; boundary="x"\r\n'));
    expect(walked.texts["m.eml!/headers.txt"]).toContain("Subject: V\u00c3\u00a9rifiez votre compte");
    expect(walked.texts["m.eml!/body.html"]).toContain("http://pay.example/");
    expect(walked.texts["m.eml!/f.zip!/f.js"]).toBe("eval(1)");
    expect(Object.keys(walked.texts).some((path) => /^m\.eml!\/message-\d+\.eml!\/body\.txt$/.test(path))).toBe(true);
  });

  it("does not take a log or a letter for a mail", async () => {
    const walked = await collectParts("a.txt", Buffer.from("Note: the date\nDate: 3 May\n\nFrom: me\n"));
    expect(walked).toEqual({ texts: {}, sizes: {}, obstacles: [] });
  });

  it("reads a PDF's streams, behind two filters as well, and files embedded in it", async () => {
    const pdf = makePdf([
      { dictionary: "/Filter /FlateDecode", content: "app.launchURL('http://a.example')" },
      { dictionary: "/Filter /ASCIIHexDecode", content: "48656c6c6f>", isPlain: true },
      { dictionary: "/Filter [/ASCII85Decode]", content: "87cURD]j7BEbo80~>", isPlain: true },
      { dictionary: "/Type /EmbeddedFile /Filter /FlateDecode", content: await makeZip({ "i.txt": "inside" }) },
      { dictionary: "/Subtype /Image /Filter /FlateDecode", content: "pixels" },
    ]);
    const walked = await collectParts("a.pdf", pdf);
    expect(walked.texts["a.pdf!/streams"]).toBe("app.launchURL('http://a.example')\nHello\nHello world!\n");
    expect(walked.texts["a.pdf!/embedded-1!/i.txt"]).toBe("inside");
  });

  it("reads the macros of an Office document in its compound file, and that file in its package", async () => {
    const source = `Attribute VB_Name = "Module1"\r\nSub AutoOpen()\r\n  Shell "cmd /c calc"\r\nEnd Sub\r\n${"' padding\r\n".repeat(800)}`;
    const ole = makeOle({ "VBA/Module1": makeMacroStream(source), "VBA/dir": Buffer.from("x".repeat(40)) });
    const walked = await collectParts("a.docm", await makeZip({ "word/vbaProject.bin": ole }));
    expect(walked.texts["a.docm!/word/vbaProject.bin!/VBA/Module1.vba"]).toBe(source);
  });

  it("names an Outlook message's texts and attachments as people see them", async () => {
    const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
    const msg = makeOle({
      "__substg1.0_0037001F": utf16("Votre compte"),
      "__substg1.0_1000001F": utf16("Cliquez ici"),
      "__attach_version1.0_#00000000/__substg1.0_3707001F": utf16("facture.js"),
      "__attach_version1.0_#00000000/__substg1.0_37010102": Buffer.from("WScript.Shell"),
    });
    const walked = await collectParts("a.msg", msg);
    expect(walked.texts).toMatchObject({
      "a.msg!/subject.txt": "Votre compte",
      "a.msg!/body.txt": "Cliquez ici",
      "a.msg!/facture.js": "WScript.Shell",
    });
  });

  it("reads objects in RTF whose digits are broken up, a shortcut's arguments, and files in OneNote pages", async () => {
    const rtf = "{\\rtf1{\\object{\\*\\objdata 48{\\foo}65 6c\\bar 6c\r\n6f}}}";
    expect((await collectParts("a.rtf", Buffer.from(rtf))).texts["a.rtf!/object-1"]).toBe("Hello");
    const lnk = await collectParts("a.lnk", makeLnk("-w hidden http://a.example/x.ps1"));
    expect(lnk.texts["a.lnk!/shortcut.txt"]).toBe("arguments: -w hidden http://a.example/x.ps1\n");
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(7n);
    const one = Buffer.concat([
      Buffer.from("e4525c7b8cd8a74daeb15378d02996d3", "hex"),
      Buffer.alloc(100),
      Buffer.from("e716e3bd65261145a4c48d4d0b7a9eac", "hex"),
      size,
      Buffer.alloc(12),
      Buffer.from("calc.js"),
    ]);
    expect((await collectParts("a.one", one)).texts["a.one!/file-1"]).toBe("calc.js");
  });

  it("opens the archive behind a program that extracts itself", async () => {
    const zip = await makeZip({ "run.bat": "calc" });
    const walked = await collectParts("setup.exe", Buffer.concat([Buffer.from(`MZ${"\0".repeat(2000)}`), zip]));
    expect(walked.texts["setup.exe!/run.bat"]).toBe("calc");
  });
});

describe("what cannot be opened is said", () => {
  it("opens archives under the password of samples, by AES and by ZipCrypto, and reports those under another", async () => {
    for (const zipCrypto of [false, true]) {
      const known = await collectParts(
        "a.zip",
        await makeZip({ "v.txt": "virus" }, { password: "infected", zipCrypto }),
      );
      expect(known.texts["a.zip!/v.txt"]).toBe("virus");
      const other = await collectParts(
        "a.zip",
        await makeZip({ "v.txt": "virus" }, { password: "another", zipCrypto }),
      );
      expect(other.texts).toEqual({});
      expect(other.obstacles).toMatchObject([{ kind: "encrypted", path: "a.zip!/v.txt" }]);
    }
  });

  it("reports encrypted 7z archives, with names hidden and shown, and opens those under the known password", async () => {
    for (const args of [["-psecret", "-mhe=on"], ["-psecret"]]) {
      const walked = await collectParts("a.7z", await makeSevenZip({ "x.txt": "seven" }, "made.7z", args));
      expect(walked.texts).toEqual({});
      expect(kinds(walked)).toEqual(["encrypted"]);
    }
    const known = await makeSevenZip({ "x.txt": "seven" }, "made.7z", ["-pinfected", "-mhe=on"]);
    expect((await collectParts("a.7z", known)).texts["a.7z!/x.txt"]).toBe("seven");
  });

  it("reports encrypted PDF and Office files", async () => {
    const pdf = makePdf([{ dictionary: "/Filter /FlateDecode", content: "x" }], "/Encrypt 9 0 R");
    expect(kinds(await collectParts("a.pdf", pdf))).toEqual(["encrypted"]);
    const office = makeOle({ EncryptedPackage: Buffer.alloc(64, 7), EncryptionInfo: Buffer.alloc(64, 8) });
    expect(kinds(await collectParts("a.docx", office))).toEqual(["encrypted"]);
    const workbook = Buffer.concat([
      Buffer.from("0908040000061000", "hex"),
      Buffer.from("2f000200", "hex"),
      Buffer.alloc(64),
    ]);
    expect(kinds(await collectParts("a.xls", makeOle({ Workbook: workbook })))).toEqual(["encrypted"]);
  });

  it("stops a bomb by its ratio, keeps its head, and does not begin the next entry", async () => {
    const limits = { ratioFloorBytes: 2 ** 20, ratio: 100 };
    const zeros = Buffer.alloc(20 * 2 ** 20);
    for (const [name, bomb] of [
      ["a.zip", await makeZip({ "a.bin": zeros, "b.bin": zeros })],
      ["a.gz", gzipSync(zeros)],
      ["a.zst", zstdCompressSync(zeros)],
      ["a.7z", await makeSevenZip({ "a.bin": zeros })],
      ["a.xz", await makeSevenZip({ "a.bin": zeros }, "made.xz")],
      ["a.bz2", await makeSevenZip({ "a.bin": zeros }, "made.bz2")],
    ] as const) {
      const walked = await collectParts(name, bomb, limits);
      expect([name, ...kinds(walked)]).toEqual([name, "ratio_bomb"]);
      const out = Object.values(walked.sizes).reduce((sum, size) => sum + size, 0);
      expect(out).toBeLessThan(Math.max(limits.ratioFloorBytes, limits.ratio * bomb.length) + 2 ** 20);
    }
  });

  it("stops at the sum of bytes, at one part's bytes, at the number of parts, at the depth and at the time", async () => {
    const random = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
    const zip = await makeZip({ a: random, b: random, c: random }, { level: 0 });
    const sum = await collectParts("a.zip", zip, { totalBytes: 500_000 });
    expect(kinds(sum)).toEqual(["too_large"]);
    const part = await collectParts("a.zip", zip, { partBytes: 1_000 });
    expect(part.obstacles).toMatchObject([
      { kind: "too_large", path: "a.zip!/a", detail: expect.stringMatching(/2 more in a\.zip$/) },
    ]);
    expect(part.sizes).toEqual({ "a.zip!/a": 1_000, "a.zip!/b": 1_000, "a.zip!/c": 1_000 });
    const tarCut = await collectParts("a.tar", await makeTar({ a: "x".repeat(5_000), b: "yes" }), { partBytes: 1_000 });
    expect(tarCut.texts["a.tar!/b"]).toBe("yes");
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, "x"]));
    const count = await collectParts("a.zip", await makeZip(many), { parts: 20 });
    expect(Object.keys(count.texts)).toHaveLength(20);
    expect(kinds(count)).toEqual(["too_many_parts"]);
    let nested = await makeZip({ "end.txt": "end" });
    for (let depth = 0; depth < 10; depth += 1) nested = await makeZip({ "n.zip": nested });
    const deep = await collectParts("a.zip", nested, { depth: 4 });
    expect(deep.obstacles).toMatchObject([{ kind: "too_deep", path: "a.zip!/n.zip!/n.zip!/n.zip!/n.zip" }]);
    expect(kinds(await collectParts("a.zip", zip, { timeMs: -1 }))).toEqual(["time_limit"]);
  });

  it("gives out overlapping entries once", async () => {
    const walked = await collectParts("a.zip", makeOverlappingZip(Buffer.from("kernel".repeat(500)), 40));
    expect(Object.keys(walked.texts)).toHaveLength(1);
    expect(kinds(walked)).toEqual(["overlapping_entries"]);
  });

  it("keeps the head of cut files and says that they are damaged", async () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `line ${index} ${(index * 7919) % 1009}\n`).join("");
    const gzip = gzipSync(text);
    const cut = await collectParts("a.gz", gzip.subarray(0, gzip.length - 2_000));
    expect(cut.texts["a.gz!/a"]?.startsWith("line 0 0\nline 1")).toBe(true);
    expect(kinds(cut)).toEqual(["broken"]);
    const zip = await makeZip({ a: text });
    expect(kinds(await collectParts("a.zip", zip.subarray(0, zip.length - 100)))).toEqual(["broken"]);
    const tar = await makeTar({ a: "first", b: text });
    const tarCut = await collectParts("a.tar", tar.subarray(0, 5_000));
    expect(tarCut.texts["a.tar!/a"]).toBe("first");
    expect(kinds(tarCut)).toEqual(["broken"]);
    const seven = await makeSevenZip({ a: text });
    expect(kinds(await collectParts("a.7z", seven.subarray(0, seven.length - 100)))).toEqual(["broken"]);
  });

  it("says when a mail nests mails deeper than the limit", async () => {
    let nested = mail("end\r\n");
    for (let depth = 0; depth < 40; depth += 1) {
      const body = `--b${depth}\r\nContent-Type: message/rfc822\r\n\r\n${nested.toString()}\r\n--b${depth}--\r\n`;
      nested = mail(body, `Content-Type: multipart/mixed; boundary="b${depth}"\r\n`);
    }
    const walked = await collectParts("m.eml", nested);
    expect(kinds(walked)).toContain("too_deep");
  });
});

describe("files made to exhaust whoever opens them", () => {
  it("opens a compound file whose tables are forged, without more memory or time than the file is worth", async () => {
    const good = makeOle({ a: Buffer.alloc(500_000, 1), b: Buffer.alloc(500, 2) });
    for (let seed = 0; seed < 20; seed += 1) {
      const forged = Buffer.from(good);
      for (let at = 512; at < forged.length; at += 4)
        if ((at * 7919 + seed * 13) % 100 < 3) forged.writeUInt32LE((at * 31 + seed) % 9000, at);
      const walked = await collectParts("x", forged, { timeMs: 20_000 });
      const out = Object.values(walked.sizes).reduce((sum, size) => sum + size, 0);
      expect(out).toBeLessThan(4 * good.length);
      expect(kinds(walked)).not.toContain("time_limit");
    }
    const circle = Buffer.from(good);
    circle.writeUInt32LE(0, 68);
    circle.fill(0, 512, 40_960);
    expect(kinds(await collectParts("x", circle))).toEqual(["broken"]);
  });

  it("does not believe the length that compressed RTF claims for itself", async () => {
    const claim = Buffer.from("ffffff7fffffff7f4c5a467500000000", "hex");
    const walked = await collectParts(
      "a.msg",
      makeOle({ "__substg1.0_10090102": Buffer.concat([claim, Buffer.alloc(100)]) }),
    );
    expect(Object.values(walked.sizes).every((size) => size < 10_000)).toBe(true);
  });

  it("opens the first parts of a mail of twenty thousand, and says that it stopped", async () => {
    const body = `${"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n".repeat(20_000)}--b--\r\n`;
    const walked = await collectParts("m.eml", mail(body, 'Content-Type: multipart/mixed; boundary="b"\r\n'));
    expect(Object.keys(walked.sizes).length).toBeGreaterThan(100);
    expect(kinds(walked)).toEqual(["broken"]);
  });

  it("says that it stopped at a mail's header of many megabytes", async () => {
    const words = "=?utf-8?q?=41?=\r\n ".repeat(200_000);
    const walked = await collectParts("m.eml", mail("x", `X-A: ${words}\r\n`));
    expect(kinds(walked)).toEqual(["broken"]);
  });

  it("looks through a hundred thousand key words of a PDF without a stream behind them", async () => {
    const walked = await collectParts("a.pdf", Buffer.from(`%PDF-1.4\n${"stream\nendstream\n".repeat(50_000)}`));
    expect(walked).toEqual({ texts: {}, sizes: {}, obstacles: [] });
  });
});

describe("whatever comes in", () => {
  it("ends without throwing on random bytes behind each signature", async () => {
    const heads = [
      "PK\x03\x04",
      "\x1f\x8b\x08",
      "7z\xbc\xaf\x27\x1c",
      "Rar!\x1a\x07\x01\0",
      "Rar!\x1a\x07\0",
      "%PDF-1.4 stream\n",
      "{\\rtf1\\objdata ",
      "BZh9",
      "\xfd7zXZ\0",
      "L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F",
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
      "From: a\nSubject: b\n\n",
      "\x28\xb5\x2f\xfd",
      "MSCF\0\0\0\0",
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 2_000 }), async (head, rest) => {
        const walked = await collectParts("x", Buffer.concat([Buffer.from(head, "latin1"), rest]), { timeMs: 5_000 });
        expect(walked.obstacles.every((obstacle) => obstacle.path.startsWith("x"))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("ends without throwing when bytes of good containers are changed, removed or cut", async () => {
    const good = [
      await makeZip({ "a.txt": "hello ".repeat(50), "b/c.txt": "x" }),
      await makeTar({ a: "hello" }),
      await makeSevenZip({ "a.txt": "hello ".repeat(50) }),
      makeOle({ "VBA/Module1": makeMacroStream('Attribute VB_Name = "a"\r\nSub x()\r\nEnd Sub\r\n') }),
      makePdf([{ dictionary: "/Filter /FlateDecode", content: "hello" }]),
      makeLnk("-x"),
      gzipSync("hello"),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat()),
        async (bytes, changes, cut) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[at % changed.length] = value;
          const walked = await collectParts("x", cut === null ? changed : changed.subarray(0, cut % changed.length), {
            timeMs: 5_000,
          });
          expect(Object.values(walked.sizes).every((size) => size <= 64 * 2 ** 20)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("looks only at what it knows: brotli has no signature and stays as it is", async () => {
    expect(await collectParts("a.br", brotliCompressSync("hello"))).toEqual({ texts: {}, sizes: {}, obstacles: [] });
  });
});
