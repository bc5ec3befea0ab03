// A page while it comes, and when it does not: a skeleton, or the sentence with a way to try again.
import { type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import type { LoadedPage } from "./create-page.ts";
import "./claims.css";

export function PageState<Answer>(props: {
  page: LoadedPage<Answer>;
  children: (answer: () => NonNullable<Answer>) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <Show when={props.page.problem()}>
        <Notice tone="problem" isAlert>
          <span>{props.page.problem()}</span>
          <Button isSmall onClick={props.page.load}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show
        when={props.page.answer()}
        fallback={<Show when={!props.page.problem()}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>}
      >
        {(answer) => props.children(answer as () => NonNullable<Answer>)}
      </Show>
    </>
  );
}
