// The frame of a page that is a list: title, filters, problem, rows, and the way to more.
import { type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import "./lists.css";

export function PageFrame(props: {
  title: string;
  text?: string;
  state: "loading" | "ready" | "failed";
  problem: string;
  hasMore: boolean;
  onMore: () => void;
  onAgain: () => void;
  filters?: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <main class="page list-page">
      <h1>{props.title}</h1>
      <Show when={props.text}>
        <p class="quiet-text">{props.text}</p>
      </Show>
      {props.filters}
      <Show when={props.state === "failed"}>
        <Notice tone="problem" isAlert>
          <span>{props.problem}</span>
          <Button isSmall onClick={() => props.onAgain()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show when={props.state !== "loading"} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
        {props.children}
        <Show when={props.hasMore}>
          <Button onClick={() => props.onMore()}>{t("desk.more_rows")}</Button>
        </Show>
      </Show>
    </main>
  );
}
