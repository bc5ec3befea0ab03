// What is due at the authority, in order.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { HomeView } from "../../../backend/compliance/offices/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { hasWords, useWords } from "../../platform/words.ts";
import { say } from "../../shell/say/say-texts.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import "../../shell/authority/authority.css";

const places: Record<string, string> = {
  inspection: "/inspections/",
  matter: "/matters/",
  complaint: "/complaints/",
  session: "/sessions/",
  filing: "/filings/",
  question: "/filings/",
  formality: "/formalities/",
};
const words: Record<string, string> = {
  inspection: "inspections.state",
  matter: "decisions.state",
  complaint: "inspections.complaint",
  session: "decisions.session",
  formality: "formalities.state",
};

export function DueCard(): JSX.Element {
  const t = useWords();
  const home = createReadPage<HomeView>(() => "/api/v1/office/home");
  const stateOf = (kind: string, waits: string): string => {
    const key = `${words[kind] ?? ""}.${waits}`;
    return hasWords(key) ? t(key) : "";
  };
  return (
    <Show
      when={home.page()}
      fallback={
        <Show when={home.problem() === undefined}>
          <Card title={t("inspections.home.due")}>
            <Skeleton lines={6} words={t("desk.loading")} />
          </Card>
        </Show>
      }
    >
      {(page) => (
        <Card title={t("inspections.home.due")} count={page().due.length}>
          <Show when={page().due.length > 0} fallback={<p class="quiet-text">{t("inspections.home.nothing")}</p>}>
            <ul class="authority-rows">
              <For each={page().due}>
                {(one) => (
                  <li>
                    <p>
                      <A href={one.kind === "plan" ? "/inspections" : `${places[one.kind] ?? "/"}${one.id}`}>
                        {t(`inspections.kind.${one.kind}`)} {one.kind === "plan" ? "" : one.reference}
                      </A>{" "}
                      <Show when={stateOf(one.kind, one.waits)}>{(state) => <Tag>{state()}</Tag>}</Show>{" "}
                      <Show when={one.isOverdue}>
                        <Tag tone="high">{t("inspections.overdue")}</Tag>
                      </Show>
                    </p>
                    <p class="quiet-text small-text">
                      {one.title}
                      <Show when={one.dueOn}>{(day) => <> · {t("inspections.due", { day: day() })}</>}</Show>
                    </p>
                    <Show when={one.law}>{(law) => <p class="quiet-text small-text">{say(law())}</p>}</Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Card>
      )}
    </Show>
  );
}
