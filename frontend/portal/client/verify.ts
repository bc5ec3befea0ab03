// The page that checks proofs: files are read and judged here, by the same small verifier as the command's, and sent nowhere.
import { makeTranslator, type Translator, type WordsLanguage } from "../../../backend/platform/words/translate.ts";
import type { Finding } from "../../../backend/platform/audit/proof/findings.ts";
import { readVerifierKey } from "../../../backend/platform/audit/proof/keys.ts";
import { nobodysPolicy, readPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import { sayFinding } from "../../../backend/platform/audit/proof/say-finding.ts";
import { type Trust, verifyTexts } from "../../../backend/platform/audit/proof/verify.ts";

const mostBytes = 100_000_000;

const form = document.querySelector<HTMLFormElement>("[data-verify]");
const results = document.querySelector<HTMLElement>("#results");
if (form && results) begin(form, results);

function begin(page: HTMLFormElement, out: HTMLElement): void {
  const { lang, dataset } = document.documentElement;
  const own = { tag: lang, locale: dataset["locale"] ?? lang };
  const messages = JSON.parse(document.body.dataset["words"] ?? "{}") as Record<string, string>;
  const say = makeTranslator((dataset["base"] ?? lang) as WordsLanguage, messages, own);
  const input = page.querySelector<HTMLInputElement>("#files");
  let chosen: readonly File[] = [];
  const again = (): void => void check(page, out, say, chosen);
  const choose = (files: FileList | null | undefined): void => {
    if (!files || files.length === 0) return;
    chosen = Array.from(files);
    again();
  };
  document.documentElement.classList.add("has-script");
  page.addEventListener("submit", (event) => event.preventDefault());
  input?.addEventListener("change", () => choose(input.files));
  for (const id of ["key", "policy", "before"]) page.querySelector(`#${id}`)?.addEventListener("change", again);
  // Dropped anywhere: nobody has to aim.
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer?.files);
  });
}

async function check(page: HTMLFormElement, out: HTMLElement, say: Translator, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  out.replaceChildren(line("p", say("log.page.checking")));
  try {
    const trust = readTrust(page, say);
    const texts: { name: string; text: string }[] = [];
    for (const file of files) {
      if (file.size > mostBytes) throw new Error(say("log.page.too_large", { name: file.name }));
      texts.push({ name: file.name, text: await file.text() });
    }
    out.replaceChildren(...verifyTexts(texts, trust).map((finding) => draw(finding, say)));
  } catch (error) {
    out.replaceChildren(box(false, say("log.page.cannot"), [error instanceof Error ? error.message : String(error)]));
  }
}

function readTrust(page: HTMLFormElement, say: Translator): Trust {
  const valueOf = (id: string): string =>
    page.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${id}`)?.value.trim() ?? "";
  const keys = valueOf("key").split(/\s+/).filter(Boolean);
  const before = valueOf("before");
  try {
    return {
      logs: keys.map(readVerifierKey),
      policy: valueOf("policy") === "" ? nobodysPolicy : readPolicy(valueOf("policy")),
      before: before === "" ? undefined : new Date(before),
    };
  } catch (error) {
    throw new Error(say("log.page.trust_wrong", { reason: error instanceof Error ? error.message : String(error) }), {
      cause: error,
    });
  }
}

function draw(finding: Finding, say: Translator): HTMLElement {
  const [verdict = "", ...more] = sayFinding(say, finding);
  const title = `${say(finding.isGood ? "log.page.good" : "log.page.bad")} ${finding.file}`;
  return box(finding.isGood, title, [verdict, ...more]);
}

function box(isGood: boolean, title: string, lines: readonly string[]): HTMLElement {
  const element = document.createElement("section");
  element.className = isGood ? "box done" : "box danger";
  element.append(line("h2", title), ...lines.map((text) => line("p", text)));
  return element;
}

function line(name: "p" | "h2", text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
