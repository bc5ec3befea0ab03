// What is said where a page should be and is not: why, and the one act that helps.
import { type JSX, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../parts/button/button.tsx";
import { Notice } from "../parts/notice/notice.tsx";
import { ApiProblem } from "../platform/api.ts";
import { NotBrought } from "../platform/bring.ts";
import { useWords } from "../platform/words.ts";
import { describeProblem } from "./data/tell-problem.ts";
import { loadAnewWhenItHelps } from "./load-anew.ts";

/** @param props.reset draws the page again; of no use where a part of it did not come. */
export function Stopped(props: { error: unknown; reset: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Show
      when={props.error instanceof NotBrought && props.error}
      fallback={
        <Notice tone="problem" isAlert>
          <span>{props.error instanceof ApiProblem ? describeProblem(props.error) : t("desk.error.broken")}</span>
          <Button isSmall onClick={() => props.reset()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      }
    >
      {(lacking) => <PartMissing of={lacking()} />}
    </Show>
  );
}

function PartMissing(props: { of: NotBrought }): JSX.Element {
  const t = useWords();
  onMount(() => onCleanup(loadAnewWhenItHelps(props.of)));
  return (
    <Notice tone="problem" isAlert>
      <span>{t("desk.error.not_brought")}</span>
      <Button isSmall onClick={() => location.reload()}>
        {t("desk.error.load_again")}
      </Button>
    </Notice>
  );
}
