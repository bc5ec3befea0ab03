// The frame of a page about law: waits for its words and its answer, says what went wrong, offers another try.
import { type JSX, onCleanup, type Resource, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { onConflict } from "../../platform/typed.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { loadLawWords } from "./law-words.ts";
import "./law.css";

export function WaitFor<Answer>(props: {
  resource: Resource<Answer>;
  onAgain: () => void;
  children: (answer: () => NonNullable<Answer>) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  onCleanup(onConflict(() => props.onAgain()));
  const [isReady] = createResource(loadLawWords);
  const failed = (): unknown => (props.resource.state === "errored" ? (props.resource.error as unknown) : undefined);
  const known = () => (failed() === undefined && isReady() ? props.resource.latest : undefined);
  return (
    <>
      <Show when={failed()}>
        {(error) => (
          <Notice tone="problem" isAlert>
            <span>{describeProblem(error())}</span>
            <Button isSmall onClick={() => props.onAgain()}>
              {t("desk.error.again")}
            </Button>
          </Notice>
        )}
      </Show>
      <Show
        when={known()}
        fallback={
          <Show when={failed() === undefined}>
            <Skeleton lines={8} words={t("desk.loading")} />
          </Show>
        }
      >
        {(answer) => props.children(answer as () => NonNullable<Answer>)}
      </Show>
    </>
  );
}
