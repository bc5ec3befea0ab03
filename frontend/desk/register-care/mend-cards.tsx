// Lists to act on: what contacts answered, who cannot be reached, who has no contact, and claims to look at again.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import {
  type AnswerToHandle,
  type ContactToMend,
  correctable,
  type QualityPage,
  type StaleClaim,
} from "../../../backend/registry/quality/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";

const dayOf = (at: string): string => at.slice(0, 10);

export function AnswersCard(props: { rows: AnswerToHandle[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const handle = async (testId: string, handled: "taken" | "left"): Promise<void> => {
    try {
      await apiPost(`/api/v1/registry/contact-tests/${testId}/handle`, { handled });
      props.onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("quality.to_handle")} count={props.rows.length}>
      <ul class="care-lines">
        <For each={props.rows} fallback={<li class="quiet-text">{t("quality.to_handle_none")}</li>}>
          {(row) => (
            <li>
              <p>
                <A href={`/directory/${row.constituentId}`}>{row.constituent}</A> —{" "}
                {t(`quality.say.${row.answer}`, { name: row.now.name })}
              </p>
              <Show when={row.said}>
                {(said) => (
                  <ul class="care-changes">
                    <For each={correctable.filter((field) => said()[field] !== undefined)}>
                      {(field) => (
                        <li dir="auto">
                          {t("quality.say.change", {
                            field: t(`quality.link.${field}`),
                            from: row.now[field] ?? t("quality.link.nothing"),
                            to: said()[field] ?? "",
                          })}
                        </li>
                      )}
                    </For>
                    <Show when={said().note}>{(note) => <li dir="auto">“{note()}”</li>}</Show>
                  </ul>
                )}
              </Show>
              <Show when={can("registry.change")}>
                <p class="care-acts">
                  <Button isSmall onClick={() => void handle(row.testId, "taken")}>
                    {t(row.answer === "leaving" ? "quality.take_leaving" : "quality.take")}
                  </Button>
                  <Button isSmall look="quiet" onClick={() => void handle(row.testId, "left")}>
                    {t("quality.leave")}
                  </Button>
                </p>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

export function MendCard(props: { rows: ContactToMend[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const ask = async (contactId: string): Promise<void> => {
    try {
      await apiPost("/api/v1/registry/contact-tests", { contactId });
      showToast({ text: t("quality.asked") });
      props.onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("quality.mend")} count={props.rows.length}>
      <ul class="care-lines">
        <For each={props.rows} fallback={<li class="quiet-text">{t("quality.mend_none")}</li>}>
          {(row) => (
            <li>
              <p class="care-line-head">
                <b dir="auto">{row.name}</b>
                <A href={`/directory/${row.constituentId}`}>{row.constituent}</A>
                <Tag tone={row.why === "bounced" ? "high" : "medium"}>{t(`quality.why.${row.why}`)}</Tag>
                <span class="quiet-text">{t("quality.since", { day: dayOf(row.since) })}</span>
                <Show when={can("registry.change")}>
                  <Button isSmall look="quiet" onClick={() => void ask(row.contactId)}>
                    {t("quality.ask")}
                  </Button>
                </Show>
              </p>
              <p class="quiet-text small-text">
                {row.email}
                <Show when={row.said}>{(said) => <> — {said()}</>}</Show>
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

export function StaleCard(props: { rows: StaleClaim[]; count: number }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("quality.stale")} count={props.count}>
      <ul class="care-lines">
        <For each={props.rows} fallback={<li class="quiet-text">{t("quality.stale_none")}</li>}>
          {(row) => (
            <li>
              <p class="care-line-head">
                <code>{row.value}</code>
                <A href={`/directory/${row.constituentId}`}>{row.constituent}</A>
                <Tag tone="medium">{t(`quality.stale.${row.why}`)}</Tag>
                <span class="quiet-text">{t("quality.since", { day: dayOf(row.since) })}</span>
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

export function WithoutCard(props: { rows: QualityPage["withoutContact"] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("quality.without")} count={props.rows.length}>
      <ul class="care-names">
        <For each={props.rows} fallback={<li class="quiet-text">{t("quality.without_none")}</li>}>
          {(row) => (
            <li>
              <A href={`/directory/${row.constituentId}`}>{row.constituent}</A>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
