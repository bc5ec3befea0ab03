// What a page that could not be shown says in its own place; the frame around it stays, so that nobody is stranded.
import { A, useLocation } from "@solidjs/router";
import { createEffect, type JSX, on, Show } from "solid-js";
import { Empty } from "../parts/empty/empty.tsx";
import { ApiProblem } from "../platform/api.ts";
import { useWords } from "../platform/words.ts";
import { Stopped } from "./stopped.tsx";

/**
 * @param props.error what was thrown while the page was drawn or read.
 * @param props.reset draws the page again; it is called by itself when the person goes elsewhere.
 */
export function PageProblem(props: { error: unknown; reset: () => void }): JSX.Element {
  const t = useWords();
  const location = useLocation();
  createEffect(
    on(
      () => location.pathname + location.search,
      () => props.reset(),
      { defer: true },
    ),
  );
  // A refusal is an answer, not a fault of the page.
  const refusal = () => (props.error instanceof ApiProblem ? props.error : undefined);
  // oxlint-disable-next-line solid/reactivity -- said once, when it happens
  if (!refusal()) console.error(props.error);
  const isForbidden = () => refusal()?.code === "forbidden";
  return (
    <main class="page">
      <Show
        when={isForbidden() || refusal()?.code === "not_found"}
        fallback={<Stopped error={props.error} reset={props.reset} />}
      >
        <Empty
          isPage
          title={isForbidden() ? t("desk.error.forbidden") : t("desk.not_found.title")}
          text={isForbidden() ? t("desk.not_found.forbidden") : t("desk.not_found.text")}
        >
          <A href="/">{t("desk.not_found.home")}</A>
        </Empty>
      </Show>
    </main>
  );
}
