// A page that waits for its answer: grey lines, or what went wrong with the way to try again, or the page.
import { type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";

export function PageState<Answer>(props: {
  of: { answer: () => Answer | undefined; problem: () => string | undefined; load: () => void };
  children: (answer: () => Answer) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <Show when={props.of.problem()}>
        <Notice tone="problem" isAlert>
          <span>{props.of.problem()}</span>
          <Button isSmall onClick={() => props.of.load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show
        when={props.of.answer() !== undefined}
        fallback={<Show when={!props.of.problem()}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>}
      >
        {props.children(() => props.of.answer() as Answer)}
      </Show>
    </>
  );
}
