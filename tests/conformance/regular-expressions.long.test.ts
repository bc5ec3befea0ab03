// No regular expression of ours takes exponential time, nor cubic, on any text (ASVS 1.3.12): each literal is judged by a checker of automata.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect, test } from "vitest";

interface Verdict {
  status: "safe" | "vulnerable" | "unknown";
  complexity?: { type: string; degree?: number };
}

/** What is used of TypeScript 6's interface, which the product's TypeScript 7 does not have. */
interface SyntaxNode {
  text: string;
  pos: number;
}
interface SyntaxReader {
  ScriptTarget: { Latest: number };
  createSourceFile: (
    name: string,
    text: string,
    target: number,
    hasParents: boolean,
  ) => SyntaxNode & { getLineAndCharacterOfPosition: (at: number) => { line: number } };
  isRegularExpressionLiteral: (node: SyntaxNode) => boolean;
  forEachChild: (node: SyntaxNode, visit: (child: SyntaxNode) => void) => void;
}

const tools = createRequire(resolve("tests/tools/package.json"));
const isInstalled = existsSync("tests/tools/node_modules/recheck");

function literals(): { place: string; source: string; flags: string }[] {
  const ts = tools("typescript") as SyntaxReader;
  const files = execFileSync("git", ["ls-files", "backend/**/*.ts", "frontend/**/*.ts", "frontend/**/*.tsx"], {
    encoding: "utf8",
  }).split("\n");
  const found: { place: string; source: string; flags: string }[] = [];
  for (const file of files) {
    if (file === "" || file.includes(".test.") || !existsSync(file)) continue;
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: SyntaxNode): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf("/");
        const line = source.getLineAndCharacterOfPosition(node.pos).line + 1;
        found.push({
          place: `${file}:${line}: ${node.text}`,
          source: node.text.slice(1, end),
          flags: node.text.slice(end + 1),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** What it cannot say in its time is "unknown": such texts are bounded where they come in, and there must be few. */
function judge(source: string, flags: string): Verdict {
  process.env["RECHECK_SYNC_BACKEND"] = "pure";
  const { checkSync } = tools("recheck") as {
    checkSync: (source: string, flags: string, options: object) => Verdict;
  };
  try {
    return checkSync(source, flags, { checker: "auto", timeout: 1_000 });
  } catch (error) {
    if (error instanceof RangeError) return { status: "unknown" };
    throw error;
  }
}

test.skipIf(!isInstalled)("the checker tells an exponential expression from a harmless one", () => {
  expect(judge("^(a+)+$", "").complexity?.type).toBe("exponential");
  expect(judge("^a+$", "").status).toBe("safe");
});

test.skipIf(!isInstalled)(
  "every regular expression of the product is linear, or quadratic at worst",
  { timeout: 600_000 },
  () => {
    const all = literals();
    expect(all.length).toBeGreaterThan(300);
    const judged = all.map((one) => ({ ...one, ...judge(one.source, one.flags) }));
    const bad = judged.filter(
      ({ complexity }) =>
        complexity?.type === "exponential" || (complexity?.type === "polynomial" && (complexity.degree ?? 0) > 2),
    );
    expect(bad.map(({ place }) => place)).toEqual([]);
    expect(judged.filter(({ status }) => status === "unknown").length).toBeLessThan(all.length / 10);
  },
);
