// Verifies files without the server: proofs, histories, consistency and checkpoints whole; an export line by line, however long it is.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { exportFormat, makeExportChecker } from "./proof/export.ts";
import { type Finding, refusalOf, Refused } from "./proof/findings.ts";
import { exportFinding, type Trust, verifyTexts } from "./proof/verify.ts";

const mostBytes = 64_000_000;

/** One finding a file, in their order. @throws when a file cannot be read. */
export async function verifyFiles(paths: readonly string[], trust: Trust): Promise<Finding[]> {
  const small: { name: string; text: string }[] = [];
  const findings = new Map<string, Finding>();
  for (const path of paths) {
    if (await isExport(path)) findings.set(path, await verifyExportFile(path, trust));
    else small.push({ name: path, text: await readWhole(path) });
  }
  for (const finding of verifyTexts(small, trust)) findings.set(finding.file, finding);
  return paths.flatMap((path) => {
    const finding = findings.get(path);
    return finding ? [{ ...finding, file: basename(path) }] : [];
  });
}

async function isExport(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.toString("utf8", 0, bytesRead).includes(exportFormat);
  } finally {
    await file.close();
  }
}

async function readWhole(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > mostBytes) throw new Error(`${path} is larger than any proof`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

async function verifyExportFile(path: string, trust: Trust): Promise<Finding> {
  const checker = makeExportChecker();
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) checker.push(line);
    return exportFinding(path, checker, trust);
  } catch (error) {
    // A line that is no JSON is told by its number: what a parser says of it would quote it.
    const told = error instanceof SyntaxError ? new Refused("row_malformed", { index: checker.count() }) : error;
    return refusalOf(path, told);
  } finally {
    lines.close();
  }
}
