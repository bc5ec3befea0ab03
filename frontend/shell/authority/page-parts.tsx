// What pages of an authority's matters share: the frame with its way back, facts, history, files, clocks.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { HistoryStep, OwnClockView, ShownFile } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPostForFile } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, hasWords, useWords } from "../../platform/words.ts";
import { tellProblem } from "../data/tell-problem.ts";
import type { ReadPage } from "./read-page.ts";
import "./authority.css";
import "../lists/lists.css";

/** The frame of one thing's page. */
export function ThingPage<View>(props: {
  read: ReadPage<View>;
  back: string;
  children: (view: () => View) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <main class="page authority-page">
      <p>
        <A href={props.back}>{t("inspections.back")}</A>
      </p>
      <Show when={props.read.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show
        when={props.read.page()}
        fallback={props.read.problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}
      >
        {(view) => props.children(view as () => View)}
      </Show>
    </main>
  );
}

export function Facts(props: { rows: readonly (readonly [label: string, value: JSX.Element])[] }): JSX.Element {
  return (
    <dl class="authority-facts">
      <For each={props.rows.filter(([, value]) => value !== null && value !== "" && value !== undefined)}>
        {([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </>
        )}
      </For>
    </dl>
  );
}

const shownDetails = [
  "text",
  "reason",
  "dueOn",
  "until",
  "amount",
  "cites",
  "court",
  "filedOn",
  "decidedOn",
  "to",
  "receipt",
  "place",
  "remarks",
  "signatureNote",
  "answerBy",
] as const;

/** What was done, by whom, when. `words` is where the names of the steps stand ("decisions.step"). */
export function HistoryCard(props: {
  steps: readonly HistoryStep[];
  words: string;
  after?: (step: HistoryStep) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  const nameOf = (step: HistoryStep): string =>
    [`${props.words}.${step.kind}`, `inspections.step.${step.kind}`]
      .map((key) => (hasWords(key) ? t(key) : ""))
      .find((name) => name !== "") ?? step.kind;
  const who = (step: HistoryStep): string =>
    step.side === "authority" ? step.personName : step.personName || t(`inspections.history.${step.side}`);
  return (
    <Card title={t("inspections.page.history")} count={props.steps.length}>
      <ul class="authority-rows">
        <For each={props.steps}>
          {(step) => (
            <li>
              <p>
                <strong>{nameOf(step)}</strong>
              </p>
              <p class="quiet-text small-text">
                {who(step) === ""
                  ? formatInstant(step.at)
                  : t("inspections.history.by", { name: who(step), at: formatInstant(step.at) })}
              </p>
              <For each={shownDetails}>
                {(key) => (
                  <Show when={textOf(step.detail[key])}>
                    {(text) => (
                      <p class="authority-said">
                        <Show when={key !== "text" && key !== "reason"}>
                          <span class="quiet-text small-text">{t(`inspections.field.${key}`)}: </span>
                        </Show>
                        {text()}
                      </p>
                    )}
                  </Show>
                )}
              </For>
              {props.after?.(step)}
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** Saves bytes under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Opens a file of the office: a reading that is written down, so no plain link. */
export function OpenFile(props: { id: string; name: string }): JSX.Element {
  const open = async (): Promise<void> => {
    try {
      const { blob } = await apiPostForFile(`/api/v1/office/files/${props.id}/open`, {});
      saveBlob(blob, props.name);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Button isSmall onClick={() => void open()}>
      {props.name}
    </Button>
  );
}

export function FilesCard(props: { files: readonly ShownFile[]; side: "office" | "console" }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.files.length > 0}>
      <Card title={t("inspections.page.files")} count={props.files.length}>
        <ul class="authority-rows">
          <For each={props.files}>
            {(file) => (
              <li>
                <Show
                  when={props.side === "office"}
                  fallback={
                    <a
                      href={`/api/v1/console/authority/files/${file.id}`}
                      download={file.name}
                      target="_self"
                      rel="external"
                    >
                      {file.name}
                    </a>
                  }
                >
                  <OpenFile id={file.id} name={file.name} />
                </Show>
                <p class="quiet-text small-text">
                  <Moment at={file.addedAt} />
                </p>
                <p class="quiet-text small-text log-number">
                  <code>{file.sha256.slice(0, 16)}…</code>
                </p>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  );
}

/** The authority's own times, or that the texts give none. */
export function OwnClocksCard(props: { clocks: readonly OwnClockView[] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("inspections.page.own_clocks")}>
      <Show when={props.clocks.length > 0} fallback={<p class="quiet-text">{t("inspections.page.no_clock")}</p>}>
        <ul class="authority-rows">
          <For each={props.clocks}>
            {(clock) => (
              <li>
                <p>{clock.title[currentLanguage()]}</p>
                <p class="quiet-text small-text">
                  {t("inspections.article", { articles: clock.articles })} ·{" "}
                  {clock.due === null ? t("inspections.lateness.no_time") : formatInstant(clock.due)}
                </p>
                <Show when={clock.onSilence}>
                  {(what) => (
                    <p class="quiet-text small-text">
                      {t("inspections.page.silence", { what: t(`inspections.silence.${what()}`) })}
                    </p>
                  )}
                </Show>
                <Show when={clock.verification !== "verified"}>
                  <Tag tone="medium">{t("inspections.page.unverified")}</Tag>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
