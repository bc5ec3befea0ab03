// Letters on A4, one a page, in their readers' languages, with the code in large signs and a square code of the claim page. The codes are shown this once.
import { encode } from "uqr";
import { createSignal, For, type JSX } from "solid-js";
import type { PrintedLetter } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import "./letters.css";

export function PrintLetters(props: { letters: PrintedLetter[]; onClose: () => void }): JSX.Element {
  const t = useWords();
  const [isPrinted, setPrinted] = createSignal(false);
  const print = async (): Promise<void> => {
    window.print();
    try {
      await apiPost("/api/v1/desk/enrolment/letters/printed", { letterIds: props.letters.map(({ id }) => id) });
      setPrinted(true);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <div class="letters">
      <div class="letters-head">
        <h1>{t("console.letters.print_title", { count: props.letters.length })}</h1>
        <Notice tone="mind">{t("console.letters.once")}</Notice>
        <div class="id-acts letters-acts">
          <Button look="main" onClick={() => void print()}>
            {t("console.letters.print")}
          </Button>
          <Button look={isPrinted() ? "plain" : "quiet"} onClick={() => props.onClose()}>
            {t("console.letters.back")}
          </Button>
        </div>
      </div>
      <For each={props.letters}>
        {(letter) => (
          <article class="letter" lang={letter.language}>
            <header class="letter-head">
              <b>{letter.issuer}</b>
              <span class="figures">{letter.reference}</span>
            </header>
            <address class="letter-address">
              <For each={letter.addressLines}>
                {(line) => (
                  <>
                    {line}
                    <br />
                  </>
                )}
              </For>
            </address>
            <h2>{letter.subject}</h2>
            <For each={letter.paragraphs}>{(paragraph) => <p>{paragraph}</p>}</For>
            <div class="letter-code">
              <SquareCode text={letter.claimUrl} />
              <div>
                <p class="letter-signs">{letter.code}</p>
                <p>{letter.claimUrl.replace(/^https?:\/\//, "")}</p>
              </div>
            </div>
            <p>{letter.closing}</p>
          </article>
        )}
      </For>
    </div>
  );
}

function SquareCode(props: { text: string }): JSX.Element {
  const squares = () => encode(props.text, { ecc: "M", border: 2 });
  const path = () =>
    squares()
      .data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("");
  return (
    <svg class="letter-square" viewBox={`0 0 ${squares().size} ${squares().size}`} role="img" aria-label={props.text}>
      <rect width={squares().size} height={squares().size} fill="#fff" />
      <path d={path()} fill="#000" />
    </svg>
  );
}
