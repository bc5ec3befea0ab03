// What a constituent was and since when: as it was on a day, and every line that was written down.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { HistoryLine, ProfileAnswer } from "../../../backend/registry/profile/details/model.ts";
import type { FactName } from "../../../backend/registry/profile/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords, type Words } from "../../platform/words.ts";
import { nameOfClass, titleOfIsic } from "./choices.ts";
import { nameIn, sayDay } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A fact's value in words. */
function sayValue(t: Words, fact: FactName, value: unknown): string {
  if (value === null || value === "") return t("desk.directory.unknown");
  switch (fact) {
    case "sector":
      return t(`desk.directory.sector.${textOf(value)}`);
    case "classes":
      return (
        listOf(value)
          .map((one) => nameOfClass(textOf(one)))
          .join(", ") || t("register.history.nothing")
      );
    case "isic":
      return [textOf(value), titleOfIsic(textOf(value))].filter(Boolean).join(" · ");
    case "languages":
      return listOf(value)
        .map((one) => t(`common.language.${textOf(one)}`))
        .join(", ");
    case "areaId":
      return nameIn(value as Record<string, string>) ?? t("desk.directory.unknown");
    case "branchAreaIds":
      return (
        listOf(value)
          .map((one) => nameIn(one as Record<string, string>) ?? "")
          .join(", ") || t("register.history.nothing")
      );
    case "otherNames":
      return listOf(value).map(textOf).join(", ") || t("register.history.nothing");
    case "endedAt":
      return sayDay(textOf(value));
    case "name":
    case "address":
    case "legalForm":
    case "parentId":
      return textOf(value);
  }
}

export function HistoryCard(props: { constituentId: string }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [day, setDay] = createSignal("");
  const [profile, setProfile] = createSignal<ProfileAnswer>();
  const [lines, setLines] = createSignal<HistoryLine[]>();
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (day() === "") return;
    // A day is asked at its end: what began on it counts.
    const at = `${day()}T23:59:59Z`;
    await sending.run(async () => {
      setProfile(await apiGet<ProfileAnswer>(`/api/v1/registry/constituents/${props.constituentId}/profile`, { at }));
    });
  };
  const open = async (isOpen: boolean): Promise<void> => {
    if (!isOpen || lines()) return;
    await sending.run(async () => {
      setLines(
        (await apiGet<{ rows: HistoryLine[] }>(`/api/v1/registry/constituents/${props.constituentId}/history`)).rows,
      );
    });
  };
  return (
    <Card title={t("register.history.title")}>
      <form class="as-it-was" data-asks onSubmit={(event) => void ask(event)}>
        <TextField
          label={t("register.history.day")}
          type="date"
          value={day()}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <Button type="submit" isBusy={sending.isBusy()}>
          {t("register.history.show")}
        </Button>
      </form>
      <Refusal of={sending} />
      <div role="status">
        <Show when={profile()}>{(was) => <AsItWas profile={was()} />}</Show>
      </div>
      <details class="history-lines" onToggle={(event) => void open(event.currentTarget.open)}>
        <summary>{t("register.history.lines")}</summary>
        <ul class="entries">
          <For each={lines() ?? []}>{(line) => <Line line={line} />}</For>
        </ul>
      </details>
    </Card>
  );
}

function Line(props: { line: HistoryLine }): JSX.Element {
  const t = useWords();
  const span = (): string => {
    const { validFrom, validUntil } = props.line;
    if (validFrom && validUntil)
      return t("desk.directory.span.both", { from: sayDay(validFrom), until: sayDay(validUntil) });
    if (validFrom) return t("desk.directory.span.from", { from: sayDay(validFrom) });
    return validUntil ? t("desk.directory.span.until", { until: sayDay(validUntil) }) : t("register.history.always");
  };
  return (
    <li class="entry">
      <div class="entry-words">
        <p>
          <span class="quiet-text">{t(`register.history.fact.${props.line.fact}`)}</span>{" "}
          <b dir="auto">{sayValue(t, props.line.fact, props.line.value)}</b>
        </p>
        <p class="small-text">{span()}</p>
        <p class="quiet-text small-text">
          {t("register.history.written", {
            at: formatInstant(props.line.recordedAt),
            by: props.line.recordedBy ?? t("register.history.system"),
          })}
          <Show when={props.line.why}>{(why) => <span dir="auto"> · {why()}</span>}</Show>
        </p>
      </div>
    </li>
  );
}

function AsItWas(props: { profile: ProfileAnswer }): JSX.Element {
  const t = useWords();
  const was = () => props.profile;
  return (
    <div class="was">
      <p>
        <b>{t("register.history.was", { day: was().at.slice(0, 10) })}</b>
      </p>
      <Show when={was().isBeforeEntry}>
        <p class="quiet-text small-text">{t("register.history.before_entry", { day: was().enteredAt.slice(0, 10) })}</p>
      </Show>
      <dl class="facts">
        <dt>{t("register.history.fact.name")}</dt>
        <dd dir="auto">{was().name}</dd>
        <dt>{t("register.history.fact.sector")}</dt>
        <dd>{t(`desk.directory.sector.${was().sector}`)}</dd>
        <dt>{t("register.history.fact.isic")}</dt>
        <dd>{sayValue(t, "isic", was().isic)}</dd>
        <dt>{t("register.history.fact.classes")}</dt>
        <dd>
          <For each={was().classes} fallback={t("register.history.nothing")}>
            {(name) => (
              <>
                <Tag>{nameOfClass(name)}</Tag>{" "}
              </>
            )}
          </For>
        </dd>
        <Show when={was().parentName}>
          <dt>{t("register.history.fact.parentId")}</dt>
          <dd dir="auto">{was().parentName}</dd>
        </Show>
        <dt>{t("register.history.fact.areaId")}</dt>
        <dd>{nameIn(was().areaNames) ?? t("desk.directory.unknown")}</dd>
        <Show when={was().address}>
          <dt>{t("register.history.fact.address")}</dt>
          <dd dir="auto">{was().address}</dd>
        </Show>
        <Show when={was().legalForm}>
          <dt>{t("register.history.fact.legalForm")}</dt>
          <dd dir="auto">{was().legalForm}</dd>
        </Show>
      </dl>
    </div>
  );
}
