// Lines for the public with their second person, and who speaks; what was said is withdrawn here and never changed.
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { crisisLanguages } from "../../../backend/coordination/crisis/model.ts";
import type { LinesPage as LinesView, LineView } from "../../../backend/coordination/public-lines/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { FourEyesCard } from "../notifications/four-eyes-card.tsx";
import { PressDialog } from "./press-dialog.tsx";
import "../register-care/care.css";
import "./crisis.css";

const tones: Record<LineView["state"], Tone> = {
  draft: "plain",
  waiting: "medium",
  published: "low",
  withdrawn: "critical",
};

export function LinesPage(): JSX.Element {
  const t = useWords();
  const page = createPage<LinesView>(() => "/api/v1/public-lines");
  const [edited, setEdited] = createSignal<LineView | "new">();
  const [withdrawn, setWithdrawn] = createSignal<LineView>();
  const [isAdding, setAdding] = createSignal(false);
  const timer = setInterval(() => {
    if (page.answer()?.lines.some(({ state }) => state === "waiting")) page.load();
  }, 4_000);
  onCleanup(() => clearInterval(timer));
  const press = async (path: string, body: object = {}): Promise<void> => {
    try {
      await apiPost(path, body);
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={t("crisis.lines.title")}
      text={t("crisis.lines.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <Button look="main" onClick={() => setEdited("new")}>
            {t("crisis.lines.write")}
          </Button>
        </p>
      }
    >
      <For each={page.answer()?.lines ?? []} fallback={<Empty title={t("crisis.lines.none")} text="" />}>
        {(one) => (
          <Card
            title={
              one.validUntil === null
                ? t("crisis.lines.valid_open", { from: formatInstant(one.validFrom) })
                : t("crisis.lines.valid", {
                    from: formatInstant(one.validFrom),
                    until: formatInstant(one.validUntil),
                  })
            }
            aside={<Tag tone={tones[one.state]}>{t(`crisis.lines.state.${one.state}`)}</Tag>}
          >
            <p class="quiet-text small-text">
              {one.crisisReference ?? t("crisis.lines.no_crisis")}
              <Show when={one.state === "published"}>
                {" · "}
                {t(one.isShown ? "crisis.lines.shown" : "crisis.lines.not_shown")}
              </Show>
              <Show when={one.withdrawnWhy} keyed>
                {(why) => ` · ${one.withdrawnBy ?? ""}: ${why}`}
              </Show>
            </p>
            <For each={crisisLanguages}>
              {(language) => (
                <p class="crisis-words" lang={language}>
                  <Tag>{language}</Tag> {one.texts[language]}
                </p>
              )}
            </For>
            <div class="care-acts">
              <Show when={one.state === "draft"}>
                <Button isSmall onClick={() => setEdited(one)}>
                  {t("crisis.lines.change")}
                </Button>
                <Button
                  isSmall
                  look="main"
                  onClick={() => void press(`/api/v1/public-lines/${one.id}/ask`, { version: one.version })}
                >
                  {t("crisis.lines.ask")}
                </Button>
              </Show>
              <Show when={one.state === "published"}>
                <Button isSmall onClick={() => setWithdrawn(one)}>
                  {t("crisis.lines.withdraw")}
                </Button>
              </Show>
            </div>
            <Show when={one.releases.length > 0}>
              <FourEyesCard requests={one.releases} isOnItsPage onChanged={page.load} />
            </Show>
          </Card>
        )}
      </For>
      <Card
        title={t("crisis.press.title")}
        count={page.answer()?.people.length}
        aside={
          <Show when={can("crisis.lead")}>
            <Button isSmall onClick={() => setAdding(true)}>
              {t("crisis.press.add")}
            </Button>
          </Show>
        }
      >
        <ul class="care-rows">
          <For each={page.answer()?.people ?? []} fallback={<li class="quiet-text">{t("crisis.press.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <strong>{one.name}</strong> <Tag>{t(`crisis.press.kind.${one.kind}`)}</Tag>{" "}
                  <Show when={one.isPublic}>
                    <Tag tone="indigo">{t("crisis.press.public")}</Tag>
                  </Show>
                  <p class="quiet-text small-text">
                    {[one.place, one.topics, one.phone, one.email, one.languages.join(" ")]
                      .filter((part) => part !== null && part !== "")
                      .join(" · ")}
                  </p>
                </div>
                <Show when={can("crisis.lead")}>
                  <Button isSmall look="quiet" onClick={() => void press(`/api/v1/press-people/${one.id}/end`)}>
                    {t("crisis.press.end")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={edited()} keyed>
        {(line) => (
          <LineDialog
            line={line === "new" ? undefined : line}
            crises={page.answer()?.crises ?? []}
            onClose={() => setEdited(undefined)}
            onDone={page.load}
          />
        )}
      </Show>
      <Show when={withdrawn()} keyed>
        {(line) => <WithdrawDialog line={line} onClose={() => setWithdrawn(undefined)} onDone={page.load} />}
      </Show>
      <Show when={isAdding()}>
        <PressDialog onClose={() => setAdding(false)} onDone={page.load} />
      </Show>
    </PageFrame>
  );
}

const toLocal = (at: string): string => {
  const instant = new Date(at);
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

function LineDialog(props: {
  line: LineView | undefined;
  crises: LinesView["crises"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const { line, crises } = props;
  const [texts, setTexts] = createSignal(line?.texts ?? { fr: "", en: "", mn: "" });
  const [crisisId, setCrisisId] = createSignal(line ? (line.crisisId ?? "") : (crises[0]?.id ?? ""));
  const [from, setFrom] = createSignal(toLocal(line?.validFrom ?? new Date().toISOString()));
  const [until, setUntil] = createSignal(line?.validUntil ? toLocal(line.validUntil) : "");
  return (
    <ActDialog
      title={t(line ? "crisis.lines.change" : "crisis.lines.write")}
      act={t("crisis.save")}
      send={async () => {
        const body = {
          crisisId: crisisId() === "" ? null : crisisId(),
          texts: texts(),
          validFrom: from() === "" ? "" : new Date(from()).toISOString(),
          validUntil: until() === "" ? null : new Date(until()).toISOString(),
        };
        if (line) await apiPut(`/api/v1/public-lines/${line.id}`, { version: line.version, line: body });
        else await apiPost("/api/v1/public-lines", body);
      }}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <For each={crisisLanguages}>
        {(language) => (
          <TextArea
            name={`texts.${language}`}
            label={t("crisis.lines.text", { language: t(`common.language.${language}`) })}
            rows={3}
            value={texts()[language]}
            onInput={(event) => setTexts({ ...texts(), [language]: event.currentTarget.value })}
          />
        )}
      </For>
      <SelectField
        name="crisisId"
        label={t("crisis.lines.crisis")}
        value={crisisId()}
        options={[
          { value: "", label: t("crisis.lines.no_crisis") },
          ...crises.map((one) => ({ value: one.id, label: `${one.reference} ${one.title}` })),
        ]}
        onChange={(event) => setCrisisId(event.currentTarget.value)}
      />
      <TextField
        name="validFrom"
        label={t("crisis.lines.from")}
        type="datetime-local"
        value={from()}
        onInput={(event) => setFrom(event.currentTarget.value)}
      />
      <TextField
        name="validUntil"
        label={t("crisis.lines.until")}
        type="datetime-local"
        value={until()}
        onInput={(event) => setUntil(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

function WithdrawDialog(props: { line: LineView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      title={t("crisis.lines.withdraw")}
      description={t("crisis.lines.withdraw_text")}
      act={t("crisis.lines.withdraw")}
      send={async () => await apiPost(`/api/v1/public-lines/${props.line.id}/withdraw`, { reason: reason() })}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <p class="crisis-words">{props.line.texts[currentLanguage()]}</p>
      <TextArea
        name="reason"
        label={t("crisis.lines.reason")}
        rows={3}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
